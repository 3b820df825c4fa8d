// The label of a session from the labels of its turns. Knows counts only.
import { TASK_LABELS, type TaskLabel } from './task-labels.ts';

export type TaskCounts = Readonly<Record<TaskLabel, number>>;

/** Fewer turns than this show no majority (codevigil's rule). */
const FEWEST_TURNS = 2;

export function countLabels(labels: Iterable<TaskLabel | null>): TaskCounts {
  const counts = Object.fromEntries(TASK_LABELS.map((label) => [label, 0])) as Record<
    TaskLabel,
    number
  >;
  for (const label of labels) if (label !== null) counts[label] += 1;
  return counts;
}

/** The label of more than half of the labelled turns, else `mixed`; null: no turn has a label. */
export function labelSession(counts: TaskCounts): TaskLabel | null {
  const total = TASK_LABELS.reduce((sum, label) => sum + counts[label], 0);
  if (total === 0) return null;
  if (total < FEWEST_TURNS) return 'mixed';
  return TASK_LABELS.find((label) => counts[label] * 2 > total) ?? 'mixed';
}
