// Prompts, compactions, errors and client totals of sessions. Knows that a forked or resumed file
// repeats the records of its origin, and gives each record to one session.
import type { Database } from 'better-sqlite3';

export interface SessionEventRow {
  readonly kind: string;
  readonly atMs: number | null;
  /** JSON, see the event kinds in model/. */
  readonly data: string | null;
}

/**
 * For `event e JOIN file f JOIN session s`: no copy of the record comes before it. Of records with
 * the same uuid the one in the file that was opened first counts (ties: the smaller session id,
 * then path and place). Records without a uuid are no copies.
 */
export const IS_FIRST_COPY = `NOT EXISTS (
  SELECT 1 FROM event o JOIN file g ON g.id = o.file_id JOIN session t ON t.id = o.session_id
  WHERE o.kind = e.kind AND o.uuid = e.uuid AND
    (COALESCE(g.opened_ms, 9e15), t.session_id, g.path, o.offset)
      < (COALESCE(f.opened_ms, 9e15), s.session_id, f.path, e.offset)
)`;
export const EVENT_TABLES = `
  FROM event e JOIN file f ON f.id = e.file_id JOIN session s ON s.id = e.session_id`;

/** Human prompts by session row id; sessions without any are missing. */
export function readTurnCounts(db: Database, ids: readonly number[]): Map<number, number> {
  const sql = `
    SELECT e.session_id AS id, COUNT(*) AS turns ${EVENT_TABLES}
    WHERE e.session_id IN (SELECT value FROM json_each(?)) AND e.kind = 'prompt'
      AND ${IS_FIRST_COPY}
    GROUP BY e.session_id`;
  const rows = db.prepare(sql).all(JSON.stringify(ids)) as { id: number; turns: number }[];
  return new Map(rows.map((row) => [row.id, row.turns]));
}

/** The session's own prompts, compactions and API errors in the order of time. */
export function readOwnEvents(db: Database, id: number): SessionEventRow[] {
  const sql = `
    SELECT e.kind AS kind, e.at_ms AS atMs, e.data AS data ${EVENT_TABLES}
    WHERE e.session_id = ? AND e.kind IN ('prompt', 'compaction', 'api-error')
      AND ${IS_FIRST_COPY}
    ORDER BY e.at_ms IS NULL, e.at_ms, f.path, e.offset`;
  return db.prepare(sql).all(id) as SessionEventRow[];
}

export interface TurningPointRow {
  /** session.id */
  readonly id: number;
  readonly kind: 'prompt' | 'compaction';
  readonly atMs: number;
}

/** The sessions' own prompts and compactions that have a time, by session and in the order of time. */
export function readTurningPoints(db: Database, ids: readonly number[]): TurningPointRow[] {
  const sql = `
    SELECT e.session_id AS id, e.kind AS kind, e.at_ms AS atMs ${EVENT_TABLES}
    WHERE e.session_id IN (SELECT value FROM json_each(?)) AND e.kind IN ('prompt', 'compaction')
      AND e.at_ms IS NOT NULL AND ${IS_FIRST_COPY}
    ORDER BY e.session_id, e.at_ms, f.path, e.offset`;
  return db.prepare(sql).all(JSON.stringify(ids)) as TurningPointRow[];
}

/** The totals that Claude Code itself wrote for the session, oldest first. */
export function readCostStates(db: Database, id: number): SessionEventRow[] {
  const sql = `
    SELECT e.kind AS kind, e.at_ms AS atMs, e.data AS data FROM event e JOIN file f ON f.id = e.file_id
    WHERE e.session_id = ? AND e.kind = 'cost-state'
    ORDER BY e.at_ms NULLS FIRST, f.mtime_ms, e.offset`;
  return db.prepare(sql).all(id) as SessionEventRow[];
}
