// Carries out an ingest plan: feeds the readers, and commits what they return in batches. Each
// commit holds whole pieces with their cursors, calls and sessions, or nothing of them.
import type { PriceBook } from '../../pricing/book.ts';
import { originOf, readAgentMeta, type UnreadablePlace } from '../../transcript/discover.ts';
import type { StretchResult } from '../../transcript/read-stretch.ts';
import { readMeta, removeMeta } from '../meta.ts';
import type { LedgerStore } from '../open-store.ts';
import type { Sqlite } from '../sqlite.ts';
import { type CallWriter, createCallWriter } from './call-writer.ts';
import { insertFile, markVanished, updateFileLook } from './file-rows.ts';
import { createIds } from './ids.ts';
import { createPieceWriter, type PieceWriter } from './piece-writer.ts';
import { bytesOf, type IngestPlan, type PlanStep } from './plan.ts';
import { openReaderPool, type ReaderPool, type ReadOutcome } from './reader-pool.ts';
import { createSessionWriter, type SessionWriter } from './session-writer.ts';

export interface RunCounts {
  filesRead: number;
  bytesParsed: number;
  linesRead: number;
  callsAdded: number;
  callsChanged: number;
  faults: number;
  unreadable: UnreadablePlace[];
}

export interface RunOptions {
  readonly store: LedgerStore;
  readonly book: PriceBook;
  readonly now: () => number;
  readonly plan: IngestPlan;
  readonly counts: RunCounts;
  readonly workerUrl: URL | null;
  readonly onCommit: () => void;
  readonly onProgress?: (progress: { bytesDone: number; bytesTotal: number }) => void;
}

/** A file on its way into the ledger. */
interface Task {
  readonly step: PlanStep;
  /** Set by the first commit; null before. */
  fileId: number | null;
  /** Where reading starts. */
  readonly from: number;
  /** Another process got ahead of us: what we read of this file is dropped. */
  isOvertaken: boolean;
}

/** Source bytes, and time, after which the pieces at hand are committed. */
const COMMIT_BYTES = 8 * 1024 * 1024;
const COMMIT_MS = 500;

interface Writers {
  readonly db: Sqlite;
  readonly calls: CallWriter;
  readonly sessions: SessionWriter;
  readonly pieces: PieceWriter;
}

export async function runPlan(options: RunOptions): Promise<void> {
  const writers = createWriters(options);
  commitLooks(options, writers);
  const tasks = options.plan.steps.filter((step) => step.kind !== 'look').map(makeTask);
  if (tasks.length === 0) return;
  const pool = await openReaderPool(options.plan.pendingBytes, options.workerUrl);
  try {
    await readAll(options, writers, tasks, pool);
  } finally {
    await pool.close();
  }
}

function createWriters(options: RunOptions): Writers {
  const { db } = options.store;
  const ids = createIds(db);
  const calls = createCallWriter(db, ids, options.book);
  const sessions = createSessionWriter(db);
  return { db, calls, sessions, pieces: createPieceWriter(db, ids, calls, sessions) };
}

function makeTask(step: PlanStep): Task {
  return {
    step,
    fileId: null,
    from: step.kind === 'append' ? step.row.cursor : 0,
    isOvertaken: false,
  };
}

/** What needs no reading: moved and vanished files, and a rebuild after a rescue. */
function commitLooks(options: RunOptions, writers: Writers): void {
  const { plan, now } = options;
  const looks = plan.steps.filter((step) => step.kind === 'look');
  const isRescued = readMeta(writers.db, 'rederive') !== null;
  if (looks.length === 0 && plan.vanished.length === 0 && !isRescued) return;
  commit(options, writers, () => {
    for (const step of looks) {
      if ('row' in step) updateFileLook(writers.db, step.row.id, step.file);
    }
    for (const row of plan.vanished) markVanished(writers.db, row.id, now());
    if (isRescued) touchEverything(writers);
  });
}

function touchEverything(writers: Writers): void {
  const messages = writers.db
    .prepare('SELECT DISTINCT message_id FROM line')
    .pluck()
    .all() as string[];
  for (const messageId of messages) writers.calls.touchMessage(messageId);
  const sessions = writers.db
    .prepare('SELECT DISTINCT session_id FROM file_session')
    .pluck()
    .all() as number[];
  for (const sessionId of sessions) writers.sessions.touch(sessionId);
  removeMeta(writers.db, 'rederive');
}

async function readAll(
  options: RunOptions,
  writers: Writers,
  tasks: readonly Task[],
  pool: ReaderPool,
): Promise<void> {
  const total = options.plan.pendingBytes;
  const largestFirst = tasks
    .map((_, id) => id)
    .sort((a, b) => bytesOf(taskAt(tasks, b).step) - bytesOf(taskAt(tasks, a).step));
  for (const id of largestFirst) addJob(pool, tasks, id, taskAt(tasks, id).from);
  let batch: ReadOutcome[] = [];
  let batchBytes = 0;
  let done = 0;
  let lastCommitMs = options.now();
  for (;;) {
    const outcome = await pool.next();
    if (outcome !== null) {
      batch.push(outcome);
      const bytes = 'result' in outcome ? outcome.result.piece.to - outcome.result.piece.from : 0;
      batchBytes += bytes;
      done += bytes;
      followUp(pool, tasks, outcome);
      options.onProgress?.({ bytesDone: done, bytesTotal: total });
    }
    if (
      outcome === null ||
      batchBytes >= COMMIT_BYTES ||
      options.now() - lastCommitMs >= COMMIT_MS
    ) {
      if (batch.length > 0)
        commit(options, writers, () => writeBatch(options, writers, tasks, batch));
      batch = [];
      batchBytes = 0;
      lastCommitMs = options.now();
    }
    if (outcome === null) return;
  }
}

function taskAt(tasks: readonly Task[], id: number): Task {
  return tasks[id] as Task;
}

function addJob(pool: ReaderPool, tasks: readonly Task[], id: number, from: number): void {
  const { file } = taskAt(tasks, id).step;
  pool.add({
    id,
    stretch: { path: file.path, from, to: file.sizeBytes, origin: originOf(file.path) },
  });
}

/** A piece is part of a long file: the next one begins where it ended. */
function followUp(pool: ReaderPool, tasks: readonly Task[], outcome: ReadOutcome): void {
  if (!('result' in outcome) || isLastPiece(tasks, outcome)) return;
  addJob(pool, tasks, outcome.id, outcome.result.piece.to);
}

function isLastPiece(
  tasks: readonly Task[],
  outcome: ReadOutcome & { result: StretchResult },
): boolean {
  const { piece } = outcome.result;
  return piece.to >= taskAt(tasks, outcome.id).step.file.sizeBytes || piece.to === piece.from;
}

function commit(options: RunOptions, writers: Writers, work: () => void): void {
  const run = writers.db.transaction(() => {
    work();
    const changes = writers.calls.flush();
    writers.sessions.flush();
    options.counts.callsAdded += changes.added;
    options.counts.callsChanged += changes.changed;
    options.onCommit();
  });
  run.immediate();
}

function writeBatch(
  options: RunOptions,
  writers: Writers,
  tasks: readonly Task[],
  batch: readonly ReadOutcome[],
): void {
  for (const outcome of batch) {
    const task = taskAt(tasks, outcome.id);
    if ('errorCode' in outcome) {
      options.counts.unreadable.push({ path: task.step.file.path, code: outcome.errorCode });
      continue;
    }
    if (task.isOvertaken) continue;
    const fileId = task.fileId ?? claimFile(options, writers, task);
    if (fileId === null || !isInStep(writers.db, fileId, outcome.result.piece.from)) {
      task.isOvertaken = true;
      continue;
    }
    if (task.fileId === null) options.counts.filesRead++;
    task.fileId = fileId;
    writeOutcome(options, writers, task, fileId, outcome);
  }
}

/**
 * The file's row, made ready for its first piece; null when the ledger is not in the state that
 * the plan saw.
 */
function claimFile(options: RunOptions, writers: Writers, task: Task): number | null {
  const { step } = task;
  const { db } = writers;
  if (step.kind === 'new') {
    const known = db.prepare('SELECT id FROM file WHERE path = ?').pluck().get(step.file.path);
    if (known !== undefined) return null;
    const fileId = insertFile(db, step.file, options.now());
    writeAgentMeta(writers, step.file.path);
    return fileId;
  }
  if (step.kind === 'look') return null;
  const now = db.prepare('SELECT cursor, rewrites FROM file WHERE id = ?').get(step.row.id) as
    | { cursor: number; rewrites: number }
    | undefined;
  if (now?.cursor !== step.row.cursor || now.rewrites !== step.row.rewrites) return null;
  if (step.kind === 'rewritten') writers.pieces.archive(step.row.id);
  if (step.kind !== 'append') writers.pieces.reset(step.row.id);
  writeAgentMeta(writers, step.file.path);
  return step.row.id;
}

function isInStep(db: Sqlite, fileId: number, from: number): boolean {
  return db.prepare('SELECT cursor FROM file WHERE id = ?').pluck().get(fileId) === from;
}

function writeAgentMeta(writers: Writers, path: string): void {
  const meta = readAgentMeta(path);
  if (meta !== null) writers.pieces.writeAgent(meta);
}

function writeOutcome(
  options: RunOptions,
  writers: Writers,
  task: Task,
  fileId: number,
  outcome: ReadOutcome & { result: StretchResult },
): void {
  const { piece, headHash, edgeHash } = outcome.result;
  const { step } = task;
  const isRewritten = step.kind === 'rewritten' || ('row' in step && step.row.rewrites > 0);
  const isReread = step.kind === 'reread';
  writers.pieces.write(piece, { fileId, isRewritten, isReread, headHash, edgeHash });
  if (piece.to >= step.file.sizeBytes || piece.to === piece.from) {
    updateFileLook(writers.db, fileId, step.file);
  }
  const { counts } = options;
  counts.bytesParsed += piece.to - piece.from;
  counts.linesRead += piece.lineCount;
  counts.faults += piece.faults.length;
}
