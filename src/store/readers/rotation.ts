// What a replay of sessions is made of: their main-chain calls, when they were prompted and compacted,
// and how large fresh sessions are. Rows only; the replay is the model's.
import type { Database } from 'better-sqlite3';
import type { TokenCounts } from '../../shared/tokens.ts';

export interface RotationCallRow extends TokenCounts {
  /** session.id */
  readonly id: number;
  readonly atMs: number;
  readonly model: string;
  readonly flags: number;
}

/** Main-chain calls with a time, by session and in the order of time. */
export function readRotationCalls(db: Database, ids: readonly number[]): RotationCallRow[] {
  const sql = `
    SELECT c.session_id AS id, c.at_ms AS atMs, n.text AS model, c.flags AS flags,
      c.input_tokens AS inputTokens, c.cache_read_tokens AS cacheReadTokens,
      c.cache_write_5m_tokens AS cacheWrite5mTokens,
      c.cache_write_1h_tokens AS cacheWrite1hTokens, c.output_tokens AS outputTokens
    FROM call c JOIN name n ON n.id = c.model_id
    WHERE c.session_id IN (SELECT value FROM json_each(?)) AND c.chain = 0 AND c.part = 0
      AND c.at_ms IS NOT NULL
    ORDER BY c.session_id, c.at_ms, c.message_id`;
  return db.prepare(sql).all(JSON.stringify(ids)) as RotationCallRow[];
}

const PROMPT =
  'c.input_tokens + c.cache_read_tokens + c.cache_write_5m_tokens + c.cache_write_1h_tokens';

/**
 * What the first main-chain call was sent, of each of the newest `limit` sessions whose last record is
 * before `endedBeforeMs`.
 */
export function readFirstContexts(db: Database, endedBeforeMs: number, limit: number): number[] {
  const sql = `
    SELECT (
      SELECT ${PROMPT} FROM call c
      WHERE c.session_id = s.id AND c.chain = 0 AND c.part = 0 AND c.at_ms IS NOT NULL
      ORDER BY c.at_ms, c.message_id LIMIT 1
    ) AS tokens
    FROM session s WHERE s.last_ms < ? AND tokens IS NOT NULL
    ORDER BY s.last_ms DESC, s.session_id LIMIT ?`;
  return db.prepare(sql).pluck().all(endedBeforeMs, limit) as number[];
}
