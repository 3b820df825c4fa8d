// Which sessions are active: something goes on in them, or they wait for the person. A session whose end
// was told is not, however fresh its last record. Knows where to look; the states are told elsewhere.
import { readSessions } from '../../store/readers/sessions.ts';
import type { QueryContext } from '../context.ts';
import { isLive, LIVE_WITHIN_MS, readActivities } from './session-activity.ts';

/** Session ids, in no order. */
export function findLiveSessions(context: QueryContext): string[] {
  const rows = readSessions(context.store.db, { lastFromMs: context.now() - LIVE_WITHIN_MS });
  const activities = readActivities(
    context,
    rows.map(({ sessionId }) => sessionId),
  );
  return [...activities].flatMap(([sessionId, activity]) => (isLive(activity) ? [sessionId] : []));
}
