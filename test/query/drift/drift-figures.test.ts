// Which figures are searched, and when counts are a rate.
import { describe, expect, it } from 'vitest';
import {
  createMetrics,
  DEFAULT_METRICS_SETTINGS,
} from '../../../src/metrics/kit/create-metrics.ts';
import {
  allFiguresOf,
  type Counts,
  figuresOf,
  scaleOf,
} from '../../../src/query/drift/drift-figures.ts';

const METRICS = createMetrics(DEFAULT_METRICS_SETTINGS);

function counts(numerator: number, denominator: number, value: number): Counts {
  return { numerator, denominator, value };
}

describe('what is searched', () => {
  const usual = figuresOf(METRICS).map(({ column }) => column);

  it('is every metric that tells how the agent works, and the length of thinking', () => {
    expect(usual).toEqual(expect.arrayContaining(['tool_errors', 'read_edit_ratio', 'thinking']));
    expect(usual).toContain('thinking.visibleCharsMedian');
    for (const metric of METRICS) {
      const isSearched = usual.includes(metric.id);
      const tellsOfOthers =
        metric.isIntegrity === true || ['permission_waits', 'prompts'].includes(metric.id);
      expect(isSearched, metric.id).toBe(!tellsOfOthers);
    }
  });

  it('may be any other figure when it is named', () => {
    const all = allFiguresOf(METRICS).map(({ column }) => column);
    expect(all).toEqual(expect.arrayContaining([...usual, 'prompts', 'parse_health']));
  });
});

describe('the scale of a rate', () => {
  it.each([
    ['per cent', [counts(3, 40, 7.5), counts(0, 10, 0)], 100],
    ['a plain ratio', [counts(3, 4, 0.75), counts(8, 2, 4)], 1],
    ['nothing but zeros', [counts(0, 12, 0), counts(0, 3, 0)], 1],
    ['a count of each session', [counts(2, 1, 2), counts(5, 1, 5)], null],
    ['a median, which no sum gives', [counts(200, 3, 200), counts(90, 2, 90)], null],
  ])('of %s', (_name, given, expected) => {
    expect(scaleOf(given)).toBe(expected);
  });
});
