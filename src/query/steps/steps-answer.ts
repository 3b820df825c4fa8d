// The answer to "what were the last calls": its shape, which `--json` prints unchanged. Nothing here
// computes.
import type { CacheEvent } from '../../model/cache/cache-event.ts';
import type { Effort } from '../../model/effort.ts';
import type { TokenCounts } from '../../shared/tokens.ts';
import type { CallSession } from '../call/call-answer.ts';
import type { CallSum } from '../sessions/sums.ts';
import type { CALL_COST_LEVELS, CostLevel } from './cost-levels.ts';

export interface StepsAnswer {
  readonly kind: 'steps';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly filter: {
    /** Null: all sessions. */
    readonly session: CallSession | null;
    readonly sinceMs: number | null;
  };
  /** Of time: `asc` has the newest last. The limit leaves the newest in both. */
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  /** Calls that match, also those that the limit leaves out. */
  readonly matchingCalls: number;
  /** Calls in the ledger. */
  readonly knownCalls: number;
  readonly costLevels: typeof CALL_COST_LEVELS;
  /** Of the steps below. */
  readonly sum: CallSum;
  readonly steps: readonly Step[];
}

/** One API call: its own usage as the transcript has it, no difference of anything. */
export interface Step {
  /** What `telltale call` accepts. */
  readonly callId: string;
  readonly requestId: string | null;
  readonly atMs: number | null;
  readonly session: CallSession;
  readonly chain: StepChain;
  readonly model: string;
  readonly version: string | null;
  readonly branch: string | null;
  readonly effort: Effort | null;
  readonly isFast: boolean;
  /** Input, cache reads and cache writes: what the model was sent. */
  readonly contextTokens: number;
  readonly tokens: TokenCounts;
  /** False: no line told the final output count, so output and cost are lower bounds. */
  readonly isOutputFinal: boolean;
  readonly webSearches: number;
  /** API-equivalent, estimated from list prices; null: no price known, see the reason. */
  readonly costNanoUsd: number | null;
  readonly unpricedReason: 'unknown-model' | 'no-price-then' | 'unknown-date' | null;
  readonly costLevel: CostLevel | null;
  readonly apiTime: ApiTime;
  /** Since the chain's call before; null: see the reason. */
  readonly gapMs: number | null;
  readonly gapReason: GapReason | null;
  /** The collapse of the cached prefix that this call paid for; null: none. */
  readonly rebuild: CacheEvent | null;
}

export type GapReason =
  | 'no-time'
  | 'first-of-chain'
  /** An entry within another call. */
  | 'advisor'
  /** Of a subagent that old versions left without an id: such chains cannot be told apart. */
  | 'unnamed';

export interface StepChain {
  readonly kind: 'main' | 'subagent' | 'compaction' | 'helper';
  readonly agentId: string | null;
  /** `Explore`, `general-purpose`, …; null: no subagent, or not told. */
  readonly agentType: string | null;
}

/** Transcripts do not tell it. It is known where the status line's running total grew by one call. */
export type ApiTime =
  | { readonly ms: number; readonly reason: null }
  | { readonly ms: null; readonly reason: ApiTimeReason };

export type ApiTimeReason =
  /** The call has no time, or is an advisor's entry within another call. */
  | 'no-own-time'
  /** No status line of telltale ran before and after it. */
  | 'no-heartbeat'
  /** The status line was told no API time. */
  | 'not-told'
  /** More than one call lies between two refreshes. */
  | 'several-calls'
  /** Claude Code was started anew between the two refreshes. */
  | 'restarted'
  /** What else was told does not fit this call alone: a request that no transcript holds was in between. */
  | 'not-confirmed';
