// Runs folds over events: all at once, piece by piece from a saved state, or apart by what an event
// belongs to. Knows nothing of what they count; one that throws becomes an error and the rest goes on.
// Events of an inlined subagent are not the thread's own and go to no fold.
import type { SessionEvent } from '../../model/session-event/session-event.ts';
import type { Fold, Json, Metric, Reading } from './metric.ts';

/** A metric, or anything else that is folded and saved beside them. */
export type SavedFold = Fold<Json, unknown>;

/** A fold as far as it has come; plain JSON. */
export type FoldProgress =
  | { readonly state: Json; readonly trail: readonly number[] }
  | { readonly error: string };

/** How far each of some folds has come, by id. */
export type Progress = Readonly<Record<string, FoldProgress>>;

/** Values at the ends of so many turns are kept for the trend. */
const TRAIL_LENGTH = 3;

export function startFolds(folds: readonly SavedFold[]): Progress {
  return Object.fromEntries(
    folds.map((fold) => [fold.id, guarded(() => ({ state: fold.init(), trail: [] }))]),
  );
}

/** The given progress is used up. */
export function advanceFolds(
  folds: readonly SavedFold[],
  progress: Progress,
  events: Iterable<SessionEvent>,
): Progress {
  const runs = folds.map((fold) => openRun(fold, progress[fold.id]));
  const takers = new Map<string, Run[]>();
  for (const event of events) {
    if (event.chain !== null) continue;
    if (endsTurn(event)) for (const run of runs) run.endTurn();
    const known = takers.get(event.kind) ?? runs.filter((run) => run.needs.has(event.kind));
    takers.set(event.kind, known);
    for (const run of known) run.take(event);
  }
  return Object.fromEntries(runs.map((run) => [run.id, run.close()]));
}

/** What was seen so far is known from here on, but does not count: it was copied from elsewhere. */
export function carryFolds(folds: readonly SavedFold[], progress: Progress): Progress {
  const carried = (fold: SavedFold): FoldProgress => {
    const from = progress[fold.id];
    if (from === undefined || 'error' in from) return from ?? { error: 'it was not run' };
    return guarded(() => ({ state: fold.carry(from.state), trail: [] }));
  };
  return Object.fromEntries(folds.map((fold) => [fold.id, carried(fold)]));
}

export function readFold(metric: Metric, progress: FoldProgress | undefined): Reading {
  if (progress === undefined) return { kind: 'error', reason: 'it was not run' };
  if ('error' in progress) return { kind: 'error', reason: progress.error };
  try {
    return metric.read(progress.state);
  } catch (error) {
    return { kind: 'error', reason: messageOf(error) };
  }
}

/** Values at the ends of earlier turns, then now: at most four, oldest first; empty without a value. */
export function readTrail(metric: Metric, progress: FoldProgress | undefined): readonly number[] {
  const reading = readFold(metric, progress);
  if (progress === undefined || 'error' in progress || reading.kind !== 'value') return [];
  return [...progress.trail, reading.value];
}

/**
 * Folds the events apart: each counts under `keyOf(event)`, but every part knows what went before it.
 * Events of the key null are known and not counted.
 */
export function foldApart<State, Result>(
  fold: Fold<State, Result>,
  events: Iterable<SessionEvent>,
  keyOf: (event: SessionEvent) => string | null,
): Map<string, State> {
  const parts = new Map<string, State>();
  const needs = new Set(fold.needs);
  let state = fold.init();
  let key: string | null = null;
  for (const event of events) {
    if (event.chain !== null || !needs.has(event.kind)) continue;
    const next = keyOf(event);
    if (next !== key) {
      keep(fold, parts, key, state);
      state = fold.carry(structuredClone(state));
      key = next;
    }
    state = fold.step(state, event);
  }
  keep(fold, parts, key, state);
  return parts;
}

function keep<State>(
  fold: Fold<State, unknown>,
  parts: Map<string, State>,
  key: string | null,
  state: State,
): void {
  if (key === null) return;
  const earlier = parts.get(key);
  const own = structuredClone(state);
  parts.set(key, earlier === undefined ? own : fold.merge(earlier, own));
}

interface Run {
  readonly id: string;
  readonly needs: ReadonlySet<string>;
  endTurn(): void;
  take(event: SessionEvent): void;
  close(): FoldProgress;
}

/** Runs once per event and fold: what it holds is changed in place. */
function openRun(fold: SavedFold, from: FoldProgress | undefined): Run {
  let progress: FoldProgress = from ?? guarded(() => ({ state: fold.init(), trail: [] }));
  let state: Json = 'error' in progress ? null : progress.state;
  let trail: readonly number[] = 'error' in progress ? [] : progress.trail;
  const fail = (error: unknown): void => {
    progress = { error: messageOf(error) };
  };
  return {
    id: fold.id,
    needs: new Set(fold.needs),
    endTurn() {
      if ('error' in progress || fold.keepsTrail === false) return;
      try {
        const value = numberIn(fold.read(state));
        if (value !== null) trail = [...trail, value].slice(-TRAIL_LENGTH);
      } catch (error) {
        fail(error);
      }
    },
    take(event) {
      if ('error' in progress) return;
      try {
        state = fold.step(state, event);
      } catch (error) {
        fail(error);
      }
    },
    close: () => ('error' in progress ? progress : { state, trail }),
  };
}

/** A person's prompt ends the turn before it. */
function endsTurn(event: SessionEvent): boolean {
  return event.kind === 'user' && event.origin === 'human';
}

function numberIn(result: unknown): number | null {
  if (typeof result !== 'object' || result === null || !('value' in result)) return null;
  return typeof result.value === 'number' ? result.value : null;
}

function guarded(work: () => { state: Json; trail: readonly number[] }): FoldProgress {
  try {
    return work();
  } catch (error) {
    return { error: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
