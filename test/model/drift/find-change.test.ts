import { describe, expect, it } from 'vitest';
import { neighbourBoundaries, stepBoundaries } from '../../../src/model/drift/boundaries.ts';
import { findChange } from '../../../src/model/drift/find-change.ts';
import { likenessOf } from '../../../src/model/drift/likeness.ts';
import {
  arrangeParts,
  type DriftPart,
  differenceAt,
} from '../../../src/model/drift/stratified-difference.ts';
import { holm } from '../../../src/model/statistics/holm.ts';
import { createRandom, type Random } from '../../../src/samples/random.ts';

/** 8,000 rounds take a minute: only when asked for. */
const HEAVY = process.env.TELLTALE_HEAVY === '1';
const ALPHA = 0.05;
const SEARCH = { alpha: ALPHA, permutations: 199, seed: 1 };

interface History {
  readonly sessions: number;
  readonly versions: number;
  /** Rate of each kind of work before and after the change. */
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
  /** Share of the second kind of work at the beginning and at the end. */
  readonly mix: readonly [number, number];
  /** Chances in a session at the beginning and, where it differs, in the last sixth. */
  readonly chances: number;
  readonly lateChances?: number;
  /** How much of a session's own rate the next one has too, 0 to 1. */
  readonly streak?: number;
}

/** Sessions differ by themselves (a rate of each one's own), as real ones do. */
function makeHistory(random: Random, history: History): DriftPart[] {
  const { sessions, versions, before, after, mix, chances, streak = 0 } = history;
  let mood = 0;
  return Array.from({ length: sessions }, (_, index): DriftPart => {
    const group = Math.floor((index / sessions) * versions);
    const share = mix[0] + ((mix[1] - mix[0]) * index) / sessions;
    const stratum = random.chance(share) ? 1 : 0;
    const rates = group < versions / 2 ? before : after;
    mood = streak * mood + random.real() - 0.5;
    const own = Math.max(0, rates[stratum] * (1 + mood));
    const usual = index < (sessions * 5) / 6 ? chances : (history.lateChances ?? chances);
    const denominator = random.int(Math.ceil(usual / 2), Math.ceil(usual * 1.5));
    let numerator = 0;
    for (let chance = 0; chance < denominator; chance += 1) if (random.chance(own)) numerator += 1;
    return { group, stratum, numerator, denominator };
  });
}

function sizesOf(parts: readonly DriftPart[], groups: number): number[] {
  return Array.from(
    { length: groups },
    (_, group) => parts.filter((one) => one.group === group).length,
  );
}

function search(parts: readonly DriftPart[], groups: number) {
  return findChange(parts, stepBoundaries(sizesOf(parts, groups), 5), SEARCH);
}

/** Share of made-up histories in which at least one of `figures` searches reports a change. */
function alarms(name: string, rounds: number, figures: number, history: History): number {
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const ps = Array.from({ length: figures }, (_, figure) => {
      const random = createRandom(`${name}/${round}/${figure}`);
      return search(makeHistory(random, history), history.versions)?.p ?? 1;
    });
    if (holm(ps).some((p) => p <= ALPHA)) found += 1;
  }
  return found / rounds;
}

/** What a true rate of `ALPHA` stays under in all but 1 of 1,000 runs. */
function ceiling(rounds: number): number {
  return ALPHA + 3.1 * Math.sqrt((ALPHA * (1 - ALPHA)) / rounds);
}

const STILL: History = {
  sessions: 60,
  versions: 6,
  before: [0.04, 0.12],
  after: [0.04, 0.12],
  mix: [0.5, 0.5],
  chances: 40,
};

describe('false alarms', () => {
  const rounds = HEAVY ? 4_000 : 400;

  it.each([
    ['where nothing changes', STILL],
    // The rate over all work rises from 5 to 11 %, each kind of work stays as it is.
    ['where only the mix of work changes', { ...STILL, mix: [0.1, 0.9] as const }],
    ['in short histories', { ...STILL, sessions: 14, versions: 3, chances: 15 }],
    ['where sessions become short', { ...STILL, chances: 60, lateChances: 8 }],
    ['where sessions become long', { ...STILL, chances: 10, lateChances: 60 }],
    [
      'where the mix of work and the length of sessions change',
      { ...STILL, mix: [0.1, 0.9] as const, chances: 60, lateChances: 12 },
    ],
    ['where sessions in a row are alike', { ...STILL, streak: 0.3 }],
    [
      'of rare cases',
      { ...STILL, before: [0.002, 0.004] as const, after: [0.002, 0.004] as const },
    ],
  ])('stay at or under the level %s', { timeout: 120_000 }, (name, history) => {
    expect(alarms(name, rounds, 1, history)).toBeLessThanOrEqual(ceiling(rounds));
  });

  it('stay at or under the level for several searches together', { timeout: 120_000 }, () => {
    const many = HEAVY ? 2_000 : 200;
    expect(alarms('together', many, 6, STILL)).toBeLessThanOrEqual(ceiling(many));
  });

  it('would be many if the mix of work were not held constant', () => {
    const history = { ...STILL, mix: [0.1, 0.9] as const };
    let found = 0;
    for (let round = 0; round < 100; round += 1) {
      const parts = makeHistory(createRandom(`pooled/${round}`), history);
      const pooled = parts.map((part) => ({ ...part, stratum: 0 }));
      if ((search(pooled, history.versions)?.p ?? 1) <= ALPHA) found += 1;
    }
    expect(found).toBeGreaterThan(40);
  });
});

describe('power', () => {
  it('finds a rise from 4 to 8 % over 100 sessions of 40 chances', { timeout: 60_000 }, () => {
    const history: History = {
      ...STILL,
      sessions: 100,
      before: [0.04, 0.04],
      after: [0.08, 0.08],
    };
    expect(alarms('power', HEAVY ? 1_000 : 100, 1, history)).toBeGreaterThan(0.9);
  });

  it('finds about 80 % of the changes as large as it says it would see', {
    timeout: 60_000,
  }, () => {
    const seen: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const parts = makeHistory(createRandom(`size/${round}`), { ...STILL, mix: [0, 0] });
      seen.push(search(parts, 6)?.visibleFrom ?? Number.NaN);
    }
    const size = seen.reduce((sum, one) => sum + one, 0) / seen.length;
    const history: History = { ...STILL, mix: [0, 0], before: [0.04, 0], after: [0.04 + size, 0] };
    const share = alarms('as large', 200, 1, history);
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(0.95);
  });
});

describe('what is found', () => {
  const parts = (rates: readonly number[], stratum = 0): DriftPart[] =>
    rates.map((rate, index) => ({
      group: Math.floor(index / 6),
      stratum,
      numerator: Math.round(rate * 100) + (index % 3),
      denominator: 100,
    }));
  const jump = parts([...Array<number>(12).fill(0.05), ...Array<number>(12).fill(0.2)]);

  it('is the boundary at which it changes, with both rates', () => {
    const change = search(jump, 4);
    expect(change?.boundary).toEqual({ beforeFrom: 0, at: 2, afterTo: 4 });
    expect(change?.before).toBeCloseTo(0.06, 3);
    expect(change?.after).toBeCloseTo(0.21, 3);
    expect(change?.p).toBe(1 / 200);
  });

  it('is the same for the same seed', () => {
    expect(search(jump, 4)).toEqual(search(jump, 4));
  });

  it('is nothing where no kind of work is on both sides', () => {
    const apart = jump.map((part) => ({ ...part, stratum: part.group }));
    expect(search(apart, 4)).toBeNull();
  });

  it('has p = 1 where every session is the same', () => {
    const flat = jump.map((part) => ({ ...part, numerator: 0 }));
    expect(search(flat, 4)).toMatchObject({ p: 1, visibleFrom: null });
  });
});

describe('the standard error of a difference', () => {
  it('is that of two ratios, kind by kind', () => {
    // Rate of all 10 / 100. Deviations by hand: 4 − 2, 1 − 3 | 2 − 1, 3 − 4. Before 5 / 50, after 5 / 50.
    const parts: DriftPart[] = [
      { group: 0, stratum: 0, numerator: 4, denominator: 20 },
      { group: 0, stratum: 0, numerator: 1, denominator: 30 },
      { group: 1, stratum: 0, numerator: 2, denominator: 10 },
      { group: 1, stratum: 0, numerator: 3, denominator: 40 },
    ];
    const found = differenceAt(arrangeParts(parts), { beforeFrom: 0, at: 1, afterTo: 2 });
    expect(found?.before).toBeCloseTo(0.1, 12);
    expect(found?.after).toBeCloseTo(0.1, 12);
    expect(found?.standardError).toBeCloseTo(Math.sqrt(8 / 2500 + 2 / 2500), 12);
  });

  it('is zero where all are alike, in spite of the arithmetic', () => {
    const parts = Array.from(
      { length: 12 },
      (_, at): DriftPart => ({
        group: at < 6 ? 0 : 1,
        stratum: 0,
        numerator: 0.1 * (1 + at),
        denominator: 1 + at,
      }),
    );
    const boundary = { beforeFrom: 0, at: 1, afterTo: 2 };
    expect(differenceAt(arrangeParts(parts), boundary)?.standardError).toBe(0);
  });
});

describe('likeness of neighbours', () => {
  const boundary = { beforeFrom: 0, at: 1, afterTo: 2 };
  const partsOf = (rates: readonly number[]): DriftPart[] =>
    rates.map((numerator, at) => ({
      group: at < rates.length / 2 ? 0 : 1,
      stratum: 0,
      numerator,
      denominator: 10,
    }));
  it('grows with streaks, and is never below 1', () => {
    const streaks = Array.from({ length: 40 }, (_, at) => (Math.floor(at / 10) % 2 === 0 ? 1 : 3));
    const turns = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 1 : 3));
    expect(likenessOf(partsOf(streaks), boundary)).toBeGreaterThan(2);
    expect(likenessOf(partsOf(turns), boundary)).toBe(1);
  });
  it('is not what the change itself does', () => {
    const jump = Array.from({ length: 40 }, (_, at) => (at < 20 ? 1 : 8) + (at % 2));
    expect(likenessOf(partsOf(jump), boundary)).toBe(1);
    expect(likenessOf(partsOf(Array<number>(40).fill(2)), boundary)).toBe(1);
  });
});

describe('boundaries', () => {
  it('of groups in an order have enough on both sides', () => {
    expect(stepBoundaries([3, 3, 10, 2], 5).map(({ at }) => at)).toEqual([2]);
    expect(stepBoundaries([5], 5)).toEqual([]);
  });
  it('of groups side by side are between neighbours that are both large enough', () => {
    expect(neighbourBoundaries([5, 6, 2, 9, 8], 5)).toEqual([
      { beforeFrom: 0, at: 1, afterTo: 2 },
      { beforeFrom: 3, at: 4, afterTo: 5 },
    ]);
  });
});
