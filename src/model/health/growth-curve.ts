// How contexts usually grow: from finished sessions to what three in four of them stay below at each
// call. Pure. Source of the method: ANVL 0.2.0, with the API call as the unit.
import { ownBaseline, quantileOf } from './baseline.ts';
import { roundToTenth } from './waste.ts';

export interface GrowthCurve {
  /** Context ÷ the session's baseline, by index of the call; never falls, at least 1. */
  readonly p75: readonly number[];
  /** Sessions it was learned from. */
  readonly sessions: number;
}

/** A curve of fewer sessions would be one of single sessions. */
export const CURVE_SESSIONS = 10;
/** Where fewer sessions are that long, the curve ends; later calls are held to its last value. */
const LEAST_AT_INDEX = 5;
/** Enough for the longest sessions seen between two compactions. */
export const MAX_CURVE_LENGTH = 300;

/** `sessions`: contexts of each session's calls before any compaction. Null with too few of them. */
export function deriveGrowthCurve(sessions: readonly (readonly number[])[]): GrowthCurve | null {
  const growths = sessions.flatMap((contexts) => {
    const baseline = ownBaseline(contexts);
    return baseline === null || baseline <= 0 ? [] : [contexts.map((size) => size / baseline)];
  });
  if (growths.length < CURVE_SESSIONS) return null;
  const p75: number[] = [];
  let highest = 1;
  for (let index = 0; index < MAX_CURVE_LENGTH; index++) {
    const values = growths.flatMap((growth) => growth[index] ?? []);
    if (values.length < LEAST_AT_INDEX) break;
    highest = Math.max(highest, quantileOf(values, 0.75));
    p75.push(roundToTenth(highest));
  }
  return { p75, sessions: growths.length };
}

/** The growth to expect at this index of a call; 1 without a curve. */
export function expectedGrowthAt(curve: GrowthCurve | null, index: number): number {
  if (curve === null || curve.p75.length === 0) return 1;
  return curve.p75[Math.min(Math.max(index, 0), curve.p75.length - 1)] ?? 1;
}
