// Welch's test: do two samples have the same mean, when their spreads may differ? Knows numbers only.
import { meanOf, sampleVariance } from './describe.ts';
import { tailsOfT } from './student-t.ts';

export interface WelchResult {
  /** Mean of the second sample less that of the first. */
  readonly delta: number;
  /** delta in percent of the first mean; null where that is 0. */
  readonly deltaPercent: number | null;
  /** Of first less second; infinite where both do not vary and differ. */
  readonly t: number;
  /** Welch–Satterthwaite; null where both do not vary. */
  readonly df: number | null;
  /** Two-sided. */
  readonly p: number;
  /** Hedges' g, of second less first; null where both do not vary. */
  readonly effectSize: number | null;
}

/** Null: a sample has fewer than two values. */
export function welch(first: readonly number[], second: readonly number[]): WelchResult | null {
  if (first.length < 2 || second.length < 2) return null;
  const [meanA, meanB] = [meanOf(first), meanOf(second)];
  const [varA, varB] = [sampleVariance(first), sampleVariance(second)];
  const delta = meanB - meanA;
  const deltaPercent = meanA === 0 ? null : (delta / meanA) * 100;
  const [a, b] = [varA / first.length, varB / second.length];
  if (a + b === 0) {
    const isEqual = delta === 0;
    const t = isEqual ? 0 : Math.sign(-delta) * Number.POSITIVE_INFINITY;
    return { delta, deltaPercent, t, df: null, p: isEqual ? 1 : 0, effectSize: null };
  }
  const t = -delta / Math.sqrt(a + b);
  const df = (a + b) ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1));
  const effectSize = hedgesG(delta, [varA, first.length], [varB, second.length]);
  return { delta, deltaPercent, t, df, p: tailsOfT(t, df), effectSize };
}

/**
 * The difference in pooled standard deviations, with Hedges' correction 1 − 3 / (4 df − 1) for small
 * samples (Hedges 1981).
 */
function hedgesG(
  delta: number,
  [varA, nA]: readonly [number, number],
  [varB, nB]: readonly [number, number],
): number {
  const df = nA + nB - 2;
  const pooled = Math.sqrt(((nA - 1) * varA + (nB - 1) * varB) / df);
  return (delta / pooled) * (1 - 3 / (4 * df - 1));
}
