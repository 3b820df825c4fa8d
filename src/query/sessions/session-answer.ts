// The answer to "what is this one session": its shape, which `--json` prints unchanged. Nothing
// here computes.
import type { CacheCause } from '../../model/cache/cache-event.ts';
import type { SessionQuality } from '../quality/quality-answer.ts';
import type { RotationAnswer } from '../rotation/rotation-answer.ts';
import type { AgentNode } from './agent-tree.ts';
import type { SessionIdentity } from './describe-session.ts';
import type { SessionCondition } from './session-condition.ts';
import type { CallSum, ModelSum } from './sums.ts';

export interface SessionAnswer extends SessionIdentity, SessionCondition {
  readonly kind: 'session';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** Newest Claude Code version seen. */
  readonly version: string | null;
  readonly time: SessionTime;
  /** Calls counted for this session; each cost is API-equivalent, estimated from list prices. */
  readonly sum: CallSum;
  readonly models: readonly ModelSum[];
  readonly unpricedModels: readonly string[];
  readonly turns: number;
  readonly quality: SessionQuality;
  readonly tools: { readonly total: number; readonly byName: readonly ToolCount[] };
  readonly compactions: readonly Compaction[];
  readonly cost: CostSplit;
  readonly agents: readonly AgentNode[];
  /** Cache reads in everything the models were sent; null: nothing was sent. */
  readonly cachedRatio: number | null;
  readonly rebuilds: SessionRebuilds;
  /** Calls with a final output count; null: no calls. */
  readonly finalRatio: number | null;
  readonly context: SessionContext;
  /** What fresh starts would have saved, estimated. */
  readonly rotation: RotationAnswer;
  readonly copies: SessionCopies;
  readonly files: readonly SessionFile[];
  readonly errors: readonly ErrorCount[];
  /** Claude Code's own total, beside ours; null: it wrote none for this session. */
  readonly client: ClientCost | null;
  /** The call with the largest cost; null: no call has a price. */
  readonly dearestCall: DearestCall | null;
}

export interface DearestCall {
  /** What `telltale call` accepts. */
  readonly callId: string;
  readonly costNanoUsd: number;
}

export interface SessionTime {
  /** Last record − first record; null: no record has a time. */
  readonly durationMs: number | null;
  /** The same with each gap counted as at most gapCapMs; null: no own record has a time. */
  readonly activeMs: number | null;
  readonly gapCapMs: number;
}

export interface ToolCount {
  readonly name: string;
  readonly count: number;
}

export interface Compaction {
  readonly atMs: number | null;
  readonly trigger: string | null;
  readonly preTokens: number | null;
  readonly postTokens: number | null;
}

/** Collapses of the cached prefix that are not part of working as designed; see `telltale cache`. */
export interface SessionRebuilds {
  readonly events: number;
  /** Over a warm read; null: none of them has a price. */
  readonly excessNanoUsd: number | null;
  /** The dearest first. */
  readonly byCause: readonly {
    readonly cause: CacheCause;
    readonly events: number;
    readonly excessNanoUsd: number | null;
  }[];
}

export interface CostSplit {
  readonly main: CostPart;
  readonly subagents: CostPart;
  readonly compaction: CostPart;
  /** Other calls that Claude Code made for itself in a file of their own. */
  readonly helpers: CostPart;
}

export interface CostPart {
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  readonly totalTokens: number;
  readonly costNanoUsd: number | null;
  /** Why the cost is null. */
  readonly reason: 'no-price' | 'not-in-transcripts' | null;
}

export interface SessionContext {
  /** What the last main-chain call was sent; null: no such call. */
  readonly lastTokens: number | null;
  readonly peakTokens: number | null;
  readonly lastModel: string | null;
  /** Input + cache read + cache write of each main-chain call in the order of time. */
  readonly overCalls: readonly number[];
  /** For each compaction with a time: how many of those calls came before it. */
  readonly compactionsAfterCall: readonly number[];
}

export interface SessionCopies {
  /** Calls that stand in this session's files but are counted in another session. */
  readonly from: readonly CopiedCalls[];
  /** Calls counted here that stand in another session's files too. */
  readonly to: readonly CopiedCalls[];
}

export interface CopiedCalls {
  readonly sessionId: string;
  readonly calls: number;
}

export interface SessionFile {
  readonly path: string;
  readonly kind: 'main' | 'subagent';
  readonly state: 'present' | 'vanished';
  /** At the last look. */
  readonly sizeBytes: number;
}

export interface ErrorCount {
  readonly error: string;
  readonly status: number | null;
  readonly count: number;
  readonly lastAtMs: number | null;
}

/** The total of a process at a moment, as Claude Code told it. */
export interface ToldTotal {
  /** The status line was told it, or it stands in the transcript. */
  readonly basis: 'heartbeat' | 'cost-state';
  /** Null: not told. */
  readonly atMs: number | null;
  readonly costNanoUsd: number;
  /** When the process began; null: not told. */
  readonly processMs: number | null;
}

export interface ClientCost {
  /** Sum over the processes that told a total. */
  readonly costNanoUsd: number;
  /** Of what was told last. */
  readonly basis: ToldTotal['basis'];
  readonly atMs: number | null;
  /** Processes of Claude Code that worked on the session, as far as their totals show. */
  readonly processes: number;
  /** Client − ours: what the transcripts do not hold; null: the two are not of the same calls. */
  readonly differenceNanoUsd: number | null;
  /** Ours is unknown; or the session began before the first process that told a total. */
  readonly differenceReason: 'no-price' | 'began-earlier' | null;
}
