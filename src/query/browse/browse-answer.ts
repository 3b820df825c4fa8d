// The answer to "what happened in this session, from prompt to block": its shape, which `--json` prints
// unchanged. Nothing here computes.
import type { CacheEvent } from '../../model/cache/cache-event.ts';
import type { Effort } from '../../model/effort.ts';
import type { ChainKind, TraceBlock } from '../../model/trace/session-trace.ts';
import type { TokenCounts } from '../../shared/tokens.ts';
import type { ProjectName } from '../sessions/describe-session.ts';
import type { CallSum } from '../sessions/sums.ts';
import type { CostLevel } from '../steps/cost-levels.ts';

export interface BrowseAnswer {
  readonly kind: 'browse';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly sessionId: string;
  readonly shortId: string;
  readonly title: string | null;
  readonly project: ProjectName | null;
  readonly branch: string | null;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  /** The calls that are counted for this session; each cost is API-equivalent. */
  readonly sum: CallSum;
  /** Calls that stand here as history and are counted for the session they come from. */
  readonly copiedCalls: number;
  /** Avoidable rebuilds of the cached prefix. */
  readonly rebuilds: RebuildSum;
  readonly compactions: number;
  /**
   * 'read', 'partly' or 'gone': all, some or none of its transcripts are there; 'not-read': nobody
   * looked yet.
   */
  readonly blocks: 'read' | 'partly' | 'gone' | 'not-read';
  /** A block's `file` is a place in this list. */
  readonly files: readonly BrowsedFile[];
  /** By number; turn 0 holds calls before any prompt and is there only when it has some. */
  readonly turns: readonly BrowsedTurn[];
  /** Of all chains, in the order of time. */
  readonly calls: readonly BrowsedCall[];
}

export interface BrowsedFile {
  readonly path: string;
  readonly kind: 'main' | 'subagent';
  readonly state: 'present' | 'vanished';
}

export interface RebuildSum {
  readonly count: number;
  /** Over warm reads, of those with a price; null: there are some and none has one. */
  readonly excessNanoUsd: number | null;
}

export interface BrowsedTurn extends CallSum {
  readonly turn: number;
  readonly atMs: number | null;
  /** The prompt on one line, secrets masked, at most 200 characters; null: it is not to be had. */
  readonly title: string | null;
  readonly prompt: BrowsedBlock | null;
  /** In the answer's `calls`, those of subagents and copies too; `calls` counts those without copies. */
  readonly places: readonly number[];
  readonly copiedCalls: number;
  /** The largest of its main-chain calls; null: it has none. */
  readonly peakContextTokens: number | null;
  /** From the last main-chain call before it to its first; null: there is none, or no time. */
  readonly gapMs: number | null;
  readonly rebuilds: RebuildSum;
  /** A compaction stands before one of its main-chain calls. */
  readonly hasCompaction: boolean;
}

export interface BrowsedCall {
  /** What `telltale call` accepts. */
  readonly callId: string;
  readonly turn: number;
  readonly chain: BrowsedChain;
  /** True: counted for another session. */
  readonly isCopy: boolean;
  readonly atMs: number | null;
  /** Since the chain's call before; null: it is the first, or no time is known. */
  readonly gapMs: number | null;
  readonly model: string;
  readonly version: string | null;
  readonly effort: Effort | null;
  readonly isFast: boolean;
  readonly tokens: TokenCounts;
  readonly totalTokens: number;
  readonly contextTokens: number;
  readonly webSearches: number;
  /** Null: no price known. */
  readonly costNanoUsd: number | null;
  readonly costLevel: CostLevel | null;
  /** False: the output count, and with it the cost, is a lower bound. */
  readonly isOutputFinal: boolean;
  /** Compactions of the chain before it. */
  readonly segment: number;
  readonly startsSegment: boolean;
  readonly rebuild: CacheEvent | null;
  /** Tools that it called, by the ledger: known also where the transcript is gone. */
  readonly toolNames: readonly string[];
  readonly inputs: readonly BrowsedBlock[];
  readonly outputs: readonly BrowsedBlock[];
}

export interface BrowsedChain {
  readonly kind: ChainKind;
  readonly agentId: string | null;
  readonly agentType: string | null;
}

/** One piece of content: what it is and where it stands, never the text. */
export type BrowsedBlock = TraceBlock;

/** The text of one block, safe to print. */
export interface BlockText {
  /** Secrets masked, no control characters, tabs as blanks; null: see the reason. */
  readonly lines: readonly string[] | null;
  /** Characters of the text that `lines` leave out at its end. */
  readonly omittedCharacters: number;
  readonly reason: 'gone' | 'hidden' | 'picture' | null;
}
