// Brings a chain's calls into the order of time and adds those that stand in no transcript any more. Knows
// that positions move: whose context a call continues and where compactions stand are set anew.
import type { CallFacts } from './call-facts.ts';
import type { TraceCall, TraceCompaction, TraceTurn } from './session-trace.ts';

interface ReadChain {
  /** With blocks, in the order of the transcript. */
  readonly calls: readonly TraceCall[];
  readonly compactions: readonly TraceCompaction[];
}

/** `known`: all calls of the chain. `turns`: to place calls that were not read; none: all have turn 0. */
export function orderCalls(
  read: ReadChain,
  known: readonly CallFacts[],
  turns: readonly TraceTurn[],
): ReadChain {
  const ids = new Set(read.calls.map(({ callId, tokens }) => keyOf(callId, tokens)));
  const missing = known.filter(({ callId, tokens }) => !ids.has(keyOf(callId, tokens)));
  if (missing.length === 0 && isInOrder(read.calls)) {
    return { calls: read.calls, compactions: placed(read.compactions, read.calls) };
  }
  const bare = missing.map((facts) => bareCall(facts, read.compactions, turns));
  const all: Entry[] = [
    ...read.calls.map((call, from) => ({ call, from })),
    ...bare.map((call) => ({ call, from: null })),
  ];
  all.sort(byTime);
  const calls = reparented(all, turns, missing.length > 0);
  return { calls, compactions: placed(read.compactions, calls) };
}

interface Entry {
  readonly call: TraceCall;
  /** Position before; null: it was not read. */
  readonly from: number | null;
}

/** Gateways may give two calls one message id. */
function keyOf(callId: string, tokens: TraceCall['tokens']): string {
  return `${callId} ${Object.values(tokens).join(' ')}`;
}

function isInOrder(calls: readonly TraceCall[]): boolean {
  return calls.every((call, at) => at === 0 || timeOf(calls[at - 1] as TraceCall) <= timeOf(call));
}

function byTime(a: Entry, b: Entry): number {
  return timeOf(a.call) - timeOf(b.call) || a.call.part - b.call.part;
}

function timeOf({ atMs }: TraceCall): number {
  return atMs ?? Number.MAX_SAFE_INTEGER;
}

function bareCall(
  facts: CallFacts,
  compactions: readonly TraceCompaction[],
  turns: readonly TraceTurn[],
): TraceCall {
  const segment = countBefore(compactions, facts.atMs);
  const turn = countBefore(turns, facts.atMs);
  return { ...facts, segment, turn, parent: null, inputs: [], outputs: [] };
}

/** Those not later than a time; all, where it is not known. */
function countBefore(
  marks: readonly { readonly atMs: number | null }[],
  atMs: number | null,
): number {
  if (atMs === null) return marks.length;
  let count = 0;
  for (const mark of marks) if ((mark.atMs ?? 0) <= atMs) count++;
  return count;
}

function reparented(
  all: readonly Entry[],
  turns: readonly TraceTurn[],
  isMixed: boolean,
): TraceCall[] {
  const moved = new Map<number, number>();
  for (const [to, { from }] of all.entries()) if (from !== null) moved.set(from, to);
  const lastOf = new Map<number, number>();
  return all.map(({ call, from }, at) => {
    const before = lastOf.get(call.segment) ?? null;
    const told = from === null || call.parent === null ? null : (moved.get(call.parent) ?? null);
    const beginsAnew = from !== null && call.parent === null && call.part === 0;
    const parent = beginsAnew && !isMixed ? null : told !== null && told < at ? told : before;
    if (call.part === 0) lastOf.set(call.segment, at);
    const turn = isMixed && turns.length > 0 ? countBefore(turns, call.atMs) : call.turn;
    return { ...call, parent, turn };
  });
}

/** The first call of the segment that each begins. */
function placed(
  compactions: readonly TraceCompaction[],
  calls: readonly TraceCall[],
): TraceCompaction[] {
  return compactions.map((compaction, at) => {
    const first = calls.findIndex(({ segment }) => segment > at);
    return { ...compaction, beforeCall: first < 0 ? calls.length : first };
  });
}
