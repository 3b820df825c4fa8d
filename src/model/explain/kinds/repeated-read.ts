// The same part of a file read again while the first copy was still in context. Knows the words.
import { formatTokens } from '../../../shared/format.ts';
import { shortSubject } from '../short-subject.ts';
import { defineWaste } from '../waste-rule.ts';

export const repeatedRead = defineWaste({
  kind: 'repeated-read',
  title: ({ subject, count, tokens }) =>
    `${shortSubject(subject)} read ${count} times unchanged, ${formatTokens(tokens)} tokens more than once`,
  fix: () => 'read ranges, or point to what was read: the first copy was still in context',
});
