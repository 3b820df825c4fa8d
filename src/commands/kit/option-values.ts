// The values of flags that many commands share: a text, a count, a moment. Knows how they are written
// and refused; nothing of what a command does with them.
import type { QueryContext } from '../../query/context.ts';
import { parseInstant } from '../../shared/dates.ts';
import { TelltaleError } from '../../shared/errors.ts';

/** Undefined: not given. An empty value is refused before any command runs. */
export function textOption(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * A whole number of at least 1, without a sign or a point; `fallback` when it is not given. `command`
 * is the command line that the flag goes with.
 *
 * @throws TelltaleError `usage`
 */
export function countOption(
  flag: string,
  value: unknown,
  { fallback, command }: { readonly fallback: number; readonly command: string },
): number {
  const text = String(value ?? fallback);
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new TelltaleError('usage', {
    what: `${flag} got "${text}"`,
    why: 'it takes a whole number of at least 1',
    next: `${command} ${flag} ${fallback}`,
  });
}

/**
 * A count of tokens, also as `150k`, `1.5M` or `150,000`; undefined: not given. `example` is a command
 * line that works.
 *
 * @throws TelltaleError `usage`
 */
export function tokensOption(flag: string, value: unknown, example: string): number | undefined {
  const text = textOption(value);
  if (text === undefined) return undefined;
  const match = /^(\d{1,9}(?:\.\d{1,3})?)([kKmM]?)$/.exec(text.replaceAll(/[,_]/g, ''));
  const factor = { '': 1, k: 1e3, m: 1e6 }[match?.[2]?.toLowerCase() ?? ''] ?? 1;
  const tokens = Math.round(Number(match?.[1]) * factor);
  if (match !== null && tokens >= 1 && tokens <= 1e9) return tokens;
  throw new TelltaleError('usage', {
    what: `${flag} got "${text}"`,
    why: 'it takes a number of tokens',
    next: example,
  });
}

/**
 * The first moment of a period in epoch ms; undefined: not given.
 *
 * @throws TelltaleError `bad-date`
 */
export function sinceOption(value: unknown, { zone, now }: QueryContext): number | undefined {
  const text = textOption(value);
  return text === undefined ? undefined : parseInstant(text, zone, now());
}

/**
 * The last moment of a period in epoch ms: of a day its last one, so that it counts whole; undefined: not
 * given.
 *
 * @throws TelltaleError `bad-date`
 */
export function untilOption(value: unknown, { zone, now }: QueryContext): number | undefined {
  const text = textOption(value);
  if (text === undefined) return undefined;
  const atMs = parseInstant(text, zone, now());
  const day = zone.dayKey(atMs);
  const isDay = zone.startOfDay(day) === atMs && !/\d:\d/.test(text);
  return isDay ? zone.startOfDay(zone.addDays(day, 1)) - 1 : atMs;
}
