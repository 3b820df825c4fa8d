// Folds a thread's events piece by piece, and what it says in the end. Knows that copied history is known
// and not counted, and that what hooks tell comes late; not what the folds count.
import {
  advanceFolds,
  carryFolds,
  type FoldProgress,
  type Progress,
  readFold,
  readTrail,
  type SavedFold,
  startFolds,
} from '../../metrics/kit/fold-events.ts';
import type { Metric, Reading } from '../../metrics/kit/metric.ts';
import type { SessionEvent } from '../../model/session-event/session-event.ts';

/** Plain JSON. */
export interface ThreadProgress {
  readonly folds: Progress;
  /** What was copied has ended: events count. */
  readonly isOwn: boolean;
  /** First and last event that counts; null: none has a time. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export interface ThreadReading {
  readonly metric: string;
  readonly reading: Reading;
  readonly trail: readonly number[];
}

export function startThread(
  folds: readonly SavedFold[],
  copiedUntilMs: number | null,
): ThreadProgress {
  return { folds: startFolds(folds), isOwn: copiedUntilMs === null, firstMs: null, lastMs: null };
}

/** The given progress is used up. */
export function advanceThread(
  folds: readonly SavedFold[],
  from: ThreadProgress,
  events: readonly SessionEvent[],
  copiedUntilMs: number | null,
): ThreadProgress {
  const ownFrom = from.isOwn ? 0 : findOwn(events, copiedUntilMs);
  if (ownFrom === null) return { ...from, folds: advanceFolds(folds, from.folds, events) };
  const own = ownFrom === 0 ? events : events.slice(ownFrom);
  const known = from.isOwn
    ? from.folds
    : carryFolds(folds, advanceFolds(folds, from.folds, events.slice(0, ownFrom)));
  return {
    folds: advanceFolds(folds, known, own),
    isOwn: true,
    ...widened(from, own),
  };
}

/** Position of the first event that was not copied; null: all were. */
function findOwn(events: readonly SessionEvent[], copiedUntilMs: number | null): number | null {
  const at = events.findIndex(
    // A fork's file begins with notes of its own, which are newer than the copy that follows them.
    ({ kind, atMs, chain }) =>
      kind !== 'lines' && chain === null && atMs !== null && atMs > (copiedUntilMs ?? -Infinity),
  );
  return at < 0 ? null : at;
}

export function widened(
  { firstMs, lastMs }: Pick<ThreadProgress, 'firstMs' | 'lastMs'>,
  events: readonly SessionEvent[],
): Pick<ThreadProgress, 'firstMs' | 'lastMs'> {
  let first = firstMs;
  let last = lastMs;
  for (const { atMs, chain } of events) {
    if (atMs === null || chain !== null) continue;
    if (first === null || atMs < first) first = atMs;
    if (last === null || atMs > last) last = atMs;
  }
  return { firstMs: first, lastMs: last };
}

export interface ThreadEnd {
  /** The run of lines that is still being counted. */
  readonly pending: readonly SessionEvent[];
  readonly copiedUntilMs: number | null;
  /** All events of the thread with those that hooks told; null: hooks told none. */
  readonly withHooks: (() => readonly SessionEvent[]) | null;
}

/** What each fold says; the given progress stays as it is. In the order of the folds. */
export function readThread(
  folds: readonly SavedFold[],
  from: ThreadProgress,
  end: ThreadEnd,
): ThreadReading[] {
  const ofHooks = folds.filter(({ needs }) => needs.includes('permission'));
  const ofLines = folds.filter(({ needs }) => needs.includes('lines'));
  const { copiedUntilMs } = end;
  const byId: Record<string, FoldProgress | undefined> = { ...ownProgress(folds, from) };
  if (ofLines.length > 0 && end.pending.length > 0) {
    const kept = structuredClone({ ...from, folds: pick(from.folds, ofLines) });
    Object.assign(byId, ownOf(ofLines, advanceThread(ofLines, kept, end.pending, copiedUntilMs)));
  }
  if (ofHooks.length > 0 && end.withHooks !== null) {
    const start = startThread(ofHooks, copiedUntilMs);
    Object.assign(
      byId,
      ownOf(ofHooks, advanceThread(ofHooks, start, end.withHooks(), copiedUntilMs)),
    );
  }
  return folds.map((fold) => {
    // What a fold that is saved beside the metrics says is shaped like a metric's reading.
    const metric = fold as unknown as Metric;
    const progress = byId[fold.id];
    return {
      metric: fold.id,
      reading: readFold(metric, progress),
      trail: readTrail(metric, progress),
    };
  });
}

/** As long as all was copied, nothing counts. */
function ownProgress(folds: readonly SavedFold[], from: ThreadProgress): Progress {
  return from.isOwn ? from.folds : carryFolds(folds, structuredClone(from.folds));
}

function ownOf(folds: readonly SavedFold[], thread: ThreadProgress): Progress {
  return thread.isOwn ? thread.folds : carryFolds(folds, thread.folds);
}

function pick(progress: Progress, folds: readonly SavedFold[]): Progress {
  return Object.fromEntries(
    folds.flatMap(({ id }) => {
      const one = progress[id];
      return one === undefined ? [] : [[id, one]];
    }),
  );
}
