// A level of effort goes into the flags of a call and comes out again, and leaves the other bits alone.
import { expect, it } from 'vitest';
import { EFFORTS, effortBits, effortOf } from '../../src/model/effort.ts';
import { LINE_FLAG } from '../../src/model/flags.ts';

it.each(EFFORTS)('%s comes out as it went in', (effort) => {
  expect(effortOf(effortBits(effort))).toBe(effort);
});

it.each([
  [null, null],
  ['', null],
  ['turbo', 'other'],
  ['HIGH', 'other'],
])('%j is %j', (word, effort) => {
  expect(effortOf(effortBits(word))).toBe(effort);
});

it('shares no bit with a flag', () => {
  const flags = Object.values(LINE_FLAG).reduce((all, flag) => all | flag, 0);
  for (const word of [...EFFORTS, 'turbo']) {
    expect(effortBits(word) & flags).toBe(0);
    expect(effortOf(effortBits(word) | flags)).toBe(effortOf(effortBits(word)));
  }
  expect(effortOf(flags)).toBeNull();
});
