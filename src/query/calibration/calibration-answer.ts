// The answer to "what is usual in my sessions": its shape, which `--json` prints unchanged. Nothing here
// computes.
import type { Calibration } from '../../model/health/calibrate.ts';

export type { ModelCalibration } from '../../model/health/calibrate.ts';

export interface CalibrationAnswer {
  readonly kind: 'calibration';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly action: 'shown' | 'reset' | 'exported' | 'imported';
  /** The file that was written or read. */
  readonly file: string | null;
  /** Null: too few finished sessions, and none was imported. */
  readonly calibration: Calibration | null;
  /** Finished sessions of five calls or more that are still missing; 0: there are enough. */
  readonly missingSessions: number;
  /** Sessions that a baseline needs at least. */
  readonly neededSessions: number;
  /** And a growth curve. */
  readonly neededForGrowth: number;
  /** Only sessions that began at or after this teach; null: all of them. */
  readonly sinceMs: number | null;
}
