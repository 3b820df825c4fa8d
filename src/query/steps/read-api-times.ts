// The API times of some calls, session by session. Knows which stretch of refreshes and calls decides;
// the decision is derive-api-times.ts.
import { readApiTotals, readStretchCalls } from '../../store/readers/api-times.ts';
import type { StepRow } from '../../store/readers/steps.ts';
import type { QueryContext } from '../context.ts';
import { groupBy } from '../sessions/group-by.ts';
import { deriveApiTimes } from './derive-api-times.ts';
import type { ApiTime } from './steps-answer.ts';

/** By call.id; a call without an entry has no heartbeat around it. `sessionIdOf`: by session.id. */
export function readApiTimes(
  { store }: QueryContext,
  rows: readonly StepRow[],
  sessionIdOf: (session: number) => string | undefined,
): Map<number, ApiTime> {
  const times = new Map<number, ApiTime>();
  for (const [session, calls] of groupBy(rows, (row) => row.session)) {
    const sessionId = sessionIdOf(session);
    const moments = calls.flatMap(({ atMs }) => atMs ?? []);
    if (sessionId === undefined || moments.length === 0) continue;
    const asked = { fromMs: Math.min(...moments), toMs: Math.max(...moments) };
    const totals = readApiTotals(store.db, sessionId, asked);
    const [first] = totals;
    const last = totals.at(-1);
    if (first === undefined || last === undefined) continue;
    const stretch = {
      fromMs: Math.min(first.firstMs, asked.fromMs - 1),
      toMs: Math.max(last.firstMs, asked.toMs),
    };
    const wanted = new Set(calls.map(({ id }) => id));
    const found = deriveApiTimes(wanted, readStretchCalls(store.db, session, stretch), totals);
    for (const [id, time] of found) times.set(id, time);
  }
  return times;
}
