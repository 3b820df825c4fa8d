// Billing periods on day keys. claude-session-monitor crashed on the renewals marked so.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { billingPeriod } from '../../src/shared/billing-period.ts';
import { addDaysToKey, daysBetween } from '../../src/shared/calendar.ts';

it.each([
  [15, '2024-01-20', '2024-01-15', '2024-02-15'],
  [15, '2024-01-10', '2023-12-15', '2024-01-15'],
  [30, '2025-03-01', '2025-02-28', '2025-03-30'],
  [31, '2025-03-01', '2025-02-28', '2025-03-31'],
  [29, '2024-03-01', '2024-02-29', '2024-03-29'],
  [17, '2025-12-17', '2025-12-17', '2026-01-17'],
  // claude-session-monitor: ValueError, day 31 in June.
  [31, '2025-05-31', '2025-05-31', '2025-06-30'],
  // claude-session-monitor: ValueError, day 31 in April; the clamped day is a renewal itself.
  [31, '2025-04-30', '2025-04-30', '2025-05-31'],
  [31, '2025-04-29', '2025-03-31', '2025-04-30'],
  [29, '2025-02-28', '2025-02-28', '2025-03-29'],
  [1, '2026-01-01', '2026-01-01', '2026-02-01'],
  [1, '2025-12-31', '2025-12-01', '2026-01-01'],
])('day %i, %s: from %s to %s', (renewalDay, day, startDay, nextDay) => {
  expect(billingPeriod(day, renewalDay)).toEqual({ startDay, nextDay });
});

it('holds its day, borders on its neighbours and takes a month', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 0, max: 20_000 }), (day, n) => {
      const today = addDaysToKey('2000-01-01', n);
      const period = billingPeriod(today, day);
      expect(period.startDay <= today && today < period.nextDay).toBe(true);
      expect(billingPeriod(period.nextDay, day).startDay).toBe(period.nextDay);
      expect(billingPeriod(period.startDay, day)).toEqual(period);
      const length = daysBetween(period.startDay, period.nextDay);
      expect(length).toBeGreaterThanOrEqual(28);
      expect(length).toBeLessThanOrEqual(31);
    }),
  );
});
