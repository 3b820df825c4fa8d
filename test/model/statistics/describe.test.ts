import { describe, expect, it } from 'vitest';
import { describe as describeValues } from '../../../src/model/statistics/describe.ts';
import { holm } from '../../../src/model/statistics/holm.ts';
import { pearson } from '../../../src/model/statistics/pearson.ts';
import { quantile } from '../../../src/model/statistics/quantile.ts';

describe('quantiles of type 7', () => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  it.each([
    [ten, 0.8, 8.2],
    [ten, 0.95, 9.55],
    [ten, 0.2, 2.8],
    [ten, 0.05, 1.45],
    // Python 3: statistics.quantiles([3, 1, 4, 1, 5, 9, 2, 6], n=20, method='inclusive').
    [[1, 1, 2, 3, 4, 5, 6, 9], 0.15, 1.05],
    [[1, 1, 2, 3, 4, 5, 6, 9], 0.9, 6.9],
    [[1, 1, 2, 3, 4, 5, 6, 9], 0.95, 7.95],
    [[7], 0.8, 7],
    [[1, 2], 0, 1],
    [[1, 2], 1, 2],
  ])('of %j at %d', (sorted, p, expected) => {
    expect(quantile(sorted, p)).toBeCloseTo(expected, 12);
  });

  it('needs a value', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

describe('description of a sample', () => {
  it('has the standard deviation of a population', () => {
    expect(describeValues([0, 1, 2, 3, 4, 5, 6])).toEqual({ n: 7, mean: 3, sd: 2, min: 0, max: 6 });
  });
  it('of nothing is nothing', () => {
    expect(describeValues([])).toBeNull();
  });
});

describe("Holm's correction", () => {
  it.each([
    // Worked example: sorted 0.005·4, 0.01·3, 0.03·2, 0.04·1, never falling.
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.6, 0.7],
      [1, 1],
    ],
    [[0.02], [0.02]],
    [[], []],
    [
      [0.01, 0.01, 0.01],
      [0.03, 0.03, 0.03],
    ],
  ])('of %j', (ps, expected) => {
    holm(ps).forEach((p, index) => {
      expect(p).toBeCloseTo(expected[index] ?? Number.NaN, 12);
    });
    expect(holm(ps)).toHaveLength(expected.length);
  });
});

describe('linear correlation', () => {
  const i = Array.from({ length: 30 }, (_, index) => index);
  it.each([
    ['i with i²', i, i.map((x) => x * x), 0.966273],
    ['i with 7i mod 30', i, i.map((x) => (7 * x) % 30), 0.119021],
    ['i² with 7i mod 30', i.map((x) => x * x), i.map((x) => (7 * x) % 30), 0.085653],
    // SciPy 1.17: stats.pearsonr.
    ['two columns', [1, 4, 2, 8, 5, 7, 1, 9], [2.5, 3, 1, 7, 6, 6.5, 2, 8], 0.9436902612],
  ])('of %s', (_name, xs, ys, expected) => {
    expect(pearson(xs, ys)).toBeCloseTo(expected, 6);
  });
  it('is unknown for a column that does not vary', () => {
    expect(pearson([1, 2, 3], [5, 5, 5])).toBeNull();
  });
});
