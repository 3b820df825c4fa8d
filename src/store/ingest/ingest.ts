// Brings the ledger up to date with the transcripts: looks, plans, has read what is new, and commits
// rows and cursors together. Safe to kill at any moment and to run twice at once.
import type { PriceBook } from '../../pricing/book.ts';
import {
  type Discovery,
  discoverTranscripts,
  type UnreadablePlace,
} from '../../transcript/discover.ts';
import { DATA_VERSION } from '../data-version.ts';
import { readMeta, writeMeta } from '../meta.ts';
import type { LedgerStore } from '../open-store.ts';
import { toStoreError } from '../store-errors.ts';
import { readFileRows } from './file-rows.ts';
import { takeLease, waitForLease } from './lease.ts';
import { type IngestPlan, makePlan } from './plan.ts';
import type { RunCounts } from './run-plan.ts';

export interface IngestOptions {
  readonly store: LedgerStore;
  readonly book: PriceBook;
  /** A folder without `projectsDir` is gone: all its files have vanished. */
  readonly roots: readonly { readonly path: string; readonly projectsDir: string | null }[];
  readonly now: () => number;
  /** Read every transcript again, whatever the cursors say. */
  readonly force?: boolean;
  /** The built worker script; null reads in this thread. */
  readonly workerUrl: URL | null;
  readonly onProgress?: (progress: IngestProgress) => void;
}

export interface IngestProgress {
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

export interface IngestReport extends Readonly<Omit<RunCounts, 'unreadable'>> {
  readonly filesSeen: number;
  readonly vanishedFiles: number;
  readonly unreadable: readonly UnreadablePlace[];
  readonly durationMs: number;
}

/** @throws TelltaleError 'state-full', 'state-unwritable' or 'store-busy' */
export async function ingest(options: IngestOptions): Promise<IngestReport> {
  try {
    return await bringUpToDate(options);
  } catch (cause) {
    throw toStoreError(cause, options.store.path);
  }
}

async function bringUpToDate(options: IngestOptions): Promise<IngestReport> {
  const { store, now } = options;
  const startedMs = now();
  const isOutdated = readMeta(store.db, 'data-version') !== String(DATA_VERSION);
  if (readMeta(store.db, 'book-version') !== options.book.bookVersion) {
    const { reprice } = await import('./reprice.ts');
    reprice(store.db, options.book);
  }
  let discovery = discover(options);
  let plan = planFor(options, discovery);
  const counts: RunCounts = emptyCounts();
  if (hasWork(plan) || isOutdated) {
    const lease: HeldLease = takeLease(store.db, now) ?? (await waitAndTake(options));
    try {
      // Another process may have done the work while we waited.
      discovery = lease.waited ? discover(options) : discovery;
      plan = lease.waited ? planFor(options, discovery) : plan;
      // Loaded here: most of the time nothing is new, and then the reader is not needed.
      const { runPlan } = await import('./run-plan.ts');
      await runPlan({ ...options, plan, counts, onCommit: lease.renew });
      writeMeta(store.db, 'data-version', String(DATA_VERSION));
      writeMeta(store.db, 'last-ingest-ms', String(now()));
    } finally {
      lease.release();
    }
  }
  return {
    ...counts,
    filesSeen: discovery.files.length,
    vanishedFiles: plan.vanished.length,
    unreadable: [...discovery.unreadable, ...plan.unreadable, ...counts.unreadable],
    durationMs: now() - startedMs,
  };
}

function discover(options: IngestOptions): Discovery {
  const found = options.roots.flatMap((root) =>
    root.projectsDir === null ? [] : [discoverTranscripts(root.path, root.projectsDir)],
  );
  return {
    files: found.flatMap((each) => each.files),
    unreadable: found.flatMap((each) => each.unreadable),
  };
}

function planFor(options: IngestOptions, discovery: Discovery): IngestPlan {
  return makePlan({
    files: discovery.files,
    rows: readFileRows(options.store.db),
    roots: new Set(options.roots.map((root) => root.path)),
    unreadable: discovery.unreadable,
    force: options.force === true,
  });
}

function hasWork(plan: IngestPlan): boolean {
  return plan.steps.length > 0 || plan.vanished.length > 0;
}

interface HeldLease {
  renew(): void;
  release(): void;
  readonly waited?: boolean;
}

async function waitAndTake(options: IngestOptions): Promise<HeldLease> {
  for (;;) {
    await waitForLease(options.store.db, options.now);
    const lease = takeLease(options.store.db, options.now);
    if (lease !== null) return { ...lease, waited: true };
  }
}

function emptyCounts(): RunCounts {
  return {
    filesRead: 0,
    bytesParsed: 0,
    linesRead: 0,
    callsAdded: 0,
    callsChanged: 0,
    faults: 0,
    unreadable: [],
  };
}
