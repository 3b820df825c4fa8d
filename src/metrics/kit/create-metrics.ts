// The metrics as some settings want them, and what tells two sets of them apart. Knows the registry and
// no metric in particular.
import type { Marker } from '../../model/session-event/session-event.ts';
import { METRICS } from '../registry.gen.ts';
import type { CustomPhrase, Metric, MetricDefinition } from './metric.ts';

export interface MetricsSettings {
  /** By metric id, then by the option's name; what is missing is as shipped. */
  readonly options: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly phrases: readonly CustomPhrase[];
  /** Ids of metrics that are switched off; one of integrity stays on. */
  readonly disabled: readonly string[];
}

export const DEFAULT_METRICS_SETTINGS: MetricsSettings = { options: {}, phrases: [], disabled: [] };

/** In the registry's order. */
export function createMetrics(
  settings: MetricsSettings,
  definitions: readonly MetricDefinition[] = METRICS,
): readonly Metric[] {
  return definitions
    .map((definition) => createMetric(definition, settings))
    .filter((metric) => metric.isIntegrity === true || !settings.disabled.includes(metric.id));
}

/** Changes when a reading may change although the events are the same: folds are then run again. */
export function metricsFingerprint(metrics: readonly Metric[]): string {
  return JSON.stringify(
    metrics.map(({ id, version, options = {}, markers = [] }) => [
      id,
      version,
      Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)),
      markers.map(({ fingerprint }) => fingerprint),
    ]),
  );
}

/** Markers that the metrics need, each once. */
export function metricMarkers(metrics: readonly Metric[]): Marker[] {
  const markers = metrics.flatMap((metric) => metric.markers ?? []);
  return [...new Map(markers.map((marker) => [marker.id, marker])).values()];
}

function createMetric(definition: MetricDefinition, settings: MetricsSettings): Metric {
  const own = settings.options[definition.id] ?? {};
  const options = Object.fromEntries(
    Object.entries(definition.options).map(([name, option]) => [name, own[name] ?? option.default]),
  );
  const option = (name: string): number => {
    const value = options[name];
    if (value === undefined) throw new Error(`${definition.id} has no option ${name}`);
    return value;
  };
  return { ...definition.create({ option, phrases: settings.phrases }), options };
}
