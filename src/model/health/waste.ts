// From the size and cost of a session's calls to its waste and its health. Pure: formulas only, with
// every input handed in and handed back, so that a person can follow them.
import type { HealthLevel } from './level.ts';

export type SignalName = 'growth' | 'cost' | 'pressure';

/** One way to measure waste; 1 is a fresh session. */
export interface Signal {
  /** Null: it cannot be told, see `reason`. Not rounded. */
  readonly value: number | null;
  readonly reason: SignalReason | null;
}

/** Why a signal has no value. */
export type SignalReason =
  | 'switched-off'
  | 'no-calls'
  /** Neither five calls of its own nor a learned baseline. */
  | 'no-baseline'
  | 'no-window';

/** Health reaches 0 at this waste. Source: ANVL's scale, 100 % at 1 and 0 % at 15. */
export const FULL_WASTE = 15;

/** Contexts of the calls since the last compaction, and what they are measured against. */
export interface GrowthInputs {
  /** Mean context of the last (at most five) calls, in tokens; null: no calls. */
  readonly currentTokens: number | null;
  /** The larger of the session's own and the learned baseline; null: neither. */
  readonly baselineTokens: number | null;
  /** What three in four of this user's sessions stay below at this call: 1 without a learned curve. */
  readonly expectedGrowth: number;
}

/** How far the context has outgrown what is usual at this point. Source: ANVL 0.2.0, signal A. */
export function growthSignal(inputs: GrowthInputs): Signal {
  if (inputs.currentTokens === null) return unknown('no-calls');
  if (inputs.baselineTokens === null || inputs.baselineTokens <= 0) return unknown('no-baseline');
  const growth = inputs.currentTokens / inputs.baselineTokens;
  return known(growth / Math.max(1, inputs.expectedGrowth));
}

export interface CostInputs {
  /** Mean weighted cost of the last (at most five) calls. */
  readonly currentWeighted: number | null;
  /** Of a fresh session's calls. */
  readonly freshWeighted: number | null;
}

/** What a call costs now against a fresh session's. Source: ANVL 0.2.0, signal B. */
export function costSignal(inputs: CostInputs): Signal {
  if (inputs.currentWeighted === null) return unknown('no-calls');
  if (inputs.freshWeighted === null || inputs.freshWeighted <= 0) return unknown('no-baseline');
  return known(inputs.currentWeighted / inputs.freshWeighted);
}

export interface PressureInputs {
  /** What the last main-chain call was sent. */
  readonly contextTokens: number | null;
  /** The model's window, or where it is compacted by itself, if that comes earlier. */
  readonly effectiveWindowTokens: number | null;
}

/**
 * Share of the window → waste, linear between the points. On these the warning levels of a context
 * gauge (80 % warns, 90 % is critical) and those of health are one scale.
 */
export const PRESSURE_POINTS = [
  { ratio: 0.5, waste: 1 },
  { ratio: 0.8, waste: 8 },
  { ratio: 0.9, waste: 12.2 },
  { ratio: 0.95, waste: 13.6 },
  { ratio: 1, waste: 15 },
] as const;

/** How full the window is. */
export function pressureSignal(inputs: PressureInputs): Signal {
  const { contextTokens, effectiveWindowTokens } = inputs;
  if (contextTokens === null) return unknown('no-calls');
  if (effectiveWindowTokens === null || effectiveWindowTokens <= 0) return unknown('no-window');
  return known(pressureWaste(contextTokens / effectiveWindowTokens));
}

export function pressureWaste(ratio: number): number {
  const above = PRESSURE_POINTS.findIndex((point) => ratio <= point.ratio);
  if (above === 0) return 1;
  const to = PRESSURE_POINTS[above];
  const from = PRESSURE_POINTS[above - 1];
  if (to === undefined || from === undefined) return FULL_WASTE;
  const share = (ratio - from.ratio) / (to.ratio - from.ratio);
  return from.waste + share * (to.waste - from.waste);
}

export interface Waste {
  /** At least 1, to one decimal; null: no signal has a value. */
  readonly waste: number | null;
  /** The signal it comes from: the first of the largest. */
  readonly winner: SignalName | null;
}

/** The largest of the signals that have a value. */
export function deriveWaste(signals: Readonly<Record<SignalName, Signal>>): Waste {
  let winner: SignalName | null = null;
  let largest = Number.NEGATIVE_INFINITY;
  for (const name of ['growth', 'cost', 'pressure'] as const) {
    const { value } = signals[name];
    if (value === null || value <= largest) continue;
    largest = value;
    winner = name;
  }
  return { waste: winner === null ? null : Math.max(1, roundToTenth(largest)), winner };
}

/** 0–100, whole: 100 · (15 − waste) ÷ 14, cut off. */
export function healthPercentOf(waste: number): number {
  if (waste <= 1) return 100;
  if (waste >= FULL_WASTE) return 0;
  return Math.trunc((100 * (FULL_WASTE - waste)) / (FULL_WASTE - 1));
}

export interface Thresholds {
  readonly wasteThreshold: number;
  readonly handoffWasteThreshold: number;
  readonly warnBelow: number;
  readonly handoffBelow: number;
  readonly criticalBelow: number;
}

/**
 * Each level needs its health and its waste. The waste thresholds are further floors: below the first
 * nothing is said at all, below the second nothing more than a warning.
 */
export function levelOf(
  healthPercent: number | null,
  waste: number | null,
  thresholds: Thresholds,
): HealthLevel {
  if (healthPercent === null || waste === null) return 'unknown';
  if (waste < thresholds.wasteThreshold) return 'ok';
  if (waste >= thresholds.handoffWasteThreshold) {
    if (healthPercent < thresholds.criticalBelow) return 'critical';
    if (healthPercent < thresholds.handoffBelow) return 'handoff';
  }
  return healthPercent < thresholds.warnBelow ? 'warn' : 'ok';
}

/** To one decimal, ties to the even digit, as the golden values were made. */
export function roundToTenth(value: number): number {
  const isTie = Number.isInteger(value * 4) && (value * 4) % 2 !== 0;
  if (!isTie) return Number(value.toFixed(1));
  const below = Math.floor(value * 10);
  return (below % 2 === 0 ? below : below + 1) / 10;
}

function known(value: number): Signal {
  return { value, reason: null };
}

function unknown(reason: SignalReason): Signal {
  return { value: null, reason };
}
