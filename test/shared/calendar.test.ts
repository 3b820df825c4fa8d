// Day keys: months of different lengths, leap years, and what is no day.
import { expect, it } from 'vitest';
import {
  addMonthsToKey,
  dayInMonth,
  daysBetween,
  daysInMonth,
  isDayKey,
} from '../../src/shared/calendar.ts';
import { startOfWeek } from '../../src/shared/zone.ts';

it.each([
  ['2026-02-28', true],
  ['2026-02-29', false],
  ['2024-02-29', true],
  ['2100-02-29', false],
  ['2000-02-29', true],
  ['2026-00-01', false],
  ['2026-13-01', false],
  ['2026-01-00', false],
  ['2026-1-1', false],
  ['20260101', false],
])('isDayKey(%j) is %j', (text, expected) => {
  expect(isDayKey(text)).toBe(expected);
});

it.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-03-31', -1, '2026-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-01-15', -13, '2024-12-15'],
])('%s and %i months is %s', (day, months, expected) => {
  expect(addMonthsToKey(day, months)).toBe(expected);
});

it('clamps days and carries months', () => {
  expect(dayInMonth(2026, 14, 31)).toBe('2027-02-28');
  expect(dayInMonth(2026, 0, 31)).toBe('2025-12-31');
  expect([daysInMonth(2024, 2), daysInMonth(2026, 2), daysInMonth(2026, 12)]).toEqual([29, 28, 31]);
});

it('counts days and finds weeks', () => {
  expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1);
  expect(daysBetween('2026-03-01', '2024-02-29')).toBe(-731);
  expect(startOfWeek('2026-11-21', 'monday')).toBe('2026-11-16');
});
