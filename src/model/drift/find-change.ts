// Looks for the boundary at which a rate differs, among all that are possible, and says how surprising the
// largest difference is. Knows counts in groups and strata; not what they count, and no cause.
import { quantile } from '../statistics/quantile.ts';
import { seededDraws } from '../statistics/seeded-random.ts';
import { likenessOf } from './likeness.ts';
import {
  arrangeParts,
  type Boundary,
  type Difference,
  type DriftPart,
  differenceAt,
  shuffleParts,
  type World,
} from './stratified-difference.ts';

export interface ChangeOptions {
  /** Chance of a false alarm that is accepted for the whole search. */
  readonly alpha: number;
  readonly permutations: number;
  readonly seed: number;
}

export interface Change {
  readonly boundary: Boundary;
  /** Rates on both sides with the strata weighted alike. */
  readonly before: number;
  readonly after: number;
  /** Of the whole search: the largest standardised difference over all boundaries is as large by chance. */
  readonly p: number;
  /** A difference of this size would have been found with a chance of 80 %, at the best boundary. */
  readonly visibleFrom: number | null;
}

/** The normal quantile of 80 %. */
const POWER_QUANTILE = 0.8416;
/** A difference that is found is about so many of its spreads. */
const Z_OF_USUAL_SEARCH = 3.5;

/**
 * A permutation test of the largest difference (Westfall and Young 1993), each difference in units of its
 * own standard error, so that it holds too where sessions become longer or shorter (Janssen 1997; Chung and
 * Romano 2013). Parts are shuffled among the groups within their stratum: neither the mix of work nor the
 * likeness of calls within a session is taken for a change. What is observed, unlike a shuffle, may have
 * streaks: it is made smaller by as much as neighbours are alike.
 *
 * Null: no boundary has parts of the same stratum on both sides.
 *
 * @param parts in the order of time
 */
export function findChange(
  parts: readonly DriftPart[],
  boundaries: readonly Boundary[],
  options: ChangeOptions,
): Change | null {
  const world = arrangeParts(parts);
  const usable = boundaries.flatMap((boundary) => {
    const difference = differenceAt(world, boundary);
    return difference === null ? [] : [{ boundary, difference }];
  });
  if (usable.length === 0) return null;
  const rounds = shuffledStatistics(world, usable, options);
  const spreads = usable.map((_, at) => spreadOf(rounds, at));
  const largest = rounds.map((round) => largestOf(round, spreads).size);
  const found = largestOf(rounds[0] as Float64Array, spreads);
  const best = usable[found.at] as Usable;
  const streaks = Math.sqrt(likenessOf(parts, best.boundary));
  const own = found.size / streaks;
  // What was observed is one of the orders that chance could have brought.
  const reached = 1 + largest.slice(1).filter((size) => size >= own - 1e-9).length;
  const critical = quantile(
    [...largest].sort((a, b) => a - b),
    1 - options.alpha,
  );
  const finest = finestError(usable, spreads);
  return {
    boundary: best.boundary,
    before: best.difference.before,
    after: best.difference.after,
    p: reached / rounds.length,
    visibleFrom:
      finest === null ? null : visibleChange((critical + POWER_QUANTILE) * finest * streaks, parts),
  };
}

interface Usable {
  readonly boundary: Boundary;
  readonly difference: Difference;
}

/** Null: chance changes nothing at any boundary. */
function finestError(usable: readonly Usable[], spreads: readonly Spread[]): number | null {
  const errors = usable.flatMap(({ difference }, at) => {
    const error = difference.standardError * (spreads[at]?.sd ?? 0);
    return error > 0 ? [error] : [];
  });
  return errors.length === 0 ? null : Math.min(...errors);
}

/**
 * `size` would do if sessions spread as they do now. A higher rate spreads them more, its variance growing
 * with the rate r, and a change is itself part of what n sessions spread:
 * d² = size² · (1 + d / 2r) · (1 + z² / n). Our own approximation, held against simulated histories.
 */
function visibleChange(size: number, parts: readonly DriftPart[]): number {
  const chances = parts.reduce((sum, { denominator }) => sum + denominator, 0);
  const cases = parts.reduce((sum, { numerator }) => sum + numerator, 0);
  const rate = cases / chances;
  const squared = size ** 2 * (1 + Z_OF_USUAL_SEARCH ** 2 / parts.length);
  const slope = rate > 0 ? squared / (2 * rate) : 0;
  return (slope + Math.sqrt(slope ** 2 + 4 * squared)) / 2;
}

/** By boundary; the first round is what was observed. */
function shuffledStatistics(
  world: World,
  usable: readonly Usable[],
  { permutations, seed }: ChangeOptions,
): Float64Array[] {
  const draw = seededDraws(seed);
  const rounds = [Float64Array.from(usable, ({ difference }) => statisticOf(difference))];
  for (let round = 0; round < permutations; round += 1) {
    shuffleParts(world, draw);
    rounds.push(
      Float64Array.from(usable, ({ boundary }) => statisticOf(differenceAt(world, boundary))),
    );
  }
  return rounds;
}

function statisticOf(difference: Difference | null): number {
  if (difference === null || difference.standardError === 0) return 0;
  return (difference.after - difference.before) / difference.standardError;
}

interface Spread {
  readonly mean: number;
  readonly sd: number;
}

function spreadOf(rounds: readonly Float64Array[], at: number): Spread {
  let [sum, squares] = [0, 0];
  for (const round of rounds) sum += round[at] as number;
  const mean = sum / rounds.length;
  for (const round of rounds) squares += ((round[at] as number) - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / rounds.length) };
}

/** In units of the boundary's own spread; a boundary at which chance changes nothing has none. */
function largestOf(round: Float64Array, spreads: readonly Spread[]): { size: number; at: number } {
  let [size, at] = [0, 0];
  spreads.forEach(({ mean, sd }, index) => {
    const own = sd > 0 ? Math.abs((round[index] as number) - mean) / sd : 0;
    if (own > size) [size, at] = [own, index];
  });
  return { size, at };
}
