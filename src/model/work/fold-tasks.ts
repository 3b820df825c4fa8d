// The agent's own list of tasks: the old tool that writes the whole list, and the newer ones that add
// and change single entries. Knows their inputs.
import type { ToolResultItem, ToolUseItem } from './conversation-item.ts';
import type { OpenUse } from './open-use.ts';
import type { Task } from './work-state.ts';
import { keepLine } from './work-text.ts';

export interface TaskFold {
  /** As last written by TodoWrite. */
  list: Task[];
  /** Of the TaskCreate family, in the order of their making. */
  readonly entries: TaskEntry[];
}

interface TaskEntry {
  /** Empty until the result tells it. */
  id: string;
  readonly toolUseId: string;
  text: string;
  status: Task['status'] | 'deleted';
}

const MAX_TASKS = 100;
const MAX_TEXT_LENGTH = 200;

export function beginTasks(): TaskFold {
  return { list: [], entries: [] };
}

export function noteTaskUse(fold: TaskFold, { id, name, input }: ToolUseItem): void {
  if (name === 'TodoWrite' && Array.isArray(input.todos)) {
    fold.list = input.todos.slice(0, MAX_TASKS).flatMap(toTask);
    return;
  }
  if (name === 'TaskCreate' && typeof input.subject === 'string') {
    if (fold.entries.some((entry) => entry.toolUseId === id)) return;
    const text = keepLine(input.subject, MAX_TEXT_LENGTH);
    fold.entries.push({ id: '', toolUseId: id, text, status: 'open' });
    if (fold.entries.length > MAX_TASKS) fold.entries.shift();
    return;
  }
  if (name !== 'TaskUpdate') return;
  const entry = fold.entries.find((one) => one.id !== '' && one.id === String(input.taskId));
  if (entry === undefined) return;
  if (typeof input.subject === 'string') entry.text = keepLine(input.subject, MAX_TEXT_LENGTH);
  entry.status = statusOf(input.status) ?? entry.status;
}

export function noteTaskResult(
  fold: TaskFold,
  use: OpenUse,
  { toolUseId, isError, tail, facts }: ToolResultItem,
): void {
  if (use.name !== 'TaskCreate') return;
  const at = fold.entries.findIndex((entry) => entry.toolUseId === toolUseId);
  const entry = fold.entries[at];
  if (entry === undefined) return;
  if (isError) fold.entries.splice(at, 1);
  else entry.id = facts?.taskId ?? /#(\w+)/.exec(tail)?.[1] ?? '';
}

export function readTasks({ list, entries }: TaskFold): Task[] {
  const made = entries.flatMap(({ text, status }) =>
    status === 'deleted' ? [] : [{ text, status }],
  );
  return [...list, ...made];
}

function toTask(todo: unknown): Task[] {
  if (typeof todo !== 'object' || todo === null) return [];
  const { content, subject, status } = todo as Record<string, unknown>;
  const text = typeof content === 'string' ? content : subject;
  if (typeof text !== 'string' || text.trim() === '') return [];
  const known = statusOf(status);
  if (known === 'deleted') return [];
  return [{ text: keepLine(text, MAX_TEXT_LENGTH), status: known ?? 'open' }];
}

function statusOf(status: unknown): TaskEntry['status'] | null {
  switch (status) {
    case 'pending':
      return 'open';
    case 'in_progress':
      return 'in-progress';
    case 'completed':
      return 'done';
    case 'deleted':
    case 'cancelled':
      return 'deleted';
    default:
      return null;
  }
}
