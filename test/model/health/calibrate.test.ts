import { describe, expect, it, test } from 'vitest';
import { medianOf, quantileOf } from '../../../src/model/health/baseline.ts';
import {
  calibrationFor,
  deriveCalibration,
  NEWEST_SESSIONS,
  type SessionStart,
} from '../../../src/model/health/calibrate.ts';
import { deriveGrowthCurve, expectedGrowthAt } from '../../../src/model/health/growth-curve.ts';
import {
  parseCalibration,
  toCalibrationFile,
} from '../../../src/model/health/parse-calibration.ts';

const NOW = Date.UTC(2026, 10, 21);

test.each([
  [[1, 2, 3, 4, 5], 0.75, 4.5],
  [[1, 2, 3, 4], 0.75, 3.75],
  [[4, 1, 3, 2], 0.25, 1.25],
  [[1, 2, 3, 4], 0.5, 2.5],
  [[3, 1, 2], 0.5, 2],
  [[7], 0.75, 7],
  // Beyond the outermost value the line through the last two goes on.
  [[1, 2], 0.75, 2.25],
])('quantile of %j at %d is %d', (values, p, expected) => {
  expect(quantileOf(values, p)).toBe(expected);
});

describe('the growth curve', () => {
  const GOLDEN = Array.from({ length: 10 }, (_, k) =>
    Array.from({ length: 6 + (k % 3) }, (_call, i) => 100 * (k + 1) * (i + 1)),
  );

  it('is what three in four stay below, and ends where fewer than five are that long', () => {
    // The baseline of a session is its second-lowest context: twice its first.
    const doubled = GOLDEN.map((sizes) => [sizes[0] ?? 0, ...sizes]);
    expect(deriveGrowthCurve(GOLDEN)?.p75).toEqual([1, 1, 1.5, 2, 2.5, 3, 3.5]);
    expect(deriveGrowthCurve(doubled)?.p75).toEqual([1, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('goes with a fresh cost of the median of the first three', () => {
    const { pooled } = calibrate(GOLDEN.map((contexts) => ({ model: 'm', contexts })));
    expect(pooled?.freshWeighted).toBe(1_100);
  });

  it('needs ten sessions', () => {
    expect(deriveGrowthCurve(GOLDEN.slice(1))).toBeNull();
  });

  it('never falls', () => {
    const falling = Array.from({ length: 10 }, () => [10, 10, 90, 20, 15, 12]);
    expect(deriveGrowthCurve(falling)?.p75).toEqual([1, 1, 9, 9, 9, 9]);
  });

  it('holds later calls to its last value, and to 1 where there is none', () => {
    const curve = { p75: [1, 2, 3], sessions: 10 };
    expect([0, 2, 900, -1].map((index) => expectedGrowthAt(curve, index))).toEqual([1, 3, 3, 1]);
    expect(expectedGrowthAt(null, 5)).toBe(1);
  });
});

describe('a calibration', () => {
  it('takes three sessions, per model and over all', () => {
    const two = deriveCalibration(starts(['a', 10], ['a', 20]), NOW);
    expect(two).toMatchObject({ pooled: null, models: {} });
    const mixed = deriveCalibration(starts(['a', 10], ['b', 20], ['a', 30]), NOW);
    expect(mixed.pooled).toMatchObject({
      sessions: 3,
      baselineTokens: 20,
      minTokens: 10,
      maxTokens: 30,
    });
    expect(mixed.models).toEqual({});
    expect(mixed).toMatchObject({ formatVersion: 1, source: 'learned', computedAtMs: NOW });
  });

  it('has quartiles from four sessions on', () => {
    const three = deriveCalibration(starts(['a', 10], ['a', 20], ['a', 30]), NOW);
    const four = deriveCalibration(starts(['a', 10], ['a', 20], ['a', 30], ['a', 40]), NOW);
    expect(three.pooled?.quartiles).toBeNull();
    expect(four.pooled?.quartiles).toEqual([13, 25, 38]);
  });

  it('counts the newest sessions only', () => {
    const many = Array.from({ length: NEWEST_SESSIONS }, () => ['a', 10] as const);
    const { pooled } = deriveCalibration(starts(...many, ['a', 9_999]), NOW);
    expect(pooled).toMatchObject({ sessions: NEWEST_SESSIONS, maxTokens: 10 });
  });

  it('is the model’s own where there is one', () => {
    const calibration = deriveCalibration(
      starts(['a', 10], ['a', 10], ['a', 10], ['b', 90], ['b', 90], ['b', 90], ['b', 90]),
      NOW,
    );
    expect(calibrationFor(calibration, 'a')).toMatchObject({
      of: 'a',
      values: { baselineTokens: 10 },
    });
    expect(calibrationFor(calibration, 'c')).toMatchObject({ of: null, values: { sessions: 7 } });
    expect(calibrationFor(calibration, null)).toMatchObject({ of: null });
    expect(calibrationFor(null, 'a')).toBeNull();
  });

  it('is not confused by what a model is called', () => {
    const odd = deriveCalibration(starts(...Array(3).fill(['__proto__', 10] as const)), NOW);
    expect(calibrationFor(odd, '__proto__')?.of).toBe('__proto__');
    expect(calibrationFor(odd, 'constructor')?.of).toBeNull();
  });
});

describe('a calibration in a file', () => {
  const learned = deriveCalibration(
    starts(...Array.from({ length: 12 }, (_, at) => ['claude-opus-5', 10 + at] as const)),
    NOW,
  );
  const file = (): Json => JSON.parse(JSON.stringify(toCalibrationFile(learned))) as Json;

  it('comes back as it was, as an imported one', () => {
    expect(learned.pooled?.growth).not.toBeNull();
    expect(parseCalibration(file())).toEqual({ ...learned, source: 'imported' });
  });

  const model = 'models.claude-opus-5';
  it.each<readonly [string, (json: Json) => void, string]>([
    [
      'kind',
      (json) => {
        json.kind = 'x';
      },
      'kind is "x"; accepted: "telltale-calibration"',
    ],
    [
      'version',
      (json) => {
        json.formatVersion = 2;
      },
      'formatVersion is 2; accepted: 1',
    ],
    [
      'unknown field',
      (json) => {
        json.extra = 1;
      },
      'extra is 1; accepted: no such field',
    ],
    [
      'missing',
      (json) => {
        delete json.pooled.freshWeighted;
      },
      'pooled.freshWeighted is missing',
    ],
    [
      'text',
      (json) => {
        json.pooled.sessions = '9';
      },
      'pooled.sessions is "9"; accepted: a number',
    ],
    [
      'too few',
      (json) => {
        json.pooled.sessions = 2;
      },
      'pooled.sessions is 2',
    ],
    [
      'no whole',
      (json) => {
        json.pooled.sessions = 3.5;
      },
      'pooled.sessions is 3.5; accepted: a whole',
    ],
    [
      'nothing',
      (json) => {
        json.pooled = null;
      },
      'pooled is null; accepted: an object',
    ],
    [
      'order',
      (json) => {
        json.models['claude-opus-5'].maxTokens = 1;
      },
      `${model}.maxTokens is 1`,
    ],
    [
      'quartiles',
      (json) => {
        json.pooled.quartiles = [1, 2];
      },
      'pooled.quartiles is [1,2]',
    ],
    [
      'falling',
      (json) => {
        json.pooled.growth.p75 = [2, 1];
      },
      'pooled.growth.p75[1] is 1',
    ],
    [
      'no curve',
      (json) => {
        json.pooled.growth.p75 = [];
      },
      'pooled.growth.p75 is []',
    ],
    [
      'few for a curve',
      (json) => {
        json.pooled.growth.sessions = 3;
      },
      'growth.sessions is 3',
    ],
  ])('refuses a wrong %s', (_, change, message) => {
    const json = file();
    change(json);
    expect(() => parseCalibration(json)).toThrow(message);
  });

  it.each([[null], [[]], ['text'], [7]])('refuses %j', (value) => {
    expect(() => parseCalibration(value)).toThrow('the whole of it is');
  });
});

// biome-ignore lint/suspicious/noExplicitAny: broken on purpose, field by field
type Json = any;

function calibrate(
  sessions: readonly { readonly model: string; readonly contexts: readonly number[] }[],
) {
  return deriveCalibration(
    sessions.map((one) => ({ ...one, weighted: one.contexts })),
    NOW,
  );
}

/** Five calls of that size each. */
function starts(...sessions: readonly (readonly [model: string, size: number])[]): SessionStart[] {
  return sessions.map(([model, size]) => {
    const contexts = Array<number>(5).fill(size);
    return { model, contexts, weighted: contexts };
  });
}

test('the median of two is between them', () => {
  expect(medianOf([10, 20])).toBe(15);
});
