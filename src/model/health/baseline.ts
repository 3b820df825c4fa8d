// What a session's first calls say of its usual size, and the means that health compares. Pure.

/** A session says something of what is usual from so many calls on. Source: ANVL. */
export const BASELINE_CALLS = 5;
/** The calls whose weighted cost stands for a fresh session's. Source: ANVL. */
export const FRESH_CALLS = 3;

/**
 * The second-lowest of the first five contexts: neither an outlier below nor growth above moves it.
 * Null with fewer than five. Source: ANVL 0.2.0.
 */
export function ownBaseline(contexts: readonly number[]): number | null {
  if (contexts.length < BASELINE_CALLS) return null;
  const sorted = contexts.slice(0, BASELINE_CALLS).sort((a, b) => a - b);
  return sorted[1] ?? null;
}

/** The median of the first five contexts: what a session contributes to the learned baseline. */
export function baselineReading(contexts: readonly number[]): number | null {
  return contexts.length < BASELINE_CALLS ? null : medianOf(contexts.slice(0, BASELINE_CALLS));
}

/** Mean of the last five values, or of as many as there are; null for none. */
export function recentMean(values: readonly number[]): number | null {
  return meanOf(values.slice(-BASELINE_CALLS));
}

/** Mean of the first three weighted costs; null with fewer. */
export function freshReading(weighted: readonly number[]): number | null {
  return weighted.length < FRESH_CALLS ? null : meanOf(weighted.slice(0, FRESH_CALLS));
}

export function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of at least one value. */
export function medianOf(values: readonly number[]): number {
  return quantileOf(values, 0.5);
}

/**
 * The exclusive method: position (n + 1) · p, between neighbours linearly; at the ends the outermost
 * two are extended as Python's statistics.quantiles does. Of at least one value.
 */
export function quantileOf(values: readonly number[], p: number): number {
  // Sorts numbers as numbers, and many times faster than with a comparison.
  const sorted = Float64Array.from(values).sort();
  const [only] = sorted;
  if (sorted.length === 1 && only !== undefined) return only;
  const position = (sorted.length + 1) * p;
  const below = Math.min(Math.max(Math.floor(position), 1), sorted.length - 1);
  const [low, high] = [sorted[below - 1] ?? 0, sorted[below] ?? 0];
  return low + (position - below) * (high - low);
}
