// What one round of the engine works with. Types only.
import type { LivePaths } from '../../live/live-paths.ts';
import type { QueryContext } from '../../query/context.ts';
import type { LiveEventRow } from '../../store/readers/live-events.ts';

export interface RoundWorld {
  /** Opens the ledger, up to date with transcripts and spool. */
  readonly openLedger: () => Promise<QueryContext>;
  /** Brings the events of these sessions up to date, by id, with the context that was opened last. */
  readonly takeEvents?: (sessionIds: readonly string[]) => Promise<void>;
  readonly stateDir: string;
  /** See engineFileFor. */
  readonly engineFile: string;
  readonly paths: LivePaths;
}

export interface Round {
  readonly world: RoundWorld;
  readonly context: QueryContext;
  /** What hooks told since the last round. */
  readonly events: readonly LiveEventRow[];
}
