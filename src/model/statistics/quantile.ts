// Quantiles of a sample. Knows sorted numbers only.

/**
 * Type 7 of Hyndman and Fan (linear between the order statistics, both ends included), as R, NumPy and
 * Python's `statistics.quantiles(method='inclusive')` give it.
 *
 * @param sorted in ascending order, at least one
 * @param p 0 to 1
 */
export function quantile(sorted: readonly number[], p: number): number {
  if (sorted.length === 0) throw new RangeError('a quantile needs at least one value');
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, p));
  const below = sorted[Math.floor(at)] as number;
  const above = sorted[Math.ceil(at)] as number;
  return below + (above - below) * (at - Math.floor(at));
}
