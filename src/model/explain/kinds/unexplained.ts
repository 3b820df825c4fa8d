// The cache was lost though nothing on this side is known to have changed. Knows the words.
import { defineRebuild, rebuiltText, timesText } from '../rebuild-rule.ts';

export const unexplained = defineRebuild({
  cause: 'unexplained',
  isOwn: false,
  title: (rebuilds) =>
    `Cache lost${timesText(rebuilds)} with no change seen here, ${rebuiltText(rebuilds)} sent again`,
  fix: () => 'not yours to fix; the evidence is enough for a report',
});
