// The rows behind a verdict: the newest main-chain calls of a session, with what they read from the
// cache and wrote to it. Rows only; what they mean is the query's.
import type { Database } from 'better-sqlite3';
import type { TokenCounts } from '../../shared/tokens.ts';

export interface RecentCallRow extends TokenCounts {
  readonly atMs: number | null;
  readonly model: string;
  readonly flags: number;
}

/** Main-chain calls with a time, newest first. */
export function readRecentCalls(db: Database, id: number, limit: number): RecentCallRow[] {
  const sql = `
    SELECT c.at_ms AS atMs, n.text AS model, c.flags AS flags, c.input_tokens AS inputTokens,
      c.cache_read_tokens AS cacheReadTokens, c.cache_write_5m_tokens AS cacheWrite5mTokens,
      c.cache_write_1h_tokens AS cacheWrite1hTokens, c.output_tokens AS outputTokens
    FROM call c JOIN name n ON n.id = c.model_id
    WHERE c.session_id = ? AND c.chain = 0 AND c.part = 0 AND c.at_ms IS NOT NULL
    ORDER BY c.at_ms DESC, c.message_id DESC LIMIT ?`;
  return db.prepare(sql).all(id, limit) as RecentCallRow[];
}

/** When the session was last compacted; null: never, or at no known time. */
export function readLastCompactionMs(db: Database, id: number): number | null {
  const sql = "SELECT MAX(at_ms) FROM event WHERE session_id = ? AND kind = 'compaction'";
  return (db.prepare(sql).pluck().get(id) as number | null | undefined) ?? null;
}
