// How much sessions that follow each other are alike: then they tell less than as many that are not. Knows
// parts in the order of time; no chance and no verdict.
import type { Boundary, DriftPart } from './stratified-difference.ts';

/** Neighbours further apart are not looked at. Own choice: streaks of work last days, not months. */
const MOST_LAGS = 12;

/**
 * How many times the variance of the difference is what it would be of unlike sessions, at least 1:
 * 1 + 2 Σ (1 − k / (L + 1)) · r_k over L = √n lags (Newey and West 1987), with r_k the correlation of parts
 * that are k apart, of what is left when the rate of their side and stratum is taken away. Taking away m
 * rates of n parts lowers each r_k by about m / n, which is given back.
 */
export function likenessOf(
  parts: readonly DriftPart[],
  { beforeFrom, at, afterTo }: Boundary,
): number {
  const own = parts.filter(({ group }) => group >= beforeFrom && group < afterTo);
  const { rests, rates } = restsOf(own, at);
  const n = rests.length;
  const variance = rests.reduce((sum, rest) => sum + rest ** 2, 0);
  if (variance === 0) return 1;
  const lags = Math.min(MOST_LAGS, Math.floor(Math.sqrt(n)));
  let times = 1;
  for (let lag = 1; lag <= lags; lag += 1) {
    let products = 0;
    for (let late = lag; late < n; late += 1) {
      products += (rests[late] as number) * (rests[late - lag] as number);
    }
    times += 2 * (1 - lag / (lags + 1)) * (products / variance + rates / n);
  }
  return Math.max(1, times);
}

/** In units that do not grow with the length of a session. */
function restsOf(
  own: readonly DriftPart[],
  at: number,
): { readonly rests: readonly number[]; readonly rates: number } {
  const keyOf = ({ stratum, group }: DriftPart): number => stratum * 2 + (group < at ? 0 : 1);
  const sides = new Map<number, { cases: number; chances: number }>();
  for (const part of own) {
    const side = sides.get(keyOf(part)) ?? { cases: 0, chances: 0 };
    side.cases += part.numerator;
    side.chances += part.denominator;
    sides.set(keyOf(part), side);
  }
  const rests = own.map((part) => {
    const { cases, chances } = sides.get(keyOf(part)) ?? { cases: 0, chances: 1 };
    return (part.numerator - (cases / chances) * part.denominator) / Math.sqrt(part.denominator);
  });
  return { rests, rates: sides.size };
}
