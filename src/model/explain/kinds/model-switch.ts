// Another model has a cache of its own. Knows the words.
import { modelLabel } from '../../../shared/model-label.ts';
import { changesText, defineRebuild, timesText } from '../rebuild-rule.ts';

export const modelSwitch = defineRebuild({
  cause: 'model-switch',
  title: (rebuilds) => {
    const changes = changesText(rebuilds, ({ model }) => modelLabel(model));
    return `Model switched${timesText(rebuilds)}${changes === null ? '' : `: ${changes}`}`;
  },
  fix: () => 'use a subagent for the cheap part, it keeps its own cache, or switch after /compact',
});
