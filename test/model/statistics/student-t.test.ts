import { describe, expect, it } from 'vitest';
import { logGamma, regularisedBeta, tailsOfT } from '../../../src/model/statistics/student-t.ts';

// Expected values: SciPy 1.17 (stats.t.sf × 2, special.betainc, special.gammaln). The rows with t = 2.228
// and 12.706 are the 5 % points that every printed table of the distribution has for 10 and 1 degrees.
describe('tails of the t distribution', () => {
  it.each([
    [0.5, 2.5, 0.6576979198697148],
    [1, 8, 0.34659350708733416],
    [2.228, 10, 0.05001177181711132],
    [12.706, 1, 0.05000080235813319],
    [1.96, 1000, 0.050273184955748736],
    [8, 40, 7.905084110104538e-10],
    [0, 5, 1],
    [30, 3, 8.135280427163958e-5],
    [-2.228, 10, 0.05001177181711132],
  ])('t = %d under %d degrees of freedom', (t, df, expected) => {
    expect(tailsOfT(t, df) / expected).toBeCloseTo(1, 10);
  });

  it('has no tail beyond infinity', () => {
    expect(tailsOfT(Number.POSITIVE_INFINITY, 4)).toBe(0);
  });
});

describe('regularised incomplete beta function', () => {
  it.each([
    [0.3, 2, 3, 0.34829999999999994],
    [0.5, 5, 5, 0.5],
    [0.9, 10, 2, 0.6973568802000002],
    [0.1, 1, 4, 0.3439],
    [0.62, 7.5, 4.25, 0.4272199133384818],
    [0.001, 0.5, 0.5, 0.020135041633377492],
    [0.999, 200, 0.5, 0.5272441070252349],
    [0.5, 1000, 1010, 0.588269827543728],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('I_%d(%d, %d)', (x, a, b, expected) => {
    expect(regularisedBeta(x, a, b)).toBeCloseTo(expected, 11);
  });
});

describe('logarithm of the gamma function', () => {
  it.each([
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [1, 0],
    [3.7, 1.428072326665388],
    [42.5, 115.90007047041453],
    [100_000, 1051287.7089736569],
  ])('ln Γ(%d)', (x, expected) => {
    expect(logGamma(x)).toBeCloseTo(expected, 9);
  });
});
