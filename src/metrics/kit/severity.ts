// One function that says how bad a reading is, for live views, history and cohorts alike. Knows values and
// thresholds; where the thresholds come from is told with them.
import type { Metric, MetricThresholds, Reading } from './metric.ts';

export type Severity = 'ok' | 'warn' | 'critical';

export interface Thresholds extends MetricThresholds {
  readonly source: 'shipped' | 'configured' | 'learned';
  /** Set while the user's own range is being learned: nothing is judged until `seen` reaches `wanted`. */
  readonly learning: { readonly seen: number; readonly wanted: number } | null;
  /** Of learned ones: sessions they rest on, and which of both a cap decided. */
  readonly learned: {
    readonly sessions: number;
    readonly capped: readonly ('warn' | 'critical')[];
  } | null;
}

/** Null: there is nothing to judge (no data, a failed metric, or one that only describes). */
export function judge(
  metric: Pick<Metric, 'worse' | 'isIntegrity'>,
  reading: Reading,
  thresholds: Thresholds | null,
): Severity | null {
  if (reading.kind !== 'value' || metric.worse === 'none' || thresholds === null) return null;
  if (!reading.isWarm) return 'ok';
  if (thresholds.learning !== null && metric.isIntegrity !== true) return 'ok';
  const severity = severityOf(metric.worse, reading.value, thresholds);
  const isRare = metric.worse === 'high' && reading.numerator < FEWEST_FOR_CRITICAL;
  return severity === 'critical' && isRare ? 'warn' : severity;
}

/** Two cases are no pattern, however few the chances were. Three as in codevigil's stop phrases. */
const FEWEST_FOR_CRITICAL = 3;

function severityOf(worse: 'high' | 'low', value: number, marks: Thresholds): Severity {
  if (isPast(worse, value, marks, 'critical')) return 'critical';
  return isPast(worse, value, marks, 'warn') ? 'warn' : 'ok';
}

/**
 * A high value is past a mark that it reaches, a low one when it is below. What was learned is what is
 * usual: reaching it is usual too, so that a range of zeros does not warn at zero.
 */
function isPast(
  worse: 'high' | 'low',
  value: number,
  marks: Thresholds,
  level: 'warn' | 'critical',
): boolean {
  const mark = marks[level];
  if (worse === 'low') return value < mark;
  const isUsual = marks.learned !== null && !marks.learned.capped.includes(level);
  return isUsual ? value > mark : value >= mark;
}

const RANK: Readonly<Record<Severity, number>> = { ok: 0, warn: 1, critical: 2 };

/** Null: none of them could be judged. */
export function worstSeverity(severities: readonly (Severity | null)[]): Severity | null {
  return severities.reduce(
    (worst, one) => (one !== null && (worst === null || RANK[one] > RANK[worst]) ? one : worst),
    null,
  );
}
