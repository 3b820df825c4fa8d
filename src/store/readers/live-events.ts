// What hooks and status lines have told since somebody last looked: rows by id, so that each is handled
// once. Also the mark of how far that is.
import type { Database } from 'better-sqlite3';

export interface LiveEventRow {
  readonly id: number;
  readonly sessionId: string;
  readonly atMs: number;
  readonly event: string;
}

/** Hook events after the one with this id, in the order of arrival. */
export function readEventsAfter(db: Database, id: number): LiveEventRow[] {
  const sql = `
    SELECT id, session_id AS sessionId, at_ms AS atMs, event FROM hook_event
    WHERE id > ? ORDER BY id`;
  return db.prepare(sql).all(id) as LiveEventRow[];
}

/** Sessions whose status line was refreshed since then. */
export function readRefreshedSince(db: Database, sinceMs: number): string[] {
  const sql = 'SELECT DISTINCT session_id FROM heartbeat WHERE last_ms >= ?';
  return db.prepare(sql).pluck().all(sinceMs) as string[];
}
