// Mistyped names and what they meant.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from '../../src/shared/nearest.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['abc', 'xabc', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('%j to %j is %i', (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits);
    expect(editDistance(b, a)).toBe(edits);
  });

  it('is 0 for equal texts only and at most the longer length', () => {
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});

describe('nearestName', () => {
  const names = ['timezone', 'weekStart', 'monthlyUsd', 'renewalDay'];
  it.each([
    ['timezon', 'timezone'],
    ['tiemzone', 'timezone'],
    ['weekstart', 'weekStart'],
    ['renewal-day', 'renewalDay'],
    ['colour', null],
    ['', null],
  ])('%j meant %j', (seen, expected) => {
    expect(nearestName(seen, names)).toBe(expected);
  });
});
