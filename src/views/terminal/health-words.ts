// Health in words: the sentence that a person is warned with, and the reasons behind a figure. Knows
// words; every value comes from the answer.
import type { SessionHealth } from '../../query/health/session-health.ts';
import { formatCount, formatPercent, formatTokens } from '../../shared/format.ts';
import { shellWord } from './sessions-words.ts';

/** One plain sentence of at most 200 characters; null: the session is well, or nothing is known. */
export function formatAlert(shortId: string, health: SessionHealth): string | null {
  const { healthPercent, level } = health;
  if (healthPercent === null || level === 'ok' || level === 'unknown') return null;
  const advice = {
    warn: 'consider /compact or a new session',
    handoff: 'a new session is better now; a handoff is kept for it',
    critical: 'start a new session; a handoff is kept for it',
  }[level];
  return `telltale: health ${healthPercent} % (${formatCause(health)}): ${advice} · telltale status ${shellWord(shortId)}`;
}

/** What the winning signal saw, in a few words. */
export function formatCause({ winner, waste, signals }: SessionHealth): string {
  const times = waste === null ? '–' : `${waste.toFixed(1)} ×`;
  switch (winner) {
    case 'growth':
      return `context ${tokens(signals.growth.currentTokens)} a call, ${times} what is usual by now`;
    case 'cost':
      return `a call costs ${times} a fresh session's`;
    case 'pressure': {
      const { contextTokens, effectiveWindowTokens } = signals.pressure;
      const share =
        contextTokens === null || effectiveWindowTokens === null
          ? '–'
          : formatPercent(contextTokens / effectiveWindowTokens);
      return `context ${tokens(contextTokens)} of ${tokens(effectiveWindowTokens)}, ${share} full`;
    }
    case null:
      return 'nothing to judge by';
    default:
      return winner satisfies never;
  }
}

function tokens(count: number | null): string {
  return count === null ? '–' : formatTokens(Math.round(count));
}

/** "since the compaction", "since the last of 3 compactions" */
export function sinceCompaction(compactions: number): string {
  return compactions === 1
    ? 'since the compaction'
    : `since the last of ${formatCount(compactions, 'compaction')}`;
}
