// All scenarios over sessions that come one after the other: sums per variant, the best variant of each,
// ranked. Knows no choice and no words of one. The order of sessions and scenarios does not matter.
import { type ReplayedCost, replayUnchanged } from './price-replay.ts';
import {
  addReplayed,
  NOTHING,
  type Replayed,
  type Scenario,
  type Variant,
  type WhatIfWorld,
} from './scenario.ts';
import type { WhatIfSession } from './whatif-session.ts';

export interface ScenarioOutcome {
  readonly scenario: Scenario;
  /** In the scenario's order. */
  readonly variants: readonly VariantOutcome[];
  /** Of those with a price the one that saves most; of equals the first. Null: none changes any call. */
  readonly best: VariantOutcome | null;
}

export interface VariantOutcome extends Replayed {
  readonly variant: Variant;
}

export interface WhatIfRun {
  /** Everything under unchanged choices. */
  readonly base: ReplayedCost;
  /** The largest saving first; those that change nothing last, in the registry's order. */
  readonly outcomes: readonly ScenarioOutcome[];
}

export function runScenarios(
  scenarios: readonly Scenario[],
  world: WhatIfWorld,
  sessions: Iterable<WhatIfSession>,
): WhatIfRun {
  const running = scenarios.map((scenario) => {
    const variants = scenario.variants(world);
    const replay = variants.length === 0 ? null : scenario.prepare(world, variants);
    return { scenario, variants, replay, sums: variants.map(() => NOTHING) };
  });
  let base: ReplayedCost = { calls: 0, finalCalls: 0, unpricedCalls: 0, costNanoUsd: 0 };
  for (const session of sessions) {
    base = addCosts(base, replayUnchanged(session, world.price));
    for (const one of running) {
      const replayed = one.replay?.(session) ?? [];
      one.sums = one.sums.map((sum, at) => addReplayed(sum, replayed[at] ?? NOTHING));
    }
  }
  const outcomes = running.map(({ scenario, variants, sums }) => {
    const all = variants.map((variant, at) => ({ variant, ...(sums[at] ?? NOTHING) }));
    return { scenario, variants: all, best: bestOf(all) };
  });
  return { base, outcomes: outcomes.sort(bySaving) };
}

function bestOf(variants: readonly VariantOutcome[]): VariantOutcome | null {
  let best: VariantOutcome | null = null;
  for (const one of variants) {
    if (one.changedCalls + one.times === 0) continue;
    if (best === null || isBetter(one, best)) best = one;
  }
  return best;
}

/** Nothing is known of what an unpriced one saves. */
function isBetter(one: VariantOutcome, best: VariantOutcome): boolean {
  if (isPriced(one) !== isPriced(best)) return isPriced(one);
  return one.savingNanoUsd > best.savingNanoUsd;
}

/** False: no call that would be billed otherwise has a price. */
export function isPriced({ changedCalls, unpricedCalls }: Replayed): boolean {
  return unpricedCalls < changedCalls;
}

function bySaving(a: ScenarioOutcome, b: ScenarioOutcome): number {
  const none = Number.NEGATIVE_INFINITY;
  const [left, right] = [a.best?.savingNanoUsd ?? none, b.best?.savingNanoUsd ?? none];
  return left === right ? 0 : right - left;
}

function addCosts(a: ReplayedCost, b: ReplayedCost): ReplayedCost {
  return {
    calls: a.calls + b.calls,
    finalCalls: a.finalCalls + b.finalCalls,
    unpricedCalls: a.unpricedCalls + b.unpricedCalls,
    costNanoUsd: a.costNanoUsd + b.costNanoUsd,
  };
}
