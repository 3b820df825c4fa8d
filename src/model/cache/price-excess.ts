// What tokens that were sent anew cost more than a read of them from the cache. Knows the arithmetic;
// which tokens those are is found elsewhere. Pure.
import type { CacheCall } from './cache-call.ts';

/**
 * Whole nano-USD. The tokens are taken from the call's writes first, 5-minute and 1-hour ones in their
 * proportion, then from its uncached input. Null: no price known.
 */
export function excessOf(call: CacheCall, tokens: number): number | null {
  const { rates, cacheWrite5mTokens: short, cacheWrite1hTokens: long } = call;
  if (rates === null) return null;
  const written = Math.min(tokens, short + long);
  const shortPart = short + long === 0 ? 0 : (written * short) / (short + long);
  return Math.round(
    shortPart * (rates.cacheWrite5m - rates.cacheRead) +
      (written - shortPart) * (rates.cacheWrite1h - rates.cacheRead) +
      Math.min(tokens - written, call.inputTokens) * (rates.input - rates.cacheRead),
  );
}
