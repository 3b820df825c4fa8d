// The answer to "where did the cache collapse, and what did that cost": its shape, which `--json` prints
// unchanged. Nothing here computes.
import type { CacheCause, CacheEvent } from '../../model/cache/cache-event.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';

export interface CacheAnswer {
  readonly kind: 'cache';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** Null: all sessions of the period. */
  readonly session: SessionIdentity | null;
  /** First moment of the period; null: everything. A session counts with its calls of the period. */
  readonly sinceMs: number | null;
  readonly sessions: number;
  /** In the ledger, of any time. */
  readonly knownSessions: number;
  readonly calls: CacheTotals;
  /** In the order of CACHE_CAUSES, those with an event. */
  readonly byCause: readonly CauseSum[];
  /** Without the expected ones; largest excess first, days newest first. */
  readonly byProject: readonly GroupSum[];
  readonly byDay: readonly GroupSum[];
  readonly byVersion: readonly GroupSum[];
  readonly ttlByDay: readonly TtlShare[];
  readonly ttlByVersion: readonly TtlShare[];
  /** Losses too small for an event of their own. */
  readonly partial: { readonly calls: number; readonly tokens: number };
  /** In the order of time; expected ones too. */
  readonly events: readonly SessionCacheEvent[];
}

export interface CacheTotals {
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  /** Of the priced calls; null: none has a price. */
  readonly costNanoUsd: number | null;
  readonly readTokens: number;
  readonly writtenTokens: number;
  /** Reads of reads and writes, 0–1; null: nothing was cached. */
  readonly reuseRatio: number | null;
}

export interface ExcessSum {
  readonly events: number;
  readonly rewrittenTokens: number;
  /** Over a warm read, of the priced events; null: none has a price. */
  readonly excessNanoUsd: number | null;
  readonly unpricedEvents: number;
}

export interface CauseSum extends ExcessSum {
  readonly cause: CacheCause;
  readonly isExpected: boolean;
}

export interface GroupSum extends ExcessSum {
  /** Project path, day key or version; null: not told. */
  readonly key: string | null;
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  /** Of the priced calls; null: none has a price. */
  readonly costNanoUsd: number | null;
}

export interface TtlShare {
  readonly key: string | null;
  readonly write5mTokens: number;
  readonly write1hTokens: number;
  /** Writes whose lifetime was not told; they count as 5-minute ones in every cost. */
  readonly untoldTokens: number;
  /** 1-hour writes of those that are told, 0–1; null: none is. */
  readonly write1hRatio: number | null;
}

export interface SessionCacheEvent extends CacheEvent {
  readonly sessionId: string;
  readonly shortId: string;
}
