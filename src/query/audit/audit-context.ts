// The contexts of the main chain: of one call, of each stretch between compactions, and how much of them
// is unexplained. Knows a calibrated trace; reads nothing.
import {
  type CalibratedCall,
  type CalibratedChain,
  partsOf,
} from '../../model/audit/calibrate-trace.ts';
import type { TraceCall, TraceChain } from '../../model/trace/session-trace.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import type { AuditedContext, AuditedSegment, RestShare } from './audit-answer.ts';

export interface CalibratedMain {
  readonly chain: TraceChain;
  readonly calibrated: CalibratedChain;
  /** False: the transcript is gone, so that nothing is known but the sizes. */
  readonly hasBlocks: boolean;
}

/** Of the last call, of a segment (from 0) if one is asked for. An advisor has a context of its own. */
export function auditContext(main: CalibratedMain, segment: number | null): AuditedContext | null {
  const { chain, calibrated, hasBlocks } = main;
  const at = chain.calls.findLastIndex(
    (call) => call.part === 0 && (segment === null || call.segment === segment),
  );
  const call = chain.calls[at];
  const sizes = calibrated.calls[at];
  if (call === undefined || sizes === undefined) return null;
  const { contextTokens } = call;
  const parts = hasBlocks ? partsOf(calibrated, sizes) : [];
  return {
    callId: call.callId,
    callNumber: at + 1,
    atMs: call.atMs,
    model: oneLine(call.model),
    segment: segmentsOf(chain).indexOf(call.segment) + 1,
    contextTokens,
    parts: parts
      .map(({ category, tokens, measuredTokens }) => ({
        kind: category.kind,
        name: category.name === null ? null : maskLine(category.name),
        tokens,
        measuredTokens,
        ratio: contextTokens === 0 ? 0 : tokens / contextTokens,
      }))
      .sort((a, b) => b.tokens - a.tokens),
    restTokens: hasBlocks ? sizes.restTokens : contextTokens,
  };
}

/** Those with a call, in order: two compactions in a row leave none between them. */
export function segmentsOf({ calls }: TraceChain): number[] {
  const segments = new Set(calls.flatMap(({ segment, part }) => (part > 0 ? [] : [segment])));
  return [...segments].sort((a, b) => a - b);
}

export function auditSegments(main: CalibratedMain): AuditedSegment[] {
  const { chain } = main;
  const bySegment = new Map<number, number[]>();
  for (const [at, { segment, part }] of chain.calls.entries()) {
    if (part > 0) continue;
    const list = bySegment.get(segment);
    if (list === undefined) bySegment.set(segment, [at]);
    else list.push(at);
  }
  return [...bySegment]
    .sort(([a], [b]) => a - b)
    .map(([segment, calls], at) => segmentOf(main, { segment, number: at + 1 }, calls));
}

function segmentOf(
  { chain, calibrated, hasBlocks }: CalibratedMain,
  { segment, number }: { readonly segment: number; readonly number: number },
  calls: readonly number[],
): AuditedSegment {
  const first = chain.calls[calls[0] ?? 0] as TraceCall;
  const lastAt = calls.at(-1) ?? 0;
  const last = chain.calls[lastAt] as TraceCall;
  const sizes = calibrated.calls[lastAt] as CalibratedCall;
  const prefix = calibrated.categories.findIndex(({ kind }) => kind === 'prefix');
  const trigger = segment === 0 ? null : (chain.compactions[segment - 1]?.trigger ?? null);
  return {
    segment: number,
    firstCall: (calls[0] ?? 0) + 1,
    calls: calls.length,
    firstAtMs: first.atMs,
    lastAtMs: last.atMs,
    trigger: trigger === null ? null : maskLine(trigger),
    firstContextTokens: first.contextTokens,
    lastContextTokens: last.contextTokens,
    prefixTokens: hasBlocks ? (sizes.parts[prefix] ?? 0) : null,
    restTokens: hasBlocks ? sizes.restTokens : null,
  };
}

/** Null: there is nothing to compare, or no content. */
export function restShare({ chain, calibrated, hasBlocks }: CalibratedMain): RestShare | null {
  if (!hasBlocks) return null;
  const ratios = chain.calls.flatMap(({ contextTokens, part }, at) => {
    const rest = calibrated.calls[at]?.restTokens ?? 0;
    return part > 0 || contextTokens === 0 ? [] : [Math.abs(rest) / contextTokens];
  });
  if (ratios.length === 0) return null;
  ratios.sort((a, b) => a - b);
  return {
    calls: ratios.length,
    medianRatio: quantile(ratios, 0.5),
    p95Ratio: quantile(ratios, 0.95),
    maxRatio: ratios.at(-1) ?? 0,
  };
}

/** The value that so many are not above. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
