// The answer to "how does this session stand, and why": its shape, which `--json` prints unchanged.
// Nothing here computes.
import type { ResolvedSetting } from '../../config/load-settings.ts';
import type { RotationAnswer } from '../rotation/rotation-answer.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';
import type { SessionCondition } from '../sessions/session-condition.ts';
import type { CallSum } from '../sessions/sums.ts';

export type { ResolvedSetting } from '../../config/load-settings.ts';

export interface StatusAnswer extends SessionIdentity, SessionCondition {
  readonly kind: 'status';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** Model id of the last main-chain call; null: there is none. */
  readonly lastModel: string | null;
  /** All calls of the session; the cost is API-equivalent, estimated from list prices. */
  readonly sum: CallSum;
  /** What fresh starts would have saved, estimated. */
  readonly rotation: RotationAnswer;
  /** The settings that health was judged by, each with where it comes from. */
  readonly thresholds: readonly ResolvedSetting[];
  readonly formula: HealthFormula;
}

/** The constants of the formula, so that the figures can be followed. */
export interface HealthFormula {
  /** Health is 100 % at a waste of 1 and 0 % at this one. */
  readonly fullWaste: number;
  /** Calls that current sizes and costs are the mean of. */
  readonly recentCalls: number;
  /** Share of the effective window → waste, linear between the points. */
  readonly pressurePoints: readonly { readonly ratio: number; readonly waste: number }[];
}
