// Another version of Claude Code writes another system prompt. Knows the words.
import { changesText, defineRebuild, timesText } from '../rebuild-rule.ts';

export const upgrade = defineRebuild({
  cause: 'upgrade',
  title: (rebuilds) => {
    const changes = changesText(rebuilds, ({ version }) => version);
    const versions = changes === null ? '' : `: ${changes}`;
    return `Claude Code upgraded within the session${timesText(rebuilds)}${versions}`;
  },
  fix: () => 'finish or hand off a long session before an upgrade, and begin a new one after it',
});
