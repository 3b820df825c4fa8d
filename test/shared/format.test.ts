// The exact text of numbers, money, durations and shares. Where an earlier program of the field
// printed something else on purpose, the name of the case says so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatCount,
  formatDay,
  formatDuration,
  formatFactor,
  formatInteger,
  formatPercent,
  formatTokens,
  formatUsd,
  formatUsdExact,
  formatWeekday,
} from '../../src/shared/format.ts';

const UNKNOWNS = [null, undefined, Number.NaN, Number.POSITIVE_INFINITY] as const;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

it.each(UNKNOWNS)('%s is unknown, never zero', (value) => {
  const formats = [formatTokens, formatInteger, formatUsd, formatUsdExact, formatDuration];
  for (const format of [...formats, formatAge, formatPercent, formatFactor]) {
    expect(format(value)).toBe('–');
  }
  expect(formatCount(value, 'call')).toBe('– calls');
});

describe('formatTokens', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_204, '1,204'],
    [9_999, '9,999'],
    [10_000, '10k'],
    [10_499, '10k'],
    [10_500, '11k'],
    [41_000, '41k'],
    [212_400, '212k'],
    [999_499, '999k'],
    [999_500, '1.0M'],
    [1_000_000, '1M'],
    [1_000_001, '1.0M'],
    [1_949_999, '1.9M'],
    [1_950_000, '2.0M'],
    [8_912_345, '8.9M'],
    [99_949_999, '99.9M'],
    [99_950_000, '100M'],
    [212_400_000, '212M'],
    [999_499_999, '999M'],
    [999_500_000, '1.0B'],
    [1_240_000_000, '1.2B'],
    [5_120_000_000_000, '5,120B'],
    [-41_000, '-41k'],
  ])('%d tokens are %s', (tokens, text) => {
    expect(formatTokens(tokens)).toBe(text);
  });

  it('is never wider than 6 cells below 10 trillion', () => {
    fc.assert(
      fc.property(fc.nat({ max: 9_000_000_000_000 }), (tokens) => {
        expect(formatTokens(tokens).length).toBeLessThanOrEqual(6);
      }),
    );
  });
});

describe('formatInteger', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [999, '999'],
    [1_234, '1,234'],
    [1_500_000, '1,500,000'],
    [-1_234, '-1,234'],
    [2.5, '3'],
    [-2.5, '-3'],
    [-0.4, '0'],
    [Number.MAX_SAFE_INTEGER, '9,007,199,254,740,991'],
  ])('%d is %s', (value, text) => {
    expect(formatInteger(value)).toBe(text);
  });
});

describe('formatUsd', () => {
  it.each([
    [0, '$0.00'],
    [12_400_000_000, '$12.40'],
    [5_500_000_000, '$5.50'],
    [1_204_500_000_000, '$1,204.50'],
    [1_234_567_890_000_000, '$1,234,567.89'],
    [1, '<$0.01'],
    [4_999_999, '<$0.01'],
    [5_000_000, '$0.01'],
    [14_999_999, '$0.01'],
    [15_000_000, '$0.02'],
    [994_999_999, '$0.99'],
    [995_000_000, '$1.00'],
    [-70_000_000, '-$0.07'],
    [-1, '>-$0.01'],
    [-1_204_500_000_000, '-$1,204.50'],
  ])('%d nano-dollars are %s', (nano, text) => {
    expect(formatUsd(nano)).toBe(text);
  });

  it('shows nothing but zero as $0.00 and never moves by more than half a cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_000_000_000_000_000 }), (nano) => {
        const text = formatUsd(nano);
        expect(text).not.toBe('$0.00');
        if (text.startsWith('<')) return;
        const cents = Number(text.replace(/[$,.]/g, ''));
        expect(Math.abs(cents * 10_000_000 - nano)).toBeLessThanOrEqual(5_000_000);
      }),
    );
  });
});

describe('formatUsdExact', () => {
  it.each([
    [0, '$0.00'],
    [1, '$0.000000001'],
    [1_234_500, '$0.0012345'],
    [12_400_000_000, '$12.40'],
    [1_204_500_000_001, '$1,204.500000001'],
    [-5_000_000, '-$0.005'],
  ])('%d nano-dollars are %s', (nano, text) => {
    expect(formatUsdExact(nano)).toBe(text);
  });

  it('loses no nano-dollar', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (nano) => {
        const [, sign, dollars = '', digits = ''] =
          /^(-?)\$([\d,]+)\.(\d+)$/.exec(formatUsdExact(nano)) ?? [];
        const size =
          BigInt(dollars.replaceAll(',', '')) * 10n ** 9n + BigInt(digits.padEnd(9, '0'));
        expect(sign === '-' ? -size : size).toBe(BigInt(nano));
      }),
    );
  });
});

describe('formatDuration', () => {
  it.each([
    ['zero', 0, '0 s'],
    ['below a second', 400, '<1 s'],
    ['seconds', 14 * SECOND, '14 s'],
    ['cut off, not rounded', 59_999, '59 s'],
    ['30 s (claude-session-monitor: 0h 00m; we keep the seconds)', 30 * SECOND, '30 s'],
    ['5 min (claude-session-monitor: 0h 05m; we leave out the zero)', 5 * MINUTE, '5 m'],
    [
      '2 h 30 (claude-session-monitor: 2h 30m; we set a blank before units)',
      2.5 * HOUR,
      '2 h 30 m',
    ],
    ['24 h (claude-session-monitor: 24h 00m; we go on to days)', DAY, '1 d'],
    ['negative (claude-session-monitor: 0h 00m)', -HOUR, '0 s'],
    ['hours', 2 * HOUR + 14 * MINUTE + 59 * SECOND, '2 h 14 m'],
    ['whole hours', 3 * HOUR + 20 * SECOND, '3 h'],
    ['days', 3 * DAY + 4 * HOUR + 59 * MINUTE, '3 d 4 h'],
    ['many days', 1_500 * DAY, '1,500 d'],
  ])('%s', (_name, durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});

describe('formatAge', () => {
  it.each([
    [14 * SECOND, '14 s ago'],
    [2 * MINUTE, '2 m ago'],
    [2 * HOUR + 14 * MINUTE, '2 h 14 m ago'],
    [3 * DAY + 4 * HOUR, '3 d ago'],
    [999, 'now'],
    [-5 * MINUTE, 'now'],
  ])('%d ms is %s', (ageMs, text) => {
    expect(formatAge(ageMs)).toBe(text);
  });
});

describe('formatPercent', () => {
  it.each([
    [0, 0, '0 %'],
    [0.41, 0, '41 %'],
    [0.125, 0, '13 %'],
    [0.97149, 1, '97.1 %'],
    [0.9715, 1, '97.2 %'],
    [1, 0, '100 %'],
    [1, 1, '100.0 %'],
    // Neither nothing nor all.
    [0.004, 0, '<1 %'],
    [0.005, 0, '1 %'],
    [0.0004, 1, '<0.1 %'],
    [0.996, 0, '>99 %'],
    [0.9996, 1, '>99.9 %'],
    [0.994, 0, '99 %'],
    [-0.03, 0, '-3 %'],
    [-0.001, 0, '0 %'],
  ] as const)('%d with %i digits is %s', (ratio, digits, text) => {
    expect(formatPercent(ratio, digits)).toBe(text);
  });

  it('is not clamped at 100 as in claude-session-monitor: overspending is shown', () => {
    expect(formatPercent(1.07)).toBe('107 %');
  });
});

it.each([
  [1.07, 2, '1.07 ×'],
  [1.005, 2, '1.01 ×'],
  [5.6, 1, '5.6 ×'],
  [0, 1, '0.0 ×'],
  [-0.001, 1, '0.0 ×'],
])('formatFactor(%d, %i) is %s', (factor, digits, text) => {
  expect(formatFactor(factor, digits)).toBe(text);
});

it.each([
  [0, 'call', undefined, '0 calls'],
  [1, 'call', undefined, '1 call'],
  [1_204, 'call', undefined, '1,204 calls'],
  [2, 'reply', 'replies', '2 replies'],
])('formatCount(%d, %s) is right', (count, word, plural, text) => {
  expect(formatCount(count, word, plural)).toBe(text);
});

it('writes days as people do', () => {
  expect(formatDay('2026-11-21')).toBe('21 Nov');
  expect(formatDay('2026-01-05', '2026-11-21')).toBe('5 Jan');
  expect(formatDay('2025-12-31', '2026-11-21')).toBe('31 Dec 2025');
  expect(formatWeekday('2026-11-21')).toBe('Sat');
  expect(formatWeekday('2026-11-22')).toBe('Sun');
});
