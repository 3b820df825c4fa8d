// What the settings have to know of the metrics: names, options, marks. The registry's side of
// config/metric-keys.ts.
import type { MetricFacts } from '../../config/metric-keys.ts';
import { createMetrics, DEFAULT_METRICS_SETTINGS } from '../../metrics/kit/create-metrics.ts';
import { METRICS } from '../../metrics/registry.gen.ts';

export function metricFacts(): readonly MetricFacts[] {
  const options = new Map(METRICS.map((definition) => [definition.id, definition.options]));
  return createMetrics(DEFAULT_METRICS_SETTINGS).map((metric) => ({
    id: metric.id,
    worse: metric.worse,
    thresholds: metric.thresholds,
    isIntegrity: metric.isIntegrity === true,
    options: options.get(metric.id) ?? {},
  }));
}
