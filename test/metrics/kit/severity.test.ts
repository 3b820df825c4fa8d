// How bad a reading is: one table for every view.
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../src/metrics/kit/metric.ts';
import { judge, type Thresholds, worstSeverity } from '../../../src/metrics/kit/severity.ts';

function value(of: number, numerator = 10, isWarm = true): Reading {
  return { kind: 'value', value: of, numerator, denominator: 100, n: 100, isWarm, details: {} };
}

const HIGH: Thresholds = {
  warn: 10,
  critical: 20,
  source: 'shipped',
  learning: null,
  learned: null,
};
const LOW: Thresholds = { ...HIGH, warn: 4, critical: 2 };
const LEARNED: Thresholds = {
  ...HIGH,
  warn: 0,
  critical: 20,
  source: 'learned',
  learned: { sessions: 10, capped: ['critical'] },
};
const LEARNING: Thresholds = { ...HIGH, learning: { seen: 4, wanted: 10 } };

describe('severity', () => {
  it.each([
    ['below the marks', 'high', value(9.9), HIGH, 'ok'],
    ['at the mark to warn', 'high', value(10), HIGH, 'warn'],
    ['at the mark to be critical', 'high', value(20), HIGH, 'critical'],
    ['critical by two cases', 'high', value(50, 2), HIGH, 'warn'],
    ['critical by three cases', 'high', value(50, 3), HIGH, 'critical'],
    ['on a low mark', 'low', value(4), LOW, 'ok'],
    ['below a low mark', 'low', value(3.9), LOW, 'warn'],
    ['far below, whatever the cases', 'low', value(1.9, 1), LOW, 'critical'],
    ['on a low critical mark', 'low', value(2), LOW, 'warn'],
    ['at what was learned as usual', 'high', value(0, 0), LEARNED, 'ok'],
    ['above what was learned', 'high', value(0.1, 1), LEARNED, 'warn'],
    ['at a mark that a cap decided', 'high', value(20), LEARNED, 'critical'],
    ['while learning', 'high', value(99), LEARNING, 'ok'],
    ['warming up', 'high', value(99, 10, false), HIGH, 'ok'],
    ['of a metric that only describes', 'none', value(99), HIGH, null],
    ['without thresholds', 'high', value(99), null, null],
    ['without data', 'high', { kind: 'no-data', reason: 'no edits', details: {} }, HIGH, null],
    ['of a metric that failed', 'high', { kind: 'error', reason: 'TypeError' }, HIGH, null],
  ] as const)('%s', (_name, worse, reading, thresholds, expected) => {
    expect(judge({ worse }, reading, thresholds)).toBe(expected);
  });

  it('is not pinned while learning where the integrity of a file is told', () => {
    const metric = { worse: 'low', isIntegrity: true } as const;
    expect(judge(metric, value(1), { ...LOW, learning: LEARNING.learning })).toBe('critical');
  });

  it.each([
    [['ok', 'warn', null], 'warn'],
    [['critical', 'warn'], 'critical'],
    [[null, 'ok'], 'ok'],
    [[null, null], null],
    [[], null],
  ] as const)('the worst of %j is %s', (list, expected) => {
    expect(worstSeverity(list)).toBe(expected);
  });
});
