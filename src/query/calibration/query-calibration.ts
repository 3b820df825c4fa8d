// The question "what is usual in my sessions", and how it is forgotten or replaced. Knows where the
// calibration is kept; how one is worked out is model/health's.
import { CALIBRATION_SESSIONS, type Calibration } from '../../model/health/calibrate.ts';
import { CURVE_SESSIONS } from '../../model/health/growth-curve.ts';
import {
  readCalibration,
  readCalibrationSinceMs,
  removeCalibration,
  writeCalibration,
  writeCalibrationSinceMs,
} from '../../store/calibration.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { countMissingSessions, recalibrate } from '../health/refresh-calibration.ts';
import type { CalibrationAnswer } from './calibration-answer.ts';

export interface CalibrationDone {
  readonly action: CalibrationAnswer['action'];
  readonly file: string | null;
}

/** Worked out anew, unless one was imported. */
export function queryCalibration(
  asked: QueryContext,
  done: CalibrationDone = { action: 'shown', file: null },
): CalibrationAnswer {
  const context = atOneMoment(asked);
  const { db } = context.store;
  const stored = readCalibration(db)?.calibration ?? null;
  const calibration = stored?.source === 'imported' ? stored : recalibrate(context);
  return {
    kind: 'calibration',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    ...done,
    calibration,
    missingSessions: calibration === null ? countMissingSessions(context) : 0,
    neededSessions: CALIBRATION_SESSIONS,
    neededForGrowth: CURVE_SESSIONS,
    sinceMs: readCalibrationSinceMs(db) || null,
  };
}

/** Forgets what was learned or imported; sessions that begin from now on teach. */
export function resetCalibration(context: QueryContext): void {
  const { db } = context.store;
  db.transaction(() => {
    writeCalibrationSinceMs(db, context.now());
    removeCalibration(db);
  }).immediate();
}

/** In the place of what was learned, until it is reset. */
export function importCalibration(context: QueryContext, calibration: Calibration): void {
  writeCalibration(context.store.db, { calibration, finishedSessions: 0 });
}
