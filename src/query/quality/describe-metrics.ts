// The words that views need for a metric and its thresholds, and how far learning has come. Knows metrics
// and thresholds; no session.
import type { Settings } from '../../config/settings.ts';
import type { Metric } from '../../metrics/kit/metric.ts';
import type { Thresholds } from '../../metrics/kit/severity.ts';
import type { Learning, MetricWords } from './quality-answer.ts';

export function describeMetric(metric: Metric, thresholds: Thresholds | null): MetricWords {
  const { id, title, summary, unit, decimals, worse, numeratorOf, denominatorOf, warmUp } = metric;
  return {
    metric: id,
    title,
    summary,
    unit,
    decimals,
    worse,
    numeratorOf,
    denominatorOf,
    warmUp,
    thresholds,
    isExperimental: isExperimental(thresholds),
  };
}

/** Still learning: until it is done nothing is judged by these thresholds. */
export function isExperimental(thresholds: Thresholds | null): boolean {
  return thresholds !== null && thresholds.learning !== null;
}

/** The same of all together: nothing is learned yet. One rare metric does not keep the rest experimental. */
export function isAllExperimental(thresholds: ReadonlyMap<string, Thresholds>): boolean {
  const all = [...thresholds.values()];
  return all.some(isExperimental) && all.every(({ learned }) => learned === null);
}

export function describeLearning(
  { quality }: Settings,
  thresholds: ReadonlyMap<string, Thresholds>,
): Learning {
  const all = [...thresholds.values()];
  const learning = all.flatMap((one) => one.learning ?? []);
  return {
    wanted: quality.baselineSessions,
    endedAfterMinutes: quality.endedAfterMinutes,
    learnedMetrics: all.filter(({ learned }) => learned !== null).length,
    learningMetrics: learning.length,
    seen: learning.length === 0 ? null : Math.max(...learning.map(({ seen }) => seen)),
  };
}
