// Dates as people type them: what is accepted, and what is suggested for the rest.
import { describe, expect, it } from 'vitest';
import { parseDay, parseInstant } from '../../src/shared/dates.ts';
import { TelltaleError } from '../../src/shared/errors.ts';
import { openZone } from '../../src/shared/zone.ts';

const berlin = openZone('Europe/Berlin');
/** Saturday, 21 November 2026, 00:30 in Berlin, still the 20th in UTC. */
const NOW = Date.parse('2026-11-20T23:30:00Z');
const HOUR = 3_600_000;

describe('parseDay', () => {
  it.each([
    ['2026-11-21', '2026-11-21'],
    ['20261121', '2026-11-21'],
    [' 2024-02-29 ', '2024-02-29'],
    ['today', '2026-11-21'],
    ['Today', '2026-11-21'],
    ['yesterday', '2026-11-20'],
    ['0d', '2026-11-21'],
    ['7d', '2026-11-14'],
    ['1 day', '2026-11-20'],
    ['7 days ago', '2026-11-14'],
    ['2w', '2026-11-07'],
    ['2 weeks', '2026-11-07'],
    ['1 month', '2026-10-21'],
    ['9mo', '2026-02-21'],
    ['3 months ago', '2026-08-21'],
    ['2026-11-20T23:30:00Z', '2026-11-21'],
    ['2026-11-20T23:30:00.000+01:00', '2026-11-20'],
    ['2026-11-20 23:30', '2026-11-20'],
  ])('%j is %s', (text, day) => {
    expect(parseDay(text, berlin, NOW)).toBe(day);
  });

  it('counts months back to a day that exists', () => {
    const endOfMay = Date.parse('2026-05-31T12:00:00Z');
    expect(parseDay('1 month', berlin, endOfMay)).toBe('2026-04-30');
    expect(parseDay('3 months', berlin, endOfMay)).toBe('2026-02-28');
  });

  it.each([
    ['2026-02-30', 'did you mean 2026-02-28?'],
    ['2025-02-29', 'did you mean 2025-02-28?'],
    ['20260231', 'did you mean 2026-02-28?'],
    ['2026-13-01', 'did you mean 2026-01-13?'],
    ['2026-00-10', 'did you mean 2026-01-10?'],
    ['2026/11/21', 'did you mean 2026-11-21?'],
    ['2026-1-5', 'did you mean 2026-01-05?'],
    ['21.11.2026', 'did you mean 2026-11-21?'],
    ['11/21/2026', 'did you mean 2026-11-21?'],
    ['26-11-21', 'did you mean 2026-11-21?'],
    ['yesteday', 'did you mean yesterday?'],
    ['todya', 'did you mean today?'],
    ['tomorrow', 'did you mean today?'],
    ['7', 'did you mean 7d?'],
    ['7 dyas', 'did you mean "7 days"?'],
    ['last 2 weeks', 'did you mean "2 weeks"?'],
    ['-7d', 'did you mean "7 days"?'],
    ['2h', 'did you mean today?'],
    ['', 'write it as YYYY-MM-DD'],
    ['whenever', 'write it as YYYY-MM-DD'],
    ['99999999999', 'write it as YYYY-MM-DD'],
  ])('refuses %j: %s', (text, next) => {
    const error = refusal(() => parseDay(text, berlin, NOW));
    expect(error.code).toBe('bad-date');
    expect(error.message).toBe(`"${text}" is not a date`);
    expect(error.why).toContain('2026-11-21, 20261121, today, yesterday, 7d');
    expect(error.next).toBe(next);
  });
});

describe('parseInstant', () => {
  it.each([
    ['now', '2026-11-20T23:30:00Z'],
    ['2h', '2026-11-20T21:30:00Z'],
    ['30m', '2026-11-20T23:00:00Z'],
    ['45 s', '2026-11-20T23:29:15Z'],
    ['90 minutes ago', '2026-11-20T22:00:00Z'],
    ['today', '2026-11-20T23:00:00Z'],
    ['7d', '2026-11-13T23:00:00Z'],
    ['2026-07-01', '2026-06-30T22:00:00Z'],
    ['2026-11-21T14:30:15.25Z', '2026-11-21T14:30:15.250Z'],
    ['2026-11-21T14:30:00.123456+00:00', '2026-11-21T14:30:00.123Z'],
    ['2026-11-21T14:30+05:45', '2026-11-21T08:45:00Z'],
    ['2026-11-21T14:30-0330', '2026-11-21T18:00:00Z'],
    ['2026-11-21 14:30', '2026-11-21T13:30:00Z'],
    ['2026-07-21T14:30:59', '2026-07-21T12:30:59Z'],
    // Skipped by the clock change: as much later. Twice: the first or the second, but that hour.
    ['2026-03-29 02:30', '2026-03-29T01:30:00Z'],
    ['2026-03-29 03:00', '2026-03-29T01:00:00Z'],
    ['2026-10-25 03:00', '2026-10-25T02:00:00Z'],
  ])('%j is %s', (text, iso) => {
    expect(new Date(parseInstant(text, berlin, NOW)).toISOString()).toBe(
      new Date(iso).toISOString(),
    );
  });

  it('reads back what dateTime shows, at every hour of a year', () => {
    for (let ms = Date.parse('2026-01-01'); ms < Date.parse('2027-01-01'); ms += HOUR) {
      const shown = berlin.dateTime(ms);
      expect(berlin.dateTime(parseInstant(shown, berlin, NOW))).toBe(shown);
    }
  });

  it.each([
    ['2026-11-21T25:00', 'did you mean 2026-11-21?'],
    ['2026-02-30T10:00Z', 'did you mean 2026-02-28?'],
    ['soon', 'write it as YYYY-MM-DD'],
  ])('refuses %j: %s', (text, next) => {
    const error = refusal(() => parseInstant(text, berlin, NOW));
    expect(error.next).toBe(next);
    expect(error.why).toContain('2h, 30m');
  });
});

function refusal(run: () => unknown): TelltaleError {
  try {
    run();
  } catch (error) {
    if (error instanceof TelltaleError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
