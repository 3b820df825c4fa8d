// The same command with the same output. Knows the words.
import { formatTokens } from '../../../shared/format.ts';
import { shortSubject } from '../short-subject.ts';
import { defineWaste } from '../waste-rule.ts';

export const repeatedCommand = defineWaste({
  kind: 'repeated-command',
  title: ({ subject, count, tokens }) =>
    `${shortSubject(subject)} run ${count} times with the same output, ${formatTokens(tokens)} tokens more than once`,
  fix: () => 'keep its output short with a filter or a quiet flag, and run it after a change only',
});
