// What a metric is: a fold over the events of a session, with the words and figures that every view needs
// to show it. Knows no metric in particular.
import type {
  Marker,
  SessionEvent,
  SessionEventKind,
} from '../../model/session-event/session-event.ts';

/** Anything JSON can hold: a fold's state is saved and taken up again. */
export type Json = null | boolean | number | string | readonly Json[] | { [name: string]: Json };

/** A fold over events. `step` may change the state that it is given and return it; `read` changes nothing. */
export interface Fold<State, Result> {
  readonly id: string;
  /** Raise when `step`, `carry` or the state changes: what was folded before is then folded again. */
  readonly version: number;
  /** Events of other kinds are not handed to `step`. */
  readonly needs: readonly SessionEventKind[];
  readonly init: () => State;
  readonly step: (state: State, event: SessionEvent) => State;
  /** The same position with nothing counted yet: what was seen before is known, but does not count. */
  readonly carry: (state: State) => State;
  /** What was counted in `earlier` and in `later` (which began at or after its end), together. */
  readonly merge: (earlier: State, later: State) => State;
  readonly read: (state: State) => Result;
  /** False: no trend is kept of it, and it is not read at the end of every turn. */
  readonly keepsTrail?: false;
}

export type Detail =
  | number
  | string
  | boolean
  | null
  | readonly Detail[]
  | { [name: string]: Detail };

export interface ValueReading {
  readonly kind: 'value';
  /** In the metric's unit. */
  readonly value: number;
  /** value = numerator / denominator × the metric's scale; for a median or a length both say what it rests on. */
  readonly numerator: number;
  readonly denominator: number;
  /** Observations behind it: what the warm-up counts. */
  readonly n: number;
  /** Enough has been seen for a verdict. */
  readonly isWarm: boolean;
  readonly details: Readonly<Record<string, Detail>>;
}

export interface NoDataReading {
  readonly kind: 'no-data';
  /** Ends the sentence "no data: …". */
  readonly reason: string;
  readonly details: Readonly<Record<string, Detail>>;
}

/** The metric itself failed; the others stand. */
export interface ErrorReading {
  readonly kind: 'error';
  readonly reason: string;
}

export type MetricReading = ValueReading | NoDataReading;
export type Reading = MetricReading | ErrorReading;

/** A number of the metric that a user may set: `metrics.<id>.<name>` in the configuration. */
export interface MetricOption {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly doc: string;
}

export interface MetricThresholds {
  readonly warn: number;
  readonly critical: number;
}

export interface Metric<State = Json> extends Fold<State, MetricReading> {
  /** Of two or three words: "read before edit". */
  readonly title: string;
  /** One or two sentences: what it tells, and what it does not. */
  readonly summary: string;
  /** `reads per edit`, `% of tool calls`. */
  readonly unit: string;
  /** Decimals that views show. */
  readonly decimals: number;
  /** Where trouble lies; 'none': describes only, and is never judged. */
  readonly worse: 'high' | 'low' | 'none';
  /** Caps of the learned thresholds, and what holds where nothing is learned; null where `worse` is 'none'. */
  readonly thresholds: MetricThresholds | null;
  /** Never learned and never pinned while learning: a matter of integrity, not of habit. */
  readonly isIntegrity?: boolean;
  /** Where the rule and the thresholds come from. */
  readonly source: string;
  /** Fits "warming up: needs …": `10 reads, searches and edits`. Empty: none. */
  readonly warmUp: string;
  /** What numerator and denominator count. */
  readonly numeratorOf: string;
  readonly denominatorOf: string;
  /**
   * What is worth being looked into one by one: a count in `details` that grows with each, and what it
   * counts. Without it the numerator's, or for a metric with markers what these found.
   */
  readonly hits?: { readonly detail: string; readonly of: string };
  /** Further figures of `details` that reports list as columns of their own. */
  readonly columns?: readonly MetricColumn[];
  readonly markers?: readonly Marker[];
  /** Whether it counts a mark of this name; all of them where it does not say. */
  readonly countsMark?: (name: string) => boolean;
  /** What it was made with; put in by `createMetrics`. */
  readonly options?: Readonly<Record<string, number>>;
}

export interface MetricColumn {
  /** A key of `details`; numbers and null only. */
  readonly detail: string;
  readonly title: string;
  readonly unit: string;
  readonly decimals: number;
}

/** A custom phrase of the user, see `metrics.stop_phrase.phrases`. */
export interface CustomPhrase {
  readonly text: string;
  readonly mode: 'word' | 'substring' | 'regex';
  readonly category: string;
  readonly intent: string | null;
}

export interface MetricSettings {
  /** The option of a metric, as set or by default. */
  readonly option: (name: string) => number;
  readonly phrases: readonly CustomPhrase[];
}

/** One file of `src/metrics` exports one of these as its default. */
export interface MetricDefinition<State = Json> {
  readonly id: string;
  readonly options: Readonly<Record<string, MetricOption>>;
  readonly create: (settings: MetricSettings) => Metric<State>;
}

/** What the state is made of is the metric's own business: to all others it is JSON. */
export function defineMetric<State>(definition: MetricDefinition<State>): MetricDefinition {
  return definition as unknown as MetricDefinition;
}
