// Laws of what fresh contexts save, over any sequence of calls.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  costOfSession,
  findRotations,
  savingOfTurns,
} from '../../../src/model/rotation/find-rotations.ts';
import type { RateBand, RotationSession } from '../../../src/model/rotation/rotation-session.ts';
import { replaySlowly } from './replay-slowly.ts';
import { anyBands, anySession, callOf, sessionOf } from './sessions.ts';

/** Indices of the session's turns, all sets of them. */
function setsOf(session: RotationSession): ReadonlySet<number>[] {
  const starts = session.turns.map(({ callIndex }) => callIndex);
  return Array.from(
    { length: 2 ** starts.length },
    (_, bits) => new Set(starts.filter((_start, at) => bits & (1 << at))),
  );
}

const savings = (session: RotationSession, bands: readonly RateBand[]) =>
  setsOf(session).map((set) => ({ size: set.size, saving: replaySlowly(session, bands, set) }));

describe('fresh contexts', () => {
  it('in the best set save as much as the best of all sets, tried one by one', () => {
    fc.assert(
      fc.property(anySession, anyBands, (session, bands) => {
        const { optimal } = findRotations(session, () => bands);
        const most = Math.max(...savings(session, bands).map(({ saving }) => saving));
        expect(optimal?.saving ?? 0).toBeCloseTo(most, 0);
      }),
    );
  });

  it('at the best turn save as much as at the best of all turns', () => {
    fc.assert(
      fc.property(anySession, anyBands, (session, bands) => {
        const { best } = findRotations(session, () => bands);
        const single = savings(session, bands).filter(({ size }) => size <= 1);
        expect(best?.saving ?? 0).toBeCloseTo(Math.max(...single.map(({ saving }) => saving)), 0);
      }),
    );
  });

  it('never save less than nothing, nor a set less than a single one, nor more than all cost', () => {
    fc.assert(
      fc.property(anySession, anyBands, (session, bands) => {
        const { best, optimal } = findRotations(session, () => bands);
        if (best === null || optimal === null) {
          expect([best, optimal]).toEqual([null, null]);
          return;
        }
        expect(best.saving).toBeGreaterThan(0);
        expect(optimal.saving).toBeGreaterThanOrEqual(best.saving);
        expect(optimal.saving).toBeLessThanOrEqual(costOfSession(session, () => bands));
      }),
    );
  });

  it('save by what the turns say, as the same rates find when asked for these turns', () => {
    fc.assert(
      fc.property(anySession, anyBands, (session, bands) => {
        const { best, optimal } = findRotations(session, () => bands);
        for (const plan of [best, optimal]) {
          if (plan === null) continue;
          expect(savingOfTurns(session, () => bands, plan.turns)).toBeCloseTo(plan.saving, 0);
        }
      }),
    );
  });

  it('nowhere save nothing', () => {
    fc.assert(
      fc.property(anySession, anyBands, (session, bands) => {
        expect(savingOfTurns(session, () => bands, [])).toBe(0);
      }),
    );
  });

  it('save nothing in a session that never grows beyond a fresh one', () => {
    const size = fc.integer({ min: 1, max: 200_000 });
    fc.assert(
      fc.property(size, fc.integer({ min: 2, max: 30 }), anyBands, (tokens, count, bands) => {
        const calls = Array.from({ length: count }, () => callOf({ cacheReadTokens: tokens }));
        const session = sessionOf(calls, [0, 1, Math.floor(count / 2)], { freshTokens: tokens });
        expect(findRotations(session, () => bands)).toEqual({ best: null, optimal: null });
      }),
    );
  });
});
