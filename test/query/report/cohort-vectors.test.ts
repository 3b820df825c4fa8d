// Reference values of cohorts: weeks of daily sessions, correlations, a session over midnight, and what is
// withheld. The figures are those that an independent implementation gave.
import { describe, expect, it, test } from 'vitest';
import {
  createMetrics,
  DEFAULT_METRICS_SETTINGS,
} from '../../../src/metrics/kit/create-metrics.ts';
import type { Metric } from '../../../src/metrics/kit/metric.ts';
import { cellOf } from '../../../src/query/report/cell.ts';
import { correlatePair } from '../../../src/query/report/correlate.ts';
import { byGroup, byWindow } from '../../../src/query/report/event-keys.ts';
import { findMovers } from '../../../src/query/report/find-movers.ts';
import { isoWeekOf } from '../../../src/query/report/iso-week.ts';
import { measureThreads, type Part } from '../../../src/query/report/measure-threads.ts';
import type { CohortRow, ReportGroup } from '../../../src/query/report/report-answer.ts';
import { groupBy } from '../../../src/query/sessions/group-by.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { assistant, lines, SCENE, toolCall, toolResult, user } from '../../metrics/events.ts';
import { columnOf, sumMetric, thread } from './made-threads.ts';

const UTC = openZone('UTC');
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 2, 30, 12);
const A = sumMetric('a', (i) => i);
const B = sumMetric('b', (i) => i * i);
const daily = Array.from({ length: 13 }, (_, i) =>
  thread(`s${i}`, [user({ atMs: FIRST_DAY + i * DAY, chars: i })]),
);

function divide(
  threads: readonly ReturnType<typeof thread>[],
  group: ReportGroup,
  metrics: readonly Metric[],
): Map<string, Part[]> {
  const division = { metrics, keys: byGroup(group, UTC) };
  const [parts = []] = measureThreads(threads, [division], new Map());
  return groupBy(parts, ({ key }) => key);
}

const judging = { metrics: new Map<string, Metric>(), thresholds: new Map() };

describe('13 daily sessions from 2026-03-30', () => {
  const weeks = divide(daily, 'week', [A, B]);
  it.each([
    ['2026-W14', A, 7, 3, 2],
    ['2026-W14', B, 7, 13, 12.489996],
    ['2026-W15', A, 6, 9.5, 1.707825],
    ['2026-W15', B, 6, 93.166667, 32.544414],
  ] as const)('%s of %o', (week, metric, n, mean, sd) => {
    const cell = cellOf(weeks.get(week) ?? [], columnOf(metric), judging);
    expect([...weeks.keys()]).toEqual(['2026-W14', '2026-W15']);
    expect(cell).toMatchObject({ n, withheld: null });
    expect(cell.mean).toBeCloseTo(mean, 5);
    expect(cell.sd).toBeCloseTo(sd, 5);
  });

  it('withholds single days', () => {
    const [first = []] = divide(daily, 'day', [A]).values();
    expect(cellOf(first, columnOf(A), judging)).toEqual({
      column: 'a',
      n: null,
      withheld: 'n<5',
      mean: null,
      sd: null,
      min: null,
      max: null,
      severity: null,
      past: null,
    });
  });
});

describe('correlations', () => {
  const i = Array.from({ length: 30 }, (_, index) => index);
  const squares = i.map((x) => x * x);
  const mixed = i.map((x) => (7 * x) % 30);
  it.each([
    ['i and i²', i, squares, 0.966273],
    ['i and 7i mod 30', i, mixed, 0.119021],
    ['i² and 7i mod 30', squares, mixed, 0.085653],
  ])('of %s', (_, xs, ys, r) => {
    expect(correlatePair(xs, ys)?.n).toBe(30);
    expect(correlatePair(xs, ys)?.r).toBeCloseTo(r, 5);
  });
  it.each([
    ['29 sessions', i.slice(1), squares.slice(1)],
    ['29 sessions that have both', [null, ...i.slice(1)], squares],
    ['a column that does not vary', i, i.map(() => 1)],
  ])('are not given for %s', (_, xs, ys) => {
    expect(correlatePair(xs, ys)).toBeNull();
  });
});

describe('a session over midnight', () => {
  const metrics = createMetrics(DEFAULT_METRICS_SETTINGS).filter(
    ({ id }) => id === 'read_edit_ratio',
  );
  const MIDNIGHT = Date.UTC(2026, 0, 2);
  const at = (minutes: number): number => MIDNIGHT + minutes * 60_000;
  const straddle = thread('s', [
    toolCall({ atMs: at(-10), call: 0, tool: 'Read', path: '/a' }),
    toolCall({ atMs: at(-5), call: 1, tool: 'Edit', path: '/a' }),
    toolCall({ atMs: at(4), call: 2, tool: 'Edit', path: '/a' }),
    toolCall({ atMs: at(9), call: 3, tool: 'Write', path: '/new' }),
  ]);
  const details = (part: Part | undefined) => {
    const reading = part?.readings.get('read_edit_ratio');
    if (reading?.kind !== 'value') throw new Error('no value');
    return { value: reading.value, blind: reading.details.blindEdits };
  };

  it('knows after midnight what was read before it', () => {
    const days = divide([straddle], 'day', metrics);
    expect([...days.keys()]).toEqual(['2026-01-01', '2026-01-02']);
    expect(details(days.get('2026-01-01')?.[0])).toEqual({ value: 1, blind: 0 });
    // The edit is of a file read before midnight; only the new file was never looked at.
    expect(details(days.get('2026-01-02')?.[0])).toEqual({ value: 0, blind: 1 });
  });

  it('counts what was copied nowhere, and knows it', () => {
    const fork = thread('fork', straddle.read().events, { copiedUntilMs: at(-5) });
    const days = divide([fork], 'day', metrics);
    expect([...days.keys()]).toEqual(['2026-01-02']);
    expect(details(days.get('2026-01-02')?.[0])).toEqual({ value: 0, blind: 1 });
  });

  it('has in a union of windows what they have together', () => {
    const windows = [
      { key: 'today', fromMs: MIDNIGHT, toMs: null },
      { key: 'before', fromMs: null, toMs: null },
    ];
    const division = {
      metrics,
      keys: byWindow(windows),
      unions: { today: ['today'], all: ['before', 'today'] },
    };
    const whole = { metrics, keys: byWindow([{ key: 'all', fromMs: null, toMs: null }]) };
    const [split = [], one = []] = measureThreads([straddle], [division, whole], new Map());
    expect(split.map(({ key, events }) => [key, events])).toEqual([
      ['today', 2],
      ['all', 4],
    ]);
    expect(split[1]?.readings).toEqual(one[0]?.readings);
  });
});

describe('what an event counts for', () => {
  const scene = (model: string | null) => ({ ...SCENE, model });
  const events = [
    user({ chars: 1, scene: scene(null) }),
    assistant({ scene: scene('opus') }),
    user({ chars: 2, scene: scene('opus') }),
    assistant({ scene: scene('haiku') }),
  ];
  it('is the model that answers a prompt', () => {
    const parts = divide([thread('s', events)], 'model', [A]);
    const values = [...parts].map(([key, [part]]) => [key, part?.readings.get('a')]);
    expect(values).toMatchObject([
      ['opus', { value: 1 }],
      ['haiku', { value: 2 }],
    ]);
  });

  it('is that model too where lines or results of the one before come between', () => {
    const between = [lines({ scene: scene('opus') }), toolResult({ scene: scene('opus') })];
    const mixed = [...events.slice(0, 3), ...between, ...events.slice(3)];
    const parts = divide([thread('s', mixed)], 'model', [A]);
    expect(parts.get('haiku')?.[0]?.readings.get('a')).toMatchObject({ value: 2 });
  });

  it('is nothing only in front of what was not copied', () => {
    const [early, late] = [user({ chars: 1, atMs: 1 }), user({ chars: 4, atMs: 9 })];
    // Lines of a file do not stand in the order of time.
    const mixed = [early, late, user({ chars: 2, atMs: 3 })];
    const parts = divide([thread('s', mixed, { copiedUntilMs: 5 })], 'project', [A]);
    expect(parts.get('/home/ana/web')?.[0]?.readings.get('a')).toMatchObject({ value: 6 });
  });

  it.each([
    ['effort', null],
    ['branch', 'main'],
    ['version', '2.1.200'],
    ['permission_mode', 'default'],
    ['project', '/home/ana/web'],
  ] as const)('%s: %s', (group, key) => {
    const keys = byGroup(
      group,
      UTC,
    )({
      projectPath: '/home/ana/web',
      task: null,
      events,
      times: events.map(({ atMs }) => atMs),
    });
    expect(new Set(keys)).toEqual(new Set([key]));
  });

  it('is the local day', () => {
    const berlin = openZone('Europe/Berlin');
    const late = [user({ atMs: Date.UTC(2026, 0, 1, 23, 30) })];
    const times = late.map(({ atMs }) => atMs);
    const keys = byGroup('day', berlin)({ projectPath: null, task: null, events: late, times });
    expect(keys).toEqual(['2026-01-02']);
  });
});

test.each([
  ['2026-01-01', '2026-W01'],
  ['2025-12-29', '2026-W01'],
  ['2027-01-01', '2026-W53'],
  ['2026-03-30', '2026-W14'],
  ['2026-04-05', '2026-W14'],
  ['2026-04-06', '2026-W15'],
])('%s is in %s', (day, week) => {
  expect(isoWeekOf(day)).toBe(week);
});

test('movers are the five largest changes in percent between the first and last row with figures', () => {
  const metrics = Array.from({ length: 8 }, (_, i) => sumMetric(`m${i}`, (x) => x));
  const row = (key: string, means: readonly (number | null)[]): CohortRow =>
    ({
      key,
      label: key,
      sessions: 5,
      events: 5,
      cells: means.map((mean, i) => ({ column: `m${i}`, mean })),
    }) as unknown as CohortRow;
  const rows = [
    row('w1', [null, 1, 1, 1, 1, 1, 1, 0]),
    row('w2', [2, 9, 9, 9, 9, 9, 9, 9]),
    row('w3', [1, 2, 4, 0.5, 1, null, 1.1, 5]),
  ];
  const movers = findMovers(rows, metrics.map(columnOf));
  expect(
    movers.map(({ column, fromKey, toKey, deltaPercent }) => [
      column,
      fromKey,
      toKey,
      Math.round(deltaPercent),
    ]),
  ).toEqual([
    ['m5', 'w1', 'w2', 800],
    ['m2', 'w1', 'w3', 300],
    ['m1', 'w1', 'w3', 100],
    ['m0', 'w2', 'w3', -50],
    ['m3', 'w1', 'w3', -50],
  ]);
});
