// Sums of calls by what a usage question groups on, in SQL. Knows the call and quarter_sum
// tables; knows no days, projects or prices.

import { LINE_FLAG } from '../../model/flags.ts';
import type { TokenCounts } from '../../shared/tokens.ts';
import { UNDATED_QUARTER } from '../quarter-sums.ts';
import type { Sqlite } from '../sqlite.ts';

/** What calls can be grouped on. */
export type UsageDimension = 'quarter' | 'session' | 'branch' | 'agent';

/** Every part is optional; together they narrow. Calls without a time match no time limit. */
export interface UsageFilter {
  /** First 15-minute quarter, included. */
  readonly fromQuarter: number | null;
  /** First quarter that is not included any more. */
  readonly toQuarter: number | null;
  readonly projectIds: readonly number[] | null;
  readonly modelIds: readonly number[] | null;
}

export interface UsageDimensions {
  /** floor(time / 15 minutes); null: time unknown, or not grouped on. */
  readonly quarter: number | null;
  readonly sessionId: number | null;
  readonly branchId: number | null;
  readonly chain: number | null;
  readonly agentId: number | null;
}

/** The sum of some calls that share dimensions, model, speed and whether they have a price. */
export interface UsageCell extends UsageDimensions, TokenCounts {
  readonly modelId: number;
  readonly isFast: boolean;
  readonly isPriced: boolean;
  readonly calls: number;
  readonly finalCalls: number;
  /** 0 when not priced. */
  readonly costNanoUsd: number;
  /** Null when quarters are grouped on, or no call has a time. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

/**
 * One cell per combination that occurs, at the prices stored with each call. By quarter alone, and
 * over all projects, the answer stands ready in quarter_sum.
 */
export function readUsageCells(
  db: Sqlite,
  dimensions: readonly UsageDimension[],
  filter: UsageFilter,
): UsageCell[] {
  const isByQuarter = dimensions.length === 1 && dimensions[0] === 'quarter';
  if (isByQuarter && filter.projectIds === null) return readQuarterSums(db, filter);
  return readDetailed(db, dimensions, usageConditions(filter));
}

/** How many calls without a time the rest of the filter would let through. */
export function countUndatedCalls(db: Sqlite, filter: UsageFilter): number {
  const where = usageConditions({ ...filter, fromQuarter: null, toQuarter: null });
  return countCalls(db, { ...where, sql: `quarter IS NULL AND ${where.sql}` });
}

export interface UsageConditions {
  /** An SQL condition without the word WHERE. */
  readonly sql: string;
  readonly values: readonly (number | string)[];
}

/** The filter as an SQL condition on `call`. */
export function usageConditions(filter: UsageFilter): UsageConditions {
  const parts: string[] = [];
  const values: (number | string)[] = [];
  const add = (sql: string, value: number | string) => {
    parts.push(sql);
    values.push(value);
  };
  if (filter.fromQuarter !== null) add('quarter >= ?', filter.fromQuarter);
  if (filter.toQuarter !== null) add('quarter < ?', filter.toQuarter);
  if (filter.modelIds !== null) {
    add('model_id IN (SELECT value FROM json_each(?))', JSON.stringify(filter.modelIds));
  }
  if (filter.projectIds !== null) {
    add(
      `session_id IN (SELECT id FROM session
        WHERE project_id IN (SELECT value FROM json_each(?)))`,
      JSON.stringify(filter.projectIds),
    );
  }
  return { sql: parts.join(' AND ') || EVERYTHING, values };
}

/** The columns of UsageDimensions, in order; NULL for what is not asked. */
export function dimensionColumns(dimensions: readonly UsageDimension[]): string[] {
  const asked = (dimension: UsageDimension, column: string) =>
    dimensions.includes(dimension) ? column : 'NULL';
  return [
    asked('quarter', 'quarter'),
    asked('session', 'session_id'),
    asked('branch', 'branch_id'),
    asked('agent', 'chain'),
    asked('agent', 'agent_id'),
  ];
}

const EVERYTHING = '1';
const IS_FAST = `(flags & ${LINE_FLAG.fast}) <> 0`;
const SUMS = `count(*), sum(flags & ${LINE_FLAG.final}) / ${LINE_FLAG.final},
  sum(input_tokens), sum(cache_read_tokens), sum(cache_write_5m_tokens),
  sum(cache_write_1h_tokens), sum(output_tokens), coalesce(sum(cost_nano_usd), 0)`;

type Nullable = number | null;
type SumColumns = [
  ...[modelId: number, calls: number, finalCalls: number, input: number, read: number],
  ...[write5m: number, write1h: number, output: number, cost: number],
];

function countCalls(db: Sqlite, where: UsageConditions): number {
  // Without any condition SQLite counts pages' entries instead of looking at rows.
  const limits = where.sql === EVERYTHING ? '' : `WHERE ${where.sql}`;
  const sql = `SELECT count(*) FROM call ${limits}`;
  const statement = db.prepare<unknown[], number>(sql).pluck();
  return statement.get(...where.values) ?? 0;
}

function readQuarterSums(db: Sqlite, filter: UsageFilter): UsageCell[] {
  const where = usageConditions(filter);
  const isTimed = filter.fromQuarter !== null || filter.toQuarter !== null;
  const sql = `SELECT model_id, calls, final_calls, input_tokens, cache_read_tokens,
      cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, cost_nano_usd,
      nullif(quarter, ${UNDATED_QUARTER}), NULL, NULL, NULL, NULL, is_fast, is_priced, NULL, NULL
    FROM quarter_sum
    WHERE ${where.sql}${isTimed ? ` AND quarter <> ${UNDATED_QUARTER}` : ''}`;
  const statement = db.prepare<unknown[], [...SumColumns, ...DetailColumns]>(sql).raw();
  return statement.all(...where.values).map(cellOf);
}

type DetailColumns = [
  ...[quarter: Nullable, session: Nullable, branch: Nullable, chain: Nullable, agent: Nullable],
  ...[isFast: number, isPriced: number, firstMs: Nullable, lastMs: Nullable],
];

function readDetailed(
  db: Sqlite,
  dimensions: readonly UsageDimension[],
  where: UsageConditions,
): UsageCell[] {
  const columns = dimensionColumns(dimensions);
  const times = dimensions.includes('quarter') ? 'NULL, NULL' : 'min(at_ms), max(at_ms)';
  const isApart = [IS_FAST, 'cost_nano_usd IS NOT NULL'];
  const groups = [...columns.filter((column) => column !== 'NULL'), 'model_id', ...isApart];
  const sql = `SELECT model_id, ${SUMS}, ${[...columns, ...isApart].join(', ')}, ${times}
    FROM call WHERE ${where.sql} GROUP BY ${groups.join(', ')}`;
  const statement = db.prepare<unknown[], [...SumColumns, ...DetailColumns]>(sql).raw();
  return statement.all(...where.values).map(cellOf);
}

/** One literal for all cells: they share a shape, which keeps the folds fast. */
function cellOf(row: readonly [...SumColumns, ...DetailColumns]): UsageCell {
  return {
    modelId: row[0],
    calls: row[1],
    finalCalls: row[2],
    inputTokens: row[3],
    cacheReadTokens: row[4],
    cacheWrite5mTokens: row[5],
    cacheWrite1hTokens: row[6],
    outputTokens: row[7],
    costNanoUsd: row[8],
    quarter: row[9],
    sessionId: row[10],
    branchId: row[11],
    chain: row[12],
    agentId: row[13],
    isFast: row[14] === 1,
    isPriced: row[15] === 1,
    firstMs: row[16],
    lastMs: row[17],
  };
}
