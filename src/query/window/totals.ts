// Sums of calls as an answer shows them: tokens by kind, cost or "not known", coverage. Knows how to
// add; knows neither windows nor days.

import { NO_TOKENS, type TokenCounts, totalTokens } from '../../shared/tokens.ts';
import type { CallSums, TimedCall } from '../../store/readers/window-calls.ts';

export interface CallTotals extends TokenCounts {
  readonly totalTokens: number;
  readonly calls: number;
  /** API-equivalent; `null`: there are calls and none has a price. A lower bound while `unpricedCalls` > 0. */
  readonly costNanoUsd: number | null;
  readonly unpricedCalls: number;
  /** Calls whose output count is final; the others' is a lower bound. */
  readonly finalCalls: number;
}

/** Sums being made; every field may be added to. */
export type Tally = { -readonly [K in keyof CallSums]: CallSums[K] };

export function startTally(): Tally {
  return { ...NO_TOKENS, calls: 0, pricedCalls: 0, finalCalls: 0, costNanoUsd: 0 };
}

export function addCall(tally: Tally, call: TimedCall): void {
  tally.calls += 1;
  if (call.isFinal) tally.finalCalls += 1;
  if (call.costNanoUsd !== null) {
    tally.pricedCalls += 1;
    tally.costNanoUsd += call.costNanoUsd;
  }
  addCounts(tally, call);
}

export function addSums(tally: Tally, sums: CallSums): void {
  tally.calls += sums.calls;
  tally.pricedCalls += sums.pricedCalls;
  tally.finalCalls += sums.finalCalls;
  tally.costNanoUsd += sums.costNanoUsd;
  addCounts(tally, sums);
}

export function finishTally(sums: CallSums): CallTotals {
  const isUnpriced = sums.calls > 0 && sums.pricedCalls === 0;
  return {
    inputTokens: sums.inputTokens,
    cacheReadTokens: sums.cacheReadTokens,
    cacheWrite5mTokens: sums.cacheWrite5mTokens,
    cacheWrite1hTokens: sums.cacheWrite1hTokens,
    outputTokens: sums.outputTokens,
    totalTokens: totalTokens(sums),
    calls: sums.calls,
    costNanoUsd: isUnpriced ? null : sums.costNanoUsd,
    unpricedCalls: sums.calls - sums.pricedCalls,
    finalCalls: sums.finalCalls,
  };
}

function addCounts(tally: Tally, counts: TokenCounts): void {
  tally.inputTokens += counts.inputTokens;
  tally.cacheReadTokens += counts.cacheReadTokens;
  tally.cacheWrite5mTokens += counts.cacheWrite5mTokens;
  tally.cacheWrite1hTokens += counts.cacheWrite1hTokens;
  tally.outputTokens += counts.outputTokens;
}
