// Dates and moments as people type them. Knows the accepted forms and how to refuse the others with
// a suggestion; reads no clock of its own.

import { badDate } from './bad-date.ts';
import { addDaysToKey, addMonthsToKey, isDayKey } from './calendar.ts';
import type { Zone } from './zone.ts';

/**
 * The day key that `text` names in `zone`: `2026-11-21`, `20261121`, `today`, `yesterday`, `7d`,
 * `2 weeks`, `3 months ago` (counted back from today), or a timestamp (the day it falls on).
 * Throws `bad-date`.
 */
export function parseDay(text: string, zone: Zone, nowMs: number): string {
  const day = readDay(text, zone, nowMs);
  if (day !== null) return day;
  const atMs = readTimestamp(text, zone);
  if (atMs !== null) return zone.dayKey(atMs);
  throw badDate(text, 'day');
}

/**
 * The moment that `text` names: all that `parseDay` accepts (then the day's first instant), `now`,
 * `45s`, `30m`, `2h` (counted back from now) and timestamps such as `2026-11-21T14:30Z` or
 * `2026-11-21 14:30` (in `zone` when it names no offset). Throws `bad-date`.
 */
export function parseInstant(text: string, zone: Zone, nowMs: number): number {
  const word = text.trim().toLowerCase();
  if (word === 'now') return nowMs;
  const span = readSpan(word);
  const unitMs = span === null ? undefined : SPAN_MS[span.unit];
  if (span !== null && unitMs !== undefined) return nowMs - span.count * unitMs;
  const day = readDay(text, zone, nowMs);
  if (day !== null) return zone.startOfDay(day);
  const atMs = readTimestamp(text, zone);
  if (atMs !== null) return atMs;
  throw badDate(text, 'instant');
}

type SpanUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month';

const SPAN_UNITS: Readonly<Record<string, SpanUnit>> = {
  s: 'second',
  sec: 'second',
  second: 'second',
  m: 'minute',
  min: 'minute',
  minute: 'minute',
  h: 'hour',
  hour: 'hour',
  d: 'day',
  day: 'day',
  w: 'week',
  week: 'week',
  mo: 'month',
  month: 'month',
};

/** Spans that are counted from the moment; the others are counted in days. */
const SPAN_MS: Partial<Record<SpanUnit, number>> = { second: 1e3, minute: 6e4, hour: 36e5 };

function readDay(text: string, zone: Zone, nowMs: number): string | null {
  const word = text.trim().toLowerCase();
  const today = zone.dayKey(nowMs);
  if (word === 'today') return today;
  if (word === 'yesterday') return addDaysToKey(today, -1);

  const key = word.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (isDayKey(key)) return key;

  const span = readSpan(word);
  if (span?.unit === 'day') return addDaysToKey(today, -span.count);
  if (span?.unit === 'week') return addDaysToKey(today, -7 * span.count);
  if (span?.unit === 'month') return addMonthsToKey(today, -span.count);
  return null;
}

/** `7d`, `2 weeks`, `3 months ago`. At most five digits, so that every result is a real date. */
function readSpan(word: string): { count: number; unit: SpanUnit } | null {
  const match = /^(\d{1,4})\s*([a-z]+?)s?(?:\s+ago)?$/.exec(word);
  const unit = match?.[2] === undefined ? undefined : SPAN_UNITS[match[2]];
  return match === null || unit === undefined ? null : { count: Number(match[1]), unit };
}

const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

function readTimestamp(text: string, zone: Zone): number | null {
  const match = TIMESTAMP.exec(text.trim());
  if (match === null) return null;
  const [, day = '', hours, minutes, seconds = '0', fraction = '0', offset] = match;
  if (!isDayKey(day) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
    return null;
  }
  const ofDay = (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
  const wallMs =
    Date.parse(`${day}T00:00:00Z`) + ofDay + Math.floor(Number(`0.${fraction}`) * 1000);
  return offset === undefined ? wallToInstant(wallMs, zone) : wallMs - offsetMs(offset);
}

function offsetMs(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const size = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -size : size) * 60_000;
}

/** What the zone's clock shows as `wallMs` (as if UTC); in a skipped hour, as much later. */
function wallToInstant(wallMs: number, zone: Zone): number {
  const shownAt = (atMs: number): number =>
    Date.parse(`${zone.dateTime(atMs).replace(' ', 'T')}:00Z`) +
    (((atMs % 60_000) + 60_000) % 60_000);
  let atMs = wallMs;
  for (let round = 0; round < 2; round++) atMs += wallMs - shownAt(atMs);
  return atMs;
}
