// One session's thread in turns, with labels and the metrics at the end of each. What the views of one
// session and the tables over many begin with.
import type { Metric } from '../../metrics/kit/metric.ts';
import type { Thresholds } from '../../metrics/kit/severity.ts';
import type { TaskLabel } from '../../metrics/task/task-labels.ts';
import { readThreadEvents, type ThreadRow } from '../../store/readers/threads.ts';
import type { QueryContext } from '../context.ts';
import { labelTurns } from './label-turns.ts';
import { readTurnEnds, type TurnEnd } from './read-turn-ends.ts';
import { type EventTurn, splitTurns, type ThreadTurns } from './split-turns.ts';

export interface MeasuredTurn extends EventTurn {
  /** Null also where the classifier is off. */
  readonly task: TaskLabel | null;
  readonly end: TurnEnd;
}

export function readThreadTurns({ store }: QueryContext, thread: ThreadRow): ThreadTurns {
  return splitTurns(readThreadEvents(store.db, thread.fileId), thread.copiedUntilMs);
}

export function measureTurns(
  { settings }: QueryContext,
  thread: ThreadTurns,
  by: {
    readonly metrics: readonly Metric[];
    readonly thresholds: ReadonlyMap<string, Thresholds>;
  },
): MeasuredTurn[] {
  const ends = readTurnEnds(thread, by.metrics, by.thresholds);
  const labels = settings.classifier.enabled ? labelTurns(thread) : [];
  return thread.turns.map((turn, index) => ({
    ...turn,
    task: labels[index] ?? null,
    end: ends[index] as TurnEnd,
  }));
}
