// A session's main chain with its history dropped whenever the context has grown to a bound: where that
// happens, and what the calls cost less. The arithmetic of a smaller context is the rotation's.
import { bandFor, droppedAt, prepareReplay } from '../rotation/replay.ts';
import type { RateBand, RotationCall, RotationSession } from '../rotation/rotation-session.ts';
import { NOTHING, type Replayed } from './scenario.ts';
import type { WhatIfSession } from './whatif-session.ts';

export interface DropRule {
  /** What is left of a context, in tokens; `warmTokens` of it are read where the call had a warm cache. */
  readonly keptTokens: number;
  readonly warmTokens: number;
  /** Written by the model when the history is dropped: a summary. */
  readonly summaryTokens: number;
  /** 'calls': before any call. 'turns': only where a prompt begins a turn. */
  readonly where: 'calls' | 'turns';
}

/** By bound, in their order. */
export function dropHistory(
  { rotation, ratesOf }: WhatIfSession,
  rule: DropRule,
  bounds: readonly number[],
): Replayed[] {
  const { keptTokens, warmTokens } = rule;
  const session = { ...rotation, freshTokens: keptTokens, warmTokens };
  let peak = 0;
  for (const call of session.calls) {
    peak = Math.max(peak, call.contextTokens + call.outputTokens);
  }
  if (keptTokens <= 0 || bounds.every((bound) => bound >= peak)) return bounds.map(() => NOTHING);
  const replay = prepareReplay(session, ratesOf);
  const unpriced = session.calls.map((_, at) => isUnpriced(ratesOf(at)));
  const places = placesOf(session, rule.where);
  return bounds.map((bound) => {
    if (bound >= peak) return NOTHING;
    const drops = findDrops(session, places, keptTokens, bound);
    let [saving, changedCalls, unpricedCalls] = [0, 0, 0];
    for (const { at, until, sentTokens } of drops) {
      saving += replay(at, [until])[0] ?? 0;
      saving -= summaryCost(sentTokens, rule, ratesOf(at - 1));
      changedCalls += until - at;
      for (let index = at; index < until; index++) if (unpriced[index]) unpricedCalls += 1;
    }
    return { savingNanoUsd: Math.round(saving), changedCalls, unpricedCalls, times: drops.length };
  });
}

interface Drop {
  /** Index of the first call after it. */
  readonly at: number;
  /** Index after the last call that is smaller by it. */
  readonly until: number;
  /** Context that is dropped, with the answer before: what a summary is made of. */
  readonly sentTokens: number;
}

/** By call: where the history may be dropped, and where it begins anew by itself. */
function placesOf(
  { calls, turns, segmentStarts }: RotationSession,
  where: DropRule['where'],
): Uint8Array {
  const places = new Uint8Array(calls.length).fill(where === 'calls' ? PLACE.open : PLACE.closed);
  if (where === 'turns') for (const { callIndex } of turns) places[callIndex] = PLACE.open;
  for (const start of segmentStarts) if (start < places.length) places[start] = PLACE.anew;
  return places;
}

const PLACE = { closed: 0, open: 1, anew: 2 } as const;

/** Before each call that follows a context, with its answer, of more than `bound`. */
function findDrops(
  session: RotationSession,
  places: Uint8Array,
  keptTokens: number,
  bound: number,
): Drop[] {
  const { calls } = session;
  if (bound <= keptTokens) return [];
  const drops: { at: number; until: number; sentTokens: number }[] = [];
  /** The drop that makes the calls smaller at the moment, and by how much. */
  let open: { until: number } | null = null;
  let gone = 0;
  for (let at = 1; at < calls.length; at++) {
    if (places[at] === PLACE.anew) {
      if (open !== null) open.until = at;
      [open, gone] = [null, 0];
      continue;
    }
    const before = calls[at - 1] as RotationCall;
    const sentTokens = before.contextTokens - gone + before.outputTokens;
    if (sentTokens > bound && places[at] === PLACE.open) {
      if (open !== null) open.until = at;
      const drop = { at, until: calls.length, sentTokens };
      drops.push(drop);
      open = drop;
      gone = droppedAt(session, at);
    }
    if (gone > 0) {
      const spare = (calls[at] as RotationCall).contextTokens - keptTokens;
      if (spare < gone) gone = Math.max(0, spare);
    }
  }
  return drops;
}

/** The request of a summary reads all of the context once more; what it is told to do is left out. */
function summaryCost(
  sentTokens: number,
  { summaryTokens }: DropRule,
  bands: readonly RateBand[],
): number {
  if (summaryTokens === 0) return 0;
  const { rates } = bandFor(bands, sentTokens);
  return sentTokens * rates.cacheRead + summaryTokens * rates.output;
}

export function isUnpriced(bands: readonly RateBand[]): boolean {
  return bands.every(({ rates }) => rates.input === 0 && rates.output === 0);
}
