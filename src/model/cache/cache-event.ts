// What a collapse of the cached prefix is: where, how much was lost, by what cause, and what it cost over
// a warm read. Types only.

/**
 * The first that applies, in this order: nothing could be reused (warm-up, clear, fork, compaction),
 * the cache had run out (idle), the request had changed (model, effort, fast mode, version, tools),
 * the session was taken up again, nothing seen.
 */
export const CACHE_CAUSES = [
  'warm-up', // first call of a session or a subagent
  'clear', // first call of a session that /clear began
  'fork', // first call of its own in a session that began as a copy
  'compaction',
  'idle', // silence longer than the TTL in use
  'model-switch',
  'effort-switch',
  'fast-switch',
  'upgrade', // another version of Claude Code than the call before
  'tools-change', // tools, MCP servers or subagent types were added or removed
  'resume',
  'unexplained', // nothing on this side is known to have changed
] as const;

export type CacheCause = (typeof CACHE_CAUSES)[number];

export type CacheTtl = '5m' | '1h';

/** What can stand between two calls of the main chain. */
export type SignalKind =
  | 'compaction'
  | 'start'
  | 'clear'
  | 'tools'
  | 'notice'
  | 'prompt'
  | 'command';

export interface CacheEvent {
  /** As `telltale call` takes it. */
  readonly callId: string;
  /** The chain's last call before that cached anything; null: none, or it is another session's. */
  readonly previousCallId: string | null;
  /** Position in its chain, from 0. */
  readonly callIndex: number;
  /** Null: the main chain. */
  readonly agentId: string | null;
  readonly atMs: number | null;
  readonly model: string;
  readonly version: string | null;
  readonly cause: CacheCause;
  /** Other causes that were there too; no statement on which one it was. */
  readonly alsoPresent: readonly CacheCause[];
  /** True: part of working as designed (warm-up, clear, fork, compaction), not to be avoided. */
  readonly isExpected: boolean;
  /** Since that call; for a fork since the last copied one. Null: none, or no time. */
  readonly gapMs: number | null;
  /** By the split of the chain's newest writes before this call; null: none, or none told a split. */
  readonly ttl: CacheTtl | null;
  /** What that call was sent; null: there is none. */
  readonly previousContextTokens: number | null;
  readonly readTokens: number;
  /** Cache writes of this call. */
  readonly writtenTokens: number;
  /** Of what this call wrote or sent uncached, what a warm cache would have given by a read. */
  readonly rewrittenTokens: number;
  /** `rewrittenTokens` at the price paid less the price of a cache read; null: no price known. */
  readonly excessNanoUsd: number | null;
  /** The whole call, with its output; null: no price known. */
  readonly costNanoUsd: number | null;
  /** Kinds of records between the call before and this one, each once. */
  readonly between: readonly SignalKind[];
  /** What was seen, one short sentence each without a full stop: `82 min since the call before, TTL 5 m`. */
  readonly evidence: readonly string[];
}
