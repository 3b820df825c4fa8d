import { describe, expect, it } from 'vitest';
import { welch } from '../../../src/model/statistics/welch.ts';

// The first four are the vectors published with an earlier program of this kind, the others were computed
// with SciPy 1.17 (stats.ttest_ind, equal_var=False).
describe("Welch's test", () => {
  it.each([
    { a: [6.6, 5.9, 7.1, 6, 6.4], b: [2, 3.1, 2.5, 1.8, 2.9, 2.2], t: 13.23293, p: 4.129e-7 },
    { a: [1, 2, 3, 4, 5], b: [2, 3, 4, 5, 6], t: -1, p: 0.346594 },
    { a: [10, 12, 9, 11, 10, 13, 8], b: [14, 15, 11, 16], t: -2.833722, p: 0.034785 },
    { a: [0, 0], b: [1, 2], t: -3, p: 0.204833 },
    {
      a: [3.1, 2.2, 5.9, 4.4, 4, 3.3, 2.8],
      b: [5.5, 6.1, 4.9, 7.2, 6.6],
      t: -3.8914530818,
      p: 0.00302598779,
    },
    {
      a: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3],
      b: [0.4, 0.1, 0.2, 0.9],
      t: -1.5060089068,
      p: 0.22477483446,
    },
  ])('t = $t, p = $p', ({ a, b, t, p }) => {
    const result = welch(a, b);
    expect(result?.t).toBeCloseTo(t, 5);
    expect((result?.p ?? 0) / p).toBeCloseTo(1, 3);
  });

  it('tells the difference and its share of the first mean', () => {
    const result = welch([6.6, 5.9, 7.1, 6, 6.4], [2, 3.1, 2.5, 1.8, 2.9, 2.2]);
    expect(result?.delta).toBeCloseTo(-3.983333, 5);
    expect(result?.deltaPercent).toBeCloseTo(-62.24, 2);
    expect(welch([0, 0], [1, 2])?.deltaPercent).toBeNull();
  });

  it("gives Hedges' g: the difference in pooled standard deviations, corrected for small samples", () => {
    // d = 1 / √2.5 = 0.632456; times 1 − 3 / (4 · 8 − 1) = 28 / 31.
    expect(welch([1, 2, 3, 4, 5], [2, 3, 4, 5, 6])?.effectSize).toBeCloseTo(0.57125, 5);
  });

  it.each([
    ['a single value', [1], [1, 2, 3]],
    ['nothing', [], [1, 2]],
  ])('makes no test of %s', (_name, a, b) => {
    expect(welch(a, b)).toBeNull();
  });

  it('knows samples that do not vary', () => {
    expect(welch([2, 2], [2, 2, 2])).toMatchObject({ t: 0, p: 1, effectSize: null });
    expect(welch([2, 2], [3, 3])).toMatchObject({ t: Number.NEGATIVE_INFINITY, p: 0 });
  });
});
