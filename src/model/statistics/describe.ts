// Mean, spread and range of a sample. Knows numbers only.

export interface Description {
  readonly n: number;
  readonly mean: number;
  /** Of the values as a whole population: divided by n. */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
}

/** Null: there are no values. */
export function describe(values: readonly number[]): Description | null {
  const n = values.length;
  if (n === 0) return null;
  const mean = meanOf(values);
  const sd = Math.sqrt(squaresAround(values, mean) / n);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { n, mean, sd, min, max };
}

/** At least one value. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample, divided by n − 1; at least two values. */
export function sampleVariance(values: readonly number[]): number {
  return squaresAround(values, meanOf(values)) / (values.length - 1);
}

function squaresAround(values: readonly number[], mean: number): number {
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
