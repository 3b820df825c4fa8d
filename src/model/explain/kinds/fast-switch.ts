// Fast mode turned on or off. Knows the words.
import { changesText, defineRebuild, timesText } from '../rebuild-rule.ts';

export const fastSwitch = defineRebuild({
  cause: 'fast-switch',
  title: (rebuilds) => {
    const changes = changesText(rebuilds, ({ isFast }) => (isFast ? 'fast' : 'standard'));
    return `Fast mode switched${timesText(rebuilds)}${changes === null ? '' : `: ${changes}`}`;
  },
  fix: () => 'choose fast mode before the first prompt, or right after /compact',
});
