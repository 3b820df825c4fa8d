// Turns byte ranges found by json-scan.ts into JavaScript values. Anything of an unexpected kind
// is null or 0, never an error: transcripts are another program's internal format.
import { equalsAt } from './json-scan.ts';

const TRUE = new TextEncoder().encode('true');

/** The string in a range, or null when the range is absent or holds something else. */
export function readString(text: Buffer, start: number, end: number): string | null {
  if (start < 0 || text[start] !== 34) return null;
  let isAscii = true;
  for (let at = start + 1; at < end - 1; at++) {
    const byte = text[at] as number;
    if (byte === 92) return parseEscaped(text, start, end);
    if (byte > 126) isAscii = false;
  }
  return text.toString(isAscii ? 'latin1' : 'utf8', start + 1, end - 1);
}

function parseEscaped(text: Buffer, start: number, end: number): string | null {
  try {
    return JSON.parse(text.toString('utf8', start, end)) as string;
  } catch {
    return null;
  }
}

/** More tokens than any call can have; a larger number is garbage, and would spoil every sum. */
const MAX_COUNT = 1e12;

/**
 * A token count: whole, at least 0. What is none (null, text, a negative, a fraction below 1, more
 * than a million millions) counts as 0.
 */
export function readCount(text: Uint8Array, start: number, end: number): number {
  if (start < 0) return 0;
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = text[at] as number;
    if (byte < 48 || byte > 57)
      return byte === 46 || byte === 101 || byte === 69 ? slowCount(text, start, end) : 0;
    value = value * 10 + (byte - 48);
  }
  return value <= MAX_COUNT ? value : 0;
}

function slowCount(text: Uint8Array, start: number, end: number): number {
  const value = Number(Buffer.from(text.subarray(start, end)).toString('latin1'));
  return Number.isFinite(value) && value > 0 && value <= MAX_COUNT ? Math.floor(value) : 0;
}

export function isTrue(text: Uint8Array, start: number, end: number): boolean {
  return start >= 0 && end - start === 4 && equalsAt(text, start, TRUE);
}

/** Whether the range holds something other than null. */
export function isPresent(text: Uint8Array, start: number): boolean {
  return start >= 0 && text[start] !== 110;
}

/** The value of a range through JSON.parse: for small, rare objects. Null when it is broken. */
export function readJson(text: Buffer, start: number, end: number): unknown {
  if (start < 0) return null;
  try {
    return JSON.parse(text.toString('utf8', start, end));
  } catch {
    return null;
  }
}

const MAX_YEAR_9999_MS = 253_402_300_799_999;

/** Epoch milliseconds of an ISO-8601 time with `Z` or an offset; null when it is none. */
export function readInstant(text: Buffer, start: number, end: number): number | null {
  if (start < 0 || text[start] !== 34) return null;
  if (end - start === 26 && text[end - 2] === 90) {
    const fast = readUtcMillis(text, start + 1);
    if (fast !== null) return fast;
  }
  const value = Date.parse(text.toString('latin1', start + 1, end - 1));
  return Number.isFinite(value) && value > 0 && value <= MAX_YEAR_9999_MS ? value : null;
}

/** `2026-05-02T09:00:03.120Z` by arithmetic on the digits: Date.parse is ten times slower. */
function readUtcMillis(text: Uint8Array, at: number): number | null {
  const year = digits(text, at, 4);
  const month = digits(text, at + 5, 2);
  const day = digits(text, at + 8, 2);
  const hour = digits(text, at + 11, 2);
  const minute = digits(text, at + 14, 2);
  const second = digits(text, at + 17, 2);
  const millis = digits(text, at + 20, 3);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  if (millis < 0) return null;
  return (
    daysFromCivil(year, month, day) * 86_400_000 +
    ((hour * 60 + minute) * 60 + second) * 1000 +
    millis
  );
}

function digits(text: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = (text[i] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
