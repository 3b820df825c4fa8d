// The billing period that a day falls in. Works on day keys only, so that no zone can shift it;
// knows nothing of prices or plans.
import { dayInMonth, splitDayKey } from './calendar.ts';

export interface BillingPeriod {
  /** The renewal on or before the day. */
  readonly startDay: string;
  /** The next renewal: the first day that belongs to the next period. */
  readonly nextDay: string;
}

/**
 * A plan that renews on day `renewalDay` (1–31) of each month renews on the last day of a month that
 * is shorter: day 31 renews on 30 April.
 */
export function billingPeriod(dayKey: string, renewalDay: number): BillingPeriod {
  const { year, month } = splitDayKey(dayKey);
  const thisMonth = dayInMonth(year, month, renewalDay);
  if (dayKey >= thisMonth) {
    return { startDay: thisMonth, nextDay: dayInMonth(year, month + 1, renewalDay) };
  }
  return { startDay: dayInMonth(year, month - 1, renewalDay), nextDay: thisMonth };
}
