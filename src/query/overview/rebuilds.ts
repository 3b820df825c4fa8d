// Which session lost most by building its cache again since a moment. Knows how to choose it; what a
// rebuild is and costs is the model's.
import type { CacheCause } from '../../model/cache/cache-event.ts';
import { readSessions } from '../../store/readers/sessions.ts';
import { readCacheEvents } from '../cache/read-cache-events.ts';
import { sumByCause, sumExcess } from '../cache/sum-events.ts';
import type { QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';

export interface SessionRebuild {
  readonly sessionId: string;
  readonly shortId: string;
  /** Null: no record told a folder. */
  readonly project: string | null;
  readonly title: string | null;
  readonly events: number;
  /** Over warm reads. */
  readonly excessNanoUsd: number;
  /** The one that cost most. */
  readonly cause: CacheCause;
}

/** Null: no session has an avoidable rebuild with a price since then. */
export function readDearestRebuild(context: QueryContext, sinceMs: number): SessionRebuild | null {
  const rows = readSessions(context.store.db, { lastFromMs: sinceMs });
  const found = readCacheEvents(
    context,
    rows.map(({ id }) => id),
  );
  let best: SessionRebuild | null = null;
  for (const row of rows) {
    const events = (found.get(row.id) ?? []).filter(
      ({ isExpected, atMs }) => !isExpected && (atMs ?? 0) >= sinceMs,
    );
    const { excessNanoUsd } = sumExcess(events);
    const [dearest] = sumByCause(events).sort(
      (a, b) => (b.excessNanoUsd ?? 0) - (a.excessNanoUsd ?? 0),
    );
    if (excessNanoUsd === null || dearest === undefined) continue;
    if (best !== null && best.excessNanoUsd >= excessNanoUsd) continue;
    const { sessionId, shortId, project, title } = identifySession(context, row);
    const { cause } = dearest;
    best = {
      sessionId,
      shortId,
      project: project?.name ?? null,
      title,
      events: events.length,
      excessNanoUsd,
      cause,
    };
  }
  return best;
}
