// Keeps the calibration that everybody shares: works it out when there is none or when it is out of
// date. Knows when; what it says is model/health/calibrate.ts's.
import { BASELINE_CALLS, FRESH_CALLS } from '../../model/health/baseline.ts';
import {
  CALIBRATION_SESSIONS,
  type Calibration,
  deriveCalibration,
  NEWEST_SESSIONS,
  type SessionStart,
} from '../../model/health/calibrate.ts';
import { MAX_CURVE_LENGTH } from '../../model/health/growth-curve.ts';
import { weighTokens } from '../../model/rotation/token-weights.ts';
import { lookupModel } from '../../pricing/book.ts';
import {
  readCalibration,
  readCalibrationSinceMs,
  removeCalibration,
  writeCalibration,
} from '../../store/calibration.ts';
import {
  countFinishedSessions,
  type FinishedSessionRow,
  readFinishedSessions,
  readFirstCalls,
  readOpeningContexts,
} from '../../store/readers/health.ts';
import { readTurningPoints } from '../../store/readers/sessions-events.ts';
import type { QueryContext } from '../context.ts';
import { groupBy } from '../sessions/group-by.ts';
import { ACTIVE_WITHIN_MS } from '../sessions/session-activity.ts';

/** A usual call does not change within the hour. */
const FRESH_FOR_MS = 60 * 60_000;

/** The calibration in force; null: too few finished sessions. */
export function refreshCalibration(context: QueryContext): Calibration | null {
  const { db } = context.store;
  const stored = readCalibration(db);
  if (stored?.calibration.source === 'imported') return stored.calibration;
  const ageMs = stored === null ? Infinity : context.now() - stored.calibration.computedAtMs;
  if (stored !== null && ageMs >= 0 && ageMs < FRESH_FOR_MS) return stored.calibration;
  if (stored !== null && countFinished(context) === stored.finishedSessions) {
    return stored.calibration;
  }
  return recalibrate(context);
}

/** Whatever is stored. */
export function recalibrate(context: QueryContext): Calibration | null {
  const { db } = context.store;
  const calibration = deriveCalibration(readStarts(context), context.now());
  if (calibration.pooled === null) {
    if (readCalibration(db) !== null) removeCalibration(db);
    return null;
  }
  writeCalibration(db, { calibration, finishedSessions: countFinished(context) });
  return calibration;
}

/** Sessions still missing until there is a calibration; 0: there are enough. */
export function countMissingSessions(context: QueryContext): number {
  return Math.max(0, CALIBRATION_SESSIONS - readStarts(context).length);
}

function countFinished(context: QueryContext): number {
  const { sinceMs, beforeMs } = rangeOf(context);
  return countFinishedSessions(context.store.db, sinceMs, beforeMs);
}

function rangeOf(context: QueryContext): { sinceMs: number; beforeMs: number } {
  const sinceMs = readCalibrationSinceMs(context.store.db);
  return { sinceMs, beforeMs: context.now() - ACTIVE_WITHIN_MS };
}

/** The calls of each finished session before any compaction, newest session first. */
function readStarts(context: QueryContext): SessionStart[] {
  const { db } = context.store;
  const sessions = newestPerModel(context);
  const ids = sessions.map(({ id }) => id);
  const compactedMs = new Map<number, number>();
  for (const { id, kind, atMs } of readTurningPoints(db, ids)) {
    if (kind === 'compaction' && !compactedMs.has(id)) compactedMs.set(id, atMs);
  }
  const stretches = ids.map((id) => ({ id, beforeMs: compactedMs.get(id) ?? null }));
  const contexts = readOpeningContexts(db, stretches, MAX_CURVE_LENGTH);
  const firstCalls = groupBy(readFirstCalls(db, ids, FRESH_CALLS), (call) => call.id);
  return sessions
    .map(({ id, model }) => ({
      model,
      contexts: contexts.get(id) ?? [],
      weighted: (firstCalls.get(id) ?? []).map(weighTokens),
    }))
    .filter((start) => start.contexts.length >= BASELINE_CALLS);
}

/** Finished sessions by canonical model, the newest 200 of each; among them are the newest of all. */
function newestPerModel(context: QueryContext): FinishedSessionRow[] {
  const canonical = new Map<string, string>();
  const taken = new Map<string, number>();
  return readFinishedSessions(context.store.db, rangeOf(context), BASELINE_CALLS).flatMap((row) => {
    const model = canonical.get(row.model) ?? lookupModel(context.book, row.model).canonicalId;
    canonical.set(row.model, model);
    const before = taken.get(model) ?? 0;
    taken.set(model, before + 1);
    return before < NEWEST_SESSIONS ? [{ id: row.id, model }] : [];
  });
}
