// A profile on the real time axis, as Trace Event JSON for Perfetto: turns, calls and tools as slices,
// subagents as threads, context and cost as counters. Knows the rules of the format; slices of a thread nest.
import type { ProfileAnswer } from '../../query/profile/profile-answer.ts';
import { callFrame, chainFrame, sessionFrame, turnFrame } from './frame-names.ts';
import { type CallSlice, callSlices, type Slice, toolLanes, turnSlices } from './time-slices.ts';
import { unpricedNote } from './unpriced-note.ts';

interface TraceEvent {
  readonly name: string;
  readonly ph: 'X' | 'M' | 'C' | 'i';
  readonly pid: number;
  readonly tid: number;
  /** Microseconds since the first event. */
  readonly ts: number;
  readonly [field: string]: unknown;
}

const PID = 1;

/** Calls without a time are left out and counted in `otherData`. */
export function renderChromeTrace(answer: ProfileAnswer): string {
  const calls = callSlices(answer);
  const threads = threadsOf(answer, calls);
  const originMs = originOf(answer, threads);
  const metadata = [
    nameOf('process_name', 0, sessionFrame(answer)),
    ...threads.flatMap(nameThread),
  ];
  const events = [
    ...threads.flatMap(({ slices }, at) =>
      slices.map((slice) => sliceEvent(slice, at + 1, originMs)),
    ),
    ...counters(answer, calls, originMs),
    ...marks(answer, threads, originMs),
  ];
  const { sessionId } = answer.session;
  const document = {
    displayTimeUnit: 'ms',
    otherData: {
      exporter: 'telltale',
      sessionId,
      originMs,
      callsWithoutTime: answer.calls.length - calls.length,
      costNote: unpricedNote(answer),
    },
    traceEvents: [...metadata, ...events.sort(byTime)],
  };
  return `${JSON.stringify(document)}\n`;
}

interface Thread {
  readonly name: string;
  readonly chain: number;
  /** By start, the outer one first. */
  readonly slices: readonly Slice[];
}

/** Per chain its calls, then as many threads for tools as ran side by side. */
function threadsOf(answer: ProfileAnswer, calls: readonly CallSlice[]): Thread[] {
  const names = chainNames(answer);
  return answer.chains.flatMap((_, chain): Thread[] => {
    const own = calls.filter((one) => one.call.chain === chain);
    const name = names[chain] ?? '';
    const lanes = toolLanes(answer, chain).map((tools, lane): Thread => {
      const number = lane === 0 ? '' : ` ${lane + 1}`;
      return { name: `${name}: tools${number}`, chain, slices: tools.map(toolSlice) };
    });
    if (own.length + lanes.length === 0) return [];
    const turns = chain === 0 ? turnSlices(answer, own).map(turnSlice) : [];
    const slices = [...turns, ...own.map(callSlice)].sort(bySlice);
    return [{ name, chain, slices }, ...lanes];
  });
}

/** Two subagents of one type are told apart by the beginning of their ids. */
function chainNames({ chains }: ProfileAnswer): string[] {
  return chains.map((chain) => {
    const id = chain.agentId === null ? '' : ` ${chain.agentId.slice(0, 8)}`;
    return `${chainFrame(chain)}${id}`;
  });
}

function turnSlice({ turn, startMs, endMs }: ReturnType<typeof turnSlices>[number]): Slice {
  return { name: turnFrame(turn), category: 'turn', startMs, endMs, args: null };
}

function callSlice({ call, startMs, endMs }: CallSlice): Slice {
  const { callId, model, contextTokens, outputTokens, costNanoUsd, isOutputFinal } = call;
  const cost = costNanoUsd === null ? 'unknown' : costNanoUsd / 1e9;
  const args = { callId, model, contextTokens, outputTokens, isOutputFinal, costUsd: cost };
  return { name: callFrame(call), category: 'call', startMs, endMs, args };
}

function toolSlice({
  name,
  target,
  startMs,
  endMs,
  isError,
}: ProfileAnswer['tools'][number]): Slice {
  const args = target === null ? { isError } : { target, isError };
  return { name, category: 'tool', startMs, endMs, args };
}

/** Of slices that begin together the longer one is the outer one. */
function bySlice(a: Slice, b: Slice): number {
  return a.startMs - b.startMs || b.endMs - a.endMs || (a.category === 'turn' ? -1 : 0);
}

function sliceEvent(
  { name, category, startMs, endMs, args }: Slice,
  tid: number,
  originMs: number,
): TraceEvent {
  const ts = toMicros(startMs - originMs);
  const event = { name, cat: category, ph: 'X', pid: PID, tid, ts } as const;
  const dur = toMicros(endMs - startMs);
  return args === null ? { ...event, dur } : { ...event, dur, args };
}

function nameOf(name: string, tid: number, value: string): TraceEvent {
  return { name, ph: 'M', pid: PID, tid, ts: 0, args: { name: value } };
}

function nameThread({ name }: Thread, at: number): TraceEvent[] {
  const tid = at + 1;
  const order: TraceEvent = {
    name: 'thread_sort_index',
    ph: 'M',
    pid: PID,
    tid,
    ts: 0,
    args: { sort_index: tid },
  };
  return [nameOf('thread_name', tid, name), order];
}

/** Context of each chain with more than a call, and the cost of all priced calls so far. */
function counters(
  answer: ProfileAnswer,
  calls: readonly CallSlice[],
  originMs: number,
): TraceEvent[] {
  const names = chainNames(answer);
  const events: TraceEvent[] = [];
  let costNanoUsd = 0;
  for (const { call, endMs } of calls.toSorted((a, b) => a.endMs - b.endMs)) {
    const base = { ph: 'C', pid: PID, tid: 0, ts: toMicros(endMs - originMs) } as const;
    const name = `context tokens: ${names[call.chain] ?? ''}`;
    events.push({ ...base, name, args: { tokens: call.contextTokens } });
    if (call.costNanoUsd === null) continue;
    costNanoUsd += call.costNanoUsd;
    events.push({ ...base, name: 'cost so far (USD)', args: { usd: costNanoUsd / 1e9 } });
  }
  return events;
}

function marks(answer: ProfileAnswer, threads: readonly Thread[], originMs: number): TraceEvent[] {
  const tidOf = (chain: number): number => threads.findIndex((one) => one.chain === chain) + 1;
  const mark = (name: string, atMs: number, chain: number, args: object): TraceEvent => {
    const ts = toMicros(atMs - originMs);
    return { name, cat: 'mark', ph: 'i', s: 't', pid: PID, tid: tidOf(chain), ts, args };
  };
  const compactions = answer.chains.flatMap(({ compactions: all }, chain) =>
    all.flatMap(({ atMs, trigger, preTokens }) =>
      atMs === null ? [] : [mark('compaction', atMs, chain, { trigger, preTokens })],
    ),
  );
  const rebuilds = answer.cacheEvents.flatMap(({ atMs, cause, call, ...told }) => {
    const chain = answer.calls[call]?.chain ?? 0;
    return atMs === null ? [] : [mark(`cache: ${cause}`, atMs, chain, told)];
  });
  return [...compactions, ...rebuilds];
}

/** Earliest of all that has a time. */
function originOf(answer: ProfileAnswer, threads: readonly Thread[]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { slices } of threads) first = Math.min(first, slices[0]?.startMs ?? first);
  for (const { compactions } of answer.chains) {
    for (const { atMs } of compactions) first = Math.min(first, atMs ?? first);
  }
  for (const { atMs } of answer.cacheEvents) first = Math.min(first, atMs ?? first);
  return Number.isFinite(first) ? first : 0;
}

function toMicros(ms: number): number {
  return Math.round(ms * 1000);
}

/** Stable: the outer slice of a thread stays before the inner one. */
function byTime(a: TraceEvent, b: TraceEvent): number {
  return a.ts - b.ts;
}
