// Brings one transcript's events up to date: reads what is new, folds it and commits rows, cursor and states
// together, stretch by stretch. Knows one file; which ones have work is plan-events.ts's.
import type { SavedFold } from '../../metrics/kit/fold-events.ts';
import type { Marker, SessionEvent } from '../../model/session-event/session-event.ts';
import type {
  EventReaderResume,
  EventReaderState,
} from '../../transcript/session-events/event-reader.ts';
import type { Sqlite } from '../sqlite.ts';
import { type ChunkPacker, createChunkPacker, EMPTY_TAIL } from './chunk-packer.ts';
import type { EventFile, EventRows } from './event-rows.ts';
import {
  advanceThread,
  readThread,
  startThread,
  type ThreadProgress,
  widened,
} from './fold-thread.ts';
import { pendingEvents } from './pending-events.ts';
import { mergeByTime, readPermissionEvents } from './permission-events.ts';
import type { EventStep } from './plan-events.ts';
import { type EventStretch, isAsRead, readStretches } from './read-stretches.ts';

export interface TakeKit {
  readonly db: Sqlite;
  readonly rows: EventRows;
  readonly folds: readonly SavedFold[];
  readonly markers: readonly Marker[];
  /** See fingerprints.ts. */
  readonly fingerprints: { readonly reader: string; readonly folds: string };
  readonly now: () => number;
  /** After each stretch, inside its transaction where there is one; bytes of this file so far. */
  readonly onStretch: (bytesDone: number) => void;
}

export interface TakenFile {
  readonly events: number;
  /** Another process got ahead of us, or the file has changed since the first pass: the next run sees to it. */
  readonly isLeft: boolean;
}

/** Bytes, and time, after which a stretch is committed. */
const STRETCH_BYTES = 8 * 1024 * 1024;
const STRETCH_MS = 500;

/** A file on its way: what is stored of it, and what comes after. */
interface Thread {
  readonly step: EventStep;
  /** What we found, or have written; another one there means that we were overtaken. */
  version: string | null;
  /** As it was found; null: nothing was stored. */
  readonly stored: EventFile | null;
  readonly packer: ChunkPacker;
  /** Null: nothing has been read yet. */
  state: EventReaderState | null;
  cursor: number;
  events: number;
  progress: ThreadProgress;
}

/**
 * Yields after each stretch but the last; true: it is committed, and nothing is lost if no more is asked for.
 * Throws what the file system does.
 */
export function* takeFile(kit: TakeKit, step: EventStep): Generator<boolean, TakenFile> {
  const { from } = step;
  if (from !== null && !isAsRead(step.path, step)) return { events: 0, isLeft: true };
  // Together, or another process might write between two looks.
  const { thread, resume } = kit.db.transaction(() => openThread(kit, step))();
  if (thread === null) return { events: 0, isLeft: true };
  if (from === null) return { events: 0, isLeft: !commit(kit, thread) };
  const before = thread.events;
  for (const stretch of readStretches({ ...sourceOf(kit, step, from), resume })) {
    addStretch(kit, thread, stretch);
    // What is stored of a file that is read again stays until the new reading is whole.
    const isHeldBack = step.isReread && stretch.to < step.cursor;
    if (isHeldBack) kit.onStretch(stretch.to - from);
    else if (!commit(kit, thread)) return { events: thread.events - before, isLeft: true };
    if (stretch.to < step.cursor) yield !isHeldBack;
  }
  return { events: thread.events - before, isLeft: false };
}

/** Null: it was to be folded again, and what is stored of it is gone. */
function openThread(
  kit: TakeKit,
  step: EventStep,
): { readonly thread: Thread | null; readonly resume: EventReaderResume | null } {
  const { rows, folds } = kit;
  const stored = rows.read(step.fileId);
  const version = rows.version(step.fileId);
  if (stored === null || step.isReread) {
    const progress = startThread(folds, step.copiedUntilMs);
    const fresh = { state: null, cursor: 0, events: 0, progress };
    const thread = { step, version, stored, packer: createChunkPacker(EMPTY_TAIL), ...fresh };
    return { thread: step.from === null ? null : thread, resume: null };
  }
  const { state, cursor, events } = stored;
  const progress = step.isRefold ? refold(kit, step) : stored.progress;
  const packer = createChunkPacker(step.from === null ? EMPTY_TAIL : rows.tail(step.fileId));
  const thread = { step, version, stored, packer, state, cursor, events, progress };
  return {
    thread: step.from === null || step.from === cursor ? thread : null,
    resume: { ...state, uuids: rows.hashes(step.fileId) },
  };
}

function sourceOf(kit: TakeKit, { path, cursor, place }: EventStep, from: number) {
  let startedMs = kit.now();
  return {
    path,
    from,
    to: cursor,
    agentId: place.agentId,
    markers: kit.markers,
    isLong(bytes: number): boolean {
      if (bytes < STRETCH_BYTES && kit.now() - startedMs < STRETCH_MS) return false;
      startedMs = kit.now();
      return true;
    },
  };
}

/** No transcript is needed for that. */
function refold({ rows, folds }: TakeKit, { fileId, copiedUntilMs }: EventStep): ThreadProgress {
  let progress = startThread(folds, copiedUntilMs);
  for (const events of rows.events(fileId))
    progress = advanceThread(folds, progress, events, copiedUntilMs);
  return progress;
}

function addStretch({ folds }: TakeKit, thread: Thread, stretch: EventStretch): void {
  thread.packer.add(stretch.events, stretch.hashes);
  thread.state = stretch.state;
  thread.cursor = stretch.to;
  thread.events += stretch.events.length;
  const { copiedUntilMs } = thread.step;
  thread.progress = advanceThread(folds, thread.progress, stretch.events, copiedUntilMs);
}

/** All of it or nothing. False: the ledger is not in the state that we began with. */
function commit(kit: TakeKit, thread: Thread): boolean {
  const run = kit.db.transaction((): boolean => {
    if (!isInStep(kit, thread)) return false;
    writeThread(kit, thread);
    return true;
  });
  if (!run.immediate()) return false;
  thread.version = kit.rows.version(thread.step.fileId);
  return true;
}

function isInStep({ db, rows }: TakeKit, { step, version, cursor }: Thread): boolean {
  const file = db.prepare('SELECT cursor, rewrites FROM main.file WHERE id = ?').get(step.fileId) as
    | { cursor: number; rewrites: number }
    | undefined;
  if (file === undefined || rows.version(step.fileId) !== version) return false;
  return step.from === null || (file.rewrites === step.rewrites && file.cursor >= cursor);
}

function writeThread(kit: TakeKit, thread: Thread): void {
  const { db, rows, folds, fingerprints } = kit;
  const { step, stored, state, cursor, events, progress } = thread;
  const { fileId, place, copiedUntilMs } = step;
  const isRead = step.from !== null;
  if (step.isReread) rows.clear(fileId);
  const { chunks, hashRows } = thread.packer.take();
  rows.writeChunks(fileId, chunks, hashRows);
  if (state === null) throw new Error('a thread of which nothing was read');
  const pending = pendingEvents(state);
  const permissions = place.agentId === null ? readPermissionEvents(db, place.session) : [];
  const all = (): SessionEvent[] =>
    mergeByTime([...[...rows.events(fileId)].flat(), ...pending], permissions);
  const withHooks = permissions.length === 0 ? null : all;
  rows.writeReadings(fileId, readThread(folds, progress, { pending, copiedUntilMs, withHooks }));
  rows.write(fileId, place, {
    cursor,
    events,
    rewrites: isRead || stored === null ? step.rewrites : stored.rewrites,
    reader: isRead || stored === null ? fingerprints.reader : stored.reader,
    state,
    folds: fingerprints.folds,
    progress,
    copiedUntilMs,
    hooks: step.hooks,
    ...spanOf(progress, pending),
  });
  kit.onStretch(step.from === null ? 0 : cursor - step.from);
}

/** With the lines that are still being counted. */
function spanOf(
  progress: ThreadProgress,
  pending: readonly SessionEvent[],
): Pick<ThreadProgress, 'firstMs' | 'lastMs'> {
  return widened(progress, progress.isOwn ? pending : []);
}
