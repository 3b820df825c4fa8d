// The offset of local time from UTC at an instant, for the system's zone, a named one or a fixed
// one. Knows how to ask the runtime rarely; knows nothing of days or weeks.

/** Local time minus UTC, in ms. */
export type OffsetAt = (atMs: number) => number;

import { dayMs } from './calendar.ts';

/** The system's zone, asked through Date: it honours `TZ` and loads no locale data. */
export function systemOffset(): OffsetAt {
  return cached((atMs) => -new Date(atMs).getTimezoneOffset() * 60_000);
}

/** The zone with this IANA name, or null when the runtime does not know it. */
export function namedOffset(name: string): { name: string; offsetAt: OffsetAt } | null {
  const format = openFormat(name);
  if (format === null) return null;
  return {
    name: spelling(name, format.resolvedOptions().timeZone),
    offsetAt: cached((atMs) => parseOffset(format.format(atMs))),
  };
}

/** As typed where the runtime knows the zone by an older name (`Asia/Katmandu`), else as usual. */
function spelling(typed: string, usual: string): string {
  const isSameName = typed.toLowerCase() === usual.toLowerCase();
  return isSameName || !/^[A-Z]/.test(typed) ? usual : typed;
}

/** `UTC`, `Z`, `+05:30`, `-0800`; null for anything else. */
export function fixedOffset(name: string): OffsetAt | null {
  if (/^(utc|z)$/i.test(name)) return () => 0;
  const match = /^([+-])(\d{2}):?([0-5]\d)$/.exec(name);
  if (match === null || Number(match[2]) > 23) return null;
  const offset = toMs(match[1], match[2], match[3], undefined);
  return () => offset;
}

/**
 * Remembers the offset of each UTC day: one number where both ends agree, else also the moment of
 * the change. Two changes that cancel out within one UTC day are not seen; no zone has had them
 * since 1970.
 */
function cached(ask: OffsetAt): OffsetAt {
  const days = new Map<number, { before: number; changeMs: number; after: number }>();
  return (atMs) => {
    const day = Math.floor(atMs / dayMs);
    let entry = days.get(day);
    if (entry === undefined) {
      entry = offsetsOfDay(day * dayMs, ask);
      days.set(day, entry);
    }
    return atMs < entry.changeMs ? entry.before : entry.after;
  };
}

function offsetsOfDay(startMs: number, ask: OffsetAt) {
  if (!Number.isFinite(startMs)) throw new RangeError('an instant must be a finite number of ms');
  const before = ask(startMs);
  const after = ask(startMs + dayMs - 1);
  if (before === after) return { before, changeMs: startMs, after };

  let [low, high] = [startMs, startMs + dayMs - 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (ask(middle) === before) low = middle;
    else high = middle;
  }
  return { before, changeMs: high, after };
}

function openFormat(name: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
}

/** Reads the end of `11/21/2026, GMT+05:45`; `GMT` alone is no offset. */
function parseOffset(formatted: string): number {
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(formatted);
  return match === null ? 0 : toMs(match[1], match[2], match[3], match[4]);
}

function toMs(
  sign: string | undefined,
  hours: string | undefined,
  minutes: string | undefined,
  seconds: string | undefined,
): number {
  const size = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds ?? 0) * 1000;
  return sign === '-' ? -size : size;
}
