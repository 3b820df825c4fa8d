// The task label of each turn of a thread, as the classifier's fold gives it. Knows turns; the rules are
// metrics/task's.

import { type TaskState, taskFold } from '../../metrics/task/task-fold.ts';
import type { TaskLabel } from '../../metrics/task/task-labels.ts';
import type { SessionEvent } from '../../model/session-event/session-event.ts';
import type { ThreadTurns } from './split-turns.ts';

/** One for each turn, in their order; null: nothing happened in it, or no prompt opened it. */
export function labelTurns({ copied, turns }: ThreadTurns): (TaskLabel | null)[] {
  return turns.map(({ opener, events }) => {
    // What goes on after a copy belongs to the turn that the copy ended in.
    const before =
      opener === null ? taskFold.carry(fold(taskFold.init(), copied)) : taskFold.init();
    const { turns: labelled } = taskFold.read(fold(before, events));
    return labelled.at(-1)?.label ?? null;
  });
}

function fold(state: TaskState, events: readonly SessionEvent[]): TaskState {
  const needs = new Set<string>(taskFold.needs);
  return events.reduce(
    (folded, event) => (needs.has(event.kind) ? taskFold.step(folded, event) : folded),
    state,
  );
}
