// The running window: which calls it holds, its rate, what is ahead; and the sums around it.
import { describe, expect, it } from 'vitest';
import { queryWindow } from '../../../src/query/window/window.ts';
import { type Fixture, fiveHourHit, instant, openTestLedger } from './ledger.ts';

const NOW = '2026-11-21 18:46';
const ask = (fixture: Partial<Fixture> & Pick<Fixture, 'calls'>) =>
  queryWindow(openTestLedger({ now: NOW, ...fixture }));

describe('the running window', () => {
  it('holds the calls since it began, by session, dearest first', () => {
    const answer = ask({
      calls: [
        { at: '2026-11-20 20:00', usd: 50 },
        { at: '2026-11-21 16:10', usd: 1, session: 'a' },
        { at: '2026-11-21 18:30', usd: 2, session: 'b' },
        { at: '2026-11-21 18:40', usd: 3, session: 'b' },
      ],
      sessions: [{ id: 'a', project: '/home/u/web' }, { id: 'b' }],
    });
    expect(answer.current).toMatchObject({
      startMs: instant('2026-11-21 16:00'),
      endMs: instant('2026-11-21 21:00'),
      basis: 'reconstructed',
      cutOffMs: null,
      isActive: true,
      sessions: 2,
      totals: { calls: 3, costNanoUsd: 6e9, totalTokens: 30_000, finalCalls: 3, unpricedCalls: 0 },
      tenthsNanoUsd: [1e9, 0, 0, 0, 0, 5e9, 0, 0, 0, 0],
    });
    const shares = answer.current?.bySession.map(({ session, totals }) => [
      session?.sessionId,
      session?.project?.name,
      totals.costNanoUsd,
    ]);
    expect(shares).toEqual([
      ['b', undefined, 5e9],
      ['a', 'web', 1e9],
    ]);
  });

  it.each<[string, Fixture['calls'], number | null]>([
    ['no calls at all', [], null],
    ['the last window ended', [{ at: '2026-11-21 11:10' }], instant('2026-11-21 16:00')],
  ])('none runs: %s', (_story, calls, lastEndedMs) => {
    const answer = ask({ calls });
    expect(answer.current).toBeNull();
    expect(answer.outlook).toEqual({ kind: 'no-window', lastEndedMs });
  });

  it('leaves calls from the future of a wrong clock for later', () => {
    const answer = ask({ calls: [{ at: '2026-11-21 18:00' }, { at: '2026-11-22 09:00', usd: 9 }] });
    expect(answer.current?.totals.costNanoUsd).toBe(1e9);
  });
});

describe('burn rate: over the last hour of wall time', () => {
  const rates: [
    story: string,
    calls: Fixture['calls'],
    usdPerHour: number | null,
    overMinutes: number,
  ][] = [
    [
      'steady work',
      [
        { at: '2026-11-21 16:05', usd: 7 },
        { at: '2026-11-21 17:50', usd: 2 },
        { at: '2026-11-21 18:40', usd: 1 },
      ],
      3,
      60,
    ],
    [
      // From the first to the last call ($4 in 10 minutes) it would be $24 an hour, still.
      'a burst two hours ago is not the rate now',
      [
        { at: '2026-11-21 16:05', usd: 2 },
        { at: '2026-11-21 16:15', usd: 2 },
      ],
      0,
      60,
    ],
    [
      // From the first to the last call: $60 an hour.
      'a burst of two minutes counts for the hour, its silence included',
      [
        { at: '2026-11-21 16:05', usd: 0 },
        { at: '2026-11-21 18:40', usd: 1 },
        { at: '2026-11-21 18:42', usd: 1 },
      ],
      2,
      60,
    ],
    ['a young window: over its age', [{ at: '2026-11-21 18:30', usd: 3 }], 3 / (46 / 60), 46],
    ['exactly an hour old is out', [{ at: '2026-11-21 17:46', usd: 3 }], 0, 60],
    ['only calls without a price: not known', [{ at: '2026-11-21 18:30', usd: null }], null, 46],
  ];
  it.each(rates)('%s', (_story, calls, usdPerHour, overMinutes) => {
    const burn = ask({ calls }).current?.burn;
    expect(burn?.overMs).toBe(overMinutes * 60_000);
    if (usdPerHour === null) expect(burn?.usdPerHour).toBeNull();
    else expect(burn?.usdPerHour).toBeCloseTo(usdPerHour, 9);
  });

  it('is never taken over less than 5 minutes', () => {
    const burn = ask({ now: '2026-11-21 18:01', calls: [{ at: '2026-11-21 18:00', usd: 1 }] });
    expect(burn.current?.burn).toMatchObject({ usdPerHour: 12, overMs: 300_000, calls: 1 });
  });

  it('leads to the reset', () => {
    const calls = [
      { at: '2026-11-21 16:05', usd: 7 },
      { at: '2026-11-21 18:40', usd: 3 },
    ];
    expect(ask({ calls }).current?.projection).toEqual({
      atMs: instant('2026-11-21 21:00'),
      costNanoUsd: 10e9 + Math.round((3e9 * 134) / 60),
      totalTokens: 20_000 + Math.round((10_000 * 134) / 60),
    });
  });
});

describe('what is ahead', () => {
  const now = [
    { at: '2026-11-21 16:05', usd: 7 },
    { at: '2026-11-21 18:40', usd: 3 },
  ];
  const earlier = [
    { at: '2026-11-12 09:10', usd: 12 },
    { at: '2026-11-12 10:00', usd: 1 },
    { at: '2026-11-12 12:30', usd: 5 },
  ];

  it('without a mark: the projection, and no guessed limit', () => {
    const { outlook, current } = ask({ calls: [...earlier, ...now] });
    expect(current?.marks).toEqual([]);
    expect(outlook).toEqual({ kind: 'by-reset', projection: current?.projection, passed: null });
  });

  it.each<[string, string | null]>([
    ['with its reset', '2026-11-12 14:00'],
    ['in words only', null],
  ])('a window cut off once is a mark, told %s', (_story, resetsAt) => {
    const { outlook } = ask({
      calls: [...earlier, ...now],
      events: [
        fiveHourHit('2026-11-12 11:00', resetsAt),
        fiveHourHit('2026-11-12 11:20', resetsAt),
      ],
    });
    // $13 by 11:00; what was spent after the error is not part of it.
    expect(outlook).toMatchObject({
      kind: 'reaches',
      mark: { kind: 'cut-off', costNanoUsd: 13e9, cutOffMs: instant('2026-11-12 11:00') },
      atMs: instant('2026-11-21 19:46'),
      resetsAtMs: instant('2026-11-21 21:00'),
    });
  });

  it('the largest of several cut-offs counts, and a passed one is named', () => {
    const calls = [{ at: '2026-11-10 09:10', usd: 4 }, { at: '2026-11-11 09:10', usd: 9 }, ...now];
    const events = [fiveHourHit('2026-11-10 09:20', null), fiveHourHit('2026-11-11 09:20', null)];
    const { outlook } = ask({ calls, events });
    expect(outlook).toMatchObject({ kind: 'by-reset', passed: { costNanoUsd: 9e9 } });
  });

  it('the weekly limit is no mark of the 5-hour window', () => {
    const hit = fiveHourHit('2026-11-12 11:00', null);
    const events = [{ ...hit, data: { ...hit.data, rateLimitType: 'seven_day' } }];
    expect(ask({ calls: [...earlier, ...now], events }).outlook.kind).toBe('by-reset');
  });

  it('a configured plan is a mark: the window cost at which the period passes it', () => {
    const { outlook } = ask({ calls: [...earlier, ...now], plan: { monthlyUsd: 30 } });
    expect(outlook).toMatchObject({
      kind: 'reaches',
      mark: { kind: 'plan', costNanoUsd: 12e9, monthlyUsd: 30 },
      atMs: instant('2026-11-21 19:26'),
    });
  });

  it('a window that hit its limit says so, and ends at the told reset', () => {
    const events = [fiveHourHit('2026-11-21 18:41', '2026-11-21 20:00')];
    const { outlook, current } = ask({ calls: now, events });
    expect(current).toMatchObject({
      basis: 'told',
      startMs: instant('2026-11-21 15:00'),
      endMs: instant('2026-11-21 20:00'),
    });
    expect(outlook).toEqual({
      kind: 'cut-off',
      cutOffMs: instant('2026-11-21 18:41'),
      costNanoUsd: 10e9,
      resetsAtMs: instant('2026-11-21 20:00'),
    });
  });

  it('nothing in the last hour is idle', () => {
    const { outlook } = ask({ calls: [{ at: '2026-11-21 16:30' }] });
    expect(outlook).toEqual({ kind: 'idle', resetsAtMs: instant('2026-11-21 21:00') });
  });
});

describe('sums around the window', () => {
  const calls = [
    { at: '2026-11-01 00:00', usd: 1 },
    { at: '2026-11-16 23:59', usd: 2 },
    { at: '2026-11-17 06:00', usd: 4 },
    { at: '2026-11-21 18:40', usd: 8 },
    { at: null, usd: 16 },
  ];

  it('week, month and billing period in whole days', () => {
    const answer = ask({ calls, plan: { monthlyUsd: 24, renewalDay: 17, windowsPerPeriod: 50 } });
    expect(answer.week).toMatchObject({ fromDay: '2026-11-15', totals: { costNanoUsd: 14e9 } });
    expect(answer.month).toMatchObject({ fromDay: '2026-11-01', totals: { costNanoUsd: 15e9 } });
    expect(answer.period).toMatchObject({
      fromDay: '2026-11-17',
      nextDay: '2026-12-17',
      totals: { costNanoUsd: 12e9 },
      windowsUsed: 2,
      windowsLeft: 48,
      windowsLeftPerDay: 48 / 26,
      planRatio: 0.5,
    });
    expect(answer.notAttributable).toMatchObject({ calls: 1, costNanoUsd: 16e9 });
  });

  it('in the zone that was asked for', () => {
    const answer = ask({ calls, timezone: 'Asia/Tokyo' });
    expect(answer.week).toMatchObject({ fromDay: '2026-11-22', totals: { costNanoUsd: 8e9 } });
    expect(answer.month).toMatchObject({ fromDay: '2026-11-01', totals: { costNanoUsd: 15e9 } });
  });

  it('all calls unpriced is not a cost of 0', () => {
    const answer = ask({ calls: [{ at: '2026-11-21 18:40', usd: null }] });
    expect(answer.month.totals).toMatchObject({ costNanoUsd: null, unpricedCalls: 1 });
  });

  it('counts fewer windows than planned as left, and more as negative', () => {
    const { period } = ask({ calls, plan: { windowsPerPeriod: 1 } });
    expect(period).toMatchObject({ windowsUsed: 4, windowsLeft: -3, windowsLeftPerDay: 0 });
  });
});
