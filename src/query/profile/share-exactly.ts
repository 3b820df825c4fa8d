// Shares a whole amount in proportion to weights so that the shares are whole and sum to it. Pure
// arithmetic; what is shared is the caller's business.

/**
 * Largest remainders: each share is its exact value cut off, and the units that are left go to the
 * largest fractions, the earlier ones where they are equal. Weights are at least 0; where all are 0 the
 * first one gets everything. No weights: nothing is shared.
 */
export function shareExactly(total: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return [];
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0 || total === 0) return weights.map((_, at) => (at === 0 ? total : 0));
  const exact = weights.map((weight) => total * (weight / sum));
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((all, share) => all + share, 0);
  const order = weights.flatMap((weight, at) => (weight > 0 ? [at] : []));
  order.sort((a, b) => fractionOf(exact, b) - fractionOf(exact, a) || a - b);
  // Fractions of large numbers are not exact: what is left may be more or fewer than there are shares.
  for (let unit = 0; unit < Math.abs(left); unit++) {
    const at = order[unit % order.length] as number;
    shares[at] = (shares[at] as number) + Math.sign(left);
  }
  return shares;
}

function fractionOf(exact: readonly number[], at: number): number {
  const value = exact[at] as number;
  return value - Math.floor(value);
}
