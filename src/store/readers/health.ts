// The rows behind health that no other reader has: which sessions have ended, and under which config
// folder a session's transcript lies. Rows only.
import type { Database } from 'better-sqlite3';
import type { TokenCounts } from '../../shared/tokens.ts';

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

export interface FinishedSessionRow {
  /** session.id */
  readonly id: number;
  /** Of its first main-chain call. */
  readonly model: string;
}

/** Those with at least `leastCalls` main-chain calls, newest first. */
export function readFinishedSessions(
  db: Database,
  range: { readonly sinceMs: number; readonly beforeMs: number },
  leastCalls: number,
): FinishedSessionRow[] {
  const own = 'c.session_id = s.id AND c.chain = 0 AND c.part = 0 AND c.at_ms IS NOT NULL';
  const sql = `
    SELECT s.id AS id, (
      SELECT n.text FROM call c JOIN name n ON n.id = c.model_id WHERE ${own}
      ORDER BY c.at_ms, c.message_id LIMIT 1) AS model
    FROM main.session s
    WHERE s.last_ms < @beforeMs AND s.first_ms >= @sinceMs AND @leastCalls <= (
      SELECT COUNT(*) FROM (SELECT 1 FROM call c WHERE ${own} LIMIT @leastCalls))
    ORDER BY s.last_ms DESC, s.session_id`;
  return db.prepare(sql).all({ ...range, leastCalls }) as FinishedSessionRow[];
}

/** Up to when a session's calls are asked for; null: all of them. */
export interface SessionStretch {
  /** session.id */
  readonly id: number;
  readonly beforeMs: number | null;
}

/**
 * What each of a session's first (at most `most`) main-chain calls was sent, in the order of time, by
 * session row id. Grouped by the ledger: one row per call would take four times as long.
 */
export function readOpeningContexts(
  db: Database,
  stretches: readonly SessionStretch[],
  most: number,
): Map<number, readonly number[]> {
  const sql = `
    SELECT j.value ->> '$.id' AS id, (
      SELECT json_group_array(tokens) FROM (
        SELECT c.input_tokens + c.cache_read_tokens + c.cache_write_5m_tokens
          + c.cache_write_1h_tokens AS tokens
        FROM call c
        WHERE c.session_id = j.value ->> '$.id' AND c.chain = 0 AND c.part = 0
          AND c.at_ms < COALESCE(j.value ->> '$.beforeMs', 9e15)
        ORDER BY c.at_ms, c.message_id LIMIT ?)) AS contexts
    FROM json_each(?) j`;
  const rows = db.prepare(sql).all(most, JSON.stringify(stretches)) as {
    id: number;
    contexts: string;
  }[];
  return new Map(rows.map(({ id, contexts }) => [id, JSON.parse(contexts) as number[]]));
}

export interface FirstCallRow extends TokenCounts {
  /** session.id */
  readonly id: number;
}

/** Each session's first (at most `most`) main-chain calls, by session and in the order of time. */
export function readFirstCalls(db: Database, ids: readonly number[], most: number): FirstCallRow[] {
  const sql = `
    SELECT c.session_id AS id, c.input_tokens AS inputTokens,
      c.cache_read_tokens AS cacheReadTokens, c.cache_write_5m_tokens AS cacheWrite5mTokens,
      c.cache_write_1h_tokens AS cacheWrite1hTokens, c.output_tokens AS outputTokens
    FROM json_each(?) j JOIN call c ON c.id IN (
      SELECT f.id FROM call f
      WHERE f.session_id = j.value AND f.chain = 0 AND f.part = 0 AND f.at_ms IS NOT NULL
      ORDER BY f.at_ms, f.message_id LIMIT ?)
    ORDER BY c.session_id, c.at_ms, c.message_id`;
  return db.prepare(sql).all(JSON.stringify(ids), most) as FirstCallRow[];
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

/** By session id; sessions of which no hook was told are missing. */
export function readToldWindows(
  db: Database,
  sessionIds: readonly string[],
): Map<string, ToldWindow> {
  const data = "CASE WHEN json_valid(data) THEN data ELSE '{}' END";
  const newest = db.prepare(`
    SELECT ${data} ->> '$.autoCompactWindow' AS autoCompactWindow,
      ${data} ->> '$.disable1m' AS disable1m
    FROM hook_event WHERE session_id = ? ORDER BY at_ms DESC, id DESC LIMIT 1`);
  const found = new Map<string, ToldWindow>();
  for (const sessionId of sessionIds) {
    const row = newest.get(sessionId) as ToldWindow | undefined;
    if (row !== undefined) found.set(sessionId, row);
  }
  return found;
}
