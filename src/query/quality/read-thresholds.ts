// Thresholds of every metric as they hold for this user now: shipped, configured or learned. The only place
// where views and files may take them from.
import { learnThresholds } from '../../metrics/kit/learn-thresholds.ts';
import type { Thresholds } from '../../metrics/kit/severity.ts';
import type { QueryContext } from '../context.ts';
import { metricsOf } from './metrics-of.ts';
import { type OwnRange, readOwnRange } from './own-range.ts';

/** By metric id. Metrics that only describe have none. */
export function readThresholds(
  context: QueryContext,
  range: OwnRange = readOwnRange(context),
): ReadonlyMap<string, Thresholds> {
  const { settings } = context;
  const thresholds = new Map<string, Thresholds>();
  for (const metric of metricsOf(settings)) {
    const { warn, critical } = settings.metrics[metric.id] ?? {};
    const learned = learnThresholds(metric, {
      values: range.valuesOf(metric.id).map(({ value }) => value),
      wanted: settings.quality.baselineSessions,
      configured: {
        ...(warn === undefined ? {} : { warn }),
        ...(critical === undefined ? {} : { critical }),
      },
    });
    if (learned !== null) thresholds.set(metric.id, learned);
  }
  return thresholds;
}
