// The answer to "what would it have cost under other choices": its shape, which `--json` prints unchanged.
// Nothing here computes.
import type { ScenarioId } from '../../model/whatif/scenario.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';

export interface WhatIfAnswer {
  readonly kind: 'whatif';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly scope: WhatIfScope;
  readonly base: WhatIfBase;
  /** At most so many of those that would have saved, besides those that were asked for. */
  readonly top: number;
  /** Would have cost less, the largest saving first; each alone, they overlap. */
  readonly scenarios: readonly RankedScenario[];
  /** Would have saved too, but are beyond `top`. */
  readonly leftOut: number;
  /** Would have cost as much or more, the dearest last. */
  readonly dearer: readonly RankedScenario[];
  /** Would have changed nothing, or cannot be told. */
  readonly unchanged: readonly UnchangedScenario[];
}

export interface WhatIfScope {
  /** Null: many sessions. */
  readonly session: SessionIdentity | null;
  /** Paths of the projects that were asked for; null: not limited. */
  readonly projects: readonly string[] | null;
  /** Sessions with a record since then, each as a whole; null: not limited. */
  readonly sinceMs: number | null;
}

/** Everything as it was, replayed call by call. */
export interface WhatIfBase {
  readonly sessions: number;
  readonly calls: number;
  readonly finalCalls: number;
  /** In no cost and no saving. */
  readonly unpricedCalls: number;
  /** Of the priced calls, API-equivalent; null: there are calls and none has a price. */
  readonly costNanoUsd: number | null;
}

export interface WhatIfSaving {
  /** Estimated; whole nano-USD, negative: it would have cost more. */
  readonly savingNanoUsd: number;
  /** Of the base; null: it cost nothing. */
  readonly savingRatio: number | null;
}

export interface RankedScenario extends WhatIfSaving {
  /** From 1, by saving, over `scenarios` and `dearer`. */
  readonly rank: number;
  readonly id: ScenarioId;
  readonly title: string;
  /** Of the variant that saves most: tokens, hours, a model or a server; null: there is one only. */
  readonly value: number | string | null;
  /** What all would have cost. */
  readonly costNanoUsd: number;
  /** True: more would be saved than is found. */
  readonly isLowerBound: boolean;
  /** How often what it is about would have been done, and how that is called. */
  readonly times: number;
  readonly countWord: string;
  readonly changedCalls: number;
  /** Of them, those without a price: they are in no saving. */
  readonly unpricedCalls: number;
  /** All that were tried, in their order; empty where there is one only. */
  readonly variants: readonly TriedVariant[];
  /** Sentences without a full stop. */
  readonly assumptions: readonly string[];
  /** How to have it so; null: only to compare with. */
  readonly how: string | null;
}

export interface TriedVariant extends WhatIfSaving {
  readonly value: number | string | null;
  readonly label: string;
  readonly times: number;
}

export interface UnchangedScenario {
  readonly id: ScenarioId;
  readonly title: string;
  /** Without a full stop. */
  readonly why: string;
}
