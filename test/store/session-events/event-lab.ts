// A lab with the second pass, and what it has stored as comparable text.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../src/store/open-store.ts';
import { readReadingRows } from '../../../src/store/readers/readings.ts';
import { readThreadRows, type ThreadRow } from '../../../src/store/readers/threads.ts';
import {
  type EventIngestOptions,
  type EventIngestReport,
  ingestEvents,
} from '../../../src/store/session-events/ingest-events.ts';
import { dumpLedger } from '../dump-ledger.ts';
import { ingestInto, type Lab, openLab } from '../lab.ts';
import { SMALL_FOLDS, SMALL_MARKERS } from './small-folds.ts';

export type EventChanges = Partial<Omit<EventIngestOptions, 'store'>>;

export interface EventLab extends Lab {
  /** The second pass alone. */
  events(changes?: EventChanges): Promise<EventIngestReport>;
  /** Both passes. */
  both(changes?: EventChanges): Promise<EventIngestReport>;
  /** What the second pass has stored. */
  eventDump(): string[];
  /** The same of a ledger that is read in one go. */
  coldEventDump(): Promise<string[]>;
  threads(): ThreadRow[];
  /** `metric` → value or the kind of reading, of the thread with this path's end. */
  readings(pathEnd: string): Record<string, unknown>;
}

const EVENT_TABLES = /^(event_file|event_chunk|event_seen|reading) /;

export function openEventLab(): EventLab {
  const lab = openLab();
  const options = { roots: [{ path: lab.root }], now: Date.now };
  const small = { ...options, folds: SMALL_FOLDS, markers: SMALL_MARKERS };
  const events: EventLab['events'] = (changes = {}) =>
    ingestEvents({ ...small, store: lab.store, ...changes });
  const dumpOf = (dump: readonly string[]): string[] =>
    dump.filter((line) => EVENT_TABLES.test(line));
  return {
    ...lab,
    events,
    async both(changes = {}) {
      await lab.ingest();
      return events(changes);
    },
    eventDump: () => dumpOf(lab.dump()),
    async coldEventDump() {
      const stateDir = join(lab.stateDir, '..', 'cold-events');
      if (existsSync(stateDir)) rmSync(stateDir, { recursive: true });
      const store = openStore({ stateDir, now: Date.now });
      try {
        await ingestInto(store, lab.root);
        await ingestEvents({ ...small, store });
        return dumpOf(dumpLedger(store.db, { root: join(lab.root, '..') }));
      } finally {
        store.close();
      }
    },
    threads: () => readThreadRows(lab.store.db),
    readings(pathEnd) {
      const thread = readThreadRows(lab.store.db).find(({ path }) => path.endsWith(pathEnd));
      const rows = readReadingRows(lab.store.db).filter((row) => row.fileId === thread?.fileId);
      return Object.fromEntries(
        rows.map(({ metric, reading }) => [
          metric,
          reading.kind === 'value' ? reading.value : reading.kind,
        ]),
      );
    },
  };
}
