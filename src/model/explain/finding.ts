// What a finding of avoidable cost is: what happened, what to do about it, and which calls it is a share
// of. Types only.
import type { WasteKind } from '../audit/waste-finding.ts';
import type { CacheCause } from '../cache/cache-event.ts';

/** Causes of a lost cache that are not part of working as designed. */
export type RebuildCause = Exclude<CacheCause, 'warm-up' | 'clear' | 'fork' | 'compaction'>;

/** `idle`, `model-switch` …: a cache that was built again; `repeated-read` …: content that was not needed. */
export type FindingKind = RebuildCause | WasteKind;

/**
 * 'measured': the excess over a warm read, from token counts that the API reported. 'estimated': content
 * whose tokens are known by its size only, calibrated so that the parts of a call sum to what it was sent.
 */
export type Basis = 'measured' | 'estimated';

/** What one call has to do with a finding. */
export interface FindingShare {
  /** As `telltale call` takes it. */
  readonly callId: string;
  /** From 1, in its chain. */
  readonly callNumber: number;
  /** Null: the main chain. */
  readonly agentId: string | null;
  readonly atMs: number | null;
  /** Of the call's cost; null: no price known. */
  readonly costNanoUsd: number | null;
  /** Written or sent again that a warm cache would have given by a read. */
  readonly rebuiltTokens: number;
  /** Sent here for the first time though it need not have been. */
  readonly insertedTokens: number;
  /** The same, sent again because it stood in the context. */
  readonly carriedTokens: number;
  /** What was seen at this call, one short sentence each without a full stop. */
  readonly evidence: readonly string[];
}

export interface Finding {
  readonly kind: FindingKind;
  readonly basis: Basis;
  /** False: nothing on this side is known to have caused it. */
  readonly isOwn: boolean;
  /** What happened, one sentence without a full stop. */
  readonly title: string;
  /** What to do about it, one sentence without a full stop. */
  readonly fix: string;
  /** File, command or tool that it is about; null for a rebuilt cache. One line, secrets masked. */
  readonly subject: string | null;
  /** The sum over `calls` that have a price; null: none has one. */
  readonly costNanoUsd: number | null;
  /** Calls without a price: what they cost is not in it. */
  readonly unpricedCalls: number;
  /** Rebuilt, or of content that was not needed, each copy once however often it was carried. */
  readonly tokens: number;
  /** In the order of the chains and of time. */
  readonly calls: readonly FindingShare[];
}
