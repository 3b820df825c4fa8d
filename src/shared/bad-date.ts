// The refusal of a date: what was seen, what is accepted, and the nearest thing that would be.
// Knows usual slips; knows no zone and no clock.
import { dayInMonth, isDayKey } from './calendar.ts';
import { TelltaleError } from './errors.ts';
import { nearestName } from './nearest.ts';

const DAY_FORMS = '2026-11-21, 20261121, today, yesterday, 7d, "2 weeks" or "3 months"';

export function badDate(seen: string, wanted: 'day' | 'instant'): TelltaleError {
  const forms = wanted === 'day' ? DAY_FORMS : `${DAY_FORMS}, 2h, 30m or 2026-11-21T14:30`;
  const suggestion = suggestDate(seen.trim(), wanted);
  return new TelltaleError('bad-date', {
    what: `"${seen}" is not a date`,
    why: `accepted forms: ${forms}`,
    next: suggestion === null ? 'write it as YYYY-MM-DD' : `did you mean ${suggestion}?`,
  });
}

/** The refusal of a span of days, both included, that holds none. */
export function endsBeforeItBegins(since: string, until: string): TelltaleError {
  return new TelltaleError('bad-date', {
    what: `--since ${since} is later than --until ${until}`,
    next: `use --since ${until} --until ${since}, or leave one out`,
  });
}

/** The accepted form that `seen` most likely meant, or null. */
export function suggestDate(seen: string, wanted: 'day' | 'instant' = 'day'): string | null {
  if (/^\d{1,3}$/.test(seen)) return `${seen}d`;
  const minutes = /^(\d{1,4})\s*(?:m|mins?|minutes?|h|hours?)$/i.exec(seen);
  if (minutes !== null && wanted === 'day') return 'today';
  return suggestCalendarDate(seen) ?? suggestSpan(seen) ?? suggestWord(seen);
}

/** Another order or separator, or a day that the month does not have. */
function suggestCalendarDate(seen: string): string | null {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(seen);
  const parts =
    compact?.slice(1) ?? /^(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})(?!\d)/.exec(seen)?.slice(1);
  if (parts === undefined) return null;
  const [a = 0, b = 0, c = 0] = parts.map(Number);
  if (a >= 1000) return toDay(a, b, c);
  if (c >= 1000) return b > 12 ? toDay(c, a, b) : toDay(c, b, a);
  return a < 100 && c < 100 ? toDay(2000 + a, b, c) : null;
}

function toDay(year: number, month: number, day: number): string | null {
  if (month > 12 && day <= 12) return toDay(year, day, month);
  const key = dayInMonth(year, Math.min(12, Math.max(1, month)), day);
  return isDayKey(key) ? key : null;
}

function suggestSpan(seen: string): string | null {
  const match = /^(?:last\s+|past\s+|-)?(\d{1,4})\s*-?\s*([a-z]{1,8})/i.exec(seen);
  if (match === null) return null;
  const typed = (match[2] ?? '').toLowerCase();
  const units = ['days', 'weeks', 'months'];
  const unit = units.find((name) => name.startsWith(typed)) ?? nearestName(typed, units);
  return unit === null ? null : `"${match[1]} ${unit}"`;
}

function suggestWord(seen: string): string | null {
  if (/^tomorrow$/i.test(seen)) return 'today';
  return nearestName(seen, ['today', 'yesterday']);
}
