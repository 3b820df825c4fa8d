// The median of many values in bounded room: exact for some hundreds, near for more, the same in any order.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addToMedian,
  emptyMedian,
  type MedianState,
  MOST_EXACT,
  medianCount,
  mergeMedians,
  readMedian,
} from '../../../src/metrics/kit/median.ts';

function medianOf(values: readonly number[]): MedianState {
  return values.reduce(addToMedian, emptyMedian());
}

function plainMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? 0;
  return (at(Math.floor((sorted.length - 1) / 2)) + at(Math.floor(sorted.length / 2))) / 2;
}

describe('the median', () => {
  test.each([
    ['none', [], null],
    ['one', [5], 5],
    ['odd', [300, 100, 200], 200],
    ['even', [1, 2, 10, 3], 2.5],
    ['zeros', [0, 0, 4], 0],
    ['below zero counts as zero', [-5, -5, 2], 0],
  ])('%s', (_what, values, wanted) => {
    expect(readMedian(medianOf(values))).toBe(wanted);
  });

  test('exact up to its limit, within a percent after it', () => {
    const values = Array.from(
      { length: MOST_EXACT },
      (_none, index) => ((index * 7919) % 5003) + 1,
    );
    expect(readMedian(medianOf(values))).toBe(plainMedian(values));
    const more = Array.from({ length: 20_000 }, (_none, index) => ((index * 7919) % 50_021) + 1);
    const found = readMedian(medianOf(more)) ?? 0;
    expect(Math.abs(found / plainMedian(more) - 1)).toBeLessThan(0.01);
    expect(JSON.stringify(medianOf(more)).length).toBeLessThan(10_000);
  });
});

test('of two parts, in any order = of all', () => {
  const values = fc.array(fc.nat(100_000), { maxLength: 700 });
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [first, second] = [medianOf(a), medianOf(b)];
      const before = structuredClone([first, second]);
      const merged = mergeMedians(first, second);
      expect(merged).toEqual(medianOf([...b, ...a]));
      expect(merged).toEqual(mergeMedians(second, first));
      expect(medianCount(merged)).toBe(a.length + b.length);
      expect([first, second]).toEqual(before);
    }),
    { numRuns: 50 },
  );
});
