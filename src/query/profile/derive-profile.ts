// The calls of a profile: each call of a trace with its tokens and cost shared out over named parts. Pure;
// leaves out copies, which are counted for the session that made them.
import type { CalibratedTrace } from '../../model/audit/calibrate-trace.ts';
import type { SessionTrace, TraceCall } from '../../model/trace/session-trace.ts';
import type { PriceBook } from '../../pricing/book.ts';
import { totalTokens } from '../../shared/tokens.ts';
import { timeOfCall } from './call-times.ts';
import type { ProfileCall, ProfilePart } from './profile-answer.ts';
import { safeTarget } from './safe-target.ts';
import { type PartDraft, splitCall } from './split-call.ts';
import { splitCost } from './split-cost.ts';
import type { NameTeller } from './tell-names.ts';

export interface DerivedProfile {
  readonly calls: readonly ProfileCall[];
  /** By chain and position in the trace: the position in `calls`; null: a copy, left out. */
  readonly places: readonly (readonly (number | null)[])[];
}

export function deriveProfile(
  trace: SessionTrace,
  calibrated: CalibratedTrace,
  names: NameTeller,
  book: PriceBook,
): DerivedProfile {
  const calls: ProfileCall[] = [];
  const turns = new Set(trace.turns.map(({ turn }) => turn));
  const places = trace.chains.map((chain, at) => {
    const own = calibrated.chains[at] ?? { categories: [], calls: [] };
    return chain.calls.map((call, number) => {
      if (call.isCopy) return null;
      const drafts = splitCall({ trace: calibrated, chain, calibrated: own }, number);
      const costs = splitCost(call, drafts, book);
      const parts = drafts.map((draft, part) => tellPart(draft, costs[part] ?? null, names));
      const turn = turns.has(call.turn) ? call.turn : 0;
      calls.push({ ...describe(call, names), chain: at, number: number + 1, turn, parts });
      return calls.length - 1;
    });
  });
  return { calls, places };
}

function describe(call: TraceCall, names: NameTeller) {
  const { tokens, contextTokens, costNanoUsd, isOutputFinal, isFast, effort, atMs } = call;
  return {
    callId: names.clean(call.callId),
    model: names.clean(call.model),
    atMs,
    ...timeOfCall(call),
    ...tokens,
    totalTokens: totalTokens(tokens),
    contextTokens,
    costNanoUsd,
    isOutputFinal,
    isFast,
    effort,
  };
}

function tellPart(draft: PartDraft, costNanoUsd: number | null, names: NameTeller): ProfilePart {
  const { kind, name, range, toolUseId } = draft;
  const target = safeTarget(name, draft.target);
  return {
    ...draft,
    name: name === null ? null : tellName(kind, name, names),
    target: target === null ? null : names.tell(target.kind, target.text),
    range: range === null ? null : names.clean(range),
    toolUseId: toolUseId === null ? null : names.clean(toolUseId),
    costNanoUsd,
  };
}

function tellName(kind: PartDraft['kind'], name: string, names: NameTeller): string {
  if (kind === 'tool-use' || kind === 'tool-result' || kind === 'subagent-report') {
    return names.tellTool(name);
  }
  // A slash command may be the person's own.
  return kind === 'command' && name.startsWith('/') ? names.tell('word', name) : names.clean(name);
}
