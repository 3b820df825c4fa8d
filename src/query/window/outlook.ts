// What is ahead of the running window: a mark that was measured or configured, and when the present
// rate reaches it. Knows marks; never guesses a plan's limit.
import type { BurnRate, Projection } from './burn.ts';
import type { WindowFacts } from './read-windows.ts';

/** A cost of this window worth naming. */
export type Mark =
  | {
      /** The largest cost at which an earlier window was cut off by its rate limit. */
      readonly kind: 'cut-off';
      readonly costNanoUsd: number;
      readonly windowStartMs: number;
      readonly cutOffMs: number;
    }
  | {
      /** The cost of this window at which the billing period's cost passes the plan's price. */
      readonly kind: 'plan';
      readonly costNanoUsd: number;
      readonly monthlyUsd: number;
    };

export type Outlook =
  /** No window runs; the next call opens one. */
  | { readonly kind: 'no-window'; readonly lastEndedMs: number | null }
  /** This window has hit its limit. */
  | {
      readonly kind: 'cut-off';
      readonly cutOffMs: number;
      readonly costNanoUsd: number | null;
      readonly resetsAtMs: number;
    }
  /** Nothing in the last hour: at rate 0 the window stays where it is. */
  | { readonly kind: 'idle'; readonly resetsAtMs: number }
  | {
      readonly kind: 'reaches';
      readonly mark: Mark;
      readonly atMs: number;
      readonly resetsAtMs: number;
    }
  | { readonly kind: 'by-reset'; readonly projection: Projection; readonly passed: Mark | null };

export function deriveOutlook(
  window: WindowFacts,
  burn: BurnRate,
  projection: Projection,
  marks: readonly Mark[],
  nowMs: number,
): Outlook {
  const resetsAtMs = window.endMs;
  if (window.cutOffMs !== null) {
    const { cutOffMs, cutOffCostNanoUsd: costNanoUsd } = window;
    return { kind: 'cut-off', cutOffMs, costNanoUsd, resetsAtMs };
  }
  if (burn.isIdle) return { kind: 'idle', resetsAtMs };
  const cost = window.totals.costNanoUsd ?? 0;
  const reached = marks
    .filter((mark) => mark.costNanoUsd > cost)
    .map((mark) => ({ mark, atMs: reachAt(mark, cost, burn, nowMs) }))
    .filter(({ atMs }) => atMs < resetsAtMs)
    .sort((a, b) => a.atMs - b.atMs)[0];
  if (reached !== undefined) return { kind: 'reaches', ...reached, resetsAtMs };
  const passed = marks.find((mark) => mark.kind === 'cut-off' && mark.costNanoUsd <= cost);
  return { kind: 'by-reset', projection, passed: passed ?? null };
}

function reachAt(mark: Mark, costNanoUsd: number, burn: BurnRate, nowMs: number): number {
  const nanoUsdPerMs = ((burn.usdPerHour ?? 0) * 1e9) / 3_600_000;
  if (nanoUsdPerMs <= 0) return Number.POSITIVE_INFINITY;
  return Math.ceil(nowMs + (mark.costNanoUsd - costNanoUsd) / nanoUsdPerMs);
}
