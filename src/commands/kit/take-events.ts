// The second pass over the open ledger: session events and what the user's metrics make of them. Loads what it
// needs only when it is asked for: most commands never are.
import type { Settings } from '../../config/settings.ts';
import type { LedgerStore } from '../../store/open-store.ts';
import type { EventIngestReport } from '../../store/session-events/ingest-events.ts';

export interface EventWorld {
  readonly settings: Settings;
  /** Config folders in force. */
  readonly roots: readonly { readonly path: string }[];
  readonly now: () => number;
  readonly onProgress: (progress: {
    readonly bytesDone: number;
    readonly bytesTotal: number;
  }) => void;
}

export interface TakeEventsOptions {
  /** Read every transcript again. */
  readonly force?: boolean;
  /** Only these, by id. */
  readonly sessions?: readonly string[];
  /** Nothing new is begun after so many ms, and nobody is waited for. */
  readonly budgetMs?: number;
}

/** @throws TelltaleError 'state-full', 'state-unwritable' or 'store-busy' */
export async function takeEvents(
  store: LedgerStore,
  { settings, roots, now, onProgress }: EventWorld,
  options: TakeEventsOptions = {},
): Promise<EventIngestReport> {
  const { ingestEvents } = await import('../../store/session-events/ingest-events.ts');
  const { foldsOf, markersOf } = await import('../../query/quality/metrics-of.ts');
  const what = { folds: foldsOf(settings), markers: markersOf(settings) };
  return await ingestEvents({ store, roots, now, onProgress, ...what, ...options });
}
