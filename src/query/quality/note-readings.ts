// Readings in short for lists: the worst of a thread first. Knows judged readings; how bad they are was
// judged before.
import type { Metric } from '../../metrics/kit/metric.ts';
import type { JudgedReading } from './judged.ts';
import type { NotedReading } from './quality-answer.ts';
import { trendOf } from './trend.ts';

/** Judged readings with enough behind them, the worst first; those that are equally bad as registered. */
export function noteReadings(
  readings: readonly JudgedReading[],
  metrics: readonly Metric[],
): NotedReading[] {
  const known = new Map(metrics.map((metric) => [metric.id, metric]));
  return readings
    .flatMap((judged) => {
      const metric = known.get(judged.metric);
      const { reading, severity } = judged;
      if (metric === undefined || severity === null) return [];
      if (reading.kind !== 'value' || !reading.isWarm) return [];
      const note = noteOf(metric, judged, reading.value);
      return [{ note, badness: RANK[severity], tail: tailOf(metric, judged, reading.value) }];
    })
    .sort((a, b) => b.badness - a.badness || b.tail - a.tail)
    .map(({ note }) => note);
}

const RANK = { ok: 0, warn: 1, critical: 2 } as const;

/** How far out among the user's own values, in percent: the bad end is 100. Nought of what is bad is not out. */
function tailOf({ worse }: Metric, { percentile }: JudgedReading, value: number): number {
  if (percentile === null || (worse === 'high' && value === 0)) return 0;
  return worse === 'low' ? 100 - percentile : percentile;
}

function noteOf(metric: Metric, judged: JudgedReading, value: number): NotedReading {
  const { severity, trail, percentile } = judged;
  const { id, title, unit, decimals } = metric;
  const trend = trendOf(trail, decimals);
  return { metric: id, title, unit, decimals, value, severity, trend, trail, percentile };
}
