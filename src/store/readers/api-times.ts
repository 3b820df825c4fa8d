// What Claude Code told its status line of its own time at the API, refresh by refresh, and the calls of
// the same stretch. Rows only; which call a difference belongs to is the question's.
import type { Database } from 'better-sqlite3';

/** Running totals of a Claude Code process, as a row of refreshes that said the same. */
export interface ApiTotalRow {
  /** When this state was first told: right after the request that made it so had ended. */
  readonly firstMs: number;
  /** Null: not told. */
  readonly apiDurationMs: number | null;
  readonly costNanoUsd: number | null;
  /** Input, cache reads and cache writes of the last request on the main chain; null: not told. */
  readonly lastPromptTokens: number | null;
}

/** Refreshes after the stretch that are read too: those of an answer that still streams say nothing new. */
const SOME_AFTER = 8;

/** From the last one before `fromMs` to the first few at or after `toMs`, in the order of time. */
export function readApiTotals(
  db: Database,
  sessionId: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): ApiTotalRow[] {
  const own = "session_id = @sessionId AND source = 'statusline'";
  const sql = `
    SELECT first_ms AS firstMs, cost_nano_usd AS costNanoUsd,
      data ->> '$.apiDurationMs' AS apiDurationMs,
      (data ->> '$.lastInputTokens') + (data ->> '$.lastCacheReadTokens')
        + (data ->> '$.lastCacheWriteTokens') AS lastPromptTokens
    FROM heartbeat
    WHERE ${own}
      AND last_ms >= COALESCE((SELECT MAX(last_ms) FROM heartbeat WHERE ${own} AND last_ms < @fromMs), 0)
      AND first_ms <= COALESCE((SELECT first_ms FROM heartbeat
        WHERE ${own} AND last_ms >= @toMs AND first_ms >= @toMs
        ORDER BY last_ms LIMIT 1 OFFSET ${SOME_AFTER - 1}), 9e15)
    ORDER BY first_ms, id`;
  return db.prepare(sql).all({ sessionId, fromMs, toMs }) as ApiTotalRow[];
}

export interface StretchCallRow {
  readonly id: number;
  readonly messageId: string;
  readonly part: number;
  readonly atMs: number;
  /** 0 main, 1 subagent, 2 compaction, 3 other helper agents. */
  readonly chain: number;
  readonly isFinal: boolean;
  readonly promptTokens: number;
  readonly costNanoUsd: number | null;
}

/** All calls of a session after `fromMs` and up to `toMs`, in the order of time; 4 is LINE_FLAG.final. */
export function readStretchCalls(
  db: Database,
  session: number,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): StretchCallRow[] {
  const sql = `
    SELECT id, message_id AS messageId, part, at_ms AS atMs, chain, (flags & 4) <> 0 AS isFinal,
      input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens
        AS promptTokens, cost_nano_usd AS costNanoUsd
    FROM call WHERE session_id = ? AND at_ms > ? AND at_ms <= ?
    ORDER BY at_ms, message_id, part`;
  const rows = db.prepare(sql).all(session, fromMs, toMs) as (Omit<StretchCallRow, 'isFinal'> & {
    readonly isFinal: number;
  })[];
  return rows.map((row) => ({ ...row, isFinal: row.isFinal === 1 }));
}
