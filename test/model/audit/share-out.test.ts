import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Estimate, shareOut } from '../../../src/model/audit/share-out.ts';

const estimate = (tokens: number, min: number, max: number): Estimate => ({ tokens, min, max });

describe('sharing out', () => {
  it.each([
    ['as estimated', 30, [estimate(10, 6, 15), estimate(20, 12, 30)], [10, 20], 0],
    ['more, within bounds', 39, [estimate(10, 6, 15), estimate(20, 12, 30)], [13, 26], 0],
    ['less, within bounds', 24, [estimate(10, 6, 15), estimate(20, 12, 30)], [8, 16], 0],
    ['more than fits', 100, [estimate(10, 6, 15), estimate(20, 12, 30)], [15, 30], 55],
    ['less than fits', 5, [estimate(10, 6, 15), estimate(20, 12, 30)], [6, 12], -13],
    ['nothing to share among', 7, [], [], 7],
    ['a negative budget', -4, [estimate(10, 6, 15)], [6], -10],
  ])('%s', (_, budget, estimates, tokens, restTokens) => {
    expect(shareOut(budget, estimates)).toEqual({ tokens, restTokens });
  });

  it('gives whole tokens that sum with the rest to the budget, each within its bounds', () => {
    const estimates = fc.array(
      fc
        .tuple(fc.nat(5_000), fc.float({ min: 0, max: 1, noNaN: true }), fc.nat(900))
        .map(([tokens, least, more]) =>
          estimate(tokens, Math.floor(tokens * least), tokens + more),
        ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.integer({ min: -5_000, max: 80_000 }), estimates, (budget, all) => {
        const { tokens, restTokens } = shareOut(budget, all);
        expect(tokens.reduce((sum, one) => sum + one, 0) + restTokens).toBe(budget);
        tokens.forEach((one, at) => {
          expect(Number.isInteger(one)).toBe(true);
          expect(one).toBeGreaterThanOrEqual(Math.max(0, (all[at]?.min ?? 0) - 1));
          expect(one).toBeLessThanOrEqual((all[at]?.max ?? 0) + 1);
        });
      }),
    );
  });
});
