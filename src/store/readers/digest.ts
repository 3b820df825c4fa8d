// The calls and prompts of a stretch of time, summed and ranked by the ledger itself. Knows rows and their
// order; which of them deserve a word is the question's.
import type { Database } from 'better-sqlite3';
import { quarterOf } from '../../model/quarter.ts';
import type { TokenCounts } from '../../shared/tokens.ts';
import { CALL_SUMS } from './sessions.ts';
import { EVENT_TABLES, IS_FIRST_COPY } from './sessions-events.ts';

/** By the index of time first, then to the millisecond. */
const IN_PERIOD = 'c.quarter >= @quarter AND c.at_ms >= @sinceMs';

export interface SessionSumRow extends TokenCounts {
  /** session.id */
  readonly session: number;
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  readonly costNanoUsd: number | null;
}

/** One row per session with calls in the period, the dearest first. */
export function readSessionSums(db: Database, sinceMs: number): SessionSumRow[] {
  const sql = `
    SELECT c.session_id AS session, ${CALL_SUMS} FROM call c WHERE ${IN_PERIOD}
    GROUP BY c.session_id ORDER BY costNanoUsd DESC, calls DESC, session`;
  return db.prepare(sql).all(periodOf(sinceMs)) as SessionSumRow[];
}

/** Human prompts of the period by session.id, each counted for one session. */
export function readPromptCounts(db: Database, sinceMs: number): Map<number, number> {
  const sql = `
    SELECT e.session_id AS session, COUNT(*) AS prompts ${EVENT_TABLES}
    WHERE e.kind = 'prompt' AND e.at_ms >= @sinceMs AND ${IS_FIRST_COPY} GROUP BY e.session_id`;
  const rows = db.prepare(sql).all({ sinceMs }) as { session: number; prompts: number }[];
  return new Map(rows.map(({ session, prompts }) => [session, prompts]));
}

/** call.id of the calls with the largest cost; the earlier of equals first. */
export function readDearestIds(db: Database, sinceMs: number, limit: number): number[] {
  const sql = `
    SELECT c.id FROM call c WHERE ${IN_PERIOD} AND c.cost_nano_usd > 0
    ORDER BY c.cost_nano_usd DESC, c.at_ms, c.message_id, c.part LIMIT @limit`;
  return idsOf(db, sql, sinceMs, limit);
}

/** call.id of the calls that wrote most into the cache; the earlier of equals first. */
export function readBiggestWriteIds(db: Database, sinceMs: number, limit: number): number[] {
  const written = 'c.cache_write_5m_tokens + c.cache_write_1h_tokens';
  const sql = `
    SELECT c.id FROM call c WHERE ${IN_PERIOD} AND ${written} > 0
    ORDER BY ${written} DESC, c.at_ms, c.message_id, c.part LIMIT @limit`;
  return idsOf(db, sql, sinceMs, limit);
}

/** Calls that cost at least so much, and what they cost together. */
export function readDearSum(
  db: Database,
  sinceMs: number,
  leastNanoUsd: number,
): { readonly calls: number; readonly costNanoUsd: number } {
  const sql = `
    SELECT COUNT(*) AS calls, COALESCE(SUM(c.cost_nano_usd), 0) AS costNanoUsd FROM call c
    WHERE ${IN_PERIOD} AND c.cost_nano_usd >= @leastNanoUsd`;
  return db.prepare(sql).get({ ...periodOf(sinceMs), leastNanoUsd }) as {
    calls: number;
    costNanoUsd: number;
  };
}

export interface GapRow {
  /** call.id of the call that ended it. */
  readonly id: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Cache reads and writes of the call before it: what the cache then held of this chain. */
  readonly cachedTokens: number;
}

/** The longest silences between two calls of a session's main chain that ended in the period. */
export function readLongestGaps(db: Database, sinceMs: number, limit: number): GapRow[] {
  const sql = `
    SELECT id, fromMs, toMs, cachedTokens FROM (
      SELECT c.id AS id, c.at_ms AS toMs, LAG(c.at_ms) OVER chain AS fromMs,
        LAG(c.cache_read_tokens + c.cache_write_5m_tokens + c.cache_write_1h_tokens)
          OVER chain AS cachedTokens
      FROM call c
      WHERE c.chain = 0 AND c.part = 0 AND c.at_ms IS NOT NULL
        AND c.session_id IN (SELECT c.session_id FROM call c WHERE ${IN_PERIOD})
      WINDOW chain AS (PARTITION BY c.session_id ORDER BY c.at_ms, c.message_id))
    WHERE fromMs IS NOT NULL AND toMs >= @sinceMs
    ORDER BY toMs - fromMs DESC, toMs, id LIMIT @limit`;
  return db.prepare(sql).all({ ...periodOf(sinceMs), limit }) as GapRow[];
}

/** Calls without a time: they are in no period. */
export function countUndatedCalls(db: Database): number {
  const sql = 'SELECT COUNT(*) FROM call WHERE quarter IS NULL';
  return db.prepare(sql).pluck().get() as number;
}

function idsOf(db: Database, sql: string, sinceMs: number, limit: number): number[] {
  return db
    .prepare(sql)
    .pluck()
    .all({ ...periodOf(sinceMs), limit }) as number[];
}

function periodOf(sinceMs: number): { readonly quarter: number; readonly sinceMs: number } {
  return { quarter: quarterOf(sinceMs), sinceMs };
}
