// Thresholds learned from one's own sessions: the published vectors, the caps, and what is never learned.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnThresholds } from '../../../src/metrics/kit/learn-thresholds.ts';
import { judge } from '../../../src/metrics/kit/severity.ts';

const ONE_TO_TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const STOP_RATES = [0, 0, 0, 0, 0.1, 0.2, 0.5, 1, 0.05, 0];
const READS_PER_EDIT = [8, 7, 5, 6.6, 3, 2, 4, 9, 10, 1];
/** Caps that never decide. */
const LOOSE = { high: { warn: 1e9, critical: 0 }, low: { warn: 0, critical: 1e9 } };

const learn = (
  worse: 'high' | 'low',
  values: readonly number[],
  thresholds: { warn: number; critical: number },
  more: Partial<Parameters<typeof learnThresholds>[1]> = {},
) => learnThresholds({ worse, thresholds }, { values, wanted: 10, configured: {}, ...more });

describe('what is learned', () => {
  it.each([
    ['p80 and p95', 'high', ONE_TO_TEN, LOOSE.high, 8.2, 9.55, []],
    ['p20 and p5 where low is worse', 'low', ONE_TO_TEN, LOOSE.low, 2.8, 1.45, []],
    ['stop rates', 'high', STOP_RATES, { warn: 1, critical: 3 }, 0.26, 3, ['critical']],
    ['reads per edit', 'low', READS_PER_EDIT, { warn: 4, critical: 2 }, 4, 1.45, ['warn']],
  ] as const)('%s', (_, worse, values, caps, warn, critical, capped) => {
    const learned = learn(worse, values, caps);
    expect(learned?.warn).toBeCloseTo(warn, 12);
    expect(learned?.critical).toBeCloseTo(critical, 12);
    expect(learned).toMatchObject({
      source: 'learned',
      learning: null,
      learned: { sessions: 10, capped },
    });
  });

  it('rests on the first sessions only, however many follow', () => {
    const values = [...ONE_TO_TEN, 1_000, 1_000, 1_000];
    expect(learn('high', values, LOOSE.high)).toEqual(learn('high', ONE_TO_TEN, LOOSE.high));
  });

  it('is capped by what is configured instead of what is shipped', () => {
    const learned = learn(
      'high',
      ONE_TO_TEN,
      { warn: 100, critical: 0 },
      {
        configured: { warn: 3 },
      },
    );
    expect(learned).toMatchObject({ warn: 3, learned: { capped: ['warn'] } });
  });

  it('keeps warn before critical, whatever the values', () => {
    const value = fc.double({ min: 0, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 10, maxLength: 10 }),
        fc.tuple(value, value),
        fc.constantFrom('high' as const, 'low' as const),
        (values, [a, b], worse) => {
          const [less, more] = [Math.min(a, b), Math.max(a, b)];
          const caps =
            worse === 'high' ? { warn: less, critical: more } : { warn: more, critical: less };
          const learned = learn(worse, values, caps);
          if (learned === null) throw new Error('nothing learned');
          const { warn, critical } = learned;
          return worse === 'high' ? warn <= critical : warn >= critical;
        },
      ),
    );
  });
});

describe('before it is learned', () => {
  it('says how far it has come, and nothing is judged', () => {
    const thresholds = learn('high', [1, 2, 3], { warn: 1, critical: 3 });
    expect(thresholds).toEqual({
      warn: 1,
      critical: 3,
      source: 'shipped',
      learning: { seen: 3, wanted: 10 },
      learned: null,
    });
    const reading = {
      kind: 'value',
      value: 99,
      numerator: 99,
      denominator: 1,
      n: 99,
      isWarm: true,
      details: {},
    } as const;
    expect(judge({ worse: 'high' }, reading, thresholds)).toBe('ok');
    expect(judge({ worse: 'high', isIntegrity: true }, reading, thresholds)).toBe('critical');
  });

  it.each([
    [{}, 'shipped', 1],
    [{ warn: 0.5 }, 'configured', 0.5],
  ] as const)('with learning off, %j holds at once', (configured, source, warn) => {
    const off = { wanted: 0, configured };
    expect(learn('high', ONE_TO_TEN, { warn: 1, critical: 3 }, off)).toEqual({
      warn,
      critical: 3,
      source,
      learning: null,
      learned: null,
    });
  });
});

describe('what is never learned', () => {
  it('a matter of integrity', () => {
    const metric = {
      worse: 'low',
      thresholds: { warn: 0.95, critical: 0.9 },
      isIntegrity: true,
    } as const;
    const options = { values: ONE_TO_TEN, wanted: 10, configured: {} };
    expect(learnThresholds(metric, options)).toMatchObject({ source: 'shipped', learning: null });
  });

  it('a metric that only describes', () => {
    const options = { values: ONE_TO_TEN, wanted: 10, configured: {} };
    expect(learnThresholds({ worse: 'none', thresholds: null }, options)).toBeNull();
  });
});

describe('a range of zeros', () => {
  const zeros = learn(
    'high',
    Array.from({ length: 10 }, () => 0),
    { warn: 1, critical: 3 },
  );
  const at = (value: number) =>
    judge(
      { worse: 'high' },
      { kind: 'value', value, numerator: value, denominator: 1, n: 50, isWarm: true, details: {} },
      zeros,
    );

  it('does not warn of zero, but of anything above', () => {
    expect(zeros).toMatchObject({ warn: 0, critical: 3 });
    expect(at(0)).toBe('ok');
    expect(at(0.1)).toBe('warn');
    expect(at(3)).toBe('critical');
  });
});
