// What hooks were told of sessions: event by event, without any text. Rows only.
import type { Database } from 'better-sqlite3';

export interface HookEventRow {
  readonly id: number;
  readonly sessionId: string;
  readonly atMs: number;
  /** As Claude Code names it: `Stop`, `PreCompact`. */
  readonly event: string;
  /** See HookRecord.data in live/spool-record.ts. */
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

const COLUMNS = 'id, session_id AS sessionId, at_ms AS atMs, event, data';

/** The newest events of one session, at most `limit`, oldest first. */
export function readHookEvents(db: Database, sessionId: string, limit: number): HookEventRow[] {
  const sql = `
    SELECT ${COLUMNS} FROM hook_event WHERE session_id = ? ORDER BY at_ms DESC, id DESC LIMIT ?`;
  return (db.prepare(sql).all(sessionId, limit) as StoredRow[]).map(rowOf).reverse();
}

/** The newest event of each session; sessions without any are missing. */
export function readLatestHookEvents(
  db: Database,
  sessionIds: readonly string[],
): Map<string, HookEventRow> {
  const newest = db.prepare(`
    SELECT ${COLUMNS} FROM hook_event WHERE session_id = ? ORDER BY at_ms DESC, id DESC LIMIT 1`);
  const found = new Map<string, HookEventRow>();
  for (const sessionId of sessionIds) {
    const row = newest.get(sessionId) as StoredRow | undefined;
    if (row !== undefined) found.set(sessionId, rowOf(row));
  }
  return found;
}

export interface SessionStartRow {
  /** session.id */
  readonly session: number;
  readonly atMs: number;
  /** 'startup', 'resume', 'clear', 'compact', 'fork'. */
  readonly source: string;
}

/** How sessions were started and taken up again, as far as hooks were told. */
export function readSessionStarts(db: Database, sessions: readonly number[]): SessionStartRow[] {
  const sql = `
    SELECT s.id AS session, h.at_ms AS atMs, json_extract(h.data, '$.source') AS source
    FROM session s JOIN hook_event h ON h.session_id = s.session_id
    WHERE s.id IN (SELECT value FROM json_each(?)) AND h.event = 'SessionStart'
      AND json_extract(h.data, '$.source') IS NOT NULL ORDER BY s.id, h.at_ms, h.id`;
  return db.prepare(sql).all(JSON.stringify(sessions)) as SessionStartRow[];
}

type StoredRow = Omit<HookEventRow, 'data'> & { readonly data: string };

function rowOf(row: StoredRow): HookEventRow {
  return { ...row, data: parseOrEmpty(row.data) };
}

function parseOrEmpty(json: string): HookEventRow['data'] {
  try {
    const data: unknown = JSON.parse(json);
    return typeof data === 'object' && data !== null ? (data as HookEventRow['data']) : {};
  } catch {
    return {};
  }
}
