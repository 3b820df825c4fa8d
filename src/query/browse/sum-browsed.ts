// Sums over a session's calls: tokens and cost with its unknowns, and what rebuilds cost. Knows what counts;
// nothing of turns.
import { totalTokens } from '../../shared/tokens.ts';
import type { CallSum } from '../sessions/sums.ts';
import type { BrowsedCall, RebuildSum } from './browse-answer.ts';

/** Without copies, which are counted for another session. A plain loop: a session may have many. */
export function sumBrowsed(calls: readonly BrowsedCall[]): CallSum {
  const tokens = {
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 0,
  };
  let [count, finalCalls, unpricedCalls, costNanoUsd] = [0, 0, 0, 0];
  for (const call of calls) {
    if (call.isCopy) continue;
    count++;
    if (call.isOutputFinal) finalCalls++;
    if (call.costNanoUsd === null) unpricedCalls++;
    costNanoUsd += call.costNanoUsd ?? 0;
    tokens.inputTokens += call.tokens.inputTokens;
    tokens.cacheReadTokens += call.tokens.cacheReadTokens;
    tokens.cacheWrite5mTokens += call.tokens.cacheWrite5mTokens;
    tokens.cacheWrite1hTokens += call.tokens.cacheWrite1hTokens;
    tokens.outputTokens += call.tokens.outputTokens;
  }
  const isUnknown = count > 0 && unpricedCalls === count;
  return {
    calls: count,
    finalCalls,
    unpricedCalls,
    costNanoUsd: isUnknown ? null : costNanoUsd,
    tokens,
    totalTokens: totalTokens(tokens),
  };
}

/** Only those that need not have been. */
export function sumRebuilds(calls: readonly BrowsedCall[]): RebuildSum {
  let [count, priced, excessNanoUsd] = [0, 0, 0];
  for (const { rebuild } of calls) {
    if (rebuild === null || rebuild.isExpected) continue;
    count++;
    if (rebuild.excessNanoUsd === null) continue;
    priced++;
    excessNanoUsd += rebuild.excessNanoUsd;
  }
  return { count, excessNanoUsd: count > 0 && priced === 0 ? null : excessNanoUsd };
}
