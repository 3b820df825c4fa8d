// What another choice is: the variants to try, what a session would have cost under each, and in words
// what is taken for granted. Knows no choice of its own; each is a file in scenarios/.
import type { Price } from './price-replay.ts';
import type { WhatIfSession } from './whatif-session.ts';

export type ScenarioId =
  | 'compact-at'
  | 'clear-at'
  | 'fresh-each-turn'
  | 'fresh-best-turns'
  | 'ttl-1h'
  | 'ttl-5m'
  | 'no-cache'
  | 'one-model'
  | 'smaller-subagents'
  | 'keep-warm'
  | 'without-mcp';

/** What the person asked to try instead of the usual variants. */
export interface WhatIfWishes {
  /** Context at which to compact or clear. */
  readonly atTokens?: number | undefined;
  /** Ids of the price book for subagents. */
  readonly subagentModel?: string | undefined;
}

export interface WhatIfWorld {
  readonly price: Price;
  /** What a model can be sent at most, in tokens. */
  readonly windowOf: (model: string) => number;
  /** Servers whose use was looked at. */
  readonly servers: readonly string[];
  readonly wishes: WhatIfWishes;
}

/** One way to make the choice. */
export interface Variant {
  /** Tokens, hours, a model or a server; null: the scenario has one variant only. */
  readonly value: number | string | null;
  /** As it stands in a list: `at 120k`, `haiku-4.5`. */
  readonly label: string;
}

export interface Replayed {
  /** Whole nano-USD less than it was, of the priced calls; negative: more. */
  readonly savingNanoUsd: number;
  /** Calls that would have been billed otherwise. */
  readonly changedCalls: number;
  /** Of them, calls without a price: they are in no sum. */
  readonly unpricedCalls: number;
  /** How often what the scenario is about would have been done; see `Scenario.countWord`. */
  readonly times: number;
}

export interface Scenario {
  readonly id: ScenarioId;
  /** None: there is nothing to try. */
  readonly variants: (world: WhatIfWorld) => readonly Variant[];
  /** Tells what each variant would have made of a session, in their order. */
  readonly prepare: (
    world: WhatIfWorld,
    variants: readonly Variant[],
  ) => (session: WhatIfSession) => readonly Replayed[];
  readonly title: (variant: Variant) => string;
  /** Of all variants together; left out: the title of the only one. */
  readonly anyTitle?: string;
  /** What `times` counts: `compaction`, `rebuild`. */
  readonly countWord: string;
  /** Sentences without a full stop. */
  readonly assumptions: (variant: Variant, world: WhatIfWorld) => readonly string[];
  /** How to have it so; null: only to compare with. */
  readonly how: (variant: Variant) => string | null;
  /** Why it would change nothing, where it does not. */
  readonly unlessWhy: string;
  /** True: what is saved is more than what is found. */
  readonly isLowerBound?: boolean;
}

export function defineScenario(scenario: Scenario): Scenario {
  return scenario;
}

export const NOTHING: Replayed = {
  savingNanoUsd: 0,
  changedCalls: 0,
  unpricedCalls: 0,
  times: 0,
};

/** Order does not matter. */
export function addReplayed(a: Replayed, b: Replayed): Replayed {
  return {
    savingNanoUsd: a.savingNanoUsd + b.savingNanoUsd,
    changedCalls: a.changedCalls + b.changedCalls,
    unpricedCalls: a.unpricedCalls + b.unpricedCalls,
    times: a.times + b.times,
  };
}

/** The one variant of a scenario that has no choice within. */
export const ONLY: readonly Variant[] = [{ value: null, label: '' }];
