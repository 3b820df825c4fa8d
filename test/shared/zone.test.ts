// Days, weeks and clock times in zones with odd offsets and clock changes at midnight.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TelltaleError } from '../../src/shared/errors.ts';
import { openZone } from '../../src/shared/zone.ts';

const at = (iso: string): number => Date.parse(iso);

describe('dayKey, monthKey, dateTime', () => {
  it.each([
    ['UTC', '2026-11-21T23:59:59.999Z', '2026-11-21 23:59'],
    ['Europe/Berlin', '2026-11-21T23:00:00Z', '2026-11-22 00:00'],
    ['Europe/Berlin', '2026-07-31T22:00:00Z', '2026-08-01 00:00'],
    ['America/New_York', '2026-01-01T04:59:59Z', '2025-12-31 23:59'],
    ['Asia/Kathmandu', '2026-11-21T18:15:00Z', '2026-11-22 00:00'],
    ['Asia/Kathmandu', '2026-11-21T18:14:59Z', '2026-11-21 23:59'],
    ['Australia/Lord_Howe', '2026-01-01T13:00:00Z', '2026-01-02 00:00'],
    ['Asia/Kolkata', '2026-11-21T18:30:00Z', '2026-11-22 00:00'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29 23:59'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31 00:00'],
    ['America/Sao_Paulo', '2018-11-04T02:59:59Z', '2018-11-03 23:59'],
    ['America/Sao_Paulo', '2018-11-04T03:00:00Z', '2018-11-04 01:00'],
    ['Africa/Monrovia', '1971-12-31T23:59:00Z', '1971-12-31 23:14'],
    ['+05:45', '2026-11-21T18:15:00Z', '2026-11-22 00:00'],
    ['-0330', '2026-11-21T03:29:00Z', '2026-11-20 23:59'],
    ['UTC', '1969-12-31T23:59:59Z', '1969-12-31 23:59'],
  ])('%s %s is %s', (name, iso, shown) => {
    const zone = openZone(name);
    expect(zone.dateTime(at(iso))).toBe(shown);
    expect(zone.dayKey(at(iso))).toBe(shown.slice(0, 10));
    expect(zone.monthKey(at(iso))).toBe(shown.slice(0, 7));
    expect(zone.hourMinute(at(iso))).toBe(shown.slice(11));
  });

  it('agrees with the locale library at every hour around the changes of a year', () => {
    for (const name of ['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Gaza']) {
      const zone = openZone(name);
      const oracle = new Intl.DateTimeFormat('sv-SE', {
        timeZone: name,
        dateStyle: 'short',
        timeStyle: 'short',
      });
      for (let ms = at('2026-01-01T00:10:00Z'); ms < at('2027-01-01'); ms += 50 * 60_000) {
        expect(zone.dateTime(ms)).toBe(oracle.format(ms));
      }
    }
  });

  it('refuses an instant that is no number', () => {
    expect(() => openZone('Europe/Berlin').dayKey(Number.NaN)).toThrow(RangeError);
    expect(() => openZone().dayKey(Number.NaN)).toThrow(RangeError);
    expect(() => openZone('UTC').dayKey(Number.NaN)).toThrow(RangeError);
  });
});

describe('startOfDay', () => {
  it.each([
    ['UTC', '2026-11-21', '2026-11-21T00:00:00Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00Z'],
    // No midnight: the clock goes from 23:59 to 01:00.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z'],
    // 23:00–23:59 happens twice; midnight once.
    ['America/Sao_Paulo', '2018-02-18', '2018-02-18T03:00:00Z'],
    // Midnight happens twice: the first one.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00Z'],
    ['America/Havana', '2026-03-08', '2026-03-08T05:00:00Z'],
    ['Asia/Kathmandu', '2026-11-22', '2026-11-21T18:15:00Z'],
    ['Australia/Lord_Howe', '2026-10-05', '2026-10-04T13:00:00Z'],
    // A day that the zone never had.
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z'],
  ])('%s %s starts at %s', (name, day, iso) => {
    expect(new Date(openZone(name).startOfDay(day)).toISOString()).toBe(
      new Date(iso).toISOString(),
    );
  });

  it('is the first instant of its day, in any zone on any day', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const opened = new Map<string, ReturnType<typeof openZone>>();
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('2012-01-02'), max: at('2037-12-31') }),
        (name, atMs) => {
          const zone = opened.get(name) ?? openZone(name);
          opened.set(name, zone);
          const day = zone.dayKey(atMs);
          const start = zone.startOfDay(day);
          expect(zone.dayKey(start)).toBe(day);
          expect(zone.dayKey(start - 1)).toBe(zone.addDays(day, -1));
          expect(start).toBeLessThanOrEqual(atMs);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses what is no day key', () => {
    expect(() => openZone('UTC').startOfDay('soon')).toThrow(RangeError);
  });
});

describe('weekKey', () => {
  it.each([
    ['2026-11-21', 'sunday', '2026-11-15'],
    ['2026-11-21', 'monday', '2026-11-16'],
    ['2026-11-21', 'saturday', '2026-11-21'],
    ['2026-11-22', 'sunday', '2026-11-22'],
    ['2026-11-22', 'monday', '2026-11-16'],
    ['2026-01-01', 'monday', '2025-12-29'],
    ['2024-03-01', 'wednesday', '2024-02-28'],
    ['2024-03-01', 'thursday', '2024-02-29'],
    ['2024-03-01', 'friday', '2024-03-01'],
    ['2024-03-01', 'tuesday', '2024-02-27'],
  ] as const)('%s in weeks from %s is in the week of %s', (day, weekStart, week) => {
    expect(openZone('UTC').weekKey(at(`${day}T12:00:00Z`), weekStart)).toBe(week);
  });

  it('counts the local day', () => {
    const sundayInBerlin = at('2026-11-21T23:30:00Z');
    expect(openZone('Europe/Berlin').weekKey(sundayInBerlin, 'sunday')).toBe('2026-11-22');
    expect(openZone('UTC').weekKey(sundayInBerlin, 'sunday')).toBe('2026-11-15');
  });
});

describe('addDays', () => {
  it.each([
    ['2026-03-28', 1, '2026-03-29'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2024-02-28', 2, '2024-03-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-01-01', 0, '2026-01-01'],
    ['2026-01-01', 365, '2027-01-01'],
  ])('%s and %i days is %s', (day, days, result) => {
    expect(openZone('Europe/Berlin').addDays(day, days)).toBe(result);
  });
});

describe('openZone', () => {
  it('follows the TZ of the process without a name', () => {
    const before = process.env.TZ;
    try {
      process.env.TZ = 'Asia/Kathmandu';
      const zone = openZone();
      expect(zone.dateTime(at('2026-11-21T18:15:00Z'))).toBe('2026-11-22 00:00');
      expect(['Asia/Kathmandu', 'Asia/Katmandu']).toContain(zone.name);
      process.env.TZ = 'America/Sao_Paulo';
      expect(openZone().startOfDay('2018-11-04')).toBe(at('2018-11-04T03:00:00Z'));
    } finally {
      process.env.TZ = before;
    }
  });

  it('takes the name of the system from the finder, for itself and for a zone of that name', () => {
    expect(openZone(undefined, () => 'Mars/Olympus').name).toBe('Mars/Olympus');
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(openZone(undefined, () => null).name).toBe(own);
    const before = process.env.TZ;
    try {
      process.env.TZ = 'Asia/Tokyo';
      const zone = openZone('Asia/Tokyo', () => 'Asia/Tokyo');
      expect([zone.name, zone.hourMinute(0)]).toEqual(['Asia/Tokyo', '09:00']);
      expect(openZone('UTC', () => 'Asia/Tokyo').hourMinute(0)).toBe('00:00');
      expect(openZone('Europe/Berlin', () => 'Asia/Tokyo').hourMinute(0)).toBe('01:00');
    } finally {
      process.env.TZ = before;
    }
  });

  it('names zones the usual way', () => {
    expect(openZone('europe/berlin').name).toBe('Europe/Berlin');
    expect(openZone('Asia/Kathmandu').name).toBe('Asia/Kathmandu');
    expect(openZone('US/Eastern').name).toBe('US/Eastern');
    expect(openZone('utc').name).toBe('UTC');
    expect(openZone('+05:30').name).toBe('+05:30');
  });

  it.each([
    ['Europe/Berlon', 'did you mean Europe/Berlin?'],
    ['Berlin', 'did you mean Europe/Berlin?'],
    ['new york', 'did you mean America/New_York?'],
    ['Nowhere at all', 'use an IANA name, such as Europe/Berlin'],
    ['', 'use an IANA name, such as Europe/Berlin'],
  ])('refuses %j: %s', (name, next) => {
    expect(() => openZone(name)).toThrow(
      expect.objectContaining({ code: 'bad-timezone', next }) as TelltaleError,
    );
  });

  it('asks for the offset once per day, not per instant', () => {
    let asked = 0;
    const real = Date.prototype.getTimezoneOffset;
    Date.prototype.getTimezoneOffset = function count(this: Date) {
      asked++;
      return real.call(this);
    };
    try {
      const zone = openZone();
      for (let i = 0; i < 100_000; i++) zone.dayKey(at('2026-01-01') + i * 60_000);
    } finally {
      Date.prototype.getTimezoneOffset = real;
    }
    expect(asked).toBeLessThanOrEqual(2 * 70);
  });
});
