// The answer to "since when does a figure differ": plain data for every view.

export const DRIFT_DIMENSIONS = ['version', 'model', 'effort', 'permission_mode', 'week'] as const;
export type DriftDimension = (typeof DRIFT_DIMENSIONS)[number];

export interface DriftAnswer {
  readonly kind: 'drift';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly filter: {
    readonly project: string | null;
    readonly since: string | null;
    readonly metric: string | null;
    readonly by: readonly DriftDimension[];
  };
  /** Sessions of the ledger, and of these those with anything in the time asked for. */
  readonly knownSessions: number;
  readonly sessions: number;
  /** Chance of any false alarm in the whole answer that was accepted. */
  readonly alpha: number;
  readonly permutations: number;
  /** False: all work was taken as one kind, because the classifier is off. */
  readonly isMixControlled: boolean;
  /** Changes first, then as registered. */
  readonly tests: readonly DriftTest[];
}

export interface DriftTest {
  /** A metric's id, or `metric.detail`. */
  readonly figure: string;
  readonly title: string;
  readonly unit: string;
  readonly decimals: number;
  readonly worse: 'high' | 'low' | 'none';
  readonly by: DriftDimension;
  /** `rate`: sums of cases over sums of chances; `mean`: each session's figure counts once. */
  readonly method: 'rate' | 'mean';
  readonly groups: readonly DriftGroup[];
  readonly outcome: DriftOutcome;
}

export interface DriftGroup {
  readonly key: string;
  /** In the unit; null: it has no parts. */
  readonly value: number | null;
  /** Sessions, or parts of them. */
  readonly sessions: number;
  /** Chances: messages, tool calls, edits; of a mean the sessions. */
  readonly n: number;
}

export type DriftOutcome = DriftFinding | NoFinding | TooLittle;

interface Tested {
  /** Keys of the groups on both sides of the strongest boundary, oldest first. */
  readonly beforeKeys: readonly string[];
  readonly afterKeys: readonly string[];
  /** With the mix of work held constant. */
  readonly before: number;
  readonly after: number;
  readonly beforeSessions: number;
  readonly afterSessions: number;
  readonly beforeN: number;
  readonly afterN: number;
  /** Of this search over its boundaries. */
  readonly p: number;
  /** Corrected by Holm for all searches of the answer. */
  readonly pHolm: number;
  /** Hedges' g over the sessions' own figures, after less before; null: they do not vary. */
  readonly effectSize: number | null;
  /** In the unit: a change of this size would have been found with a chance of 80 %. */
  readonly visibleFrom: number | null;
}

export interface DriftFinding extends Tested {
  readonly kind: 'changed';
  /** What else differs between both sides and cannot be told apart from it. */
  readonly alsoChanged: readonly AlsoChanged[];
}

export interface AlsoChanged {
  readonly what: 'model' | 'version';
  /** The commonest on each side. */
  readonly from: string;
  readonly to: string;
}

export interface NoFinding extends Tested {
  readonly kind: 'no-change';
}

export interface TooLittle {
  readonly kind: 'too-little';
  /** Ends "not tested: …". */
  readonly reason: string;
}
