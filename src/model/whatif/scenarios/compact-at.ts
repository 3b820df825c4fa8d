// What if the context had been compacted whenever it grew to a bound. Knows what a compaction costs and
// leaves; the arithmetic of a smaller context is drop-history.ts's.
import { formatInteger, formatTokens } from '../../../shared/format.ts';
import { boundOf, boundsToTry } from '../context-bounds.ts';
import { dropHistory } from '../drop-history.ts';
import { defineScenario } from '../scenario.ts';

/**
 * Tokens of summary and files put back beyond what a session starts with. Source: the median of five
 * real compactions (6k to 19k).
 */
export const KEPT_TOKENS = 10_000;

/** Source: the summaries in two real transcripts, 14,500 characters each. */
export const SUMMARY_TOKENS = 4_000;

/**
 * Of what a session starts with, what is read from the cache after a compaction: 21.5k of 26k in two real
 * sessions.
 */
export const WARM_RATIO = 0.8;

export const compactAt = defineScenario({
  id: 'compact-at',
  variants: boundsToTry,
  prepare: (_world, variants) => (session) => {
    const { startTokens } = session;
    const rule = {
      keptTokens: startTokens + KEPT_TOKENS,
      warmTokens: Math.round(startTokens * WARM_RATIO),
      summaryTokens: SUMMARY_TOKENS,
      where: 'calls',
    } as const;
    return dropHistory(session, rule, variants.map(boundOf));
  },
  title: (variant) => `Compact at ${formatTokens(boundOf(variant))} tokens`,
  anyTitle: 'Compact at a size',
  countWord: 'compaction',
  assumptions: () => [
    `Each compaction reads the context once more and writes a summary of ${formatInteger(SUMMARY_TOKENS)} tokens`,
    `After it the context is the session's first one and ${formatInteger(KEPT_TOKENS)} tokens more, ${WARM_RATIO * 100} % of the first one still cached`,
    'Nothing that was dropped is read again',
    "The session's own compactions stay where they were",
  ],
  how: (variant) => {
    const at = boundOf(variant);
    return at >= CLIENT_LEAST
      ? `set autoCompactWindow in Claude Code's settings to about ${formatTokens(at)}`
      : 'run /compact between two tasks';
  },
  unlessWhy: 'the context never grew that large, or beyond what a compaction leaves',
});

/** Claude Code takes no smaller autoCompactWindow. */
const CLIENT_LEAST = 100_000;
