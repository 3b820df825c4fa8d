import { describe, expect, it } from 'vitest';
import {
  costOfSession,
  findRotations,
  savingOfTurns,
} from '../../../src/model/rotation/find-rotations.ts';
import { prepareReplay } from '../../../src/model/rotation/replay.ts';
import type { RateBand, RotationSession } from '../../../src/model/rotation/rotation-session.ts';
import { WEIGHT_BANDS, weighTokens } from '../../../src/model/rotation/token-weights.ts';
import { BANDED, callOf, FLAT, growing, sessionOf } from './sessions.ts';

const flat = () => FLAT;

describe('prepareReplay', () => {
  // Two calls at 100k, then one of each kind that a smaller context can be taken from.
  const before = callOf({ cacheReadTokens: 100_000, outputTokens: 1_000 });
  const fresh = callOf({ cacheReadTokens: 100_000, cacheWrite1hTokens: 3_000, outputTokens: 10 });
  const CASES: [story: string, third: Parameters<typeof callOf>[0], expected: number][] = [
    ['all from the cache read', { cacheReadTokens: 103_000 }, 81_000 * 500],
    [
      'the rest from a rebuild, the cheaper write first',
      { cacheReadTokens: 1_000, cacheWrite5mTokens: 2_000, cacheWrite1hTokens: 101_000 },
      1_000 * 500 + 2_000 * 6_250 + 78_000 * 10_000,
    ],
    ['what is left from the input', { inputTokens: 104_000 }, 81_000 * 5_000],
    ['no more than the session still had', { cacheReadTokens: 60_000 }, 40_000 * 500],
    ['nothing where it was smaller than a fresh one', { cacheReadTokens: 15_000 }, 0],
  ];
  it.each(CASES)('takes what was dropped %s', (_story, third, expected) => {
    const session = sessionOf([before, fresh, callOf(third)], [1]);
    const [first, both] = prepareReplay(session, flat)(1, [2, 3]);
    // 22k are written: the fresh context and what the call added.
    expect(first).toBe(100_000 * 500 + 3_000 * 10_000 - 22_000 * 10_000);
    expect((both ?? 0) - (first ?? 0)).toBe(expected);
  });

  it.each([
    ['5m', 22_000 * 6_250],
    ['1h', 22_000 * 10_000],
    ['none', 22_000 * 5_000],
  ] as const)('writes a fresh context as the session does: %s', (writeKind, cost) => {
    const session = sessionOf([before, fresh], [1], { writeKind });
    expect(prepareReplay(session, flat)(1, [2])).toEqual([80_000_000 - cost]);
  });

  it('keeps the uncached input of the first fresh call', () => {
    const call = callOf({ cacheReadTokens: 101_000, inputTokens: 400 });
    const session = sessionOf([before, call], [1]);
    const cost = 400 * 5_000 + 20_000 * 10_000;
    expect(prepareReplay(session, flat)(1, [2])).toEqual([101_000 * 500 + 400 * 5_000 - cost]);
  });

  it('pays less for output too where a smaller prompt falls into a cheaper band', () => {
    const large = callOf({ cacheReadTokens: 250_000, outputTokens: 100 });
    const session = sessionOf([large, large, large], [1]);
    const [first, both] = prepareReplay(session, () => BANDED)(1, [2, 3]);
    const whole = 250_000 * 1_000 + 100 * 37_500;
    expect((both ?? 0) - (first ?? 0)).toBe(whole - 20_000 * 500 - 100 * 25_000);
  });
});

describe('findRotations', () => {
  const CASES: [story: string, session: RotationSession, best: number | null, all: number[]][] = [
    ['no call', sessionOf([], []), null, []],
    ['one turn', sessionOf(growing(50, 20_000, 3_000), [0]), null, []],
    [
      'too short to win back the fresh write',
      sessionOf(growing(4, 20_000, 3_000), [0, 2]),
      null,
      [],
    ],
    ['one place', sessionOf(growing(60, 20_000, 3_000), [0, 20]), 20, [20]],
    ['two places', sessionOf(growing(90, 20_000, 3_000), [0, 30, 60]), 60, [30, 60]],
    [
      'nothing across a compaction',
      sessionOf(growing(60, 20_000, 3_000), [0, 20, 58], { segmentStarts: [22] }),
      null,
      [],
    ],
    [
      'no place at the first call after a compaction',
      sessionOf(growing(60, 20_000, 3_000), [0, 20], { segmentStarts: [20] }),
      null,
      [],
    ],
    [
      'each segment for itself',
      sessionOf([...growing(60, 20_000, 3_000), ...growing(60, 20_000, 3_000)], [0, 20, 80], {
        segmentStarts: [60],
      }),
      20,
      [20, 80],
    ],
  ];
  it.each(CASES)('%s', (_story, session, best, all) => {
    const found = findRotations(session, flat);
    expect(found.best?.turns[0]?.callIndex ?? null).toBe(best);
    expect(found.optimal?.turns.map(({ callIndex }) => callIndex) ?? []).toEqual(all);
  });

  it('works without prices, by weight', () => {
    const session = sessionOf(growing(60, 20_000, 3_000), [0, 20]);
    const byMoney = findRotations(session, flat);
    const byWeight = findRotations(session, () => WEIGHT_BANDS);
    // These prices are the weights times 5,000.
    expect(byWeight.best?.saving).toBeCloseTo((byMoney.best?.saving ?? 0) / 5_000, 3);
    expect(weighTokens(session.calls[5] ?? callOf({}))).toBe(
      Math.round(
        costOfSession({ ...session, calls: session.calls.slice(5, 6) }, () => WEIGHT_BANDS),
      ),
    );
  });

  it('judges each call by its own rates', () => {
    const free: readonly RateBand[] = [
      {
        abovePromptTokens: 0,
        rates: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 },
      },
    ];
    const session = sessionOf(growing(60, 20_000, 3_000), [0, 20]);
    expect(findRotations(session, () => free).best).toBeNull();
    const half = findRotations(session, (index) => (index < 40 ? FLAT : free));
    const whole = findRotations(session, flat);
    expect(half.best?.saving).toBeLessThan(whole.best?.saving ?? 0);
  });

  it('sums over exactly the turns that are asked for', () => {
    const session = sessionOf(growing(90, 20_000, 3_000), [0, 30, 60]);
    const both = findRotations(session, flat).optimal;
    const one = savingOfTurns(session, flat, [{ turn: 3, callIndex: 60 }]);
    expect(both?.saving).toBeGreaterThan(one);
    expect(one).toBe(findRotations(session, flat).best?.saving);
  });

  it('asks for the rates of a call a few times, however many turns there are', () => {
    const count = 2_000;
    const turns = Array.from({ length: 400 }, (_, turn) => turn * 5);
    let asked = 0;
    findRotations(sessionOf(growing(count, 20_000, 500), turns), () => {
      asked += 1;
      return FLAT;
    });
    // Once for its columns, and once where a fresh context would begin.
    expect(asked).toBe(count + turns.length - 1);
  });
});
