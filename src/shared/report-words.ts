// The sentences that every form of a quality report says: how it was counted, what was left out, what the
// marks rest on. Knows plain values; says nothing of why anything is as it is.
import { formatCount, formatInteger } from './format.ts';

/** How figures come about, one paragraph each. */
export const METHODOLOGY: readonly string[] = [
  "Each session's part in a period or group counts once. Events belong where their own time or setting puts them; what happened before is known and not counted, so that a file read before midnight is not unknown after it. Copied history counts where it first happened. Subagents are not counted here.",
  'mean is arithmetic; sd is of the sessions as a whole population. A mean is held against the thresholds once at least five of its parts are past the warm-up; each part is also judged by itself, as in telltale quality.',
  'Groups of fewer than five sessions are shown as n<5 in every format: neither figures nor differences are given.',
  "Comparisons use Welch's test, two-sided; g is Hedges' g; p values are corrected by Holm's method over all tests of the table. A session that has parts on both sides counts on each.",
  'Everything here describes. Sessions differ in task, size and person; figures that move together do not tell why. The metrics are not validated against the quality of results.',
];

export const CORRELATION_NOTE =
  'Experimental and exploratory: Pearson’s r over sessions that have both figures, at least 30 of them. With many pairs some are high by chance. Correlation is no statement about reasons.';

/** Sizes that a reader should hold figures against, as [n, what it is good for]. */
export const SAMPLE_SIZES: readonly (readonly [string, string])[] = [
  ['n<5', 'withheld'],
  ['5–9', 'a first hint: one session moves the mean a lot'],
  ['10–24', 'a rough picture'],
  ['25+', 'a steady mean; small differences still need a test'],
];

export interface Provenance {
  readonly source: 'shipped' | 'configured' | 'learned';
  readonly learning: { readonly seen: number; readonly wanted: number } | null;
  readonly learned: { readonly sessions: number; readonly capped: readonly string[] } | null;
}

/** Where the thresholds of a metric come from. */
export function provenanceWords(thresholds: Provenance | null): string {
  if (thresholds === null) return 'describes only, never judged';
  const { source, learning, learned } = thresholds;
  if (learning !== null) {
    return `experimental: learning ${learning.seen} of ${learning.wanted}, nothing is judged yet`;
  }
  if (learned === null) return source;
  const capped = learned.capped.length === 0 ? '' : `, ${learned.capped.join(' and ')} capped`;
  return `learned from ${formatInteger(learned.sessions)} of your sessions${capped}`;
}

/** Null: all has a value. */
export function excludedWords(
  what: string,
  { sessions, events }: { readonly sessions: number; readonly events: number },
): string | null {
  if (events === 0) return null;
  const whole = sessions === 0 ? '' : `, among them all of ${formatCount(sessions, 'session')}`;
  return `${formatCount(events, 'event')} without a known ${what} ${events === 1 ? 'is' : 'are'} in no row${whole}.`;
}

/** Null: every transcript was understood. */
export function unhealthyWords(
  unhealthy: readonly { readonly sessionId: string; readonly healthRatio: number }[],
): string | null {
  if (unhealthy.length === 0) return null;
  const some = unhealthy
    .slice(0, 3)
    .map(({ sessionId, healthRatio }) => `${sessionId} (${Math.floor(healthRatio * 100)} %)`);
  const more = unhealthy.length > 3 ? ` and ${formatInteger(unhealthy.length - 3)} more` : '';
  return `Too few lines were understood for the figures to be believed: ${some.join(', ')}${more}. The exit code is 1.`;
}

/** `1–7 Nov` is for people; this is for all: `2026-11-15 to 2026-11-21`. */
export function rangeWords(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'all days';
  if (from === to) return from as string;
  if (from === null) return `until ${to}`;
  return to === null ? `from ${from} on` : `${from} to ${to}`;
}

export const PERIOD_TITLES = {
  today: 'Today',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  range: 'Period',
} as const;

export const GROUP_WORDS = {
  day: 'day',
  week: 'week',
  project: 'project',
  model: 'model',
  permission_mode: 'permission mode',
  version: 'Claude Code version',
  effort: 'effort',
  branch: 'branch',
  task_type: 'kind of work',
} as const;
