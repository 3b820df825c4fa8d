// How fast a window is being used now, and where that leads by its reset. Knows arithmetic over wall
// time; knows no plan, no limit and no database.

import { promptTokens } from '../../shared/tokens.ts';
import type { TimedCall } from '../../store/readers/window-calls.ts';
import type { CallTotals } from './totals.ts';

const HOUR_MS = 3_600_000;
/** A younger window's rate would be noise: a single call would count for an hour of them. Our own choice. */
const SHORTEST_SPAN_MS = 5 * 60_000;

export interface BurnRate {
  /** `null`: there are calls in the span and none has a price. */
  readonly usdPerHour: number | null;
  readonly tokensPerMinute: number;
  /** Wall time up to now that the rate is taken over, silence included. */
  readonly overMs: number;
  readonly calls: number;
  /** Calls without a price, and calls with a final output count: else the rate is a lower bound. */
  readonly unpricedCalls: number;
  readonly finalCalls: number;
  /** No call in the span. */
  readonly isIdle: boolean;
}

export interface Projection {
  readonly atMs: number;
  readonly costNanoUsd: number | null;
  readonly totalTokens: number;
}

/**
 * The rate over the last hour of wall time, or over the window's age while that is shorter. Not
 * from the first to the last call, as other monitors have it: that overstates after every pause and
 * never falls to 0.
 */
export function deriveBurn(
  calls: readonly TimedCall[],
  window: { readonly startMs: number },
  nowMs: number,
): BurnRate {
  const ageMs = nowMs - window.startMs;
  const overMs = Math.min(HOUR_MS, Math.max(ageMs, SHORTEST_SPAN_MS));
  const recent = calls.filter((call) => call.atMs > nowMs - HOUR_MS && call.atMs <= nowMs);
  let costNanoUsd = 0;
  let tokens = 0;
  for (const call of recent) {
    costNanoUsd += call.costNanoUsd ?? 0;
    tokens += promptTokens(call) + call.outputTokens;
  }
  const unpricedCalls = recent.filter((call) => call.costNanoUsd === null).length;
  const isUnpriced = recent.length > 0 && unpricedCalls === recent.length;
  return {
    usdPerHour: isUnpriced ? null : costNanoUsd / 1e9 / (overMs / HOUR_MS),
    tokensPerMinute: tokens / (overMs / 60_000),
    overMs,
    calls: recent.length,
    unpricedCalls,
    finalCalls: recent.filter((call) => call.isFinal).length,
    isIdle: recent.length === 0,
  };
}

/** Where the window stands at its end if the rate holds. */
export function deriveProjection(
  totals: CallTotals,
  burn: BurnRate,
  window: { readonly endMs: number },
  nowMs: number,
): Projection {
  const leftMs = Math.max(0, window.endMs - nowMs);
  const isUnknown = totals.costNanoUsd === null || burn.usdPerHour === null;
  const addedNanoUsd = (burn.usdPerHour ?? 0) * 1e9 * (leftMs / HOUR_MS);
  return {
    atMs: window.endMs,
    costNanoUsd: isUnknown ? null : Math.round((totals.costNanoUsd ?? 0) + addedNanoUsd),
    totalTokens: Math.round(totals.totalTokens + burn.tokensPerMinute * (leftMs / 60_000)),
  };
}
