// Where the calibration is kept: one value for all readers, so that they judge alike. Knows the place;
// the content is model/health's.
import type { Calibration } from '../model/health/calibrate.ts';
import { readMeta, removeMeta, writeMeta } from './meta.ts';
import type { Sqlite } from './sqlite.ts';

export interface StoredCalibration {
  readonly calibration: Calibration;
  /** Finished sessions there were when it was worked out. */
  readonly finishedSessions: number;
}

/** Null: there is none, or it cannot be read. */
export function readCalibration(db: Sqlite): StoredCalibration | null {
  const text = readMeta(db, 'calibration');
  if (text === null) return null;
  try {
    const stored = JSON.parse(text) as StoredCalibration;
    return stored.calibration.formatVersion === 1 ? stored : null;
  } catch {
    return null;
  }
}

export function writeCalibration(db: Sqlite, stored: StoredCalibration): void {
  writeMeta(db, 'calibration', JSON.stringify(stored));
}

export function removeCalibration(db: Sqlite): void {
  removeMeta(db, 'calibration');
}

/** Only sessions that began after this teach; 0: all of them. */
export function readCalibrationSinceMs(db: Sqlite): number {
  return Number(readMeta(db, 'calibration-since-ms') ?? 0) || 0;
}

export function writeCalibrationSinceMs(db: Sqlite, sinceMs: number): void {
  writeMeta(db, 'calibration-since-ms', String(sinceMs));
}
