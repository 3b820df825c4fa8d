// The metrics and the classifier as the user's settings want them. Knows settings and the registry; holds
// no figure of a session.

import type { Settings } from '../../config/settings.ts';
import {
  createMetrics,
  type MetricsSettings,
  metricMarkers,
} from '../../metrics/kit/create-metrics.ts';
import type { SavedFold } from '../../metrics/kit/fold-events.ts';
import type { Metric } from '../../metrics/kit/metric.ts';
import { taskMarker } from '../../metrics/task/prompt-words.ts';
import { savedTaskFold } from '../../metrics/task/task-fold.ts';
import type { Marker } from '../../model/session-event/session-event.ts';

/** Those that are not switched off, in the registry's order. */
export function metricsOf(settings: Settings): readonly Metric[] {
  return createMetrics(metricsSettingsOf(settings));
}

/** Everything that is folded and saved: the metrics, and the classifier when it is on. */
export function foldsOf(settings: Settings): readonly SavedFold[] {
  const metrics: readonly SavedFold[] = metricsOf(settings);
  return settings.classifier.enabled ? [...metrics, savedTaskFold] : metrics;
}

/** Of all metrics, also those that are switched off: no transcript is read again for a switch. */
export function markersOf(settings: Settings): readonly Marker[] {
  const all = createMetrics({ ...metricsSettingsOf(settings), disabled: [] });
  return [...metricMarkers(all), taskMarker];
}

/** Numbers that a metric is asked for, the user's phrases, and what is switched off. */
export function metricsSettingsOf({ metrics }: Settings): MetricsSettings {
  const options: Record<string, Readonly<Record<string, number>>> = {};
  const disabled: string[] = [];
  for (const [id, own] of Object.entries(metrics)) {
    if (own.enabled === false) disabled.push(id);
    if (own.options !== undefined) options[id] = own.options;
  }
  return { options, phrases: metrics.stop_phrase?.phrases ?? [], disabled };
}
