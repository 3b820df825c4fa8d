// The same text came into the context again from elsewhere. Knows the words.
import { formatTokens } from '../../../shared/format.ts';
import { shortSubject } from '../short-subject.ts';
import { defineWaste } from '../waste-rule.ts';

export const duplicateBlob = defineWaste({
  kind: 'duplicate-blob',
  title: ({ subject, count, tokens }) =>
    `The same text ${count} times (${shortSubject(subject)}), ${formatTokens(tokens)} tokens more than once`,
  fix: () => 'say where it stands instead of sending it again',
});
