// The answer to "what does a token cost, and is keeping the cache warm worth it": its shape, which
// `--json` prints unchanged. Nothing here computes.
import type { CacheTtl } from '../../model/cache/cache-event.ts';

export interface RatesAnswer {
  readonly kind: 'rates';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly bookVersion: string;
  /** What was asked for; null: all models. */
  readonly model: string | null;
  /** The row in force now of each model; all rows, the newest first, of the model asked for. */
  readonly rows: readonly RateRow[];
  /** Null: see `keepWarmReason`. */
  readonly keepWarm: KeepWarm | null;
  readonly keepWarmReason: 'no-session' | 'no-price' | 'no-context' | null;
  /** The session that context and model were taken from; null: none was needed or found. */
  readonly session: RatesSession | null;
}

export interface RateRow {
  readonly id: string;
  /** Day or month, for information. */
  readonly released: string | null;
  /** Included; null: from the beginning. */
  readonly fromMs: number | null;
  /** Not included; null: still valid. */
  readonly untilMs: number | null;
  readonly isInForce: boolean;
  /** Rows of this model in the book; more than 1: its price has changed. */
  readonly versions: number;
  /** By rising size of the prompt; the first holds for every prompt. */
  readonly standard: readonly RateBandFacts[];
  /** Null: fast mode is billed as standard, or not offered. */
  readonly fast: readonly RateBandFacts[] | null;
  readonly source: string;
  readonly confidence: 'official' | 'reported' | 'configured';
  readonly note: string | null;
}

export interface RateBandFacts {
  readonly abovePromptTokens: number;
  /** USD per million tokens. */
  readonly inputUsd: number;
  readonly cacheReadUsd: number;
  readonly cacheWrite5mUsd: number;
  readonly cacheWrite1hUsd: number;
  readonly outputUsd: number;
}

export interface RatesSession {
  readonly sessionId: string;
  readonly shortId: string;
  readonly title: string | null;
  /** When its cache is gone, by the lifetime in use; null: no call with a time. */
  readonly coldAtMs: number | null;
}

/** For one context, at the prices of now. */
export interface KeepWarm {
  readonly model: string;
  readonly modelBasis: 'asked' | 'session';
  /** At the price of fast mode, in which the session's last call ran. */
  readonly isFast: boolean;
  readonly contextTokens: number;
  readonly contextBasis: 'asked' | 'session';
  readonly intervalSec: number;
  /** Reading the context once. What a ping adds and answers is not in it. */
  readonly pingNanoUsd: number;
  readonly pingsPerHour: number;
  readonly warmPerHourNanoUsd: number;
  /** The next message with the context in the cache; only what is sent of the context. */
  readonly nextWarmNanoUsd: number;
  readonly lifetimes: readonly LifetimeFacts[];
}

export interface LifetimeFacts {
  readonly ttl: CacheTtl;
  /** True: the session's newest writes have this lifetime; null: no session was looked at. */
  readonly isInUse: boolean | null;
  /** False: pings that far apart do not keep this cache. */
  readonly isKept: boolean;
  /** Writing the context once: the next message with a cold cache. */
  readonly rebuildNanoUsd: number;
  /** Over reading it. */
  readonly excessNanoUsd: number;
  /** So long may a break be before pinging costs more than the rebuild; null: pings cost nothing. */
  readonly breakEvenHours: number | null;
  /** As far apart as pings may be and still come in time for this cache, and the break that they pay for. */
  readonly longestIntervalSec: number;
  readonly longestBreakEvenHours: number | null;
}
