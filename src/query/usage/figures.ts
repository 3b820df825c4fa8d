// Adds cells up and turns sums into the figures of a row. Knows arithmetic and the unknown; knows
// no grouping and no SQL.
import { type TokenCounts, totalTokens } from '../../shared/tokens.ts';
import type { UsageCell } from '../../store/readers/usage-cells.ts';
import type { UsageFigures, UsageModel, UsageTotals } from './answer.ts';

/** What some calls add up to; the mutable state of a fold. */
export interface UsageSum extends Mutable<TokenCounts> {
  calls: number;
  finalCalls: number;
  costNanoUsd: number;
  unpricedCalls: number;
  unpricedTokens: number;
  firstMs: number | null;
  lastMs: number | null;
}

/** The sums of a row's calls, by model name. */
export type UsageBucket = Map<string, UsageSum>;

export function newSum(): UsageSum {
  return {
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 0,
    calls: 0,
    finalCalls: 0,
    costNanoUsd: 0,
    unpricedCalls: 0,
    unpricedTokens: 0,
    firstMs: null,
    lastMs: null,
  };
}

export function addCell(bucket: UsageBucket, modelName: string, cell: UsageCell): void {
  let sum = bucket.get(modelName);
  if (sum === undefined) {
    sum = newSum();
    bucket.set(modelName, sum);
  }
  addCommon(sum, cell);
  if (cell.isPriced) return;
  sum.unpricedCalls += cell.calls;
  sum.unpricedTokens += totalTokens(cell);
}

/** All models of some buckets together. */
export function sumOf(buckets: Iterable<UsageBucket>): UsageSum {
  const total = newSum();
  for (const bucket of buckets) {
    for (const sum of bucket.values()) {
      addCommon(total, sum);
      total.unpricedCalls += sum.unpricedCalls;
      total.unpricedTokens += sum.unpricedTokens;
    }
  }
  return total;
}

/** Throws when a sum is too large to be exact: a bug or a broken ledger, not a user's mistake. */
export function figuresOf(sum: UsageSum): UsageFigures {
  const figures = {
    inputTokens: sum.inputTokens,
    outputTokens: sum.outputTokens,
    cacheCreationTokens: sum.cacheWrite5mTokens + sum.cacheWrite1hTokens,
    cacheReadTokens: sum.cacheReadTokens,
    cacheWrite5mTokens: sum.cacheWrite5mTokens,
    cacheWrite1hTokens: sum.cacheWrite1hTokens,
    totalTokens: totalTokens(sum),
    calls: sum.calls,
    finalCalls: sum.finalCalls,
    costNanoUsd: isAllUnpriced(sum) ? null : sum.costNanoUsd,
    unpricedCalls: sum.unpricedCalls,
    unpricedTokens: sum.unpricedTokens,
  };
  for (const [name, value] of Object.entries(figures)) {
    if (value !== null && !Number.isSafeInteger(value)) {
      throw new RangeError(`${name} of a usage sum is not an exact integer: ${value}`);
    }
  }
  return figures;
}

/** Dearest model first; equal ones by name. */
export function modelsOf(bucket: UsageBucket): UsageModel[] {
  return [...bucket]
    .map(([modelName, sum]): UsageModel => {
      const cost = usdOf(sum);
      const missing = sum.unpricedCalls > 0 ? { missingPricing: true as const } : {};
      return { modelName, ...figuresOf(sum), cost, ...missing };
    })
    .sort((a, b) => b.cost - a.cost || compareText(a.modelName, b.modelName));
}

/** All buckets together. */
export function totalsOf(buckets: readonly UsageBucket[]): UsageTotals {
  const total = sumOf(buckets);
  const unpriced = new Set<string>();
  for (const bucket of buckets) {
    for (const [name, sum] of bucket) if (sum.unpricedCalls > 0) unpriced.add(name);
  }
  const models = unpriced.size > 0 ? { unpricedModels: [...unpriced].sort(compareText) } : {};
  return { ...figuresOf(total), totalCost: usdOf(total), ...models };
}

/** ccusage's number: USD, 0 where no price is known. */
export function usdOf(sum: UsageSum): number {
  return sum.costNanoUsd / 1e9;
}

/** By UTF-16 unit: the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

type Addable = TokenCounts &
  Pick<UsageSum, 'calls' | 'finalCalls' | 'firstMs' | 'lastMs' | 'costNanoUsd'>;

function addCommon(sum: UsageSum, other: Addable): void {
  sum.inputTokens += other.inputTokens;
  sum.cacheReadTokens += other.cacheReadTokens;
  sum.cacheWrite5mTokens += other.cacheWrite5mTokens;
  sum.cacheWrite1hTokens += other.cacheWrite1hTokens;
  sum.outputTokens += other.outputTokens;
  sum.calls += other.calls;
  sum.finalCalls += other.finalCalls;
  sum.costNanoUsd += other.costNanoUsd;
  if (other.firstMs !== null) sum.firstMs = Math.min(sum.firstMs ?? other.firstMs, other.firstMs);
  if (other.lastMs !== null) sum.lastMs = Math.max(sum.lastMs ?? other.lastMs, other.lastMs);
}

/** Calls without a price only; the sum of no calls costs nothing. */
function isAllUnpriced(sum: UsageSum): boolean {
  return sum.calls > 0 && sum.unpricedCalls === sum.calls;
}
