// How far the engine has handled what hooks told, kept in the ledger: the next engine goes on there,
// also after a kill.
import { readMeta, writeMeta } from '../../store/meta.ts';
import type { LedgerStore } from '../../store/open-store.ts';

export interface EngineMark {
  /** The last hook_event row that was handled; 0: none yet. */
  readonly eventId: number;
  /** When. */
  readonly atMs: number;
}

/** The name of its file: engines of several config folders read the same events. */
export type EngineName = 'engine' | `engine-${string}`;

export function readMark({ db }: LedgerStore, engine: EngineName): EngineMark {
  const [eventId = 0, atMs = 0] = (readMeta(db, `${engine}-mark`) ?? '').split(':').map(Number);
  return { eventId: eventId || 0, atMs: atMs || 0 };
}

export function writeMark({ db }: LedgerStore, engine: EngineName, mark: EngineMark): void {
  writeMeta(db, `${engine}-mark`, `${mark.eventId}:${mark.atMs}`);
}
