// Short ways to write the usage of a call and a time in the pricing tests.
import type { BillableUsage } from '../../src/pricing/cost.ts';
import { NO_TOKENS } from '../../src/shared/tokens.ts';

export const NANO = 1_000_000_000;

export function usageOf(given: Partial<BillableUsage>): BillableUsage {
  return {
    ...NO_TOKENS,
    webSearches: 0,
    speed: 'standard',
    geo: 'global',
    tier: 'standard',
    ...given,
  };
}

/** A UTC day, or a full ISO time. */
export function at(time: string): number {
  return Date.parse(time.length === 10 ? `${time}T00:00:00Z` : time);
}
