// The answer to "what fills the context of this session": its shape, which `--json` prints unchanged.
// Nothing here computes.
import type { ContextCategoryKind } from '../../model/audit/context-category.ts';
import type { WasteFinding } from '../../model/audit/waste-finding.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';
import type { CallSum } from '../sessions/sums.ts';

export interface AuditAnswer extends SessionIdentity {
  readonly kind: 'audit';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** All calls of the session; the cost is API-equivalent, estimated from list prices. */
  readonly sum: CallSum;
  /** Of the main chain: history of a fork or resume, sent in its context and billed where it comes from. */
  readonly copiedCalls: number;
  readonly content: AuditContent;
  /** From 1; null: the whole session was asked for. */
  readonly askedSegment: number | null;
  /** Of the main chain's last call, or the last one of the segment asked for. Null: there is none. */
  readonly context: AuditedContext | null;
  /** The main chain between compactions, all of them. */
  readonly segments: readonly AuditedSegment[];
  /** How much of the main chain's contexts is unexplained; null: nothing could be explained. */
  readonly rest: RestShare | null;
  /** What a character counts as, by model. */
  readonly densities: readonly ModelDensity[];
  /** Of the main chain, or of the segment asked for; each counted once; the heaviest first. */
  readonly toolResults: readonly ContentWeight[];
  readonly attachments: readonly ContentWeight[];
  readonly waste: AuditedWaste;
}

export interface AuditContent {
  readonly files: number;
  /** Of them, those that are gone: their calls have no content to look at. */
  readonly goneFiles: number;
  /** Why `context` is null or has no parts; null: it has. */
  readonly reason: 'no-calls' | 'subagents-only' | 'transcript-gone' | null;
}

export interface AuditedContext {
  /** As `telltale call` takes it. */
  readonly callId: string;
  /** From 1, in the main chain. */
  readonly callNumber: number;
  readonly atMs: number | null;
  readonly model: string;
  /** From 1. */
  readonly segment: number;
  /** Measured: the parts and the rest sum to it. */
  readonly contextTokens: number;
  /** The largest first. */
  readonly parts: readonly AuditPart[];
  /** Negative: the parts are estimated too large, or something was taken out. */
  readonly restTokens: number;
}

export interface AuditPart {
  readonly kind: ContextCategoryKind;
  /** Tool of a result or report, type of an attachment; null for the others. */
  readonly name: string | null;
  readonly tokens: number;
  /** Of them, those that were measured as the growth by this part alone. */
  readonly measuredTokens: number;
  /** Of the context, 0 to 1. */
  readonly ratio: number;
}

export interface AuditedSegment {
  /** From 1. */
  readonly segment: number;
  /** From 1, in the main chain. */
  readonly firstCall: number;
  readonly calls: number;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  /** What compacted the conversation before it; null: it is the first, or not told. */
  readonly trigger: string | null;
  readonly firstContextTokens: number;
  readonly lastContextTokens: number;
  /** System prompt, tools and what else stood there before any block; null: no transcript. */
  readonly prefixTokens: number | null;
  /** Of its last call. */
  readonly restTokens: number | null;
}

/** |rest| / context over the main chain's calls, 0 to 1. */
export interface RestShare {
  readonly calls: number;
  readonly medianRatio: number;
  readonly p95Ratio: number;
  readonly maxRatio: number;
}

export interface ModelDensity {
  readonly model: string;
  readonly tokensPerChar: number;
  /** Characters it was measured on; 0: the model's usual value. */
  readonly measuredChars: number;
}

export interface ContentWeight {
  /** Tool or type of attachment. */
  readonly name: string;
  readonly count: number;
  /** Code points. */
  readonly chars: number;
  readonly tokens: number;
}

export interface AuditedWaste {
  /** Of all findings, also those that `--limit` leaves out. Null: there are some, but none has a price. */
  readonly costNanoUsd: number | null;
  /** Of the session's cost; null: one of the two is not known. */
  readonly ratio: number | null;
  readonly tokens: number;
  /** Findings that `--limit` leaves out. */
  readonly leftOut: number;
  /** The dearest first. */
  readonly findings: readonly AuditFinding[];
}

export interface AuditFinding extends WasteFinding {
  /** Writing and carrying it; null: no price known. */
  readonly costNanoUsd: number | null;
  /** Of the session's cost; null: one of the two is not known. */
  readonly ratio: number | null;
}
