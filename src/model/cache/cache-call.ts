// What the search for collapses of the cache needs to know of a call and of what stands between calls.
// Types only.
import type { TokenCounts } from '../../shared/tokens.ts';
import type { Effort } from '../effort.ts';
import type { CacheTtl, SignalKind } from './cache-event.ts';

/** Nano-USD per token, with all multipliers in them. */
export interface CacheRates {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}

export interface CacheCall extends TokenCounts {
  /** As `telltale call` takes it. */
  readonly callId: string;
  /** Null: the main chain. */
  readonly agentId: string | null;
  /** Epoch ms of its first line: a little after the request was sent. */
  readonly atMs: number;
  /** As written in the transcript. */
  readonly model: string;
  readonly version: string | null;
  readonly effort: Effort | null;
  readonly isFast: boolean;
  /** False: writes were not told by lifetime, so their TTL is unknown. */
  readonly hasWriteSplit: boolean;
  readonly costNanoUsd: number | null;
  /** Null: no price known. */
  readonly rates: CacheRates | null;
}

/** Something between two calls of a chain that can change what is sent. */
export interface CacheSignal {
  /** Null: the main chain. A subagent has its own request, so nothing of one counts for the other. */
  readonly agentId: string | null;
  readonly kind: SignalKind;
  readonly atMs: number;
  /** start: its source; command: its name; tools: what came and went, in words. */
  readonly detail: string | null;
}

/** The history that a fork or an old resume repeats: what was sent last before its own first call. */
export interface CopiedHistory {
  readonly contextTokens: number;
  readonly atMs: number;
  /** Of that call's writes; null: it wrote nothing, or told no split. */
  readonly ttl: CacheTtl | null;
}
