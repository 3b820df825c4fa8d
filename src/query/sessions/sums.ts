// Sums of calls as every session view shows them: tokens, cost with its unknowns, coverage. Knows
// that a missing price is not a price of 0; knows nothing of where rows come from.

import { oneLine } from '../../shared/sanitize.ts';
import { addTokens, NO_TOKENS, type TokenCounts, totalTokens } from '../../shared/tokens.ts';
import { groupBy } from './group-by.ts';

export interface CallSumRow extends TokenCounts {
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  readonly costNanoUsd: number | null;
}

export interface CallSum {
  readonly calls: number;
  /** Calls whose output count is final; the others' output, and so the cost, is a lower bound. */
  readonly finalCalls: number;
  /** Calls without a price: they are not part of the cost. */
  readonly unpricedCalls: number;
  /** API-equivalent cost of the priced calls; null when there are calls but none has a price. */
  readonly costNanoUsd: number | null;
  readonly tokens: TokenCounts;
  readonly totalTokens: number;
}

export interface ModelSum extends CallSum {
  readonly model: string;
}

export function sumCalls(rows: readonly CallSumRow[]): CallSum {
  let calls = 0;
  let finalCalls = 0;
  let unpricedCalls = 0;
  let costNanoUsd = 0;
  let tokens: TokenCounts = NO_TOKENS;
  for (const row of rows) {
    calls += row.calls;
    finalCalls += row.finalCalls;
    unpricedCalls += row.unpricedCalls;
    costNanoUsd += row.costNanoUsd ?? 0;
    tokens = addTokens(tokens, row);
  }
  const isUnknown = calls > 0 && unpricedCalls === calls;
  return {
    calls,
    finalCalls,
    unpricedCalls,
    costNanoUsd: isUnknown ? null : costNanoUsd,
    tokens,
    totalTokens: totalTokens(tokens),
  };
}

/** One sum per model, the one with the most calls first. */
export function sumByModel(rows: readonly (CallSumRow & { readonly model: string })[]): ModelSum[] {
  const groups = groupBy(rows, (row) => row.model);
  return [...groups]
    .map(([model, group]) => ({ model: oneLine(model), ...sumCalls(group) }))
    .sort((a, b) => b.calls - a.calls || a.model.localeCompare(b.model, 'en'));
}
