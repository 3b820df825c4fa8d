// What fresh sessions at some turns come to, in the form of a scenario. Knows how calls are counted; where
// to begin afresh and what it saves is the rotation's.
import type { TurnStart } from '../rotation/rotation-session.ts';
import { isUnpriced } from './drop-history.ts';
import { NOTHING, type Replayed } from './scenario.ts';
import type { WhatIfSession } from './whatif-session.ts';

/** Turns that a context begins with anyway are no fresh start. */
export function replayedTurns(
  { rotation, ratesOf }: WhatIfSession,
  turns: readonly TurnStart[],
  saving: number,
): Replayed {
  const { calls, segmentStarts } = rotation;
  const starts = new Set(turns.map(({ callIndex }) => callIndex));
  const begins = new Set([0, ...segmentStarts]);
  let [isFresh, changedCalls, unpricedCalls, times] = [false, 0, 0, 0];
  for (let at = 0; at < calls.length; at++) {
    if (begins.has(at)) isFresh = false;
    else if (starts.has(at)) {
      isFresh = true;
      times += 1;
    }
    if (!isFresh) continue;
    changedCalls += 1;
    if (isUnpriced(ratesOf(at))) unpricedCalls += 1;
  }
  if (times === 0) return NOTHING;
  return { savingNanoUsd: Math.round(saving), changedCalls, unpricedCalls, times };
}

export const freshAssumptions: readonly string[] = [
  'A fresh session starts with the median first call of your newest finished sessions and a handoff of 2,500 tokens, all of it written to the cache',
  'Nothing that was left behind is read again',
];
