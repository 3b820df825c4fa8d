// What the search for avoidable costs is given: a session's calls by chain with what they were billed
// for, its cache events and its waste. Shapes only; nothing here computes.
import type { WasteFinding } from '../audit/waste-finding.ts';
import type { CacheEvent } from '../cache/cache-event.ts';
import type { Effort } from '../effort.ts';

export interface ExplainSession {
  /** The main chain first. */
  readonly chains: readonly ExplainChain[];
  /** Of all chains, in the order of time; the expected ones too. */
  readonly events: readonly CacheEvent[];
  /** Empty where the transcripts are gone. */
  readonly waste: readonly WasteFinding[];
}

export interface ExplainChain {
  /** Null: the main chain. */
  readonly agentId: string | null;
  readonly calls: readonly ExplainCall[];
}

export interface ExplainCall {
  /** As `telltale call` takes it. */
  readonly callId: string;
  /** From 1, in its chain. */
  readonly number: number;
  /**
   * Position in the chain of the call whose context this one continues: an earlier one after a rewind.
   * Null: it begins anew, as after a compaction.
   */
  readonly parent: number | null;
  /** True: an advisor's call, with a context of its own. */
  readonly isAdvisor: boolean;
  /** False: the history of a fork or resume; another session was billed for it. */
  readonly isOwn: boolean;
  readonly atMs: number | null;
  readonly model: string;
  readonly version: string | null;
  readonly effort: Effort | null;
  readonly isFast: boolean;
  /** Input, cache reads and cache writes. */
  readonly contextTokens: number;
  /** Null: no price known. */
  readonly bill: SentBill | null;
}

/** What a call was billed for what it was sent, its output aside; nano-USD with every multiplier. */
export interface SentBill {
  /** Input and cache writes together. */
  readonly freshNanoUsd: number;
  readonly readNanoUsd: number;
  /** Per token: the mean over the input and cache writes of the call; 0 where it had none. */
  readonly freshRate: number;
  readonly readRate: number;
  /**
   * Per token of content that came with the call, and that it held from before: the two rates above, less
   * where that content is estimated larger than what the call was sent.
   */
  readonly insertRate: number;
  readonly carryRate: number;
}
