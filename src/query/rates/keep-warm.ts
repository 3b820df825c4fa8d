// Keeping a cache warm against building it again: what a ping costs, what a rebuild costs, and from which
// length of a break on the rebuild is cheaper. Arithmetic on the rates of one prompt.

import type { CacheTtl } from '../../model/cache/cache-event.ts';
import { TTL_MS } from '../../model/cache/find-causes.ts';
import { PING_INTERVAL_MS } from '../../model/explain/keep-warm.ts';
import type { Rates } from '../../pricing/book.ts';
import type { KeepWarm, LifetimeFacts } from './rates-answer.ts';

export interface KeepWarmInput {
  /** Of a prompt of this size, with all multipliers in them. */
  readonly rates: Rates;
  readonly contextTokens: number;
  readonly intervalSec: number;
  /** Null: no session was looked at. */
  readonly ttlInUse: CacheTtl | null;
}

const TTLS: readonly CacheTtl[] = ['5m', '1h'];

/** Break-even = rebuild / cost of an hour of pings. Source: the arithmetic of ctxprof's rates. */
export function weighKeepWarm(
  input: KeepWarmInput,
): Omit<KeepWarm, 'model' | 'modelBasis' | 'contextBasis' | 'isFast'> {
  const { contextTokens, intervalSec, rates, ttlInUse } = input;
  const pingNanoUsd = Math.round(contextTokens * rates.cacheRead);
  const pingsPerHour = 3600 / intervalSec;
  return {
    contextTokens,
    intervalSec,
    pingNanoUsd,
    pingsPerHour,
    warmPerHourNanoUsd: Math.round(contextTokens * rates.cacheRead * pingsPerHour),
    nextWarmNanoUsd: pingNanoUsd,
    lifetimes: TTLS.map((ttl): LifetimeFacts => {
      const write = ttl === '5m' ? rates.cacheWrite5m : rates.cacheWrite1h;
      const rebuildNanoUsd = Math.round(contextTokens * write);
      const longestIntervalSec = PING_INTERVAL_MS[ttl] / 1000;
      return {
        ttl,
        isInUse: ttlInUse === null ? null : ttl === ttlInUse,
        isKept: intervalSec * 1000 < TTL_MS[ttl],
        rebuildNanoUsd,
        excessNanoUsd: rebuildNanoUsd - pingNanoUsd,
        breakEvenHours: breakEven(write, rates.cacheRead, intervalSec),
        longestIntervalSec,
        longestBreakEvenHours: breakEven(write, rates.cacheRead, longestIntervalSec),
      };
    }),
  };
}

/** Null: a read costs nothing. */
function breakEven(write: number, read: number, intervalSec: number): number | null {
  const hourly = (read * 3600) / intervalSec;
  return hourly === 0 ? null : write / hourly;
}
