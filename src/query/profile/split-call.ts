// Shares a call's tokens out over what it was sent and what it answered. Knows the calibrated size of each
// block; knows no prices. The parts sum to the call's tokens, always.
import {
  type CalibratedChain,
  type CalibratedTrace,
  type ContextPart,
  partsOf,
} from '../../model/audit/calibrate-trace.ts';
import { categoryKey, categoryOf } from '../../model/audit/context-category.ts';
import type { TraceBlock, TraceCall, TraceChain } from '../../model/trace/session-trace.ts';
import type { ProfileFlow, ProfilePart, ProfilePartKind } from './profile-answer.ts';
import { shareExactly } from './share-exactly.ts';

/** A part before it has a price. Its names are as the transcript has them, not yet safe to tell. */
export type PartDraft = Omit<ProfilePart, 'costNanoUsd'>;

export interface SplitQuestion {
  readonly trace: CalibratedTrace;
  readonly chain: TraceChain;
  readonly calibrated: CalibratedChain;
}

/** `at`: the call's position in its chain. */
export function splitCall({ trace, chain, calibrated }: SplitQuestion, at: number): PartDraft[] {
  const call = chain.calls[at] as TraceCall;
  const before = call.parent === null ? null : (chain.calls[call.parent] ?? null);
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = call.tokens;
  const sizeOf = (block: TraceBlock): number => trace.tokens.get(block) ?? block.estimatedTokens;
  const known = call.part > 0 ? undefined : calibrated.calls[at];
  const restBefore = call.parent === null ? 0 : (calibrated.calls[call.parent]?.restTokens ?? 0);
  const rest = known?.restTokens ?? 0;
  const freshRest = before === null ? 0 : Math.max(0, rest - Math.max(0, restBefore));
  const fresh = known === undefined ? [] : newParts(call, before, sizeOf);
  if (freshRest > 0) fresh.push(bare('new', 'rest', freshRest));
  const sentTokens = inputTokens + cacheWrite5mTokens + cacheWrite1hTokens;
  const freshTokens = Math.min(sentTokens, sumOf(fresh));
  const shares = shareExactly(
    freshTokens,
    fresh.map(({ tokens }) => tokens),
  );
  const blocks = [...(before?.outputs ?? []), ...call.inputs];
  const categories = known === undefined ? [] : partsOf(calibrated, known);
  const held = heldBefore(categories, rest - freshRest, blocks, sizeOf);
  return [
    ...contextParts('context-read', cacheReadTokens, held),
    ...contextParts('context-sent', sentTokens - freshTokens, held),
    ...fresh.map((part, index) => ({ ...part, tokens: shares[index] ?? 0 })),
    ...answerParts(call, sizeOf),
    ...(call.webSearches > 0 ? [bare('search', 'web-search', 0)] : []),
  ];
}

function sumOf(parts: readonly { readonly tokens: number }[]): number {
  return parts.reduce((sum, { tokens }) => sum + tokens, 0);
}

type SizeOf = (block: TraceBlock) => number;

/** Each new block, and in one part the answer that this call was the first to be sent. */
function newParts(call: TraceCall, before: TraceCall | null, sizeOf: SizeOf): PartDraft[] {
  const answered = before?.outputs.reduce((sum, block) => sum + sizeOf(block), 0) ?? 0;
  return [
    ...(answered > 0 ? [bare('new', 'answer-before', answered)] : []),
    ...call.inputs.map((block) => blockPart('new', block, sizeOf(block))),
  ];
}

/** Hidden thinking has no size: it takes what the answer's other blocks leave. */
function answerParts(call: TraceCall, sizeOf: SizeOf): PartDraft[] {
  const { outputTokens } = call.tokens;
  const { outputs } = call;
  if (outputs.length === 0) return outputTokens > 0 ? [bare('answer', 'output', outputTokens)] : [];
  const sizes = outputs.map(sizeOf);
  const left = outputTokens - sizes.reduce((sum, size) => sum + size, 0);
  const hidden = outputs.findIndex(({ kind, chars }) => kind === 'thinking' && chars === 0);
  if (hidden >= 0 && left > 0) sizes[hidden] = (sizes[hidden] ?? 0) + left;
  const shares = shareExactly(outputTokens, sizes);
  return outputs.map((block, at) => blockPart('answer', block, shares[at] ?? 0));
}

interface Held {
  readonly kind: ProfilePartKind;
  readonly name: string | null;
  readonly tokens: number;
}

/** What the context held beside the new blocks, by category; the rest stands in no transcript. */
function heldBefore(
  parts: readonly ContextPart[],
  restTokens: number,
  blocks: readonly TraceBlock[],
  sizeOf: SizeOf,
): Held[] {
  const fresh = new Map<string, number>();
  for (const block of blocks) {
    const key = categoryKey(categoryOf(block));
    fresh.set(key, (fresh.get(key) ?? 0) + sizeOf(block));
  }
  const held = parts.map(({ category, tokens }): Held => {
    return { ...category, tokens: tokens - (fresh.get(categoryKey(category)) ?? 0) };
  });
  const rest: Held = { kind: 'rest', name: null, tokens: restTokens };
  return [...held, rest].filter(({ tokens }) => tokens > 0);
}

function contextParts(flow: ProfileFlow, tokens: number, held: readonly Held[]): PartDraft[] {
  if (tokens === 0) return [];
  if (held.length === 0) return [bare(flow, 'rest', tokens)];
  const shares = shareExactly(
    tokens,
    held.map((one) => one.tokens),
  );
  return held.flatMap(({ kind, name }, at) => {
    const share = shares[at] ?? 0;
    return share === 0 ? [] : [{ ...bare(flow, kind, share), name }];
  });
}

function blockPart(flow: ProfileFlow, block: TraceBlock, tokens: number): PartDraft {
  const { kind, name, target, range, toolUseId, chars, isError } = block;
  return { flow, kind, name, target, range, toolUseId, chars, isError, tokens };
}

function bare(flow: ProfileFlow, kind: ProfilePartKind, tokens: number): PartDraft {
  return {
    flow,
    kind,
    name: null,
    target: null,
    range: null,
    toolUseId: null,
    chars: null,
    isError: false,
    tokens,
  };
}
