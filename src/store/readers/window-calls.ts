// Plain SQL for questions about time: calls in order and sums of spans. Knows the
// tables' columns; knows nothing of windows, days or zones.

import type { Database } from 'better-sqlite3';
import { LINE_FLAG } from '../../model/flags.ts';
import { QUARTER_MS } from '../../model/quarter.ts';
import type { TokenCounts } from '../../shared/tokens.ts';
import { UNDATED_QUARTER } from '../quarter-sums.ts';

export interface TimedCall extends TokenCounts {
  readonly atMs: number;
  /** session.id */
  readonly sessionRow: number;
  /** name.id */
  readonly modelRow: number;
  readonly isFinal: boolean;
  /** Ran in fast mode. */
  readonly isFast: boolean;
  readonly costNanoUsd: number | null;
}

/** Sums of calls. `costNanoUsd` leaves out calls without a price; `pricedCalls` says how many remain. */
export interface CallSums extends TokenCounts {
  readonly calls: number;
  readonly pricedCalls: number;
  readonly finalCalls: number;
  readonly costNanoUsd: number;
}

/** Calls with a time from a quarter on, in order of time. Read one at a time. */
export function* readTimedCalls(db: Database, fromQuarter: number): Generator<TimedCall> {
  const rows = db.prepare(TIMED_CALLS).raw().iterate(fromQuarter) as IterableIterator<CallRow>;
  for (const row of rows) {
    yield {
      atMs: row[0],
      sessionRow: row[1],
      modelRow: row[2],
      isFinal: (row[3] & LINE_FLAG.final) !== 0,
      isFast: (row[3] & LINE_FLAG.fast) !== 0,
      inputTokens: row[4],
      cacheReadTokens: row[5],
      cacheWrite5mTokens: row[6],
      cacheWrite1hTokens: row[7],
      outputTokens: row[8],
      costNanoUsd: row[9],
    };
  }
}

type CallRow = [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number | null,
];

const TIMED_CALLS = `
  SELECT at_ms, session_id, model_id, flags, input_tokens, cache_read_tokens,
         cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, cost_nano_usd
  FROM call WHERE quarter >= ? ORDER BY quarter, at_ms, message_id, part`;

/** Times alone, in order, of the calls from a quarter on. */
export function* readCallTimes(db: Database, fromQuarter: number): Generator<{ atMs: number }> {
  const sql = 'SELECT at_ms FROM call WHERE quarter >= ? ORDER BY quarter, at_ms';
  for (const atMs of db.prepare<[number], number>(sql).pluck().iterate(fromQuarter)) yield { atMs };
}

const SUMS = `
  coalesce(sum(calls), 0) AS calls, coalesce(sum(calls * is_priced), 0) AS pricedCalls,
  coalesce(sum(final_calls), 0) AS finalCalls,
  coalesce(sum(cost_nano_usd), 0) AS costNanoUsd,
  coalesce(sum(input_tokens), 0) AS inputTokens,
  coalesce(sum(cache_read_tokens), 0) AS cacheReadTokens,
  coalesce(sum(cache_write_5m_tokens), 0) AS cacheWrite5mTokens,
  coalesce(sum(cache_write_1h_tokens), 0) AS cacheWrite1hTokens,
  coalesce(sum(output_tokens), 0) AS outputTokens`;

export const SUMS_OF_SPAN = `SELECT ${SUMS} FROM quarter_sum WHERE quarter >= ? AND quarter < ?`;

/**
 * Sums of the spans between neighbours in a list of quarters. Answered by the sums of quarters;
 * one query a span costs half of one query that groups by quarter.
 */
export function readSpanSums(db: Database, bounds: readonly number[]): CallSums[] {
  const query = db.prepare<[number, number], CallSums>(SUMS_OF_SPAN);
  return bounds.slice(1).map((to, index) => {
    const sums = query.get(bounds[index] ?? to, to);
    if (sums === undefined) throw new Error('an aggregate has one row');
    return sums;
  });
}

/** Calls without a readable time: no window and no day holds them. */
export function readUntimedSums(db: Database): CallSums {
  const sums = db
    .prepare<[], CallSums>(`SELECT ${SUMS} FROM quarter_sum WHERE quarter = ${UNDATED_QUARTER}`)
    .get();
  if (sums === undefined) throw new Error('an aggregate has one row');
  return sums;
}

/**
 * The first quarter of the stretch of calls that holds `quarter` (or ends before it): more than
 * `quietMs` of silence lie before it, so nothing earlier can matter to a rule that forgets then.
 * Looks each quarter up in the index, so it costs what the stretch holds, not the history.
 */
export function findStretchStart(db: Database, quarter: number, quietMs: number): number | null {
  const before = db.prepare<[number], number | null>(
    'SELECT max(quarter) FROM call WHERE quarter < ?',
  );
  const previous = (of: number): number | null => before.pluck().get(of) ?? null;
  let start = previous(quarter + 1);
  if (start === null) return null;
  for (;;) {
    const earlier = previous(start);
    // The silence between two calls is longer than the quarters that lie whole between theirs.
    if (earlier === null || (start - earlier - 1) * QUARTER_MS >= quietMs) return start;
    start = earlier;
  }
}

/** Texts of name rows. */
export function readNames(db: Database, rows: Iterable<number>): Map<number, string> {
  const one = db.prepare<[number], string>('SELECT text FROM name WHERE id = ?').pluck();
  return new Map([...new Set(rows)].map((row) => [row, one.get(row) ?? '']));
}
