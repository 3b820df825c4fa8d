// What each metric said at the end of each turn of a thread: the fold of all turns up to there, judged.
// Knows folds and turns; takes events and thresholds as they are given.
import {
  advanceFolds,
  carryFolds,
  type Progress,
  readFold,
  startFolds,
} from '../../metrics/kit/fold-events.ts';
import type { Metric } from '../../metrics/kit/metric.ts';
import {
  judge,
  type Severity,
  type Thresholds,
  worstSeverity,
} from '../../metrics/kit/severity.ts';
import type { JudgedReading } from '../quality/judged.ts';
import type { ThreadTurns } from './split-turns.ts';

export interface TurnEnd {
  /** Worst of the readings; null: none could be judged. */
  readonly severity: Severity | null;
  /** In the order of the metrics. */
  readonly readings: readonly Pick<JudgedReading, 'metric' | 'reading' | 'severity'>[];
}

/** One for each turn, in their order. */
export function readTurnEnds(
  { copied, turns }: ThreadTurns,
  metrics: readonly Metric[],
  thresholds: ReadonlyMap<string, Thresholds>,
): TurnEnd[] {
  let progress: Progress = startFolds(metrics);
  if (copied.length > 0) progress = carryFolds(metrics, advanceFolds(metrics, progress, copied));
  return turns.map(({ events }) => {
    progress = advanceFolds(metrics, progress, events);
    const readings = metrics.map((metric) => {
      const reading = readFold(metric, progress[metric.id]);
      const severity = judge(metric, reading, thresholds.get(metric.id) ?? null);
      return { metric: metric.id, reading, severity };
    });
    return { severity: worstSeverity(readings.map(({ severity }) => severity)), readings };
  });
}
