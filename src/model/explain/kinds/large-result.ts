// A tool result above the limit. Knows the words.
import { formatInteger, formatTokens } from '../../../shared/format.ts';
import { LARGE_RESULT_CHARS } from '../../audit/waste/oversize.ts';
import { shortSubject } from '../short-subject.ts';
import { defineWaste } from '../waste-rule.ts';

export const largeResult = defineWaste({
  kind: 'large-result',
  title: ({ subject, count, tokens }) =>
    `Large ${count === 1 ? 'result' : `results, ${count} of them`} (${shortSubject(subject)}), ${formatTokens(tokens)} tokens beyond ${formatInteger(LARGE_RESULT_CHARS)} characters`,
  fix: ({ subject }) =>
    subject.startsWith('Write ')
      ? 'change files in place (Edit): a whole file written is sent with every later call'
      : 'ask for less: a range, a filter, the last lines; or let a subagent read it',
});
