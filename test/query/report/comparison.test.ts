// Two times beside each other: the figures of Welch's test, the correction, what is withheld and how it is
// said.
import { expect, it, test } from 'vitest';
import { welch } from '../../../src/model/statistics/welch.ts';
import { queryComparison } from '../../../src/query/report/query-comparison.ts';
import type { ReportThread } from '../../../src/query/report/report-thread.ts';
import { changeSentence, formatP } from '../../../src/shared/figure-words.ts';
import { formatReportCsv } from '../../../src/views/report/report-csv.ts';
import { lines, toolCall, user } from '../../metrics/events.ts';
import { buildLedger } from '../sessions/ledger-builder.ts';
import { thread } from './made-threads.ts';

const { context } = buildLedger();
const DAY = 86_400_000;

/** `prompts` on the day, and a good line. */
function session(id: string, day: string, prompts: number): ReportThread {
  const atMs = Date.parse(`${day}T12:00:00Z`);
  return thread(id, [
    ...Array.from({ length: prompts }, () => user({ atMs })),
    toolCall({ atMs }),
    lines({ atMs, good: 60 }),
  ]);
}

const subject = (threads: readonly ReportThread[]) => ({
  threads,
  source: { kind: 'ledger', path: null, files: null, subagentFiles: null, unreadable: [] } as const,
  project: null,
});

const BEFORE = [10, 12, 9, 11, 10, 13, 8];
const AFTER = [14, 15, 11, 16, 14];
const many = [
  ...BEFORE.map((count, i) => session(`a${i}`, '2026-10-05', count)),
  ...AFTER.map((count, i) => session(`b${i}`, '2026-11-05', count)),
];
const PERIODS = {
  mode: 'periods',
  a: { from: '2026-10-01', to: '2026-10-31' },
  b: { from: '2026-11-01', to: '2026-11-05' },
} as const;
const rowOf = (threads: readonly ReportThread[], column: string) =>
  queryComparison(context, subject(threads), PERIODS).rows.find((row) => row.column === column);

it('gives both means, the test and the correction', () => {
  const test = welch(BEFORE, AFTER);
  const row = rowOf(many, 'prompts');
  expect(row).toMatchObject({
    withheld: null,
    direction: 'rose',
    delta: test?.delta,
    t: test?.t,
    df: test?.df,
    p: test?.p,
    effectSize: test?.effectSize,
  });
  expect(row?.a).toMatchObject({ n: 7, mean: 73 / 7 });
  expect(row?.b).toMatchObject({ n: 5, mean: 14 });
  const answer = queryComparison(context, subject(many), PERIODS);
  const told = answer.rows.filter(({ p }) => p !== null);
  expect(answer.tests).toBe(told.length);
  expect(answer.tests).toBeGreaterThan(1);
  const [least] = told.sort((x, y) => (x.p ?? 1) - (y.p ?? 1));
  expect(least?.pHolm).toBeCloseTo(Math.min(1, (least?.p ?? 1) * answer.tests), 12);
});

it('tests nothing where nothing varies and nothing differs', () => {
  expect(rowOf(many, 'parse_health')).toMatchObject({
    direction: 'held steady',
    delta: 0,
    t: null,
    p: null,
    pHolm: null,
  });
});

it('withholds means and differences when a side has fewer than five sessions', () => {
  const few = many.slice(0, -1);
  expect(rowOf(few, 'prompts')).toEqual({
    column: 'prompts',
    a: expect.objectContaining({ n: 7, withheld: null }),
    b: expect.objectContaining({ n: null, withheld: 'n<5', mean: null, sd: null, min: null }),
    withheld: 'n<5',
    delta: null,
    deltaPercent: null,
    direction: null,
    t: null,
    df: null,
    p: null,
    pHolm: null,
    effectSize: null,
  });
  const csv = formatReportCsv(queryComparison(context, subject(few), PERIODS));
  const line = csv.split('\r\n').find((one) => one.startsWith('prompts,'));
  expect(line?.split(',').slice(5)).toEqual(['', '', '', 'n<5', ...Array(8).fill('')]);
});

it('a pivot has strictly earlier days on one side, itself and later ones on the other', () => {
  const pivot = (day: string) =>
    queryComparison(context, subject(many), { mode: 'pivot', pivot: day });
  expect(pivot('2026-11-05')).toMatchObject({ a: { sessions: 7 }, b: { sessions: 5 } });
  expect(pivot('2026-10-06')).toMatchObject({ a: { to: '2026-10-05' }, b: { from: '2026-10-06' } });
  for (const day of ['2026-10-05', '2026-11-06']) {
    expect(() => pivot(day)).toThrow(expect.objectContaining({ code: 'bad-date' }));
  }
});

it('counts a session over the border on both sides, each with its part', () => {
  const border = Date.UTC(2026, 10, 1);
  const over = thread('over', [
    user({ atMs: border - 1 }),
    user({ atMs: border }),
    user({ atMs: border + DAY }),
  ]);
  const { a, b, sessions, events } = queryComparison(context, subject([over]), PERIODS);
  expect([a.sessions, a.events, b.sessions, b.events, sessions, events]).toEqual([
    1, 1, 1, 2, 1, 3,
  ]);
});

test.each([
  ['rose', 0.012, 'reads (per edit) rose from 1.0 to 2.0 (p = 0.012 after correction).'],
  ['fell', 0.0001, 'reads (per edit) fell from 1.0 to 2.0 (p < 0.001 after correction).'],
  [
    'rose',
    0.2,
    'reads (per edit) rose from 1.0 to 2.0; this much data does not tell it from chance (p = 0.200 after correction).',
  ],
  ['held steady', 0.9, 'reads (per edit) held steady at 2.0.'],
] as const)('%s, p %s', (direction, p, sentence) => {
  const told = { title: 'reads', unit: 'per edit', decimals: 1, from: 1, to: 2 };
  expect(changeSentence({ ...told, direction, p })).toBe(sentence);
});

test('p values', () => {
  expect([0, 0.0009, 0.001, 0.5, 0.9995, 1].map(formatP)).toEqual([
    '<0.001',
    '<0.001',
    '0.001',
    '0.500',
    '>0.999',
    '>0.999',
  ]);
});
