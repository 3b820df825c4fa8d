// Local days, weeks, months and clock times in one time zone. Knows offsets and the calendar; does
// not know what is being counted, and reads no clock.
import { addDaysToKey, dayKeyOf, dayMs, WEEKDAYS, type Weekday, weekdayIndex } from './calendar.ts';
import { TelltaleError } from './errors.ts';
import { nearestName } from './nearest.ts';
import { fixedOffset, namedOffset, type OffsetAt, systemOffset } from './zone-offset.ts';

export type { Weekday } from './calendar.ts';

export interface Zone {
  /** IANA name, `UTC`, or an offset such as `+05:45`. */
  readonly name: string;
  /** `2026-11-21` */
  dayKey(atMs: number): string;
  /** `2026-11` */
  monthKey(atMs: number): string;
  /** Day key of the first day of the week that `atMs` falls in. */
  weekKey(atMs: number, weekStart: Weekday): string;
  /** Epoch ms of the day's first instant: midnight, or the clock change that skips it. */
  startOfDay(dayKey: string): number;
  addDays(dayKey: string, days: number): string;
  /** `21:00` */
  hourMinute(atMs: number): string;
  /** `2026-11-21 21:00` */
  dateTime(atMs: number): string;
}

/**
 * The zone with this name, or the system's (which honours `TZ`) without one. A function that finds
 * the system's name cheaply spares the 10 ms of loading locale data: for that name, and for a named
 * zone that is the system's anyway. Throws `bad-timezone` for a name that this Node does not know.
 */
export function openZone(name?: string, findSystemName: () => string | null = () => null): Zone {
  if (name === undefined || (name !== 'UTC' && name === findSystemName())) {
    return buildZone(() => name ?? findSystemName() ?? runtimeZoneName(), systemOffset());
  }
  const fixed = fixedOffset(name);
  if (fixed !== null) return buildZone(() => (isUtc(name) ? 'UTC' : name), fixed);
  const named = namedOffset(name);
  if (named === null) throw unknownZone(name);
  return buildZone(() => named.name, named.offsetAt);
}

function buildZone(nameOf: () => string, offsetAt: OffsetAt): Zone {
  const keys = new Map<number, string>();
  const localMs = (atMs: number): number => atMs + offsetAt(atMs);

  const dayKey = (atMs: number): string => {
    const day = Math.floor(localMs(atMs) / dayMs);
    let key = keys.get(day);
    if (key === undefined) {
      key = dayKeyOf(day);
      keys.set(day, key);
    }
    return key;
  };
  const hourMinute = (atMs: number): string => {
    const minutes = Math.floor(localMs(atMs) / 60_000) % 1440;
    const ofDay = minutes < 0 ? minutes + 1440 : minutes;
    return `${twoDigits(Math.floor(ofDay / 60))}:${twoDigits(ofDay % 60)}`;
  };

  return {
    get name() {
      return nameOf();
    },
    dayKey,
    monthKey: (atMs) => dayKey(atMs).slice(0, -3),
    weekKey: (atMs, weekStart) => startOfWeek(dayKey(atMs), weekStart),
    startOfDay: (key) => firstInstant(Date.parse(`${key}T00:00:00Z`), offsetAt),
    addDays: addDaysToKey,
    hourMinute,
    dateTime: (atMs) => `${dayKey(atMs)} ${hourMinute(atMs)}`,
  };
}

/** Day key of the first day of the week that holds `dayKey`. */
export function startOfWeek(dayKey: string, weekStart: Weekday): string {
  return addDaysToKey(dayKey, -((weekdayIndex(dayKey) - WEEKDAYS.indexOf(weekStart) + 7) % 7));
}

/** The first instant whose local clock shows `wallMs` (ms as if UTC) or later. */
function firstInstant(wallMs: number, offsetAt: OffsetAt): number {
  if (Number.isNaN(wallMs)) throw new RangeError('startOfDay needs a day key YYYY-MM-DD');
  const before = offsetAt(wallMs - dayMs);
  const after = offsetAt(wallMs + dayMs);
  const early = wallMs - Math.max(before, after);
  const late = wallMs - Math.min(before, after);
  if (early + offsetAt(early) === wallMs) return early;
  if (late + offsetAt(late) === wallMs) return late;

  // The clock jumps over midnight somewhere between the two.
  let [low, high] = [early, late];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle + offsetAt(middle) >= wallMs) high = middle;
    else low = middle;
  }
  return high;
}

/** For a `TZ` that is no zone, Date counts in UTC and Node 20 tells no name. */
function runtimeZoneName(): string {
  const name: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return name === undefined || name === 'Etc/Unknown' ? 'UTC' : name;
}

function unknownZone(name: string): TelltaleError {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const wanted = name.toLowerCase().replace(/\s+/g, '_');
  const sameCity = known.find((zone) => zone.toLowerCase().endsWith(`/${wanted}`));
  const nearest = sameCity ?? nearestName(name, known);
  return new TelltaleError('bad-timezone', {
    what: `the time zone "${name}" is not known`,
    why: 'a time zone is an IANA name such as Europe/Berlin, UTC, or an offset such as +05:30',
    next: nearest === null ? 'use an IANA name, such as Europe/Berlin' : `did you mean ${nearest}?`,
  });
}

function isUtc(name: string): boolean {
  return /^(utc|z)$/i.test(name);
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
