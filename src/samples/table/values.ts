// Readers of single values in a table: times, token counts, tools, switches. Each throws with the
// line, the text seen and the forms it takes.
import type { ToolSpec } from '../writer/tools.ts';
import { type Arguments, TableError } from './grammar.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

export interface Clock {
  /** Midnight UTC of the table's day. */
  readonly dayMs: number;
  /** The last time a line stated. */
  readonly lastMs: number;
  /** What `now` means; absent when the caller gave none. */
  readonly nowMs: number | undefined;
}

/** `09:00`, `09:00:04.250`, `+30s` after the line before, `now-2h`, an ISO timestamp. */
export function isTime(word: string): boolean {
  return /^(\d{1,2}:\d{2}|\+\d|now$|now-\d|\d{4}-\d{2}-\d{2}T)/.test(word);
}

export function parseTime(word: string, clock: Clock, line: number): number {
  const clockTime = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/.exec(word);
  if (clockTime) return clock.dayMs + clockMs(clockTime);
  if (word.startsWith('+')) return clock.lastMs + parseDuration(word.slice(1), line);
  if (word.startsWith('now')) return fromNow(word, clock, line);
  const instant = Date.parse(word);
  if (!Number.isNaN(instant)) return instant;
  throw new TableError(
    line,
    `"${word}" is no time; expected 09:00, 09:00:04.250, +30s, now-2h or 2026-11-20T09:00:00Z`,
  );
}

/** Milliseconds of `250ms`, `30s`, `5m`, `2h`, `1d`. */
export function parseDuration(word: string, line: number): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(word);
  const unitMs = UNIT_MS[match?.[2] ?? ''];
  if (!match || unitMs === undefined) {
    throw new TableError(line, `"${word}" is no duration; expected 250ms, 30s, 5m, 2h or 1d`);
  }
  return Math.round(Number(match[1]) * unitMs);
}

/** Midnight UTC of `2026-11-20`. */
export function parseDate(word: string, line: number): number {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(word) ? Date.parse(`${word}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(instant))
    throw new TableError(line, `"${word}" is no date; expected 2026-11-20`);
  return instant;
}

/** `700`, `22k`, `1.5M`; absent gives the fallback. */
export function parseCount(args: Arguments, name: string, line: number, fallback = 0): number {
  const word = args.values.get(name);
  if (word === undefined) return fallback;
  const match = /^(\d[\d_]*(?:\.\d+)?)([kM]?)$/.exec(word);
  if (!match) {
    throw new TableError(
      line,
      `${name} "${word}" is no count; expected a number such as 700, 22k or 1.5M`,
    );
  }
  const factor = match[2] === 'M' ? 1_000_000 : match[2] === 'k' ? 1000 : 1;
  return Math.round(Number((match[1] as string).replaceAll('_', '')) * factor);
}

export function parseSwitch(args: Arguments, name: string, line: number): boolean | undefined {
  const word = args.values.get(name);
  if (word === undefined) return undefined;
  if (word === 'yes') return true;
  if (word === 'no') return false;
  throw new TableError(line, `${name} "${word}" is no switch; expected yes or no`);
}

export function parseChoice<T extends string>(
  args: Arguments,
  name: string,
  line: number,
  choices: readonly T[],
): T | undefined {
  const word = args.values.get(name);
  if (word === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === word);
  if (choice !== undefined) return choice;
  throw new TableError(line, `${name} "${word}" is not one of ${choices.join(', ')}`);
}

/** `null` and texts; absent gives undefined. */
export function parseNullable(args: Arguments, name: string): string | null | undefined {
  const word = args.values.get(name);
  return word === 'null' ? null : word;
}

/**
 * `Bash,Read:src/a.ts,Grep*20k,Edit!`: name, subject, characters of its result, failure; `Edit!rejected`
 * by the person, `Edit^:src/a.ts` with the same input again.
 */
export function parseTools(word: string | undefined, line: number): ToolSpec[] {
  if (word === undefined) return [];
  return word.split(',').map((part) => {
    const match = /^([A-Za-z_][\w-]*)(\^?)(?::([^*!]*))?(?:\*(\d+)(k?))?(!?|!rejected)$/.exec(part);
    if (!match) {
      throw new TableError(
        line,
        `"${part}" is no tool; expected Name, Name:subject, Name*20k or Name!`,
      );
    }
    const [, name = '', again, subject, size, kilo, fails] = match;
    return {
      name,
      subject,
      resultChars: size === undefined ? undefined : Number(size) * (kilo === 'k' ? 1000 : 1),
      fails: fails === '!',
      rejected: fails === '!rejected',
      again: again === '^',
    };
  });
}

function clockMs(match: RegExpExecArray): number {
  const [, hours, minutes, seconds = '0', fraction = '0'] = match;
  return (
    Number(hours) * 3_600_000 +
    Number(minutes) * 60_000 +
    Number(seconds) * 1000 +
    Number(fraction.padEnd(3, '0'))
  );
}

function fromNow(word: string, clock: Clock, line: number): number {
  if (clock.nowMs === undefined) {
    throw new TableError(line, `"${word}" needs the option nowMs of buildTranscript`);
  }
  return word === 'now' ? clock.nowMs : clock.nowMs - parseDuration(word.slice(4), line);
}
