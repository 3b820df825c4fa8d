// The answer to "where does this call's figure come from": its shape, which `--json` prints
// unchanged. Nothing here computes.
import type { TokenCounts } from '../../shared/tokens.ts';
import type { ProjectName } from '../sessions/describe-session.ts';

export interface CallAnswer {
  readonly kind: 'call';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** Message id, with `#n` for the n-th advisor entry. */
  readonly callId: string;
  readonly messageId: string;
  readonly requestId: string | null;
  readonly part: number;
  readonly atMs: number | null;
  readonly model: string;
  readonly chain: 'main' | 'subagent' | 'compaction' | 'helper';
  readonly agentId: string | null;
  readonly branch: string | null;
  readonly version: string | null;
  readonly session: CallSession;
  readonly tokens: TokenCounts;
  readonly totalTokens: number;
  readonly webSearches: number;
  /** False: no line told the final output count, so output and cost are lower bounds. */
  readonly isOutputFinal: boolean;
  /** Every line seen of this call in the order of time. */
  readonly lines: readonly CallLine[];
  /** Line numbers are places in `lines`, from 1. */
  readonly winner: CallChoice<WinnerReason>;
  readonly owner: CallChoice<OwnerReason>;
  /** The line that gives the time; null: no line has one. */
  readonly timeLine: number | null;
  readonly sessionCount: number;
  readonly price: CallPriceFacts;
  readonly arithmetic: readonly ArithmeticRow[];
  /** What the arithmetic gives; null: no price known. */
  readonly costNanoUsd: number | null;
  /** What the ledger holds. */
  readonly storedCostNanoUsd: number | null;
  /** Where the lines and the price give something else than the ledger holds; empty as a rule. */
  readonly findings: readonly string[];
  /** The other calls of the same message: advisor entries, or the message itself. */
  readonly relatedCalls: readonly RelatedCall[];
}

export interface CallSession {
  readonly sessionId: string;
  readonly shortId: string;
  readonly title: string | null;
  readonly project: ProjectName | null;
}

export interface CallLine {
  readonly line: number;
  readonly path: string;
  readonly fileState: 'present' | 'vanished';
  readonly offset: number;
  readonly atMs: number | null;
  readonly sessionId: string;
  readonly requestId: string | null;
  readonly model: string;
  readonly outputTokens: number;
  readonly totalTokens: number;
  /** `sidechain`, `progress copy`, `final`, `copy`, `gone`, `fast`, `batch`, `priority`, `us`. */
  readonly flags: readonly string[];
}

export interface CallChoice<Reason> {
  readonly line: number;
  readonly reason: Reason;
  /** The reason with its figures, one sentence without a full stop. */
  readonly why: string;
}

export type WinnerReason =
  | 'only-line'
  | 'largest-output'
  | 'larger-total'
  | 'later-line'
  | 'equal-lines';

export type OwnerReason =
  | 'only-session'
  | 'main-chain-first'
  | 'record-before-copy'
  | 'file-opened-first'
  | 'earlier-line'
  | 'smaller-id';

export interface CallPriceFacts {
  /** The price book's id of the model, or the canonical spelling of an unknown one. */
  readonly modelId: string;
  readonly reason: 'unknown-model' | 'no-price-then' | 'unknown-date' | null;
  /** Null: no price known. */
  readonly row: PriceRowFacts | null;
  readonly band: string | null;
  readonly multipliers: readonly { name: string; factor: number; why: string }[];
  readonly notes: readonly string[];
  readonly bookVersion: string;
}

export interface PriceRowFacts {
  readonly id: string;
  /** Included; null: from the beginning. */
  readonly fromMs: number | null;
  /** Not included; null: still valid. */
  readonly untilMs: number | null;
  readonly source: string;
  readonly confidence: string;
  readonly note: string | null;
}

export interface ArithmeticRow {
  readonly item:
    | 'input'
    | 'cache read'
    | 'cache write 5m'
    | 'cache write 1h'
    | 'output'
    | 'web search';
  /** Tokens, or searches. */
  readonly count: number;
  /** USD per million tokens; for web searches USD per thousand searches. */
  readonly priceUsd: number;
  /** Product of the multipliers; 1 for web searches. */
  readonly factor: number;
  /** count × price × factor, rounded half up to a whole nano-dollar. */
  readonly costNanoUsd: number;
}

export interface RelatedCall {
  readonly callId: string;
  readonly model: string;
  readonly costNanoUsd: number | null;
}
