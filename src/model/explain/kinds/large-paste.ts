// A prompt above the limit: a pasted log or file. Knows the words.
import { formatInteger, formatTokens } from '../../../shared/format.ts';
import { LARGE_PASTE_CHARS } from '../../audit/waste/oversize.ts';
import { defineWaste } from '../waste-rule.ts';

export const largePaste = defineWaste({
  kind: 'large-paste',
  title: ({ count, tokens }) =>
    `Large ${count === 1 ? 'paste' : `pastes, ${count} of them`} in a prompt, ${formatTokens(tokens)} tokens beyond ${formatInteger(LARGE_PASTE_CHARS)} characters`,
  fix: () => 'paste the lines that matter, or save it as a file and name the path',
});
