// What the next message of a session costs per token of its context, while the cache lives and after.
// Knows prices and cache lifetimes; the context and the clock are the reader's.
import type { NextMessage } from '../../live/verdict.ts';
import { billableUsage } from '../../model/billable-usage.ts';
import type { PriceBook } from '../../pricing/book.ts';
import { costNanoUsd } from '../../pricing/cost.ts';
import type { RecentCallRow } from '../../store/readers/verdict.ts';

const MINUTE_MS = 60_000;
/** The two lifetimes that the API offers; each hit renews them. */
const TTL_MS = { short: 5 * MINUTE_MS, long: 60 * MINUTE_MS } as const;

/**
 * `calls`: main-chain calls, newest first. Null when the last call has no time, no context or no
 * price. The lifetime is the one of the newest call that wrote to the cache.
 */
export function deriveNextMessage(
  calls: readonly RecentCallRow[],
  book: PriceBook,
): NextMessage | null {
  const last = calls[0];
  if (last === undefined || last.atMs === null) return null;
  const context = contextOf(last);
  if (context === 0) return null;
  const isLong = isLongLived(calls);
  const priced = (tokens: Partial<RecentCallRow>): number | null =>
    costNanoUsd(billableUsage({ ...NOTHING, ...tokens }, last.flags), last.model, last.atMs, book);
  const warm = priced({ cacheReadTokens: context });
  const cold = priced(isLong ? { cacheWrite1hTokens: context } : { cacheWrite5mTokens: context });
  if (warm === null || cold === null) return null;
  const ttlMs = isLong ? TTL_MS.long : TTL_MS.short;
  return {
    warmNanoUsdPerToken: warm / context,
    coldNanoUsdPerToken: cold / context,
    coldAtMs: last.atMs + ttlMs,
    ttlMs,
  };
}

/** Input + cache read + cache write of a call. */
export function contextOf(call: RecentCallRow): number {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = call;
  return inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens;
}

function isLongLived(calls: readonly RecentCallRow[]): boolean {
  const writer = calls.find((call) => call.cacheWrite5mTokens + call.cacheWrite1hTokens > 0);
  return writer !== undefined && writer.cacheWrite1hTokens >= writer.cacheWrite5mTokens;
}

const NOTHING = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  webSearches: 0,
} as const;
