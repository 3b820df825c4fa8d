// The ledger's calls as 5-hour windows with their sums. Knows where in the ledger a window can begin;
// the rule itself is blocks.ts.
import { quarterOf } from '../../model/quarter.ts';
import {
  findStretchStart,
  readCallTimes,
  readTimedCalls,
  type TimedCall,
} from '../../store/readers/window-calls.ts';
import {
  FIVE_HOUR,
  type RateLimitHit,
  readRateLimitHits,
} from '../../store/readers/window-events.ts';
import type { QueryContext } from '../context.ts';
import {
  type EntryWindow,
  isActiveWindow,
  splitWindows,
  type ToldWindow,
  WINDOW_LENGTH_MS,
  type WindowBasis,
  type WindowGap,
} from './blocks.ts';
import { addCall, type CallTotals, finishTally, startTally } from './totals.ts';

/** What every view of a window shows. */
export interface WindowFacts {
  readonly kind: 'window';
  readonly startMs: number;
  readonly endMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** `reconstructed` from the calls, or `told` by Claude Code in a rate-limit error. */
  readonly basis: WindowBasis;
  /** When the window hit its limit; `null`: not known that it did. */
  readonly cutOffMs: number | null;
  /** Cost of its calls up to then. */
  readonly cutOffCostNanoUsd: number | null;
  readonly isActive: boolean;
  readonly totals: CallTotals;
  /** Sessions with a call in it. */
  readonly sessions: number;
  /** Cost by tenth of the window (half an hour), from its start. */
  readonly tenthsNanoUsd: readonly number[];
}

export interface WindowWithCalls {
  readonly facts: WindowFacts;
  readonly calls: readonly TimedCall[];
}

const EVERYTHING = Number.MIN_SAFE_INTEGER;
/** No window reaches over it: 5 hours, and the hour to which a start is floored. */
const SILENCE_MS = WINDOW_LENGTH_MS + 3_600_000;

/**
 * Windows and gaps in order of time, one at a time; the first may begin before `fromMs`, because a
 * window depends on the calls before it, back to the last long silence.
 */
export function* readWindows(
  context: QueryContext,
  fromMs: number | null,
): Generator<WindowWithCalls | WindowGap> {
  const { db } = context.store;
  const from = fromMs === null ? null : findStretchStart(db, quarterOf(fromMs), SILENCE_MS);
  const hits = readFiveHourHits(context);
  for (const piece of splitWindows(readTimedCalls(db, from ?? EVERYTHING), toldBy(hits))) {
    yield piece.kind === 'gap' ? piece : withFacts(piece, hits, context.now());
  }
}

/** How many windows start at a moment or later. */
export function countWindows(context: QueryContext, fromMs: number): number {
  const { db } = context.store;
  const from = findStretchStart(db, quarterOf(fromMs), SILENCE_MS);
  const times = readCallTimes(db, from ?? EVERYTHING);
  let count = 0;
  for (const piece of splitWindows(times, toldBy(readFiveHourHits(context)))) {
    if (piece.kind === 'window' && piece.startMs >= fromMs) count += 1;
  }
  return count;
}

/** The window in which a moment lies, with its calls up to that moment. */
export function readWindowUpTo(context: QueryContext, atMs: number): WindowWithCalls | null {
  const { db } = context.store;
  const from = findStretchStart(db, quarterOf(atMs), SILENCE_MS);
  if (from === null) return null;
  const hits = readFiveHourHits(context);
  const calls = takeUpTo(readTimedCalls(db, from), atMs);
  let last: EntryWindow<TimedCall> | null = null;
  for (const piece of splitWindows(calls, toldBy(hits))) {
    if (piece.kind === 'window') last = piece;
  }
  return last === null || atMs >= last.endMs ? null : withFacts(last, hits, context.now());
}

/** Rate-limit errors of the 5-hour window, oldest first. */
export function readFiveHourHits(context: QueryContext): RateLimitHit[] {
  return readRateLimitHits(context.store.db).filter((hit) => hit.limit === FIVE_HOUR);
}

/** The window that runs now, else the last one that did; `null`: there is none. */
export function readLatestWindow(context: QueryContext): WindowWithCalls | null {
  const nowMs = context.now();
  let latest: WindowWithCalls | null = null;
  for (const piece of readWindows(context, nowMs)) {
    if ('facts' in piece && piece.facts.startMs <= nowMs) latest = piece;
  }
  return latest;
}

function toldBy(hits: readonly RateLimitHit[]): ToldWindow[] {
  return hits.flatMap(({ atMs, resetsAtMs }) =>
    resetsAtMs === null ? [] : [{ atMs, resetsAtMs }],
  );
}

function* takeUpTo(calls: Iterable<TimedCall>, atMs: number): Generator<TimedCall> {
  for (const call of calls) {
    if (call.atMs > atMs) return;
    yield call;
  }
}

function withFacts(
  window: EntryWindow<TimedCall>,
  hits: readonly RateLimitHit[],
  nowMs: number,
): WindowWithCalls {
  const { startMs, endMs, basis, entries: calls } = window;
  const within = hits.find((hit) => hit.atMs >= startMs && hit.atMs < endMs);
  const cutOffMs = window.cutOffMs ?? within?.atMs ?? null;
  const upToCutOff = calls.filter((call) => cutOffMs !== null && call.atMs <= cutOffMs);
  const facts: WindowFacts = {
    kind: 'window',
    startMs,
    endMs,
    firstMs: calls[0]?.atMs ?? startMs,
    lastMs: calls.at(-1)?.atMs ?? startMs,
    basis,
    cutOffMs,
    cutOffCostNanoUsd: cutOffMs === null ? null : sumCalls(upToCutOff).costNanoUsd,
    isActive: isActiveWindow(window, nowMs),
    totals: sumCalls(calls),
    sessions: new Set(calls.map((call) => call.sessionRow)).size,
    tenthsNanoUsd: splitCost(calls, startMs),
  };
  return { facts, calls };
}

function sumCalls(calls: readonly TimedCall[]): CallTotals {
  const tally = startTally();
  for (const call of calls) addCall(tally, call);
  return finishTally(tally);
}

function splitCost(calls: readonly TimedCall[], startMs: number): number[] {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const call of calls) {
    const tenth = Math.min(9, Math.floor(((call.atMs - startMs) / WINDOW_LENGTH_MS) * 10));
    tenths[tenth] = (tenths[tenth] ?? 0) + (call.costNanoUsd ?? 0);
  }
  return tenths;
}
