// One reading judged: severity, percentile among one's own other sessions, trend, and what leaves the machine.
import { describe, expect, it } from 'vitest';
import {
  createMetrics,
  DEFAULT_METRICS_SETTINGS,
} from '../../../src/metrics/kit/create-metrics.ts';
import type { Metric, Reading } from '../../../src/metrics/kit/metric.ts';
import { judgeReading } from '../../../src/query/quality/judge-threads.ts';
import { noteReadings } from '../../../src/query/quality/note-readings.ts';
import { trendOf } from '../../../src/query/quality/trend.ts';

const metric = (id: string): Metric => {
  const found = createMetrics(DEFAULT_METRICS_SETTINGS).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no metric ${id}`);
  return found;
};
const READS = metric('read_edit_ratio');

const value = (figure: number, isWarm = true): Reading => ({
  kind: 'value',
  value: figure,
  numerator: figure,
  denominator: 1,
  n: 20,
  isWarm,
  details: {},
});
const others = (...values: number[]) =>
  values.map((one, index) => ({ fileId: index + 1, value: one }));
const MARKS = {
  warn: 4,
  critical: 2,
  source: 'configured',
  learning: null,
  learned: null,
} as const;

describe('the percentile', () => {
  it.each([
    ['the share of the others that is no higher', value(5), others(1, 2, 5, 6, 7, 8), 50],
    ['100 at the top', value(9), others(1, 2, 5, 6, 7), 100],
    ['0 at the bottom', value(0), others(1, 2, 5, 6, 7), 0],
    ['rounded', value(2), others(1, 2, 5, 6, 7, 8), 33],
    ['none under five others', value(5), others(1, 2, 5, 6), null],
    ['none while warming up', value(5, false), others(1, 2, 5, 6, 7, 8), null],
    [
      'none without data',
      { kind: 'no-data', reason: 'no edits', details: {} },
      others(1, 2, 3, 4, 5),
      null,
    ],
  ] as const)('is %s', (_, reading, range, percentile) => {
    const judged = judgeReading(READS, reading, { thresholds: MARKS, others: range });
    expect(judged.percentile).toBe(percentile);
  });

  it('leaves out the session itself', () => {
    const range = others(1, 2, 5, 6, 7, 8);
    const judged = judgeReading(READS, value(1), { thresholds: MARKS, others: range, fileId: 1 });
    expect(judged.percentile).toBe(0);
  });
});

describe('the severity', () => {
  it.each([
    [value(1), 'critical'],
    [value(2), 'warn'],
    [value(4), 'ok'],
    [value(1, false), 'ok'],
    [{ kind: 'no-data', reason: 'no edits', details: {} }, null],
    [{ kind: 'error', reason: 'TypeError' }, null],
  ] as const)('of %j is %s', (reading, severity) => {
    expect(judgeReading(READS, reading, { thresholds: MARKS }).severity).toBe(severity);
  });
});

describe('the trend', () => {
  it.each([
    [[1, 2], 'rising'],
    [[9, 2, 1], 'falling'],
    [[1, 1], 'level'],
    [[1.01, 1.04], 'level'],
    [[1], null],
    [[], null],
  ] as const)('of %j is %s', (trail, trend) => {
    expect(trendOf(trail, 1)).toBe(trend);
  });
});

it('names from transcripts are masked and on one line', () => {
  const reading: Reading = {
    ...(value(5) as Extract<Reading, { kind: 'value' }>),
    details: {
      byTool: { 'a\nb': 2 },
      last: ['sk-ant-api03-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    },
  };
  const { reading: clean } = judgeReading(READS, reading, { thresholds: null });
  const text = JSON.stringify(clean);
  expect(text).not.toContain('\\n');
  expect(text).not.toContain('AAAAAAAA');
  expect(text).toContain('"value":5');
});

it('the worst is told first: by severity, then by how far out it is', () => {
  const churn = metric('stop_phrase');
  const judged = (own: Metric, severity: 'ok' | 'warn', percentile: number) => ({
    ...judgeReading(own, value(3), { thresholds: null }),
    severity,
    percentile,
  });
  const notes = (a: ReturnType<typeof judged>, b: ReturnType<typeof judged>) =>
    noteReadings([a, b], [READS, churn]).map((note) => note.metric);
  expect(notes(judged(READS, 'ok', 1), judged(churn, 'warn', 80))[0]).toBe('stop_phrase');
  expect(notes(judged(READS, 'ok', 10), judged(churn, 'ok', 80))[0]).toBe('read_edit_ratio');
  expect(notes(judged(READS, 'ok', 30), judged(churn, 'ok', 80))[0]).toBe('stop_phrase');
});
