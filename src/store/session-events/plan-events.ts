// Says which transcripts the second pass has to read on, read again or fold again. Compares rows of the
// ledger; opens no transcript.
import { originOf } from '../../transcript/discover.ts';
import { readCopiedUntil } from '../readers/copied-until.ts';
import type { Sqlite } from '../sqlite.ts';
import type { ThreadPlace } from './event-rows.ts';
import { hooksFingerprint, readPermissionEvents } from './permission-events.ts';

export interface EventStep {
  readonly fileId: number;
  readonly path: string;
  /** file.cursor and its fingerprints: what the first pass has made sure of. */
  readonly cursor: number;
  readonly rewrites: number;
  readonly headHash: string;
  readonly edgeHash: string;
  readonly place: ThreadPlace;
  /** From which byte on; null: only to be folded again. */
  readonly from: number | null;
  /** There are stored events, and they are to be taken away when the new ones are whole. */
  readonly isReread: boolean;
  /** Stored events are folded from the first one. */
  readonly isRefold: boolean;
  readonly copiedUntilMs: number | null;
  readonly hooks: string;
}

export interface PlanOptions {
  /** See fingerprints.ts. */
  readonly reader: string;
  readonly folds: string;
  /** Config folders in force; files of others are left alone. */
  readonly roots: readonly string[];
  /** Ids; left out: all. */
  readonly sessions?: readonly string[];
  /** Hook events up to this id have been looked at. */
  readonly hooksSeen: number;
  /** Read all transcripts again. */
  readonly force: boolean;
}

/** Small files first, so that most is known soon. */
export function planEvents(db: Sqlite, options: PlanOptions): EventStep[] {
  const rows = readRows(db, options);
  const copied = readCopied(db, rows);
  const told = readToldSessions(db, options);
  const steps: EventStep[] = [];
  for (const row of rows) {
    const copiedUntilMs =
      row.place.agentId === null ? (copied.get(row.place.session) ?? null) : null;
    const step = stepOf(db, row, options, { copiedUntilMs, isTold: told.has(row.place.session) });
    if (step !== null) steps.push(step);
  }
  return steps.sort((a, b) => bytesOf(a) - bytesOf(b) || a.fileId - b.fileId);
}

/** Of the transcript that are to be read. */
export function bytesOf({ from, cursor }: EventStep): number {
  return from === null ? 0 : cursor - from;
}

interface FileRow {
  readonly fileId: number;
  readonly path: string;
  readonly state: 'present' | 'vanished';
  readonly cursor: number;
  readonly rewrites: number;
  readonly headHash: string;
  readonly edgeHash: string;
  /** Of event_file; null: not read yet. */
  readonly ownCursor: number | null;
  readonly ownRewrites: number | null;
  readonly reader: string | null;
  readonly folds: string | null;
  readonly copiedUntilMs: number | null;
  readonly hooks: string | null;
  /** By which it is stored, and where it belongs. */
  readonly session: string | null;
  readonly place: ThreadPlace;
}

function stepOf(
  db: Sqlite,
  row: FileRow,
  options: PlanOptions,
  now: { readonly copiedUntilMs: number | null; readonly isTold: boolean },
): EventStep | null {
  const { fileId, path, cursor, rewrites, headHash, edgeHash, place } = row;
  const isKnown = row.ownCursor !== null;
  const isReadable = row.state === 'present' && cursor > 0;
  const isOutdated = isKnown && (row.ownRewrites !== rewrites || row.reader !== options.reader);
  const isReread = isKnown && isReadable && (isOutdated || options.force);
  const known = row.ownCursor ?? 0;
  // Of bytes that are no longer there nothing can follow what is stored.
  const hasMore = isReadable && !isOutdated && !isReread && cursor > known;
  if (!isKnown && !hasMore) return null;
  const mayHaveHooks = place.agentId === null && (now.isTold || !isKnown || isReread);
  const hooks = mayHaveHooks
    ? hooksFingerprint(readPermissionEvents(db, place.session))
    : (row.hooks ?? '');
  const { copiedUntilMs } = now;
  const isRefold =
    isKnown && !isReread && (row.folds !== options.folds || row.copiedUntilMs !== copiedUntilMs);
  const isMoved = isKnown && (hooks !== row.hooks || row.session !== place.session);
  const hasNews = isReread || hasMore || isRefold || isMoved;
  if (!hasNews) return null;
  const from = isReread ? 0 : hasMore ? known : null;
  const facts = { fileId, path, cursor, rewrites, headHash, edgeHash, place };
  return { ...facts, from, isReread, isRefold, copiedUntilMs, hooks };
}

function readRows(db: Sqlite, { roots, sessions }: PlanOptions): FileRow[] {
  const sql = `
    SELECT f.id AS fileId, f.path, f.state, f.cursor, f.rewrites, f.head_hash AS headHash,
      f.edge_hash AS edgeHash, t.cursor AS ownCursor, t.rewrites AS ownRewrites, t.reader, t.folds,
      t.copied_until_ms AS copiedUntilMs, t.hooks, t.session
    FROM main.file f LEFT JOIN main.event_file t ON t.file_id = f.id
    WHERE f.root = '' OR f.root IN (SELECT value FROM json_each(?))`;
  const rows = db.prepare(sql).all(JSON.stringify(roots)) as Omit<FileRow, 'place'>[];
  const held = readHeldSessions(db);
  const wanted = sessions === undefined ? null : new Set(sessions);
  return rows.flatMap((row): FileRow[] => {
    const place = placeOf(row.path, held.get(row.fileId) ?? []);
    if (wanted !== null && !wanted.has(place.session)) return [];
    return [{ ...row, place }];
  });
}

/** By file: ids of the sessions that it holds something of, in order. */
function readHeldSessions(db: Sqlite): Map<number, string[]> {
  const sql = `SELECT h.file_id, s.session_id FROM main.file_session h
    JOIN main.session s ON s.id = h.session_id ORDER BY s.session_id`;
  const held = new Map<number, string[]>();
  for (const [fileId, session] of db.prepare(sql).raw().all() as [number, string][]) {
    const own = held.get(fileId);
    if (own === undefined) held.set(fileId, [session]);
    else own.push(session);
  }
  return held;
}

/** The session that its name or folder tells, if it holds any of it; else the first that it holds. */
function placeOf(path: string, held: readonly string[]): ThreadPlace {
  const { sessionId, agentId } = originOf(path);
  const session = held.includes(sessionId) ? sessionId : (held[0] ?? sessionId);
  return { session, agentId };
}

/** By session: up to when it repeats another one. */
function readCopied(db: Sqlite, rows: readonly FileRow[]): Map<string, number> {
  const names = new Set(rows.map((row) => row.place.session));
  const ids = new Map(
    (
      db.prepare('SELECT id, session_id AS name FROM main.session').all() as {
        id: number;
        name: string;
      }[]
    )
      .filter(({ name }) => names.has(name))
      .map(({ id, name }) => [id, name]),
  );
  const copied = new Map<string, number>();
  for (const [session, atMs] of readCopiedUntil(db, [...ids.keys()])) {
    const name = ids.get(session);
    if (name !== undefined) copied.set(name, atMs);
  }
  return copied;
}

/** Sessions of which hooks have told something since the last time. */
function readToldSessions(db: Sqlite, { hooksSeen }: PlanOptions): Set<string> {
  const sql = 'SELECT DISTINCT session_id FROM main.hook_event WHERE id > ?';
  return new Set(db.prepare(sql).pluck().all(hooksSeen) as string[]);
}
