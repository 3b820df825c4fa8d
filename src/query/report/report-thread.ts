// A session's main thread as reports take it, from the ledger or from a file. Shapes and what holds for both.
import type { SessionEvent } from '../../model/session-event/session-event.ts';

export interface ReportThread {
  readonly sessionId: string;
  readonly shortId: string;
  /** Path of the project; null: not told. */
  readonly projectPath: string | null;
  /** Of what counts; null: not known before it is read. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Reads it; called once. */
  readonly read: () => ThreadEvents;
}

export interface ThreadEvents {
  readonly events: readonly SessionEvent[];
  /** Happened elsewhere and was copied here: known, and not counted. Epoch ms; null: by `copies` only. */
  readonly copiedUntilMs: number | null;
  readonly copies: ReadonlySet<SessionEvent>;
}

/** Epoch ms of each event: its own, else that of the one before, else of the first that has one. */
export function timesOf(events: readonly SessionEvent[]): readonly (number | null)[] {
  let last = events.find(({ atMs }) => atMs !== null)?.atMs ?? null;
  return events.map(({ atMs }) => {
    last = atMs ?? last;
    return last;
  });
}
