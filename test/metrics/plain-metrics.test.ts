// thinking, parse_health and compactions by hand.
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/metrics/kit/severity.ts';
import { assistant, findMetric, lines, readMetric, system, thinking, times } from './events.ts';

describe('thinking', () => {
  test('the median of three lengths', () => {
    const events = [100, 300, 200].map((chars) => thinking({ chars, signatureChars: chars * 10 }));
    expect(readMetric('thinking', events)).toMatchObject({
      value: 1,
      details: { visibleCharsMedian: 200, signatureCharsMedian: 2000 },
    });
  });

  test('one visible and two redacted: a third, and their empty texts are in no median', () => {
    const redacted = thinking({ chars: 0, signatureChars: 500, isRedacted: true });
    expect(readMetric('thinking', [thinking({ chars: 90 }), redacted, redacted])).toMatchObject({
      value: 1 / 3,
      numerator: 1,
      denominator: 3,
      details: { redacted: 2, visibleCharsMedian: 90, signatureCharsMedian: 500 },
    });
  });

  test('none: no data', () => {
    expect(readMetric('thinking', [assistant()])).toMatchObject({
      kind: 'no-data',
      details: { visibleCharsMedian: null },
    });
  });
});

describe('parse_health', () => {
  const metric = findMetric('parse_health');
  const marks = {
    warn: 0.9,
    critical: 0.9,
    source: 'shipped',
    learning: null,
    learned: null,
  } as const;
  const severity = (events: ReturnType<typeof lines>[]) =>
    judge(metric, readMetric(metric, events), marks);

  test('55 lines of which 10 have no message', () => {
    const events = [
      ...times(45, lines()),
      ...times(10, lines({ good: 0, bad: 1, missing: { message: 1 } })),
    ] as ReturnType<typeof lines>[];
    expect(readMetric(metric, events)).toMatchObject({
      value: 45 / 55,
      isWarm: true,
      details: { bad: 10, missing: { message: 10 } },
    });
    expect(severity(events)).toBe('critical');
  });

  test('fewer than fifty lines are not judged', () => {
    expect(severity([lines({ good: 20 }), lines({ good: 0, bad: 29 })])).toBe('ok');
    expect(severity([lines({ good: 20 }), lines({ good: 0, bad: 30 })])).toBe('critical');
  });

  test('nine in ten are enough', () => {
    expect(severity([lines({ good: 90 }), lines({ good: 0, bad: 10 })])).toBe('ok');
    expect(severity([lines({ good: 89 }), lines({ good: 0, bad: 11 })])).toBe('critical');
  });

  test('looks back two hundred lines', () => {
    const events = [lines({ good: 0, bad: 100 }), lines({ good: 150 })];
    expect(readMetric(metric, events)).toMatchObject({ value: 0.75, denominator: 200, n: 250 });
  });

  test('judged while the own range is being learned, and never switched off', () => {
    const learning = { ...marks, learning: { seen: 0, wanted: 10 } };
    const reading = readMetric(metric, [lines({ good: 10 }), lines({ good: 0, bad: 90 })]);
    expect(judge(metric, reading, learning)).toBe('critical');
    expect(findMetric('parse_health', { disabled: ['parse_health'] }).id).toBe('parse_health');
  });
});

describe('compactions', () => {
  test('by who asked; other system records are none', () => {
    const events = [
      system({ subkind: 'compact_boundary', trigger: 'auto' }),
      system({ subkind: 'compact_boundary', trigger: 'manual' }),
      system({ subkind: 'compact_boundary', trigger: 'auto' }),
      system({ subkind: 'microcompact_boundary' }),
    ];
    expect(readMetric('compactions', events)).toMatchObject({
      value: 3,
      details: { automatic: 2, manual: 1 },
    });
  });

  test('a session without one has zero, a session without an answer no data', () => {
    expect(readMetric('compactions', [assistant()])).toMatchObject({ value: 0 });
    expect(readMetric('compactions', [system()])).toMatchObject({ kind: 'no-data' });
  });
});
