// Sessions taken apart by version, model and so on, as the search for changes wants them. Reads threads;
// tests nothing.
import type { Metric } from '../../metrics/kit/metric.ts';
import type { QueryContext } from '../context.ts';
import { byGroup, type TimeWindow, within } from '../report/event-keys.ts';
import { measureThreads, type Part } from '../report/measure-threads.ts';
import type { ReportThread } from '../report/report-thread.ts';
import type { DriftDimension } from './drift-answer.ts';

/** One session's part, with what else may differ between two of them. */
export interface ScenePart extends Part {
  /** The commonest in the session; null: not told. */
  readonly model: string | null;
  readonly version: string | null;
}

export interface DriftParts {
  readonly byDimension: ReadonlyMap<DriftDimension, readonly ScenePart[]>;
  /** Sessions in which anything happened in the time asked for. */
  readonly sessions: number;
}

/** Parts in which nothing counted happened are left out. */
export function readDriftParts(
  { zone }: QueryContext,
  question: {
    readonly threads: readonly ReportThread[];
    readonly metrics: readonly Metric[];
    readonly dimensions: readonly DriftDimension[];
    readonly window: TimeWindow;
  },
): DriftParts {
  const { threads, metrics, dimensions, window } = question;
  const keysOf = (dimension: DriftDimension) => within(window, byGroup(dimension, zone));
  const found = measureThreads(
    threads,
    [
      ...dimensions.map((dimension) => ({ metrics, keys: keysOf(dimension) })),
      { metrics: [], keys: keysOf('model') },
      { metrics: [], keys: keysOf('version') },
    ],
    new Map(),
  ).map((parts) => parts.filter(({ events }) => events > 0));
  const models = commonestOf(found.at(-2) ?? []);
  const versions = commonestOf(found.at(-1) ?? []);
  const byDimension = dimensions.map((dimension, index) => {
    const parts = (found[index] ?? []).map((part) => ({
      ...part,
      model: dimension === 'model' ? part.key : (models.get(part.thread) ?? null),
      version: dimension === 'version' ? part.key : (versions.get(part.thread) ?? null),
    }));
    return [dimension, parts] as const;
  });
  return {
    byDimension: new Map(byDimension),
    sessions: new Set(found.flatMap((parts) => parts.map(({ thread }) => thread))).size,
  };
}

function commonestOf(parts: readonly Part[]): Map<ReportThread, string> {
  const most = new Map<ReportThread, Part>();
  for (const part of parts) {
    const known = most.get(part.thread);
    if (known === undefined || part.events > known.events) most.set(part.thread, part);
  }
  return new Map([...most].map(([thread, { key }]) => [thread, key]));
}
