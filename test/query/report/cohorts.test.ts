// Groups as an answer: differences between days, what has no value for a dimension, and the marks of means.
import { expect, it } from 'vitest';
import type { SessionEvent } from '../../../src/model/session-event/session-event.ts';
import { queryCohorts } from '../../../src/query/report/query-cohorts.ts';
import type { ReportGroup } from '../../../src/query/report/report-answer.ts';
import type { ReportThread } from '../../../src/query/report/report-thread.ts';
import { SCENE, system, toolCall, user } from '../../metrics/events.ts';
import { buildLedger } from '../sessions/ledger-builder.ts';
import { thread } from './made-threads.ts';

const { context } = buildLedger();
const noon = (day: number): number => Date.UTC(2026, 9, day, 12);
const source = {
  kind: 'ledger',
  path: null,
  files: null,
  subagentFiles: null,
  unreadable: [],
} as const;

function prompts(day: number, count: number): SessionEvent[] {
  return Array.from({ length: count }, () => user({ atMs: noon(day) }));
}

const cohorts = (
  groupBy: ReportGroup,
  threads: readonly ReportThread[],
  settings = context.settings,
) =>
  queryCohorts(
    { ...context, settings },
    { threads, source, project: null },
    { groupBy, correlations: false },
  );

it('differences are to the nearest day before that has figures', () => {
  const days = [
    [1, 5, 2],
    [2, 1, 9],
    [3, 5, 3],
    [4, 6, 0],
    [5, 5, 6],
  ] as const;
  const threads = days.flatMap(([day, sessions, count]) =>
    Array.from({ length: sessions }, (_, i) =>
      thread(`${day}-${i}`, [toolCall({ atMs: noon(day) }), ...prompts(day, count)]),
    ),
  );
  const { rows, columns } = cohorts('day', threads);
  const at = columns.findIndex(({ column }) => column === 'prompts');
  const told = rows.map(({ key, cells }) => {
    const { n, mean, delta, deltaPercent } = cells[at] ?? {};
    return [key, n, mean, delta, deltaPercent];
  });
  // A day without a message of a user has nothing to count prompts in: no data, and not 0.
  expect(told).toEqual([
    ['2026-10-01', 5, 2, null, null],
    ['2026-10-02', null, null, null, null],
    ['2026-10-03', 5, 3, 1, 50],
    ['2026-10-04', 0, null, null, null],
    ['2026-10-05', 5, 6, 3, 100],
  ]);
});

it('what has no value is in no row, and is counted', () => {
  const none = { ...SCENE, effort: null };
  const high = { ...SCENE, effort: 'high' };
  const threads = [
    thread('a', [user({ scene: none }), toolCall({ scene: none })]),
    thread('b', [toolCall({ scene: high }), toolCall({ scene: none })]),
  ];
  const { rows, excluded } = cohorts('effort', threads);
  expect(rows.map(({ key, sessions, events }) => [key, sessions, events])).toEqual([
    ['high', 1, 1],
  ]);
  expect(excluded).toEqual({ sessions: 1, events: 3 });
});

it('a mean is judged like a session: the same value, the same mark', () => {
  const settings = {
    ...context.settings,
    quality: { ...context.settings.quality, baselineSessions: 0 },
  };
  // 12 reads and 4 edits: 3 reads per edit, which warns.
  const tools = [...Array<string>(12).fill('Read'), ...Array<string>(4).fill('Edit')];
  const events = tools.map((tool, call) => toolCall({ tool, call, path: '/a', atMs: noon(1) }));
  const cold = events.slice(9, 13);
  const cellOf = (threads: readonly ReportThread[], chosen = settings) => {
    const { rows, columns } = cohorts('day', threads, chosen);
    return rows[0]?.cells[columns.findIndex(({ column }) => column === 'read_edit_ratio')];
  };
  const five = (own: readonly SessionEvent[]) =>
    Array.from({ length: 5 }, (_, i) => thread(`s${i}`, own));
  expect(cellOf(five(events))).toMatchObject({
    mean: 3,
    severity: 'warn',
    past: { warn: 5, critical: 0 },
  });
  // What rests on too little is in no mean.
  expect(cellOf(five(cold))).toMatchObject({ mean: null, severity: null, n: 0 });
  // While learning nothing is judged, here as there.
  expect(cellOf(five(events), context.settings)).toMatchObject({
    severity: 'ok',
    past: { warn: 0 },
  });
});

it('a mean is critical by all cases behind it, though each session has few', () => {
  const settings = {
    ...context.settings,
    quality: { ...context.settings.quality, baselineSessions: 0 },
    metrics: { ...context.settings.metrics, compactions: { warn: 1, critical: 2 } },
  };
  const compacted = system({ subkind: 'compact_boundary', trigger: 'auto', atMs: noon(1) });
  const threads = Array.from({ length: 5 }, (_, i) => thread(`s${i}`, [compacted, compacted]));
  const { rows, columns } = cohorts('day', threads, settings);
  const cell = rows[0]?.cells[columns.findIndex(({ column }) => column === 'compactions')];
  expect(cell).toMatchObject({ mean: 2, severity: 'critical' });
});

it('a project is known by the last part of its path, and groups by the whole', () => {
  const threads = ['/home/ana/web', '/srv/web', null].map((projectPath, i) =>
    thread(`s${i}`, prompts(1, 1), { projectPath }),
  );
  const { rows, excluded } = cohorts('project', threads);
  expect(rows.map(({ key, label }) => [key, label])).toEqual([
    ['/home/ana/web', 'web'],
    ['/srv/web', 'web'],
  ]);
  expect(excluded).toEqual({ sessions: 1, events: 1 });
});
