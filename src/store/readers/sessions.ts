// Plain SQL over the session table and the sums of its calls. Knows rows and columns; titles from
// transcripts, words and rounding are the query's.
import type { Database } from 'better-sqlite3';
import type { TokenCounts } from '../../shared/tokens.ts';

export interface SessionRow {
  /** Row id, the key of other tables. */
  readonly id: number;
  readonly sessionId: string;
  readonly projectPath: string | null;
  readonly firstCwd: string | null;
  readonly lastCwd: string | null;
  readonly lastBranch: string | null;
  readonly version: string | null;
  readonly title: string | null;
  readonly titleSource: string | null;
  readonly promptFileId: number | null;
  readonly promptOffset: number | null;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export interface SessionFilter {
  /** Only sessions whose last record is at or after this. */
  readonly lastFromMs?: number | undefined;
  /** Only sessions of these projects. */
  readonly projectIds?: readonly number[] | undefined;
  /** Only these, by session id. */
  readonly sessionIds?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

const SESSION_COLUMNS = `
  s.id AS id, s.session_id AS sessionId, p.path AS projectPath, s.first_cwd AS firstCwd,
  s.last_cwd AS lastCwd, s.last_branch AS lastBranch, s.version AS version, s.title AS title,
  s.title_source AS titleSource, s.prompt_file_id AS promptFileId,
  s.prompt_offset AS promptOffset, s.first_ms AS firstMs, s.last_ms AS lastMs`;
const SESSION_TABLES = 'FROM session s LEFT JOIN project p ON p.id = s.project_id';
const NEWEST_FIRST = 'ORDER BY s.last_ms IS NULL, s.last_ms DESC, s.session_id';

/** Newest activity first; sessions without any time last. */
export function readSessions(db: Database, filter: SessionFilter): SessionRow[] {
  const sql = `SELECT ${SESSION_COLUMNS} ${SESSION_TABLES} ${whereOf(filter)} ${NEWEST_FIRST} LIMIT @limit`;
  return db.prepare(sql).all(boundValues(filter)) as SessionRow[];
}

export function countSessions(db: Database, filter: SessionFilter): number {
  const sql = `SELECT COUNT(*) ${SESSION_TABLES} ${whereOf(filter)}`;
  return db.prepare(sql).pluck().get(boundValues(filter)) as number;
}

/** Sessions whose id starts with the prefix, newest first; an id that equals it stands alone. */
export function readSessionsByPrefix(db: Database, prefix: string, limit: number): SessionRow[] {
  const select = `SELECT ${SESSION_COLUMNS} ${SESSION_TABLES}`;
  const exact = db.prepare(`${select} WHERE s.session_id = ?`).get(prefix) as
    | SessionRow
    | undefined;
  if (exact !== undefined) return [exact];
  const sql = `${select} WHERE substr(lower(s.session_id), 1, ?) = ? ${NEWEST_FIRST} LIMIT ?`;
  return db.prepare(sql).all(prefix.length, prefix.toLowerCase(), limit) as SessionRow[];
}

/** How many ids begin with exactly this; by the index, so cheap for every row of a long list. */
export function countSessionsWithStart(db: Database, start: string): number {
  const sql = `
    SELECT COUNT(*) FROM session WHERE session_id >= @start AND session_id < @start || char(1114111)`;
  return db.prepare(sql).pluck().get({ start }) as number;
}

export function readSessionByRowId(db: Database, id: number): SessionRow | undefined {
  const sql = `SELECT ${SESSION_COLUMNS} ${SESSION_TABLES} WHERE s.id = ?`;
  return db.prepare(sql).get(id) as SessionRow | undefined;
}

export function readSessionIds(db: Database): string[] {
  return db.prepare('SELECT session_id FROM session').pluck().all() as string[];
}

export function readProjects(db: Database): { id: number; path: string }[] {
  return db.prepare('SELECT id, path FROM project').all() as { id: number; path: string }[];
}

/** Calls of one session by model, summed; calls are counted for their owner only. */
export interface SessionModelRow extends TokenCounts {
  readonly id: number;
  readonly model: string;
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  /** Sum of the priced calls; NULL when none has a price. */
  readonly costNanoUsd: number | null;
}

/** Sums that every reader of calls selects, over `call c`; 4 is LINE_FLAG.final. */
export const CALL_SUMS = `
  COUNT(*) AS calls,
  SUM((c.flags & 4) <> 0) AS finalCalls,
  SUM(c.cost_nano_usd IS NULL) AS unpricedCalls,
  SUM(c.cost_nano_usd) AS costNanoUsd,
  SUM(c.input_tokens) AS inputTokens,
  SUM(c.cache_read_tokens) AS cacheReadTokens,
  SUM(c.cache_write_5m_tokens) AS cacheWrite5mTokens,
  SUM(c.cache_write_1h_tokens) AS cacheWrite1hTokens,
  SUM(c.output_tokens) AS outputTokens`;

export function readModelSums(db: Database, ids: readonly number[]): SessionModelRow[] {
  const sql = `
    SELECT c.session_id AS id, n.text AS model, ${CALL_SUMS}
    FROM call c JOIN name n ON n.id = c.model_id
    WHERE c.session_id IN (SELECT value FROM json_each(?))
    GROUP BY c.session_id, c.model_id`;
  return db.prepare(sql).all(JSON.stringify(ids)) as SessionModelRow[];
}

/** The path of a file that is still there; undefined when it vanished or is not known. */
export function readPresentPath(db: Database, fileId: number): string | undefined {
  const sql = "SELECT path FROM file WHERE id = ? AND state = 'present'";
  return db.prepare(sql).pluck().get(fileId) as string | undefined;
}

function whereOf(filter: SessionFilter): string {
  const tests: string[] = [];
  if (filter.lastFromMs !== undefined) tests.push('s.last_ms >= @lastFromMs');
  if (filter.projectIds !== undefined) {
    tests.push('s.project_id IN (SELECT value FROM json_each(@projectIds))');
  }
  if (filter.sessionIds !== undefined) {
    tests.push('s.session_id IN (SELECT value FROM json_each(@sessionIds))');
  }
  return tests.length === 0 ? '' : `WHERE ${tests.join(' AND ')}`;
}

function boundValues(filter: SessionFilter): Record<string, number | string> {
  return {
    lastFromMs: filter.lastFromMs ?? 0,
    projectIds: JSON.stringify(filter.projectIds ?? []),
    sessionIds: JSON.stringify(filter.sessionIds ?? []),
    limit: filter.limit ?? -1,
  };
}
