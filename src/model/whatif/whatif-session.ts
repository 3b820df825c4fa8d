// A session as a replay under other choices is given it: its calls by chain, where its cache collapsed,
// where it could have begun afresh. Shapes only; nothing here computes.
import type { TokenCounts } from '../../shared/tokens.ts';
import type { CacheEvent } from '../cache/cache-event.ts';
import type { RatesOf, RotationSession } from '../rotation/rotation-session.ts';

export interface WhatIfSession {
  /** The main chain first, also where it has no calls; every call of the session is in one chain. */
  readonly chains: readonly WhatIfChain[];
  /** The main chain's calls once more, with turns and compactions; fresh is a session with a handoff. */
  readonly rotation: RotationSession;
  /** Nano-USD per token by call of `rotation`; all rates 0 where a call has no price. */
  readonly ratesOf: RatesOf;
  /** What the session is sent before anything was said, its first prompt included. */
  readonly startTokens: number;
  /** What its use of MCP servers cost, where that was looked at. */
  readonly mcp: readonly McpUse[];
}

export interface WhatIfChain {
  /** 'single': calls that follow no other: a compaction's, helpers', advisors', calls without a time. */
  readonly kind: 'main' | 'subagent' | 'single';
  /** In the order of time. */
  readonly calls: readonly WhatIfCall[];
  /** By position in `calls`. */
  readonly collapses: ReadonlyMap<number, CacheEvent>;
}

export interface WhatIfCall extends TokenCounts {
  readonly messageId: string;
  readonly atMs: number | null;
  /** As written in the transcript. */
  readonly model: string;
  /** CHAIN: who made it. */
  readonly chain: number;
  /** model/flags.ts */
  readonly flags: number;
  readonly webSearches: number;
}

/** Tool calls of one server and their results, with what it cost to write them and to carry them on. */
export interface McpUse {
  readonly server: string;
  readonly toolCalls: number;
  /** API calls that were billed for any of it. */
  readonly calls: number;
  readonly tokens: number;
  /** Whole nano-USD of the priced calls. */
  readonly costNanoUsd: number;
  readonly unpricedCalls: number;
}
