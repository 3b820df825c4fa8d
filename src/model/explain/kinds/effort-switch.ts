// Another effort level is another request to the cache. Knows the words.
import { changesText, defineRebuild, timesText } from '../rebuild-rule.ts';

export const effortSwitch = defineRebuild({
  cause: 'effort-switch',
  title: (rebuilds) => {
    const changes = changesText(rebuilds, ({ effort }) => effort);
    return `Effort switched${timesText(rebuilds)}${changes === null ? '' : `: ${changes}`}`;
  },
  fix: () => 'set the effort before the first prompt, or right after /compact',
});
