// The answer to "what did this stretch of time cost, and where did it go": its shape, which `--json`
// prints unchanged. Nothing here computes.
import type { CacheCause } from '../../model/cache/cache-event.ts';
import type { CauseSum, ExcessSum } from '../cache/cache-answer.ts';
import type { CallSession } from '../call/call-answer.ts';
import type { CallSum } from '../sessions/sums.ts';
import type { CALL_COST_LEVELS } from '../steps/cost-levels.ts';
import type { Step } from '../steps/steps-answer.ts';

export interface DigestAnswer {
  readonly kind: 'digest';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly period: {
    readonly sinceMs: number;
    /** Nobody said since when: today. */
    readonly isDefault: boolean;
  };
  readonly costLevels: typeof CALL_COST_LEVELS;
  /** Calls in the ledger, of any time. */
  readonly knownCalls: number;
  /** Calls without a time: they are in no period. */
  readonly undatedCalls: number;
  /** Sessions with calls in the period. */
  readonly sessions: number;
  /** Human prompts in the period. */
  readonly turns: number;
  /** All calls of the period; the cost is API-equivalent, estimated from list prices. */
  readonly sum: CallSum;
  /** Cache reads in everything the models were sent; null: nothing was sent. */
  readonly cachedRatio: number | null;
  /** The dearest so many. */
  readonly bySession: readonly SessionShare[];
  readonly dearestCalls: readonly Step[];
  readonly biggestWrites: readonly Step[];
  readonly longestGaps: readonly DigestGap[];
  readonly dearCalls: DearCalls;
  /** By cause: those that could have been avoided first, each the dearest first. */
  readonly rebuilds: readonly CauseSum[];
  /** Over warm reads, of the rebuilds that are not part of working as designed. */
  readonly avoidable: ExcessSum;
  /** The most telling first; empty: nothing stands out. */
  readonly advice: readonly Advice[];
}

export interface SessionShare {
  readonly session: CallSession;
  /** Of the session's calls in the period. */
  readonly sum: CallSum;
  readonly turns: number;
  /** Of the period's cost; null: no cost is known, or it is nothing. */
  readonly costRatio: number | null;
}

/** A silence between two calls of a session's main chain. */
export interface DigestGap {
  readonly gapMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** The call that ended it. */
  readonly step: Step;
  /**
   * What became of the cache in it. `expired`: it had run out; `lost`: another cause, see
   * `step.rebuild`; `nothing-cached`: the call before had neither read nor written any.
   */
  readonly cache: 'kept' | 'expired' | 'lost' | 'nothing-cached';
  /** Of what the cache held of this chain, what the call then read; null: it held nothing. */
  readonly keptRatio: number | null;
}

/** Calls from the critical level on. */
export interface DearCalls {
  readonly leastNanoUsd: number;
  readonly calls: number;
  readonly costNanoUsd: number;
  readonly costRatio: number | null;
}

/** A measured fact, and the command that shows more of it. */
export type Advice =
  | {
      readonly rule: 'one-session';
      readonly session: CallSession;
      readonly costNanoUsd: number;
      readonly costRatio: number;
      readonly command: string;
    }
  | {
      readonly rule: 'dear-calls';
      readonly calls: number;
      readonly leastNanoUsd: number;
      readonly costNanoUsd: number;
      readonly costRatio: number;
      /** The dearest of them. */
      readonly callId: string;
      readonly command: string;
    }
  | {
      readonly rule: 'rebuilds';
      readonly events: number;
      /** Over warm reads, all avoidable ones together. */
      readonly excessNanoUsd: number;
      readonly costRatio: number;
      /** The dearest cause, and what it cost of that. */
      readonly cause: CacheCause;
      readonly causeNanoUsd: number;
      readonly command: string;
    };
