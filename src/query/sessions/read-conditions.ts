// How sessions stand, several at once. Knows whom to ask; health and activity are judged there.
import type { SessionRow } from '../../store/readers/sessions.ts';
import type { QueryContext } from '../context.ts';
import { readHealths } from '../health/read-healths.ts';
import type { SessionHealth } from '../health/session-health.ts';
import { readActivities, type SessionActivity } from './session-activity.ts';
import type { SessionCondition } from './session-condition.ts';

/** Health and activity of these sessions, read at once. */
export function readConditions(
  context: QueryContext,
  rows: readonly SessionRow[],
): (row: SessionRow) => SessionCondition {
  const healths = readHealths(
    context,
    rows.map(({ id }) => id),
  );
  const activities = readActivities(
    context,
    rows.map(({ sessionId }) => sessionId),
  );
  return ({ id, sessionId }) => ({
    health: healths.get(id) as SessionHealth,
    activity: activities.get(sessionId) as SessionActivity,
  });
}
