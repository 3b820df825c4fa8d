// The second pass: brings the events of transcripts, and what metrics make of them, up to the cursors of the
// first. Safe to kill at any moment and to run twice at once; nobody's first pass waits for it.
import type { SavedFold } from '../../metrics/kit/fold-events.ts';
import type { Marker } from '../../model/session-event/session-event.ts';
import type { UnreadablePlace } from '../../transcript/discover.ts';
import { type Lease, takeLease, waitForLease } from '../ingest/lease.ts';
import type { LedgerStore } from '../open-store.ts';
import { toStoreError } from '../store-errors.ts';
import {
  type EventMark,
  isSameMark,
  readEventMark,
  seeEventMark,
  writeEventMark,
} from './event-mark.ts';
import { createEventRows } from './event-rows.ts';
import { foldsFingerprint, readerFingerprint } from './fingerprints.ts';
import { bytesOf, type EventStep, planEvents } from './plan-events.ts';
import { type TakeKit, type TakenFile, takeFile } from './take-file.ts';

export interface EventIngestOptions {
  readonly store: LedgerStore;
  /** Config folders in force; transcripts of others are left alone. */
  readonly roots: readonly { readonly path: string }[];
  readonly now: () => number;
  readonly folds: readonly SavedFold[];
  readonly markers: readonly Marker[];
  /** Read every transcript again. */
  readonly force?: boolean;
  /** Only these, by id; then the rest is not looked at. */
  readonly sessions?: readonly string[];
  /** Nothing new is begun after so many ms, and nobody who is at work already is waited for. */
  readonly budgetMs?: number;
  readonly onProgress?: (progress: {
    readonly bytesDone: number;
    readonly bytesTotal: number;
  }) => void;
}

export interface EventIngestReport {
  readonly filesRead: number;
  readonly bytesRead: number;
  readonly eventsAdded: number;
  /** Folded again from stored events, without opening the transcript. */
  readonly filesFolded: number;
  /** Files that are left for the next time: changed meanwhile, or the time was up. */
  readonly filesLeft: number;
  readonly unreadable: readonly UnreadablePlace[];
  readonly durationMs: number;
}

/** @throws TelltaleError 'state-full', 'state-unwritable' or 'store-busy' */
export async function ingestEvents(options: EventIngestOptions): Promise<EventIngestReport> {
  try {
    return await bringUpToDate(options);
  } catch (cause) {
    throw toStoreError(cause, options.store.path);
  }
}

/** While it is counted up. */
type Counts = { -readonly [Name in keyof Omit<EventIngestReport, 'unreadable'>]: number } & {
  unreadable: UnreadablePlace[];
};

async function bringUpToDate(options: EventIngestOptions): Promise<EventIngestReport> {
  const { now, store } = options;
  const startedMs = now();
  const counts = emptyCounts();
  const finish = (): EventIngestReport => ({ ...counts, durationMs: now() - startedMs });
  let look = lookAt(options);
  if (look.steps.length > 0) {
    const lease = await takeOrWait(options);
    if (lease === null) return { ...finish(), filesLeft: look.steps.length };
    try {
      // Another process may have done the work while we waited.
      if (lease.waited) look = lookAt(options);
      await takeSteps(options, look.steps, lease, counts);
    } finally {
      lease.release();
    }
  }
  const isWhole = counts.filesLeft === 0 && counts.unreadable.length === 0;
  if (isWhole && look.isNew && options.sessions === undefined) writeEventMark(store.db, look.mark);
  return finish();
}

interface Look {
  /** Where everything stood before the plan was made. */
  readonly mark: EventMark;
  /** It stood elsewhere the last time. */
  readonly isNew: boolean;
  readonly steps: readonly EventStep[];
}

function lookAt(options: EventIngestOptions): Look {
  const { folds, markers, sessions, force = false } = options;
  const { db } = options.store;
  const roots = options.roots.map(({ path }) => path).sort();
  const made = { reader: readerFingerprint(markers), folds: foldsFingerprint(folds), roots };
  const mark = seeEventMark(db, made);
  const last = readEventMark(db);
  const isNew = !isSameMark(last, mark);
  if (!isNew && !force) return { mark, isNew, steps: [] };
  const only = sessions === undefined ? {} : { sessions };
  const steps = planEvents(db, { ...made, ...only, force, hooksSeen: last?.hooks ?? 0 });
  return { mark, isNew, steps };
}

/** Null: somebody is at work, and we have no time to wait. */
async function takeOrWait({
  store,
  now,
  budgetMs,
}: EventIngestOptions): Promise<(Lease & { readonly waited: boolean }) | null> {
  for (let waited = false; ; waited = true) {
    const lease = takeLease(store.db, now, 'events-lease');
    if (lease !== null) return { ...lease, waited };
    if (budgetMs !== undefined) return null;
    await waitForLease(store.db, now, 'events-lease');
  }
}

async function takeSteps(
  options: EventIngestOptions,
  steps: readonly EventStep[],
  lease: Lease,
  counts: Counts,
): Promise<void> {
  const { store, folds, markers, now, budgetMs = Number.POSITIVE_INFINITY, onProgress } = options;
  const endMs = now() + budgetMs;
  const bytesTotal = steps.reduce((sum, step) => sum + bytesOf(step), 0);
  let bytesBefore = 0;
  const kit: TakeKit = {
    db: store.db,
    rows: createEventRows(store.db),
    folds,
    markers,
    fingerprints: { reader: readerFingerprint(markers), folds: foldsFingerprint(folds) },
    now,
    onStretch(bytesDone) {
      lease.renew();
      onProgress?.({ bytesDone: bytesBefore + bytesDone, bytesTotal });
    },
  };
  for (const [index, step] of steps.entries()) {
    const isDone = await takeStep(kit, step, counts, () => now() < endMs);
    bytesBefore += bytesOf(step);
    if (isDone && now() < endMs) continue;
    counts.filesLeft += steps.length - index - (isDone ? 1 : 0);
    return;
  }
}

/** False: the time was up in the middle of it. */
async function takeStep(
  kit: TakeKit,
  step: EventStep,
  counts: Counts,
  isInTime: () => boolean,
): Promise<boolean> {
  const taking = takeFile(kit, step);
  try {
    for (;;) {
      const next = taking.next();
      if (next.done === true) {
        countFile(counts, step, next.value);
        return true;
      }
      // Whoever waits for a sign of life from this process gets it.
      await new Promise((resolve) => setImmediate(resolve));
      if (next.value && !isInTime()) {
        taking.return({ events: 0, isLeft: true });
        return false;
      }
    }
  } catch (cause) {
    const code = (cause as { readonly code?: unknown }).code;
    // The ledger's own failures are not the file's.
    if (typeof code !== 'string' || code.startsWith('SQLITE')) throw cause;
    counts.unreadable.push({ path: step.path, code });
    return true;
  }
}

function countFile(counts: Counts, step: EventStep, taken: TakenFile): void {
  counts.eventsAdded += taken.events;
  if (taken.isLeft) counts.filesLeft += 1;
  else if (step.from === null) counts.filesFolded += 1;
  else {
    counts.filesRead += 1;
    counts.bytesRead += bytesOf(step);
    counts.filesFolded += step.isRefold ? 1 : 0;
  }
}

function emptyCounts(): Counts {
  return {
    filesRead: 0,
    bytesRead: 0,
    eventsAdded: 0,
    filesFolded: 0,
    filesLeft: 0,
    unreadable: [],
    durationMs: 0,
  };
}
