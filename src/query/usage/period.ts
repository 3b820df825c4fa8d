// The days a usage question is limited to, and the quarters of an hour they span. Knows dates and
// the zone; knows no calls.
import { QUARTER_MS } from '../../model/quarter.ts';
import { endsBeforeItBegins } from '../../shared/bad-date.ts';
import { addDaysToKey, addMonthsToKey } from '../../shared/calendar.ts';
import { parseDay } from '../../shared/dates.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { startOfWeek, type Weekday, type Zone } from '../../shared/zone.ts';
import type { UsageQuestion } from './question.ts';

export interface UsagePeriod {
  /** Day keys, both included; null: not limited. */
  readonly since: string | null;
  readonly until: string | null;
  readonly fromQuarter: number | null;
  /** Not included. */
  readonly toQuarter: number | null;
}

/** Throws `bad-date` for what is no date, and for an end before the beginning. */
export function readPeriod(
  question: UsageQuestion,
  weekStart: Weekday,
  zone: Zone,
  nowMs: number,
): UsagePeriod {
  const since =
    question.last === undefined
      ? readDay(question.since, zone, nowMs)
      : firstDayOf(question.groupBy, question.last, weekStart, zone.dayKey(nowMs));
  const until = readDay(question.until, zone, nowMs);
  if (since !== null && until !== null && since > until) throw endsBeforeItBegins(since, until);
  return {
    since,
    until,
    fromQuarter: since === null ? null : firstQuarterOf(since, zone),
    toQuarter: until === null ? null : firstQuarterOf(zone.addDays(until, 1), zone),
  };
}

/** The quarter that a local day begins with. Throws `bad-timezone` where days begin between two. */
export function firstQuarterOf(dayKey: string, zone: Zone): number {
  const quarter = zone.startOfDay(dayKey) / QUARTER_MS;
  if (Number.isInteger(quarter)) return quarter;
  throw new TelltaleError('bad-timezone', {
    what: `days of the time zone "${zone.name}" do not begin on a quarter of an hour`,
    why: 'calls are summed by quarters of an hour, which holds for every zone in use',
    next: 'use an IANA name such as Europe/Berlin, or an offset such as +05:30 or +05:45',
  });
}

function readDay(text: string | undefined, zone: Zone, nowMs: number): string | null {
  return text === undefined ? null : parseDay(text, zone, nowMs);
}

function firstDayOf(groupBy: string, last: number, weekStart: Weekday, today: string): string {
  if (groupBy === 'monthly') return addMonthsToKey(`${today.slice(0, 7)}-01`, 1 - last);
  if (groupBy === 'weekly') return addDaysToKey(startOfWeek(today, weekStart), 7 * (1 - last));
  return addDaysToKey(today, 1 - last);
}
