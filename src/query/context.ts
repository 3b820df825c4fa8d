// What every question needs: the open ledger, a clock, a zone and the user's settings.
import type { Settings } from '../config/settings.ts';
import type { PriceBook } from '../pricing/book.ts';
import type { Zone } from '../shared/zone.ts';
import type { LedgerStore } from '../store/open-store.ts';

export interface QueryContext {
  readonly store: LedgerStore;
  readonly now: () => number;
  readonly zone: Zone;
  readonly settings: Settings;
  readonly book: PriceBook;
  /** The command that takes a session id and asks; for the command lines that a wrong id is answered with. */
  readonly command?: string | undefined;
}

/** The same with the clock stopped: all of an answer holds for one moment. */
export function atOneMoment(context: QueryContext): QueryContext {
  const nowMs = context.now();
  return { ...context, now: () => nowMs };
}
