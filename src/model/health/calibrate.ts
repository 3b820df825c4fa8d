// What this user's own finished sessions say of a usual call. Pure: from the first calls of sessions to
// one calibration; nothing is made up where there are too few.
import { baselineReading, freshReading, medianOf, quantileOf } from './baseline.ts';
import { deriveGrowthCurve, type GrowthCurve } from './growth-curve.ts';

export interface Calibration {
  readonly formatVersion: 1;
  readonly computedAtMs: number;
  readonly source: 'learned' | 'imported';
  /** All models together; null: fewer than three sessions. */
  readonly pooled: ModelCalibration | null;
  /** By canonical model id, those with at least three sessions. */
  readonly models: Readonly<Record<string, ModelCalibration>>;
}

export interface ModelCalibration {
  /** Sessions it was learned from. */
  readonly sessions: number;
  /** Median over sessions of the median context of their first five calls, in tokens. */
  readonly baselineTokens: number;
  readonly minTokens: number;
  readonly maxTokens: number;
  /** Of the sessions' readings; null with fewer than four. */
  readonly quartiles: readonly [number, number, number] | null;
  /** Median over sessions of the mean weighted cost of their first three calls. */
  readonly freshWeighted: number;
  /** Null with fewer than ten sessions. */
  readonly growth: GrowthCurve | null;
}

/** The main-chain calls of one finished session before any compaction. */
export interface SessionStart {
  /** Canonical id of its first call's model. */
  readonly model: string;
  readonly contexts: readonly number[];
  /** Weighted costs of the first calls, at least three. */
  readonly weighted: readonly number[];
}

/** A median of fewer sessions is no baseline. Source: ANVL. */
export const CALIBRATION_SESSIONS = 3;
/** The newest so many of a model count: what was usual two years ago is not now. Source: ANVL. */
export const NEWEST_SESSIONS = 200;

/** `starts`: newest first. */
export function deriveCalibration(
  starts: readonly SessionStart[],
  computedAtMs: number,
): Calibration {
  const byModel = new Map<string, SessionStart[]>();
  for (const start of starts) {
    const group = byModel.get(start.model);
    if (group === undefined) byModel.set(start.model, [start]);
    else group.push(start);
  }
  const models = [...byModel].flatMap(([model, group]) => {
    const calibration = calibrateModel(group);
    return calibration === null ? [] : [[model, calibration] as const];
  });
  return {
    formatVersion: 1,
    computedAtMs,
    source: 'learned',
    pooled: calibrateModel(starts),
    // Each its own property, whatever the model is called.
    models: Object.fromEntries(models),
  };
}

function calibrateModel(all: readonly SessionStart[]): ModelCalibration | null {
  const measured = all.slice(0, NEWEST_SESSIONS).flatMap((start) => {
    const baseline = baselineReading(start.contexts);
    const fresh = freshReading(start.weighted);
    return baseline === null || fresh === null ? [] : [{ start, baseline, fresh }];
  });
  if (measured.length < CALIBRATION_SESSIONS) return null;
  const readings = measured.map(({ baseline }) => baseline);
  const quartile = (p: number): number => Math.round(quantileOf(readings, p));
  return {
    sessions: measured.length,
    baselineTokens: Math.trunc(medianOf(readings)),
    minTokens: Math.trunc(readings.reduce((a, b) => Math.min(a, b))),
    maxTokens: Math.trunc(readings.reduce((a, b) => Math.max(a, b))),
    quartiles: readings.length < 4 ? null : [quartile(0.25), quartile(0.5), quartile(0.75)],
    freshWeighted: Math.round(medianOf(measured.map(({ fresh }) => fresh))),
    growth: deriveGrowthCurve(measured.map(({ start }) => start.contexts)),
  };
}

/** The model's own calibration where it has one, else all models' together; null: neither. */
export function calibrationFor(
  calibration: Calibration | null,
  canonicalModel: string | null,
): { readonly of: string | null; readonly values: ModelCalibration } | null {
  if (calibration === null) return null;
  const { models } = calibration;
  if (canonicalModel !== null && Object.hasOwn(models, canonicalModel)) {
    const own = models[canonicalModel];
    if (own !== undefined) return { of: canonicalModel, values: own };
  }
  return calibration.pooled === null ? null : { of: null, values: calibration.pooled };
}
