// The single calls behind a usage question, for prices other than the stored ones. Knows the call
// table; leaves the pricing itself to the reader's caller.

import { billableUsage } from '../../model/billable-usage.ts';
import { LINE_FLAG } from '../../model/flags.ts';
import type { BillableUsage } from '../../pricing/cost.ts';
import type { Sqlite } from '../sqlite.ts';
import {
  dimensionColumns,
  type UsageDimension,
  type UsageDimensions,
  type UsageFilter,
  usageConditions,
} from './usage-cells.ts';

export interface UsageCall extends UsageDimensions {
  readonly modelId: number;
  readonly isFinal: boolean;
  readonly atMs: number | null;
  readonly usage: BillableUsage;
}

/** Every call that the filter lets through, one at a time. */
export function* readUsageCalls(
  db: Sqlite,
  dimensions: readonly UsageDimension[],
  filter: UsageFilter,
): Generator<UsageCall> {
  const where = usageConditions(filter);
  const statement = db.prepare<unknown[], CallRow>(
    `SELECT ${dimensionColumns(dimensions).join(', ')}, model_id, flags, at_ms, input_tokens,
      cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, web_searches
    FROM call WHERE ${where.sql}`,
  );
  for (const row of statement.raw().iterate(...where.values)) yield toCall(row);
}

type Nullable = number | null;
type CallRow = [
  ...[quarter: Nullable, session: Nullable, branch: Nullable, chain: Nullable, agent: Nullable],
  ...[modelId: number, flags: number, atMs: Nullable, input: number, read: number],
  ...[write5m: number, write1h: number, output: number, webSearches: number],
];

function toCall(row: CallRow): UsageCall {
  return {
    quarter: row[0],
    sessionId: row[1],
    branchId: row[2],
    chain: row[3],
    agentId: row[4],
    modelId: row[5],
    isFinal: (row[6] & LINE_FLAG.final) !== 0,
    atMs: row[7],
    usage: billableUsage(
      {
        inputTokens: row[8],
        cacheReadTokens: row[9],
        cacheWrite5mTokens: row[10],
        cacheWrite1hTokens: row[11],
        outputTokens: row[12],
        webSearches: row[13],
      },
      row[6],
    ),
  };
}
