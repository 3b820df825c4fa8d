// Where a session should have started afresh: the best single turn, and the best set of turns. Knows
// how savings of turns add up; prices and sizes are handed in.
import { bandFor, costOf, prepareReplay, type Replay } from './replay.ts';
import type { RatesOf, RotationSession, TurnStart } from './rotation-session.ts';

export interface RotationPlan {
  /** In the order of time. */
  readonly turns: readonly TurnStart[];
  /** In the unit of the rates; always above 0. */
  readonly saving: number;
}

export interface FoundRotations {
  /** Null: a fresh context at no single turn would have saved anything. */
  readonly best: RotationPlan | null;
  /** The set of turns that saves most, in hindsight. Null whenever `best` is. */
  readonly optimal: RotationPlan | null;
}

/**
 * A compaction ends what a rotation before it can save, so each segment is judged alone. Within one, the
 * context after a rotation depends on that rotation only, not on those before it: what a set saves is the
 * sum over its turns of what each saves until the next, and a dynamic programme from the last turn
 * backwards finds the best set. The work is one step per pair of a turn and a later call.
 */
export function findRotations(session: RotationSession, ratesOf: RatesOf): FoundRotations {
  const replay = prepareReplay(session, ratesOf);
  let best: RotationPlan | null = null;
  const turns: TurnStart[] = [];
  let saving = 0;
  for (const segment of segmentsOf(session)) {
    const found = findInSegment(replay, segment);
    if (found.best !== null && found.best.saving > (best?.saving ?? 0)) best = found.best;
    turns.push(...(found.optimal?.turns ?? []));
    saving += found.optimal?.saving ?? 0;
  }
  return { best, optimal: best === null ? null : { turns, saving } };
}

/** What fresh contexts at exactly these turns would have saved, by other rates; it may be negative. */
export function savingOfTurns(
  session: RotationSession,
  ratesOf: RatesOf,
  turns: readonly TurnStart[],
): number {
  const replay = prepareReplay(session, ratesOf);
  let saving = 0;
  for (const { end, candidates } of segmentsOf(session)) {
    const chosen = candidates.filter(({ callIndex }) =>
      turns.some((turn) => turn.callIndex === callIndex),
    );
    chosen.forEach(({ callIndex }, at) => {
      const until = chosen[at + 1]?.callIndex ?? end;
      saving += replay(callIndex, [until])[0] ?? 0;
    });
  }
  return saving;
}

/** What the calls cost as they were, in the unit of the rates. */
export function costOfSession({ calls }: RotationSession, ratesOf: RatesOf): number {
  return calls.reduce(
    (sum, call, index) => sum + costOf(call, bandFor(ratesOf(index), call.contextTokens)),
    0,
  );
}

interface Segment {
  /** Index after its last call. */
  readonly end: number;
  /** Turns that begin within it, not with it: before its first call there is nothing to leave behind. */
  readonly candidates: readonly TurnStart[];
}

function segmentsOf({ calls, turns, segmentStarts }: RotationSession): Segment[] {
  const edges = [0, ...segmentStarts.filter((start) => start > 0 && start < calls.length)];
  return edges.map((start, at) => {
    const end = edges[at + 1] ?? calls.length;
    return { end, candidates: turns.filter((turn) => isWithin(turn.callIndex, start, end)) };
  });
}

function isWithin(callIndex: number, start: number, end: number): boolean {
  return callIndex > start && callIndex < end;
}

function findInSegment(replay: Replay, { end, candidates }: Segment): FoundRotations {
  const starts = candidates.map(({ callIndex }) => callIndex);
  /** Most that can be saved from each candidate on, given a rotation there; and the one that follows. */
  const most: number[] = [];
  const nextOf: number[] = [];
  let best: RotationPlan | null = null;
  for (let from = candidates.length - 1; from >= 0; from--) {
    const marks = [...starts.slice(from + 1), end];
    const savings = replay(starts[from] as number, marks);
    const alone = savings.at(-1) ?? 0;
    let [value, next] = [alone, -1];
    for (let later = from + 1; later < candidates.length; later++) {
      const sum = (savings[later - from - 1] ?? 0) + (most[later] ?? 0);
      if (sum > value) [value, next] = [sum, later];
    }
    [most[from], nextOf[from]] = [value, next];
    // Of equal turns the earlier one.
    if (alone > 0 && alone >= (best?.saving ?? 0)) {
      best = { turns: [candidates[from] as TurnStart], saving: alone };
    }
  }
  return { best, optimal: bestChain(candidates, most, nextOf) };
}

function bestChain(
  candidates: readonly TurnStart[],
  most: readonly number[],
  nextOf: readonly number[],
): RotationPlan | null {
  let first = -1;
  most.forEach((value, at) => {
    if (value > (most[first] ?? 0)) first = at;
  });
  if (first < 0) return null;
  const turns: TurnStart[] = [];
  for (let at = first; at >= 0; at = nextOf[at] ?? -1) turns.push(candidates[at] as TurnStart);
  return { turns, saving: most[first] ?? 0 };
}
