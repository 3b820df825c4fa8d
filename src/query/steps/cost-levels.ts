// From what a single call has to cost to stand out. The one place for these thresholds.

/**
 * Nano-USD of one call. Source: the steps feed of ctxprof, a program that this one follows, marked
 * the same two amounts.
 */
export const CALL_COST_LEVELS = {
  warnNanoUsd: 250_000_000,
  criticalNanoUsd: 1_000_000_000,
} as const;

export type CostLevel = 'normal' | 'warn' | 'critical';

/** Null: no price is known. */
export function costLevelOf(costNanoUsd: number | null): CostLevel | null {
  if (costNanoUsd === null) return null;
  if (costNanoUsd >= CALL_COST_LEVELS.criticalNanoUsd) return 'critical';
  return costNanoUsd >= CALL_COST_LEVELS.warnNanoUsd ? 'warn' : 'normal';
}
