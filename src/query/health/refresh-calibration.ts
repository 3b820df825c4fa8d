// Keeps the calibration that everybody shares: works it out when there is none or when it is out of
// date. Knows when; what it says is model/health/calibrate.ts's.

import { BASELINE_CALLS } from '../../model/health/baseline.ts';
import {
  CALIBRATION_SESSIONS,
  type Calibration,
  deriveCalibration,
  NEWEST_SESSIONS,
  type SessionStart,
} from '../../model/health/calibrate.ts';
import { weighTokens } from '../../model/rotation/token-weights.ts';
import { lookupModel } from '../../pricing/book.ts';
import { promptTokens } from '../../shared/tokens.ts';
import {
  readCalibration,
  readCalibrationSinceMs,
  removeCalibration,
  writeCalibration,
} from '../../store/calibration.ts';
import { countFinishedSessions, readFinishedSessions } from '../../store/readers/health.ts';
import { readRotationCalls } from '../../store/readers/rotation.ts';
import { readTurningPoints } from '../../store/readers/sessions-events.ts';
import type { QueryContext } from '../context.ts';
import { ACTIVE_WITHIN_MS } from '../sessions/session-activity.ts';

/** A usual call does not change within the hour. */
const FRESH_FOR_MS = 60 * 60_000;
/** Over all models; more would be read for nothing. */
const MOST_SESSIONS = 2 * NEWEST_SESSIONS;

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
  const ids = readFinishedSessions(db, rangeOf(context), BASELINE_CALLS, MOST_SESSIONS);
  const compactedMs = new Map<number, number>();
  for (const { id, kind, atMs } of readTurningPoints(db, ids)) {
    if (kind === 'compaction' && !compactedMs.has(id)) compactedMs.set(id, atMs);
  }
  const canonical = new Map<string, string>();
  const starts = new Map<number, { model: string; contexts: number[]; weighted: number[] }>();
  for (const call of readRotationCalls(db, ids)) {
    if (call.atMs >= (compactedMs.get(call.id) ?? Infinity)) continue;
    let start = starts.get(call.id);
    if (start === undefined) {
      start = { model: canonicalOf(context, canonical, call.model), contexts: [], weighted: [] };
      starts.set(call.id, start);
    }
    start.contexts.push(promptTokens(call));
    start.weighted.push(weighTokens(call));
  }
  return ids
    .flatMap((id) => starts.get(id) ?? [])
    .filter(({ contexts }) => contexts.length >= BASELINE_CALLS);
}

function canonicalOf({ book }: QueryContext, known: Map<string, string>, model: string): string {
  const found = known.get(model) ?? lookupModel(book, model).canonicalId;
  known.set(model, found);
  return found;
}
