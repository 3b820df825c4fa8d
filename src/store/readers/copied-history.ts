// What sessions that began as a copy had been sent last before they went on by themselves. Knows lines
// and calls; what is a fork and what a resume cannot be told from them.
import type { Database } from 'better-sqlite3';

export interface CopiedCallRow {
  /** session.id of the session that holds the copy. */
  readonly session: number;
  readonly atMs: number;
  readonly contextTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  /** model/flags.ts */
  readonly flags: number;
}

/** The newest call of the main chain that each session repeats but another one owns. */
export function readCopiedHistory(db: Database, sessions: readonly number[]): CopiedCallRow[] {
  // SQLite takes the other columns from the row with the largest time.
  const sql = `
    SELECT l.session_id AS session, MAX(c.at_ms) AS atMs,
      c.input_tokens + c.cache_read_tokens + c.cache_write_5m_tokens + c.cache_write_1h_tokens
        AS contextTokens,
      c.cache_write_5m_tokens AS cacheWrite5mTokens,
      c.cache_write_1h_tokens AS cacheWrite1hTokens, c.flags AS flags
    FROM call c JOIN line l ON l.message_id = c.message_id
    WHERE c.session_count > 1 AND c.chain = 0 AND c.part = 0 AND c.at_ms IS NOT NULL
      AND l.session_id <> c.session_id AND l.session_id IN (SELECT value FROM json_each(?))
    GROUP BY l.session_id`;
  return db.prepare(sql).all(JSON.stringify(sessions)) as CopiedCallRow[];
}
