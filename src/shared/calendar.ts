// Arithmetic on day keys (`2026-11-21`), which are calendar dates without a zone. Knows month
// lengths and weekdays; knows nothing of instants, so no zone can shift a result.

export type Weekday =
  | 'sunday'
  | 'monday'
  | 'tuesday'
  | 'wednesday'
  | 'thursday'
  | 'friday'
  | 'saturday';

/** In the order of `weekdayIndex`: Sunday is 0. */
export const WEEKDAYS: readonly Weekday[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];

export const dayMs = 86_400_000;

/** The day key of a day number (days since 1970-01-01). */
export function dayKeyOf(dayNumber: number): string {
  const iso = new Date(dayNumber * dayMs).toISOString();
  return iso.slice(0, iso.indexOf('T'));
}

/** Days since 1970-01-01. */
export function dayNumberOf(dayKey: string): number {
  return Date.parse(`${dayKey}T00:00:00Z`) / dayMs;
}

export function addDaysToKey(dayKey: string, days: number): string {
  return dayKeyOf(dayNumberOf(dayKey) + days);
}

/** `months` later (or earlier), on the same day of the month or the month's last. */
export function addMonthsToKey(dayKey: string, months: number): string {
  const { year, month, day } = splitDayKey(dayKey);
  return dayInMonth(year, month + months, day);
}

/** Whole days from `fromKey` to `toKey`; negative when it is earlier. */
export function daysBetween(fromKey: string, toKey: string): number {
  return dayNumberOf(toKey) - dayNumberOf(fromKey);
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayIndex(dayKey: string): number {
  return new Date(`${dayKey}T00:00:00Z`).getUTCDay();
}

/** The day key of this day of a month (1–12, others run over into other years), clamped to its length. */
export function dayInMonth(year: number, month: number, day: number): string {
  const first = new Date(Date.UTC(year, month - 1, 1));
  const last = daysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1);
  first.setUTCDate(Math.min(Math.max(1, day), last));
  return dayKeyOf(first.getTime() / dayMs);
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Whether this is `YYYY-MM-DD` and such a day exists. */
export function isDayKey(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const { year, month, day } = splitDayKey(text);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function splitDayKey(dayKey: string): { year: number; month: number; day: number } {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = dayKey.split('-').map(Number);
  return { year, month, day };
}
