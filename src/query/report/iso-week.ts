// Weeks as ISO 8601 counts them. Knows day keys only.
import { addDaysToKey, daysBetween, weekdayIndex } from '../../shared/calendar.ts';

/** `2026-W14`: weeks begin on Monday and belong to the year of their Thursday. */
export function isoWeekOf(dayKey: string): string {
  const thursday = addDaysToKey(dayKey, 3 - ((weekdayIndex(dayKey) + 6) % 7));
  const year = thursday.slice(0, thursday.indexOf('-'));
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
