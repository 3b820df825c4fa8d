// Numbers, money, durations and shares as the text people read. Knows rounding and units; knows no
// zone, no colour and no layout. Null and NaN are unknown and shown as `–`, never as 0.
import { splitDayKey, weekdayIndex } from './calendar.ts';

/** Shown for every unknown value. */
export const UNKNOWN = '–';

export { formatBar, formatSparkline } from './bars.ts';

type Unknowable = number | null | undefined;

/**
 * Tokens: exact below 10,000 (`9,999`), then rounded half up to `10k`, `212k`, and from 999,500 on
 * `1.0M`, `99.9M`, `212M`, `1.2B`. A round million is `1M`.
 */
export function formatTokens(tokens: Unknowable): string {
  if (!isKnown(tokens)) return UNKNOWN;
  if (tokens < 0) return `-${formatTokens(-tokens)}`;
  if (tokens < 9_999.5) return formatInteger(tokens);
  if (tokens < 999_500) return `${Math.round(tokens / 1e3)}k`;
  if (tokens < 999_500_000) return `${shortDecimal(tokens / 1e6)}M`;
  return `${groupDigits(shortDecimal(tokens / 1e9))}B`;
}

/** Whole numbers with thousands separators: `1,204`. Rounds half away from zero. */
export function formatInteger(value: Unknowable): string {
  if (!isKnown(value)) return UNKNOWN;
  const whole = Math.round(Math.abs(value));
  return `${value < 0 && whole > 0 ? '-' : ''}${groupDigits(whole.toFixed(0))}`;
}

/**
 * Nano-dollars in dollars and cents: `$12.40`, `$1,204.50`, `-$0.07`. Rounds half away from zero; an
 * amount that is not zero is never shown as `$0.00` but as `<$0.01` (`>-$0.01` below zero).
 */
export function formatUsd(nanoUsd: Unknowable): string {
  if (!isKnown(nanoUsd)) return UNKNOWN;
  const cents = Math.floor((Math.abs(nanoUsd) + 5_000_000) / 10_000_000);
  if (cents === 0 && nanoUsd !== 0) return nanoUsd < 0 ? '>-$0.01' : '<$0.01';
  const dollars = groupDigits(String(Math.floor(cents / 100)));
  return `${nanoUsd < 0 ? '-' : ''}$${dollars}.${String(cents % 100).padStart(2, '0')}`;
}

/** Nano-dollars to the last digit, with at least cents: `$0.001234567`, `$12.40`. */
export function formatUsdExact(nanoUsd: Unknowable): string {
  if (!isKnown(nanoUsd)) return UNKNOWN;
  const size = Math.abs(nanoUsd);
  const dollars = groupDigits(String(Math.floor(size / 1e9)));
  const digits = String(Math.round(size % 1e9)).padStart(9, '0');
  return `${nanoUsd < 0 ? '-' : ''}$${dollars}.${digits.replace(/0{1,7}$/, '')}`;
}

/**
 * A stretch of time in its two largest units, cut off, not rounded, so that no more is promised than
 * is left: `14 s`, `14 m`, `2 h 14 m`, `3 d 4 h`. Zero units are left out (`2 h`). Below one second
 * `<1 s`; nothing or less is `0 s`.
 */
export function formatDuration(durationMs: Unknowable): string {
  if (!isKnown(durationMs)) return UNKNOWN;
  if (durationMs <= 0) return '0 s';
  if (durationMs < 1000) return '<1 s';
  const seconds = Math.floor(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return withRest(`${hours} h`, minutes % 60, 'm');
  return withRest(`${groupDigits(String(Math.floor(hours / 24)))} d`, hours % 24, 'h');
}

/** How long ago: `14 s ago`, `2 h 14 m ago`, `3 d ago`; below one second and in the future `now`. */
export function formatAge(ageMs: Unknowable): string {
  if (!isKnown(ageMs)) return UNKNOWN;
  if (ageMs < 1000) return 'now';
  const dayMs = 86_400_000;
  const shown = ageMs >= dayMs ? Math.floor(ageMs / dayMs) * dayMs : ageMs;
  return `${formatDuration(shown)} ago`;
}

/**
 * A ratio (0–1) in percent: `41 %`, with one digit `97.1 %`. Rounds half away from zero, but what is
 * neither nothing nor all never looks so: `<1 %`, `>99 %`. Above all it goes on: `107 %`.
 */
export function formatPercent(ratio: Unknowable, digits: 0 | 1 = 0): string {
  if (!isKnown(ratio)) return UNKNOWN;
  const scale = digits === 0 ? 1 : 10;
  const steps = roundHalfAway(ratio * 100 * scale);
  if (ratio > 0 && steps === 0) return digits === 0 ? '<1 %' : '<0.1 %';
  if (ratio < 1 && steps === 100 * scale) return digits === 0 ? '>99 %' : '>99.9 %';
  return `${signless(steps / scale, digits)} %`;
}

/** How many times: `1.07 ×`, `5.6 ×` with one digit. */
export function formatFactor(factor: Unknowable, digits = 2): string {
  return isKnown(factor) ? `${signless(factor, digits)} ×` : UNKNOWN;
}

/** `1 call`, `2 calls`, `1,204 calls`; the plural is the word with an s unless it is given. */
export function formatCount(count: Unknowable, word: string, plural = `${word}s`): string {
  return `${formatInteger(count)} ${count === 1 ? word : plural}`;
}

/** A day key as people write it: `21 Nov`; `21 Nov 2025` outside the year of `nearDayKey`. */
export function formatDay(dayKey: string, nearDayKey = dayKey): string {
  const { year, month, day } = splitDayKey(dayKey);
  const short = `${day} ${MONTHS[month - 1] ?? ''}`;
  return dayKey.slice(0, 4) === nearDayKey.slice(0, 4) ? short : `${short} ${year}`;
}

/** `Mon` */
export function formatWeekday(dayKey: string): string {
  return DAYS[weekdayIndex(dayKey)] ?? '';
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function isKnown(value: Unknowable): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Three digits at most: `1.9`, `99.9`, `212`, and a whole number without a zero behind it. */
function shortDecimal(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.round(value * 10) < 1000 ? roundTo(value, 1) : roundTo(value, 0);
}

function roundTo(value: number, digits: number): string {
  const scale = 10 ** digits;
  return (roundHalfAway(value * scale) / scale).toFixed(digits);
}

/** As `roundTo`, without the sign of a negative zero. */
function signless(value: number, digits: number): string {
  const text = roundTo(value, digits);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** Half away from zero; the small step undoes binary fractions such as 1.005 × 100 = 100.49999. */
function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) * (1 + Number.EPSILON) + 0.5);
}

function withRest(text: string, rest: number, unit: string): string {
  return rest === 0 ? text : `${text} ${rest} ${unit}`;
}

function groupDigits(digits: string): string {
  return digits.length <= 3 ? digits : digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
