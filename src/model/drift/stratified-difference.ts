// The difference of rates on both sides of a boundary, kind of work by kind of work, in units of its own
// standard error; and the same after a shuffle. Knows counts in groups and strata; no chance and no verdict.
import { type DrawBelow, shuffle } from '../statistics/seeded-random.ts';

/** One session's part in one group: the rate is numerator / denominator. */
export interface DriftPart {
  /** Position of its group. */
  readonly group: number;
  /** Kind of work: only parts of one kind are compared with each other. */
  readonly stratum: number;
  readonly numerator: number;
  /** Above 0. */
  readonly denominator: number;
}

/** Two sides to compare: groups `[beforeFrom, at)` against `[at, afterTo)`. */
export interface Boundary {
  readonly beforeFrom: number;
  readonly at: number;
  readonly afterTo: number;
}

export interface Difference {
  /** Rates on both sides with the strata weighted alike. */
  readonly before: number;
  readonly after: number;
  /** Of after less before, over sessions; 0 where all of them are alike. */
  readonly standardError: number;
}

/** Parts in their places, with running sums over the groups. */
export interface World {
  readonly groups: number;
  readonly strata: readonly Stratum[];
  /** By stratum and group, up to and without the group: numerators, denominators, squared deviations. */
  readonly sums: Float64Array;
}

interface Stratum {
  readonly places: Int32Array;
  readonly numerators: Float64Array;
  readonly denominators: Float64Array;
  /** Of each part's numerator from what the rate of its stratum would have it be, squared. */
  readonly deviations: Float64Array;
  readonly order: Int32Array;
}

const SUMS = 3;
/** A deviation below this share of the numerator is the arithmetic's own. */
const ROUNDING = 1e-9;

export function arrangeParts(parts: readonly DriftPart[]): World {
  const groups = 1 + parts.reduce((most, { group }) => Math.max(most, group), 0);
  const count = 1 + parts.reduce((most, { stratum }) => Math.max(most, stratum), 0);
  const strata = Array.from({ length: count }, (_, index) =>
    arrangeStratum(parts.filter(({ stratum }) => stratum === index)),
  );
  const world = { groups, strata, sums: new Float64Array(count * (groups + 1) * SUMS) };
  sumUp(world);
  return world;
}

function arrangeStratum(own: readonly DriftPart[]): Stratum {
  const cases = own.reduce((sum, { numerator }) => sum + numerator, 0);
  const chances = own.reduce((sum, { denominator }) => sum + denominator, 0);
  return {
    places: Int32Array.from(own, ({ group }) => group),
    numerators: Float64Array.from(own, ({ numerator }) => numerator),
    denominators: Float64Array.from(own, ({ denominator }) => denominator),
    deviations: Float64Array.from(own, ({ numerator, denominator }) => {
      const deviation = numerator - (cases / chances) * denominator;
      return Math.abs(deviation) <= ROUNDING * Math.abs(numerator) ? 0 : deviation ** 2;
    }),
    order: Int32Array.from(own, (_part, at) => at),
  };
}

/** Gives the parts of each stratum each other's places. */
export function shuffleParts(world: World, draw: DrawBelow): void {
  for (const { order } of world.strata) shuffle(order, draw);
  sumUp(world);
}

/** Each part counts for the group in whose place it stands. */
function sumUp({ groups, strata, sums }: World): void {
  sums.fill(0);
  strata.forEach(({ places, numerators, denominators, deviations, order }, index) => {
    const base = index * (groups + 1) + 1;
    for (let at = 0; at < places.length; at += 1) {
      const place = (base + (places[at] as number)) * SUMS;
      const part = order[at] as number;
      sums[place] = (sums[place] as number) + (numerators[part] as number);
      sums[place + 1] = (sums[place + 1] as number) + (denominators[part] as number);
      sums[place + 2] = (sums[place + 2] as number) + (deviations[part] as number);
    }
    for (let at = (base + 1) * SUMS; at < (base + groups) * SUMS; at += 1) {
      sums[at] = (sums[at] as number) + (sums[at - SUMS] as number);
    }
  });
}

/**
 * Strata are combined with the weights of Mantel and Haenszel, w = b · a / (b + a) with the chances on both
 * sides. The variance of a side's rate is the sum of its squared deviations by its chances squared: it holds
 * where sessions on both sides are not equally long. Null: no stratum is on both sides.
 */
export function differenceAt(world: World, boundary: Boundary): Difference | null {
  const { groups, strata, sums } = world;
  let [weights, before, after, variance] = [0, 0, 0, 0];
  for (let stratum = 0; stratum < strata.length; stratum += 1) {
    const base = stratum * (groups + 1);
    const from = (base + boundary.beforeFrom) * SUMS;
    const at = (base + boundary.at) * SUMS;
    const to = (base + boundary.afterTo) * SUMS;
    const b = (sums[at + 1] as number) - (sums[from + 1] as number);
    const a = (sums[to + 1] as number) - (sums[at + 1] as number);
    if (b === 0 || a === 0) continue;
    const weight = (b * a) / (b + a);
    weights += weight;
    before += (weight * ((sums[at] as number) - (sums[from] as number))) / b;
    after += (weight * ((sums[to] as number) - (sums[at] as number))) / a;
    const spreadBefore = ((sums[at + 2] as number) - (sums[from + 2] as number)) / b ** 2;
    const spreadAfter = ((sums[to + 2] as number) - (sums[at + 2] as number)) / a ** 2;
    variance += weight ** 2 * (Math.max(0, spreadBefore) + Math.max(0, spreadAfter));
  }
  if (weights === 0) return null;
  return {
    before: before / weights,
    after: after / weights,
    standardError: Math.sqrt(variance) / weights,
  };
}
