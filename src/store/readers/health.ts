// The rows behind health that no other reader has: which sessions have ended, and under which config
// folder a session's transcript lies. Rows only.
import type { Database } from 'better-sqlite3';

// Sessions are read past the scope here (`main.session`): its view looks at every call of the ledger,
// and what is asked of a session's calls, files and events is scoped all the same.

/**
 * Sessions that began at or after `sinceMs` and whose last record is before `beforeMs`, in scope or not:
 * a number that tells whether any has ended since.
 */
export function countFinishedSessions(db: Database, sinceMs: number, beforeMs: number): number {
  const sql =
    'SELECT COUNT(*) FROM main.session WHERE last_ms < @beforeMs AND first_ms >= @sinceMs';
  return db.prepare(sql).pluck().get({ sinceMs, beforeMs }) as number;
}

/** Row ids of the newest of them, newest first, those with at least `leastCalls` main-chain calls. */
export function readFinishedSessions(
  db: Database,
  range: { readonly sinceMs: number; readonly beforeMs: number },
  leastCalls: number,
  limit: number,
): number[] {
  const sql = `
    SELECT s.id FROM main.session s
    WHERE s.last_ms < @beforeMs AND s.first_ms >= @sinceMs AND @leastCalls <= (
      SELECT COUNT(*) FROM (
        SELECT 1 FROM call c
        WHERE c.session_id = s.id AND c.chain = 0 AND c.part = 0 AND c.at_ms IS NOT NULL
        LIMIT @leastCalls))
    ORDER BY s.last_ms DESC, s.session_id LIMIT @limit`;
  return db
    .prepare(sql)
    .pluck()
    .all({ ...range, leastCalls, limit }) as number[];
}

/** Session ids by row id. */
export function readSessionIdsOf(db: Database, ids: readonly number[]): Map<number, string> {
  const sql = `
    SELECT id, session_id AS sessionId FROM main.session
    WHERE id IN (SELECT value FROM json_each(?))`;
  const rows = db.prepare(sql).all(JSON.stringify(ids)) as { id: number; sessionId: string }[];
  return new Map(rows.map(({ id, sessionId }) => [id, sessionId]));
}

/** The config folder of each session's own transcript, by session row id. */
export function readSessionRoots(db: Database, ids: readonly number[]): Map<number, string> {
  const sql = `
    SELECT fs.session_id AS id, f.root AS root
    FROM file_session fs JOIN file f ON f.id = fs.file_id
    WHERE fs.session_id IN (SELECT value FROM json_each(?)) AND f.kind = 'main'
    ORDER BY f.opened_ms DESC`;
  const rows = db.prepare(sql).all(JSON.stringify(ids)) as { id: number; root: string }[];
  return new Map(rows.map(({ id, root }) => [id, root]));
}

/** The newest word of a session's hooks on its window, as numbers; missing: none was told. */
export interface ToldWindow {
  readonly autoCompactWindow: number | null;
  readonly disable1m: number | null;
}

export function readToldWindow(db: Database, sessionId: string): ToldWindow | undefined {
  const data = "CASE WHEN json_valid(data) THEN data ELSE '{}' END";
  const sql = `
    SELECT ${data} ->> '$.autoCompactWindow' AS autoCompactWindow,
      ${data} ->> '$.disable1m' AS disable1m
    FROM hook_event WHERE session_id = ? ORDER BY at_ms DESC, id DESC LIMIT 1`;
  return db.prepare(sql).get(sessionId) as ToldWindow | undefined;
}
