// Which way a metric goes, by its last two values. Knows numbers; whether up is bad is the metric's.

export type Trend = 'rising' | 'falling' | 'level';

/** Null: there is one value or none. Differences that `decimals` would not show are none. */
export function trendOf(trail: readonly number[], decimals: number): Trend | null {
  const now = trail.at(-1);
  const before = trail.at(-2);
  if (now === undefined || before === undefined) return null;
  const difference = Number(now.toFixed(decimals)) - Number(before.toFixed(decimals));
  if (difference === 0) return 'level';
  return difference > 0 ? 'rising' : 'falling';
}
