// Which sessions a question about history means: project, time, model, severity, task, permission mode. The
// cheap filters first; events are read for the last one only.
import type { Severity } from '../../metrics/kit/severity.ts';
import type { TaskLabel } from '../../metrics/task/task-labels.ts';
import { TelltaleError } from '../../shared/errors.ts';
import {
  readModelSums,
  readProjects,
  readSessions,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import { readThreadEvents, readThreadRows, type ThreadRow } from '../../store/readers/threads.ts';
import type { QueryContext } from '../context.ts';
import { readJudgedThreads } from '../quality/judge-threads.ts';
import { findProjects, matchModels } from '../usage/filters.ts';
import type { HistoryFilter } from './history-answer.ts';

/** Undefined: not asked for. */
export interface HistoryQuestion {
  readonly project?: string | undefined;
  /** Only sessions with a record at or after this. */
  readonly sinceMs?: number | undefined;
  /** Only sessions with a record at or before this. */
  readonly untilMs?: number | undefined;
  readonly severity?: Severity | undefined;
  /** A model's name, or a part of it. */
  readonly model?: string | undefined;
  /** As Claude Code names it, letter case is free: `plan`, `acceptEdits`. */
  readonly permissionMode?: string | undefined;
  readonly task?: TaskLabel | undefined;
}

export interface HistorySession {
  readonly row: SessionRow;
  /** Null: its events were never read. */
  readonly thread: ThreadRow | null;
}

/**
 * The most recently active first.
 * @throws TelltaleError `classifier-off`, or `usage` for a model that is not known
 */
export function selectSessions(
  context: QueryContext,
  question: HistoryQuestion,
): readonly HistorySession[] {
  if (question.task !== undefined) refuseWithoutClassifier(context, '--task-type');
  const rows = withModel(context, readRows(context, question), question.model);
  const sessions = withThreads(context, rows);
  const judged = withVerdict(context, sessions, question);
  const { permissionMode } = question;
  if (permissionMode === undefined) return judged;
  const wanted = permissionMode.toLowerCase();
  return judged.filter((session) =>
    readThreadFacts(context, session).permissionModes.some((mode) => mode.toLowerCase() === wanted),
  );
}

export function withThreads(
  context: QueryContext,
  rows: readonly SessionRow[],
): readonly HistorySession[] {
  const sessions = rows.map(({ id }) => id);
  const threads = new Map(
    readThreadRows(context.store.db, { sessions, main: true }).map((one) => [one.session, one]),
  );
  return rows.map((row) => ({ row, thread: threads.get(row.id) ?? null }));
}

export interface ThreadFacts {
  /** In the order in which they were first in force. */
  readonly permissionModes: readonly string[];
  /** Human prompts, also those that came from the queue; null: its events were never read. */
  readonly prompts: number | null;
}

export function readThreadFacts({ store }: QueryContext, { thread }: HistorySession): ThreadFacts {
  if (thread === null) return { permissionModes: [], prompts: null };
  const events = readThreadEvents(store.db, thread.fileId).filter(({ chain }) => chain === null);
  const { copiedUntilMs } = thread;
  const prompts = events.filter(
    (event) =>
      event.kind === 'user' &&
      event.origin === 'human' &&
      (copiedUntilMs === null || event.atMs === null || event.atMs > copiedUntilMs),
  );
  const modes = events.flatMap(({ scene }) => scene.permissionMode ?? []);
  return { permissionModes: [...new Set(modes)], prompts: prompts.length };
}

/** @throws TelltaleError `classifier-off` */
export function refuseWithoutClassifier({ settings }: QueryContext, asked: string): void {
  if (settings.classifier.enabled) return;
  throw new TelltaleError('classifier-off', {
    what: `${asked} needs the task classifier, which is switched off`,
    why: 'classifier.enabled is false in your settings',
    next: 'switch it on: TELLTALE_CLASSIFIER_ENABLED=true, or classifier.enabled = true in config.toml',
  });
}

export function filterOf(question: HistoryQuestion): HistoryFilter {
  return {
    project: question.project ?? null,
    sinceMs: question.sinceMs ?? null,
    untilMs: question.untilMs ?? null,
    severity: question.severity ?? null,
    model: question.model ?? null,
    permissionMode: question.permissionMode ?? null,
    task: question.task ?? null,
  };
}

function readRows({ store }: QueryContext, question: HistoryQuestion): readonly SessionRow[] {
  const { project, sinceMs, untilMs } = question;
  const projectIds =
    project === undefined
      ? undefined
      : findProjects(readProjects(store.db), project).map(({ id }) => id);
  const rows = readSessions(store.db, { lastFromMs: sinceMs, projectIds });
  if (untilMs === undefined) return rows;
  return rows.filter(({ firstMs }) => firstMs !== null && firstMs <= untilMs);
}

function withModel(
  { store, book }: QueryContext,
  rows: readonly SessionRow[],
  model: string | undefined,
): readonly SessionRow[] {
  if (model === undefined) return rows;
  const { names } = matchModels(store.db, book, model);
  const sums = readModelSums(
    store.db,
    rows.map(({ id }) => id),
  );
  const matching = new Set(sums.filter((sum) => names.includes(sum.model)).map(({ id }) => id));
  return rows.filter(({ id }) => matching.has(id));
}

function withVerdict(
  context: QueryContext,
  sessions: readonly HistorySession[],
  { severity, task }: HistoryQuestion,
): readonly HistorySession[] {
  if (severity === undefined && task === undefined) return sessions;
  const judged = readJudgedThreads(
    context,
    sessions.flatMap(({ thread }) => thread ?? []),
  );
  return sessions.filter(({ thread }) => {
    const own = thread === null ? undefined : judged.get(thread.fileId);
    if (own === undefined) return false;
    return (
      (severity === undefined || own.severity === severity) &&
      (task === undefined || own.task === task)
    );
  });
}
