import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareExactly } from '../../../src/query/profile/share-exactly.ts';
import { propertyRuns } from '../../property/runs.ts';

test.each([
  ['nothing to share among', 7, [], []],
  ['one', 7, [0], [7]],
  ['without weights the first has it', 7, [0, 0], [7, 0]],
  ['in proportion', 10, [1, 4], [2, 8]],
  ['the largest fraction has what is left', 10, [1, 1.2, 1], [3, 4, 3]],
  ['equal fractions: the earlier one', 10, [1, 1, 1], [4, 3, 3]],
  ['a weight of 0 gets nothing', 11, [0, 2, 0, 2], [0, 6, 0, 5]],
])('%s', (_what, total, weights, shares) => {
  expect(shareExactly(total, weights)).toEqual(shares);
});

test('whole, of no more than its proportion rounded up, and the sum exact', () => {
  fc.assert(
    fc.property(
      fc.nat(2 ** 31).chain((low) => fc.nat(2 ** 20).map((high) => high * 2 ** 31 + low)),
      fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 60 }),
      (total, weights) => {
        const shares = shareExactly(total, weights);
        expect(shares.reduce((sum, share) => sum + BigInt(share), 0n)).toBe(BigInt(total));
        const all = weights.reduce((sum, weight) => sum + weight, 0);
        for (const [at, share] of shares.entries()) {
          expect(Number.isSafeInteger(share) && share >= 0).toBe(true);
          if (all > 0) {
            const exact = total * ((weights[at] ?? 0) / all);
            // The proportion itself is a fraction of limited precision.
            expect(Math.abs(share - exact)).toBeLessThanOrEqual(1 + total / 2 ** 50);
          }
        }
      },
    ),
    propertyRuns(200),
  );
});
