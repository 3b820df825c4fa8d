// What was read from and written to the cache, call by call, without the rest. Rows only.
import type { Database } from 'better-sqlite3';

export interface CacheCallRow {
  /** session.id */
  readonly session: number;
  readonly atMs: number | null;
  readonly version: string | null;
  readonly flags: number;
  readonly readTokens: number;
  readonly write5mTokens: number;
  readonly write1hTokens: number;
  readonly costNanoUsd: number | null;
}

/** The calls of these sessions from a moment on (epoch ms; 0: all, also those without a time). */
export function readCacheCalls(
  db: Database,
  sessions: readonly number[],
  sinceMs: number,
): CacheCallRow[] {
  const sql = `
    SELECT c.session_id AS session, c.at_ms AS atMs, v.text AS version, c.flags AS flags,
      c.cache_read_tokens AS readTokens, c.cache_write_5m_tokens AS write5mTokens,
      c.cache_write_1h_tokens AS write1hTokens, c.cost_nano_usd AS costNanoUsd
    FROM call c LEFT JOIN name v ON v.id = c.version_id
    WHERE c.session_id IN (SELECT value FROM json_each(@sessions))
      AND (@sinceMs = 0 OR c.at_ms >= @sinceMs)`;
  return db.prepare(sql).all({ sessions: JSON.stringify(sessions), sinceMs }) as CacheCallRow[];
}
