// Laws of what other choices would have cost, over any sequence of calls.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billableUsage } from '../../../src/model/billable-usage.ts';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { savingOfTurns } from '../../../src/model/rotation/find-rotations.ts';
import { dropHistory } from '../../../src/model/whatif/drop-history.ts';
import { replayUnchanged } from '../../../src/model/whatif/price-replay.ts';
import { replayLifetimes } from '../../../src/model/whatif/replay-lifetime.ts';
import { runScenarios } from '../../../src/model/whatif/run-scenarios.ts';
import { NOTHING, type Replayed, type Scenario } from '../../../src/model/whatif/scenario.ts';
import { clearAt } from '../../../src/model/whatif/scenarios/clear-at.ts';
import { compactAt } from '../../../src/model/whatif/scenarios/compact-at.ts';
import { freshEachTurn } from '../../../src/model/whatif/scenarios/fresh-each-turn.ts';
import { SCENARIOS } from '../../../src/model/whatif/scenarios.ts';
import type { WhatIfSession } from '../../../src/model/whatif/whatif-session.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { costNanoUsd } from '../../../src/pricing/cost.ts';
import { dropSlowly } from './compact-slowly.ts';
import { anyScene, price, SHORT_GAPS, type Spec, sessionOf, WORLD } from './sessions.ts';

function run(scenario: Scenario, session: WhatIfSession, world = WORLD): readonly Replayed[] {
  const variants = scenario.variants(world);
  return variants.length === 0 ? [] : scenario.prepare(world, variants)(session);
}

describe('under unchanged choices', () => {
  it('a replay costs what the calls cost, to the nano-dollar', () => {
    fc.assert(
      fc.property(anyScene(), (scene) => {
        const session = sessionOf(scene);
        const calls = session.chains.flatMap((chain) => chain.calls);
        const costs = calls.map((call) =>
          costNanoUsd(billableUsage(call, call.flags), call.model, call.atMs, SHIPPED_BOOK),
        );
        expect(replayUnchanged(session, price)).toEqual({
          calls: calls.length,
          finalCalls: calls.filter(({ flags }) => (flags & LINE_FLAG.final) !== 0).length,
          unpricedCalls: costs.filter((cost) => cost === null).length,
          costNanoUsd: costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
        });
      }),
    );
  });

  it('a compaction that never comes changes nothing', () => {
    fc.assert(
      fc.property(anyScene(), (scene) => {
        const world = { ...WORLD, wishes: { atTokens: 1e9 } };
        const session = sessionOf(scene);
        expect(run(compactAt, session, world)).toEqual([NOTHING]);
        expect(run(clearAt, session, world)).toEqual([NOTHING]);
      }),
    );
  });
});

describe('every scenario', () => {
  it.each(SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
    '%s saves no more than everything cost, and counts what it changes',
    (_id, scenario) => {
      fc.assert(
        fc.property(anyScene(), (scene) => {
          const session = sessionOf(scene);
          const base = replayUnchanged(session, price);
          for (const one of run(scenario, session)) {
            expect(Number.isInteger(one.savingNanoUsd)).toBe(true);
            expect(one.savingNanoUsd).toBeLessThanOrEqual(base.costNanoUsd);
            expect(one.changedCalls).toBeLessThanOrEqual(base.calls);
            expect(one.unpricedCalls).toBeLessThanOrEqual(one.changedCalls);
            if (one.changedCalls + one.times === 0) expect(one).toEqual(NOTHING);
          }
        }),
      );
    },
  );

  it('has the same sums in whatever order the sessions come', () => {
    fc.assert(
      fc.property(fc.array(anyScene(), { maxLength: 3 }), (scenes) => {
        const sessions = scenes.map(sessionOf);
        const there = runScenarios(SCENARIOS, WORLD, sessions);
        const back = runScenarios(SCENARIOS, WORLD, [...sessions].reverse());
        expect(back).toEqual(there);
        const savings = there.outcomes.flatMap(({ best }) => best?.savingNanoUsd ?? []);
        expect(savings).toEqual([...savings].sort((a, b) => b - a));
      }),
      { numRuns: 30 },
    );
  });
});

describe('another lifetime', () => {
  it('of an hour never pays where no silence is longer than five minutes', () => {
    fc.assert(
      fc.property(anyScene(SHORT_GAPS), (scene) => {
        // A call that caches nothing keeps nothing alive: the silence would go on over it.
        const keep = (spec: Spec): Spec => ({
          ...spec,
          cacheReadTokens: (spec.cacheReadTokens ?? 0) + 1,
        });
        const main = scene.main.map(keep);
        const subagents = (scene.subagents ?? []).map((chain) => chain.map(keep));
        const session = sessionOf({ ...scene, main, subagents });
        const long = replayLifetimes(session, '1h', price);
        const short = replayLifetimes(session, '5m', price);
        expect(long.savingNanoUsd).toBeLessThanOrEqual(short.savingNanoUsd);
        expect([long.times, short.times]).toEqual([0, 0]);
      }),
    );
  });

  it.each([
    ['5m', 'cacheWrite1hTokens'],
    ['1h', 'cacheWrite5mTokens'],
  ] as const)('of %s changes nothing where all was written so', (ttl, other) => {
    fc.assert(
      fc.property(anyScene(), (scene) => {
        const own = ttl === '5m' ? 'cacheWrite5mTokens' : 'cacheWrite1hTokens';
        const same = <T extends object>(spec: T): T => ({
          ...spec,
          [other]: 0,
          [own]: 1,
          flags: 8,
        });
        const main = scene.main.map(same);
        const subagents = (scene.subagents ?? []).map((chain) => chain.map(same));
        const session = sessionOf({ ...scene, main, subagents });
        // The first call of a chain may read what nobody tells the lifetime of.
        expect(replayLifetimes(session, ttl, price)).toEqual(NOTHING);
      }),
    );
  });
});

describe('a history that is dropped at a bound', () => {
  const rules = fc.record({
    keptTokens: fc.integer({ min: 1, max: 60_000 }),
    warmTokens: fc.nat(40_000),
    summaryTokens: fc.constantFrom(0, 4_000),
    where: fc.constantFrom('calls' as const, 'turns' as const),
  });

  it('saves what a replay call by call saves', () => {
    fc.assert(
      fc.property(anyScene(), rules, fc.integer({ min: 1, max: 400_000 }), (scene, rule, bound) => {
        const session = sessionOf(scene);
        const [quick = NOTHING] = dropHistory(session, rule, [bound]);
        const slow = dropSlowly(session, rule, bound);
        expect(quick.times).toBe(slow.times);
        // Whole calls are rounded one by one, five kinds of tokens each.
        const most = 5 * scene.main.length + 5 * quick.times + 1;
        expect(Math.abs(quick.savingNanoUsd - slow.savingNanoUsd)).toBeLessThanOrEqual(most);
      }),
      { numRuns: 500 },
    );
  });

  it('gives for several bounds what it gives for each', () => {
    const bounds = fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 4 });
    fc.assert(
      fc.property(anyScene(), rules, bounds, (scene, rule, all) => {
        const session = sessionOf(scene);
        const each = all.map((bound) => dropHistory(session, rule, [bound])[0]);
        expect(dropHistory(session, rule, all)).toEqual(each);
      }),
    );
  });
});

it('fresh sessions save what the rotation says', () => {
  fc.assert(
    fc.property(anyScene(), (scene) => {
      const session = sessionOf(scene);
      const { rotation, ratesOf } = session;
      const [replayed = NOTHING] = run(freshEachTurn, session);
      const saving = savingOfTurns(rotation, ratesOf, rotation.turns);
      expect(replayed.savingNanoUsd).toBe(Math.round(saving));
    }),
  );
});
