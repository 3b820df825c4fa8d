// Puts severity, trend, percentile and task label to the readings of threads. The one way from stored
// readings to what views say of them; the rule of severity is metrics/kit's.
import type { Metric, Reading } from '../../metrics/kit/metric.ts';
import { judge, type Thresholds, worstSeverity } from '../../metrics/kit/severity.ts';
import { asTaskReading } from '../../metrics/task/task-fold.ts';
import type { TaskLabel } from '../../metrics/task/task-labels.ts';
import { type ReadingRow, readReadingRows } from '../../store/readers/readings.ts';
import type { ThreadRow } from '../../store/readers/threads.ts';
import type { QueryContext } from '../context.ts';
import { groupBy } from '../sessions/group-by.ts';
import { cleanReading } from './clean-reading.ts';
import type { JudgedReading, JudgedThread } from './judged.ts';
import { metricsOf } from './metrics-of.ts';
import { type OwnRange, type OwnValue, readOwnRange } from './own-range.ts';
import { readThresholds } from './read-thresholds.ts';

/** Under which the classifier's readings are stored. */
export const TASK_READING = 'task';
/** Fewer sessions make no range to stand in. Own choice. */
const FEWEST_FOR_PERCENTILE = 5;

/** What judging needs, read once for an answer. */
export interface Bench {
  readonly metrics: readonly Metric[];
  readonly range: OwnRange;
  readonly thresholds: ReadonlyMap<string, Thresholds>;
}

export function openBench(context: QueryContext): Bench {
  const range = readOwnRange(context);
  const metrics = metricsOf(context.settings);
  return { metrics, range, thresholds: readThresholds(context, range) };
}

/** By file id; a thread that was never measured is not in it. */
export function readJudgedThreads(
  context: QueryContext,
  rows: readonly ThreadRow[],
  { metrics, range, thresholds }: Bench = openBench(context),
): Map<number, JudgedThread> {
  const sessions = [...new Set(rows.map((row) => row.session))];
  const readings = groupBy(readReadingRows(context.store.db, { sessions }), (row) => row.fileId);
  const judged = new Map<number, JudgedThread>();
  for (const row of rows) {
    const own = readings.get(row.fileId);
    if (own === undefined) continue;
    const byMetric = new Map(own.map((reading) => [reading.metric, reading]));
    const list = metrics.flatMap((metric): JudgedReading[] => {
      const found = byMetric.get(metric.id);
      if (found === undefined) return [];
      const marks = thresholds.get(metric.id) ?? null;
      const others = row.agentId === null ? range.valuesOf(metric.id) : [];
      return [judgeReading(metric, found.reading, { thresholds: marks, others, ...found })];
    });
    judged.set(row.fileId, {
      severity: worstSeverity(list.map(({ severity }) => severity)),
      task: taskOf(byMetric.get(TASK_READING)),
      metrics: list,
    });
  }
  return judged;
}

export interface JudgeBy {
  readonly thresholds: Thresholds | null;
  readonly trail?: readonly number[];
  /** The user's own ended sessions; the one that is judged may be among them. */
  readonly others?: readonly OwnValue[];
  /** Of the thread that is judged, which does not count among the others. */
  readonly fileId?: number;
}

/** One reading judged: of a stored thread, or of a window or group that was folded on its own. */
export function judgeReading(metric: Metric, reading: Reading, by: JudgeBy): JudgedReading {
  const others = (by.others ?? []).filter(({ fileId }) => fileId !== by.fileId);
  return {
    metric: metric.id,
    reading: cleanReading(reading),
    severity: judge(metric, reading, by.thresholds),
    trail: by.trail ?? [],
    percentile: percentileOf(reading, others),
  };
}

function percentileOf(reading: Reading, others: readonly OwnValue[]): number | null {
  if (reading.kind !== 'value' || !reading.isWarm || others.length < FEWEST_FOR_PERCENTILE)
    return null;
  const below = others.filter(({ value }) => value <= reading.value).length;
  return Math.round((100 * below) / others.length);
}

function taskOf(row: ReadingRow | undefined): TaskLabel | null {
  return asTaskReading(row?.reading)?.label ?? null;
}
