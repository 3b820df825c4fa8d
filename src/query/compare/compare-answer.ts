// The answer to "which sessions use the cache well, and which do not": its shape, which `--json` prints
// unchanged. Nothing here computes.
import type { SessionIdentity } from '../sessions/describe-session.ts';

export interface CompareAnswer {
  readonly kind: 'compare';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly sinceMs: number | null;
  readonly limit: number;
  /** Sessions with a call in the period. */
  readonly sessions: number;
  readonly total: CacheUse;
  /** Plain mean over the sessions that cached anything, 0–1; null: none did. */
  readonly meanReuseRatio: number | null;
  readonly ratedSessions: number;
  /** Null: no session is rated. */
  readonly best: RatedSession | null;
  readonly worst: RatedSession | null;
  /** The rated sessions with the lowest reuse first, at most `limit`. */
  readonly lowest: readonly ComparedSession[];
  /** The sessions whose avoidable rebuilds cost most, at most `limit`. */
  readonly dearestRebuilds: readonly ComparedSession[];
  /** The dearest first. */
  readonly projects: readonly ComparedProject[];
  /** Only asked for with --deep; null otherwise. */
  readonly deep: DeepComparison | null;
}

export interface CacheUse {
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  /** Of the priced calls; null: none has a price. */
  readonly costNanoUsd: number | null;
  readonly readTokens: number;
  readonly writtenTokens: number;
  /** Reads of reads and writes, 0–1; null: nothing was cached. */
  readonly reuseRatio: number | null;
  /** Avoidable ones, see `telltale cache`. */
  readonly rebuilds: number;
  readonly rewrittenTokens: number;
  /** Over a warm read, of the priced ones; null: no price known for any of them. */
  readonly excessNanoUsd: number | null;
  readonly unpricedRebuilds: number;
}

export type ComparedSession = SessionIdentity & { readonly use: CacheUse };

export interface RatedSession {
  readonly sessionId: string;
  readonly shortId: string;
  readonly title: string | null;
  readonly reuseRatio: number;
}

export interface ComparedProject {
  /** Null: no record told a folder. */
  readonly project: string | null;
  readonly sessions: number;
  readonly use: CacheUse;
}

export interface DeepComparison {
  /** Newest sessions whose transcripts were read. */
  readonly sessions: number;
  /** Newest sessions whose transcripts are gone. */
  readonly withoutTranscript: number;
  /** The dearest content that was sent without need, estimated. */
  readonly findings: readonly DeepFinding[];
}

export interface DeepFinding {
  readonly sessionId: string;
  readonly shortId: string;
  readonly kind: 'repeated-read' | 'dead-read';
  readonly subject: string;
  readonly count: number;
  readonly tokens: number;
  /** Written once and read on every later call; null: no price known. */
  readonly costNanoUsd: number | null;
}
