// The answer to "what in this session was avoidable": its shape, which `--json` prints unchanged.
// Nothing here computes.
import type { AvoidableSum } from '../../model/explain/find-avoidable.ts';
import type { Finding, FindingShare } from '../../model/explain/finding.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';
import type { CallSum } from '../sessions/sums.ts';

export interface ExplainAnswer extends SessionIdentity {
  readonly kind: 'explain';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** All calls of the session; the cost is API-equivalent, estimated from list prices. */
  readonly sum: CallSum;
  /** Over all findings, also those that `--top` leaves out. */
  readonly avoidable: Avoidable;
  /** At most so many findings. */
  readonly top: number;
  /** The dearest first; those without a price last. */
  readonly findings: readonly RankedFinding[];
  /** Findings that `--top` leaves out, and what they cost. */
  readonly leftOut: { readonly measured: AvoidableSum; readonly estimated: AvoidableSum };
  /** Savings that overlap with the findings: in no sum. */
  readonly alternatives: readonly Alternative[];
  readonly content: ContentCoverage;
}

/** The two are told apart wherever their sum is shown. */
export interface Avoidable {
  readonly measured: AvoidableTotal;
  readonly estimated: AvoidableTotal;
  /** Both together; null: nothing in it has a price. */
  readonly costNanoUsd: number | null;
}

export interface AvoidableTotal extends AvoidableSum {
  /** Of the session's cost; null: one of the two is not known. */
  readonly ratio: number | null;
}

export interface RankedFinding extends Finding {
  /** From 1. */
  readonly rank: number;
  /** Of the session's cost; null: one of the two is not known. */
  readonly ratio: number | null;
  /** 'unpriced': none of its calls has a price. */
  readonly reason: 'unpriced' | null;
  /** The call with the largest share; without prices the one with the most tokens. */
  readonly dearest: FindingShare;
}

/**
 * 'fresh-start': what starting afresh at one turn would have saved, the best turn in hindsight.
 * 'smaller-subagents': subagents ran on a dear model; what another would have cost is not worked out here.
 */
export type Alternative =
  | {
      readonly kind: 'fresh-start';
      /** 1 is the session's first prompt. */
      readonly turn: number;
      readonly atMs: number;
      /** Null: a call has no price. */
      readonly savingNanoUsd: number | null;
      readonly savingRatio: number;
      readonly savingWeightedTokens: number;
      /** Sentences without a full stop. */
      readonly assumptions: readonly string[];
    }
  | {
      readonly kind: 'smaller-subagents';
      readonly models: readonly string[];
      readonly calls: number;
      /** What these subagents cost in all. */
      readonly costNanoUsd: number;
      readonly ratio: number;
    };

/** Estimates need the transcripts; figures need only the ledger. */
export interface ContentCoverage {
  readonly files: number;
  /** Of them, those that are gone: their calls have no content to look at. */
  readonly goneFiles: number;
}
