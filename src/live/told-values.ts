// Values out of JSON that somebody else wrote: what is not of the expected type is null, never a fault.
// Knows types, units and lengths; no field.
import { stripControl } from '../shared/sanitize.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Names, titles and ids are far shorter. */
const MAX_TEXT = 300;
/** A path that is cut leads nowhere: a longer one is left out. */
const MAX_PATH = 1_000;
const NANO_PER_USD = 1e9;
/** Above it a number of seconds would be past the year 5000: then it is milliseconds. */
const MAX_SECONDS = 1e11;

/** Null also for lists. */
export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : null;
}

/** At most 300 characters, without control characters; null when nothing is left. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (isPlain(value)) return value.slice(0, MAX_TEXT) || null;
  const text = stripControl(value.slice(0, 4 * MAX_TEXT)).slice(0, MAX_TEXT);
  // The second half of a pair may have been cut off.
  return text.replace(/[\ud800-\udbff]$/, '') || null;
}

/** As it stands; null when it is too long, or holds what does not belong on a screen. */
export function pathOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '' || value.length > MAX_PATH) return null;
  return isPlain(value) || stripControl(value) === value ? value : null;
}

/** Printable ASCII, as nearly always: spares the hot path the long expressions. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** Finite, and small enough to be exact. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null;
}

export function flagOf(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** USD as told → nano-USD. */
export function nanoUsdOf(value: unknown): number | null {
  const usd = numberOf(value);
  return usd === null ? null : numberOf(Math.round(usd * NANO_PER_USD));
}

/** Epoch seconds or milliseconds, or a date in words → epoch milliseconds. */
export function timeMsOf(value: unknown): number | null {
  if (typeof value === 'string') return numberOf(Date.parse(value));
  const time = numberOf(value);
  if (time === null || time <= 0) return null;
  return Math.round(time < MAX_SECONDS ? time * 1_000 : time);
}
