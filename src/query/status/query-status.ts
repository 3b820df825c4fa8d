// The question "how does this session stand, and why". Puts together what others judge: health,
// activity, cost, rotation; adds the thresholds and the constants that were used.
import type { ResolvedSetting } from '../../config/load-settings.ts';
import { BASELINE_CALLS } from '../../model/health/baseline.ts';
import { FULL_WASTE, PRESSURE_POINTS } from '../../model/health/waste.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { readModelSums } from '../../store/readers/sessions.ts';
import { readContexts } from '../../store/readers/sessions-detail.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { queryRotation } from '../rotation/query-rotation.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSessionHere, type SessionWish } from '../sessions/find-session-here.ts';
import { readConditions } from '../sessions/read-conditions.ts';
import { sumCalls } from '../sessions/sums.ts';
import type { StatusAnswer } from './status-answer.ts';

/** `resolved`: every setting with its source. Throws as findSession does. */
export function queryStatus(
  asked: QueryContext,
  wish: SessionWish,
  resolved: readonly ResolvedSetting[],
): StatusAnswer {
  const context = atOneMoment(asked);
  const { db } = context.store;
  const row = findSessionHere(context, wish);
  const timed = readContexts(db, row.id).filter(({ atMs }) => atMs !== null);
  const lastModel = timed.at(-1)?.model ?? null;
  return {
    kind: 'status',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    ...identifySession(context, row),
    ...readConditions(context, [row])(row),
    lastModel: lastModel === null ? null : oneLine(lastModel),
    sum: sumCalls(readModelSums(db, [row.id])),
    rotation: queryRotation(context, row.id),
    thresholds: resolved.filter(({ key }) => key.startsWith('health.')),
    formula: {
      fullWaste: FULL_WASTE,
      recentCalls: BASELINE_CALLS,
      pressurePoints: PRESSURE_POINTS,
    },
  };
}
