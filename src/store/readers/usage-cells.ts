// Sums of calls by what a usage question groups on, in SQL. Knows the call table and its covering
// index; knows no days, projects or prices.
import type { Database } from 'better-sqlite3';
import { LINE_FLAG } from '../../model/flags.ts';
import type { TokenCounts } from '../../shared/tokens.ts';

/** What calls can be grouped on. `quarter` alone is answered from the covering index. */
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

export const NO_USAGE_FILTER: UsageFilter = {
  fromQuarter: null,
  toQuarter: null,
  projectIds: null,
  modelIds: null,
};

/**
 * One cell per combination that occurs, at the prices stored with each call. By quarter alone,
 * ordinary calls stream out of the index in order; the few that are fast or without a price, which
 * would break the stream, are asked for apart.
 */
export function readUsageCells(
  db: Database,
  dimensions: readonly UsageDimension[],
  filter: UsageFilter,
): UsageCell[] {
  const where = usageConditions(filter);
  if (dimensions.length !== 1 || dimensions[0] !== 'quarter') {
    return readPart(db, dimensions, where, DETAIL);
  }
  const ordinary = { ...where, sql: `${where.sql} AND NOT (${IS_SPECIAL})` };
  const special = { ...where, sql: `${where.sql} AND (${IS_SPECIAL})` };
  return [
    ...readPart(db, dimensions, ordinary, { columns: '0, 1', groupBy: [] }),
    ...readPart(db, dimensions, special, DETAIL),
  ];
}

/** How many calls without a time the rest of the filter would let through. */
export function countUndatedCalls(db: Database, filter: UsageFilter): number {
  const where = usageConditions({ ...filter, fromQuarter: null, toQuarter: null });
  const sql = `SELECT count(*) FROM call WHERE quarter IS NULL AND ${where.sql}`;
  return (
    db
      .prepare<unknown[], number>(sql)
      .pluck()
      .get(...where.values) ?? 0
  );
}

export interface UsageConditions {
  /** An SQL condition without the word WHERE. */
  readonly sql: string;
  readonly values: readonly (number | string)[];
}

/** The filter as an SQL condition on `call`. */
export function usageConditions(filter: UsageFilter): UsageConditions {
  const parts = ['1'];
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
  return { sql: parts.join(' AND '), values };
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

const IS_FAST = `(flags & ${LINE_FLAG.fast}) <> 0`;
const IS_SPECIAL = `${IS_FAST} OR cost_nano_usd IS NULL`;
const DETAIL = {
  columns: `${IS_FAST}, cost_nano_usd IS NOT NULL`,
  groupBy: [IS_FAST, 'cost_nano_usd IS NOT NULL'],
};
const SUMS = `count(*), sum(flags & ${LINE_FLAG.final}) / ${LINE_FLAG.final},
  sum(input_tokens), sum(cache_read_tokens), sum(cache_write_5m_tokens),
  sum(cache_write_1h_tokens), sum(output_tokens), coalesce(sum(cost_nano_usd), 0)`;

type Nullable = number | null;
type CellRow = [
  ...[quarter: Nullable, session: Nullable, branch: Nullable, chain: Nullable, agent: Nullable],
  ...[modelId: number, isFast: number, isPriced: number, calls: number, finalCalls: number],
  ...[input: number, read: number, write5m: number, write1h: number, output: number, cost: number],
  ...[firstMs: Nullable, lastMs: Nullable],
];

function readPart(
  db: Database,
  dimensions: readonly UsageDimension[],
  where: UsageConditions,
  detail: { readonly columns: string; readonly groupBy: readonly string[] },
): UsageCell[] {
  const columns = dimensionColumns(dimensions);
  const times = dimensions.includes('quarter') ? 'NULL, NULL' : 'min(at_ms), max(at_ms)';
  const groups = [...columns.filter((column) => column !== 'NULL'), 'model_id', ...detail.groupBy];
  const sql = `SELECT ${columns.join(', ')}, model_id, ${detail.columns}, ${SUMS}, ${times}
    FROM call WHERE ${where.sql} GROUP BY ${groups.join(', ')}`;
  const rows = db
    .prepare<unknown[], CellRow>(sql)
    .raw()
    .all(...where.values);
  return rows.map(toCell);
}

function toCell(row: CellRow): UsageCell {
  return {
    quarter: row[0],
    sessionId: row[1],
    branchId: row[2],
    chain: row[3],
    agentId: row[4],
    modelId: row[5],
    isFast: row[6] === 1,
    isPriced: row[7] === 1,
    calls: row[8],
    finalCalls: row[9],
    inputTokens: row[10],
    cacheReadTokens: row[11],
    cacheWrite5mTokens: row[12],
    cacheWrite1hTokens: row[13],
    outputTokens: row[14],
    costNanoUsd: row[15],
    firstMs: row[16],
    lastMs: row[17],
  };
}
