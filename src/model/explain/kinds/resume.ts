// A session that was taken up again sends its whole history anew. Knows the words.
import { defineRebuild, rebuiltText, timesText } from '../rebuild-rule.ts';

export const resume = defineRebuild({
  cause: 'resume',
  title: (rebuilds) => `Session resumed${timesText(rebuilds)}, ${rebuiltText(rebuilds)} sent again`,
  fix: () => 'begin a new session with a handoff instead, or run /compact before you leave',
});
