// A file that was read and that nothing mentions afterwards. Knows the words.
import { formatTokens } from '../../../shared/format.ts';
import { shortSubject } from '../short-subject.ts';
import { defineWaste } from '../waste-rule.ts';

export const deadRead = defineWaste({
  kind: 'dead-read',
  title: ({ subject, tokens }) =>
    `${shortSubject(subject)} read and not mentioned again, ${formatTokens(tokens)} tokens`,
  fix: () => 'search before reading, or let a subagent look: it reports only what it found',
});
