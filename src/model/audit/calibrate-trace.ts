// What filled the context of every call: the measured growth from call to call, shared out over the
// blocks that were new. Knows no prices. The parts and the rest of a call sum to its context, always.
import type { SessionTrace, TraceBlock, TraceCall, TraceChain } from '../trace/session-trace.ts';
import { type ContextCategory, categoryKey, categoryOf, PREFIX } from './context-category.ts';
import { estimateBlock } from './estimate-block.ts';
import { type Density, fitDensities, usualDensity } from './fit-density.ts';
import { addTo, createLedger, type PartLedger } from './part-ledger.ts';
import { shareOut } from './share-out.ts';

export interface CalibratedTrace {
  /** In the order of the trace's chains. */
  readonly chains: readonly CalibratedChain[];
  /** Tokens of each block, whole; blocks that no call was sent are estimated by size. */
  readonly tokens: ReadonlyMap<TraceBlock, number>;
  /** By model. */
  readonly densities: ReadonlyMap<string, Density>;
}

export interface CalibratedChain {
  /** What the numbers of each call's `parts` are of. */
  readonly categories: readonly ContextCategory[];
  /** In the order of the chain's calls. */
  readonly calls: readonly CalibratedCall[];
}

export interface CalibratedCall {
  /** Tokens by category, in the order of the chain's categories; shorter where the later ones are 0. */
  readonly parts: readonly number[];
  /** Of each part, what was measured and not only estimated: the growth by this category alone. */
  readonly measured: readonly number[];
  /**
   * Context less all parts. Positive: sent, but in no transcript (hook output in old versions, tool
   * definitions that were loaded). Negative: the blocks are estimated too large, or the client took
   * something out of the context.
   */
  readonly restTokens: number;
}

export interface ContextPart {
  readonly category: ContextCategory;
  readonly tokens: number;
  readonly measuredTokens: number;
}

/** The parts of one call with their names, those of 0 tokens left out. */
export function partsOf(chain: CalibratedChain, call: CalibratedCall): ContextPart[] {
  return chain.categories.flatMap((category, at) => {
    const tokens = call.parts[at] ?? 0;
    return tokens === 0 ? [] : [{ category, tokens, measuredTokens: call.measured[at] ?? 0 }];
  });
}

export function calibrateTrace(trace: SessionTrace): CalibratedTrace {
  const tokens = new Map<TraceBlock, number>();
  const densities = fitDensities(trace);
  const chains = trace.chains.map((chain) => calibrateChain(chain, { tokens, densities }));
  return { chains, tokens, densities };
}

interface Calibration {
  readonly tokens: Map<TraceBlock, number>;
  readonly densities: ReadonlyMap<string, Density>;
}

function calibrateChain(chain: TraceChain, calibration: Calibration): CalibratedChain {
  const ledger = createLedger();
  const firstAfter = new Map(chain.compactions.map((one) => [one.beforeCall, one]));
  const calls: CalibratedCall[] = [];
  for (const [at, call] of chain.calls.entries()) {
    const before = call.parent === null ? undefined : chain.calls[call.parent];
    const state = call.parent === null ? undefined : calls[call.parent];
    if (call.part > 0) {
      calls.push({ parts: [], measured: [], restTokens: call.contextTokens });
    } else if (before === undefined || state === undefined) {
      const kept = firstAfter.get(at)?.kept ?? [];
      calls.push(beginContext(ledger, calibration, call, [...kept, ...call.inputs]));
    } else {
      calls.push(continueContext(ledger, calibration, { call, before, state }));
    }
  }
  const last = chain.calls.at(-1);
  const unsent = [...chain.rest, ...(last?.outputs ?? [])];
  for (const block of unsent) {
    if (calibration.tokens.has(block)) continue;
    calibration.tokens.set(
      block,
      Math.round(estimateOf(calibration, last?.model ?? '')(block).tokens),
    );
  }
  return { categories: ledger.categories, calls };
}

/** The prefix is what the blocks leave; blocks that leave less than nothing are shrunk to fit. */
function beginContext(
  ledger: PartLedger,
  calibration: Calibration,
  call: TraceCall,
  blocks: readonly TraceBlock[],
): CalibratedCall {
  const parts: number[] = [];
  const measured: number[] = [];
  const estimates = blocks.map(estimateOf(calibration, call.model));
  const sum = estimates.reduce((total, { tokens }) => total + tokens, 0);
  const shared = shareOut(Math.min(Math.round(sum), call.contextTokens), estimates);
  for (const [at, block] of blocks.entries()) {
    const tokens = shared.tokens[at] ?? 0;
    calibration.tokens.set(block, tokens);
    addTo(parts, ledger.indexOf(categoryOf(block)), tokens);
  }
  const held = parts.reduce((total, tokens) => total + (tokens ?? 0), 0);
  const prefix = Math.max(0, call.contextTokens - held);
  addTo(parts, ledger.indexOf(PREFIX), prefix);
  // A few words beside it make the difference as good as measured.
  if (held <= prefix * NEARLY_NOTHING) addTo(measured, ledger.indexOf(PREFIX), prefix);
  return {
    parts: filled(parts),
    measured: filled(measured),
    restTokens: call.contextTokens - held - prefix,
  };
}

/** Own choice: an error of half of it is about 2 %. */
const NEARLY_NOTHING = 0.05;

interface Step {
  readonly call: TraceCall;
  readonly before: TraceCall;
  readonly state: CalibratedCall;
}

function continueContext(ledger: PartLedger, calibration: Calibration, step: Step): CalibratedCall {
  const { call, state } = step;
  const factor = scaleBetween(calibration, step);
  const parts = state.parts.map((tokens) => Math.round(tokens * factor));
  const measured = state.measured.map((tokens) => (factor === 1 ? tokens : 0));
  const rest = Math.round(state.restTokens * factor);
  const held = parts.reduce((total, tokens) => total + tokens, 0) + rest;
  let budget = call.contextTokens - held;
  const groups = groupsOf(calibration, step);
  const thinking = ledger.indexOf(THINKING);
  if (hasDroppedThinking(call, parts[thinking] ?? 0, budget, groups)) {
    budget += parts[thinking] ?? 0;
    parts[thinking] = 0;
    measured[thinking] = 0;
  }
  for (const group of groups) {
    const share = shareOut(group.tokens ?? budget, group.estimates);
    const isExact = share.restTokens === 0 && isOfOneCategory(group.blocks);
    for (const [at, block] of group.blocks.entries()) {
      const tokens = share.tokens[at] ?? 0;
      if (!group.isKnown) calibration.tokens.set(block, tokens);
      const index = ledger.indexOf(categoryOf(block));
      addTo(parts, index, tokens);
      if (isExact) addTo(measured, index, tokens);
      budget -= tokens;
    }
  }
  const sum = parts.reduce((total, tokens) => total + (tokens ?? 0), 0);
  return { parts: filled(parts), measured: filled(measured), restTokens: call.contextTokens - sum };
}

const THINKING: ContextCategory = { kind: 'thinking', name: null };

interface Group {
  readonly blocks: readonly TraceBlock[];
  readonly estimates: readonly Estimated[];
  /** Exactly so many in all; null: what is left of the growth. */
  readonly tokens: number | null;
  /** Shared out before: the call before is continued a second time, after a rewind. */
  readonly isKnown: boolean;
}

type Estimated = ReturnType<typeof estimateBlock>;

/** The answer before, by its own count where that is final; then all that is left of the growth. */
function groupsOf(calibration: Calibration, { call, before }: Step): Group[] {
  const estimate = estimateOf(calibration, call.model);
  const outputs = before.outputs.filter(({ kind }) => kind !== 'tool-result');
  const others = before.outputs.filter(({ kind }) => kind === 'tool-result');
  const known = outputs.length > 0 && outputs.every((block) => calibration.tokens.has(block));
  if (known) {
    const tokens = outputs.map((block) => calibration.tokens.get(block) ?? 0);
    const fixed = tokens.map((one) => ({ tokens: one, min: one, max: one }));
    const sum = tokens.reduce((total, one) => total + one, 0);
    const inputs = [...others, ...call.inputs];
    return [
      { blocks: outputs, estimates: fixed, tokens: sum, isKnown: true },
      { blocks: inputs, estimates: inputs.map(estimate), tokens: null, isKnown: false },
    ];
  }
  if (before.isOutputFinal && outputs.length > 0) {
    const inputs = [...others, ...call.inputs];
    const answer = answerEstimates(outputs, before.tokens.outputTokens, estimate);
    return [
      { blocks: outputs, estimates: answer, tokens: before.tokens.outputTokens, isKnown: false },
      { blocks: inputs, estimates: inputs.map(estimate), tokens: null, isKnown: false },
    ];
  }
  const all = [...before.outputs, ...call.inputs];
  return [{ blocks: all, estimates: all.map(estimate), tokens: null, isKnown: false }];
}

/** Of an answer with a known count: hidden thinking is what its text and tool calls leave. */
function answerEstimates(
  blocks: readonly TraceBlock[],
  total: number,
  estimate: (block: TraceBlock) => Estimated,
): Estimated[] {
  const visible = blocks.reduce(
    (sum, block) => sum + (isHidden(block) ? 0 : estimate(block).tokens),
    0,
  );
  const hidden = blocks.filter(isHidden).length;
  if (hidden === 0) return blocks.map((block) => ({ ...estimate(block), min: 0, max: total }));
  const left = Math.max(0, total - visible) / hidden;
  return blocks.map((block) =>
    isHidden(block) ? { tokens: left, min: 0, max: total } : { ...estimate(block), max: total },
  );
}

function isHidden({ kind, chars }: TraceBlock): boolean {
  return kind === 'thinking' && chars === 0;
}

/**
 * Older models are not sent the thinking of earlier turns again, newer ones are: the numbers tell which.
 * Only a prompt can take it out.
 */
function hasDroppedThinking(
  { inputs }: TraceCall,
  held: number,
  budget: number,
  groups: readonly Group[],
): boolean {
  if (held === 0 || !inputs.some(({ kind }) => kind === 'prompt')) return false;
  let expected = 0;
  for (const { tokens, estimates } of groups) {
    expected += tokens ?? estimates.reduce((total, one) => total + one.tokens, 0);
  }
  return Math.abs(budget + held - expected) < Math.abs(budget - expected);
}

/** Another model counts the same content differently: everything held changes by one factor. */
function scaleBetween(calibration: Calibration, { call, before }: Step): number {
  if (call.model === before.model) return 1;
  const ratio = densityOf(calibration, call.model) / densityOf(calibration, before.model);
  return Math.abs(ratio - 1) < SAME_TOKENIZER ? 1 : ratio;
}

/** Densities of one tokenizer differ by content; those of two generations by about a quarter. */
const SAME_TOKENIZER = 0.15;

function estimateOf(calibration: Calibration, model: string): (block: TraceBlock) => Estimated {
  const density = densityOf(calibration, model);
  return (block) => estimateBlock(block, density);
}

function densityOf({ densities }: Calibration, model: string): number {
  return densities.get(model)?.tokensPerChar ?? usualDensity(model);
}

function isOfOneCategory(blocks: readonly TraceBlock[]): boolean {
  const [first] = blocks;
  if (first === undefined) return false;
  const key = categoryKey(categoryOf(first));
  return blocks.every((block) => categoryKey(categoryOf(block)) === key);
}

/** Without holes. */
function filled(tokens: readonly number[]): number[] {
  return Array.from(tokens, (one) => one ?? 0);
}
