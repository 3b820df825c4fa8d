// From a call's counts and flags to what its price depends on: one step, so that a stored cost, its
// explanation and another day's prices start from the same facts.
import type { BillableUsage } from '../pricing/cost.ts';
import type { TokenCounts } from '../shared/tokens.ts';
import { LINE_FLAG } from './flags.ts';

export type BilledCounts = TokenCounts & { readonly webSearches: number };

export function billableUsage(counts: BilledCounts, flags: number): BillableUsage {
  return {
    inputTokens: counts.inputTokens,
    cacheReadTokens: counts.cacheReadTokens,
    cacheWrite5mTokens: counts.cacheWrite5mTokens,
    cacheWrite1hTokens: counts.cacheWrite1hTokens,
    outputTokens: counts.outputTokens,
    webSearches: counts.webSearches,
    speed: flags & LINE_FLAG.fast ? 'fast' : 'standard',
    geo: flags & LINE_FLAG.geoUs ? 'us' : 'global',
    tier: tierOf(flags),
  };
}

function tierOf(flags: number): BillableUsage['tier'] {
  if (flags & LINE_FLAG.batch) return 'batch';
  return flags & LINE_FLAG.priority ? 'priority' : 'standard';
}
