// The answers to "is the agent getting worse": over the user's sessions, and of one session. Shapes only;
// `--json` prints them unchanged.
import type { Detail } from '../../metrics/kit/metric.ts';
import type { Severity, Thresholds } from '../../metrics/kit/severity.ts';
import type { TaskLabel } from '../../metrics/task/task-labels.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';
import type { JudgedReading } from './judged.ts';
import type { Trend } from './trend.ts';

export type { JudgedReading } from './judged.ts';
export type { Detail, Severity, TaskLabel, Thresholds, Trend };

/** What a view needs to say of a metric, and by what it is judged. */
export interface MetricWords {
  /** Id of the metric. */
  readonly metric: string;
  readonly title: string;
  readonly summary: string;
  readonly unit: string;
  readonly decimals: number;
  readonly worse: 'high' | 'low' | 'none';
  readonly numeratorOf: string;
  readonly denominatorOf: string;
  readonly warmUp: string;
  /** Null: it only describes and is never judged. */
  readonly thresholds: Thresholds | null;
  /** Its thresholds are still being learned. */
  readonly isExperimental: boolean;
}

/** How far the user's own range is known. */
export interface Learning {
  /** Ended sessions that are learned from; 0: learning is off. */
  readonly wanted: number;
  /** Minutes without an event after which a session has ended. */
  readonly endedAfterMinutes: number;
  /** Metrics whose thresholds are learned. */
  readonly learnedMetrics: number;
  /** Metrics that are still learning: nothing is judged by them. */
  readonly learningMetrics: number;
  /** The most sessions that one of these has seen; null: none is learning. */
  readonly seen: number | null;
}

interface QualityAnswer {
  readonly kind: 'quality';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly learning: Learning;
  /** The task classifier is on. */
  readonly classifier: boolean;
}

export interface QualityOverviewAnswer extends QualityAnswer {
  readonly scope: 'overview';
  readonly filter: { readonly project: string | null };
  readonly limit: number;
  /** Sessions in the ledger. */
  readonly knownSessions: number;
  readonly matchingSessions: number;
  /** Of the most recent so many: those that could be measured. */
  readonly measuredSessions: number;
  /** Their transcripts were gone before anything was measured, or they have none. */
  readonly unmeasuredSessions: number;
  /** Measured sessions by their severity. */
  readonly severities: SeverityCounts;
  readonly tasks: readonly { readonly task: TaskLabel; readonly sessions: number }[];
  /** In the registry's order. */
  readonly metrics: readonly MetricOverview[];
  /** The worst first, at most five. */
  readonly standingOut: readonly StandingOut[];
}

export interface SeverityCounts {
  readonly ok: number;
  readonly warn: number;
  readonly critical: number;
  /** There was nothing to judge. */
  readonly unjudged: number;
}

export interface MetricOverview extends MetricWords {
  /** Of the sessions that are learned from; null: none yet, or learning is off. */
  readonly baseline: Spread | null;
  /** Of the most recent sessions that are not learned from; null: none has a value. */
  readonly recent: Spread | null;
  /** Of the most recent sessions. */
  readonly severities: SeverityCounts;
  /** Of the most recent sessions: those without data or with too little of it. */
  readonly withoutValue: number;
}

/** Of values with enough behind them. */
export interface Spread {
  readonly sessions: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface StandingOut extends SessionIdentity {
  readonly severity: Severity;
  readonly task: TaskLabel | null;
  /** What makes it stand out, the worst first. */
  readonly because: readonly NotedReading[];
}

/** One reading in short. */
export interface NotedReading {
  readonly metric: string;
  readonly title: string;
  readonly unit: string;
  readonly decimals: number;
  readonly value: number;
  readonly severity: Severity | null;
  readonly trend: Trend | null;
  /** Oldest first. */
  readonly trail: readonly number[];
  /** See JudgedReading. */
  readonly percentile: number | null;
}

/** What lists and pages of sessions say of quality. */
export interface SessionQuality {
  /** Of the main thread. Null: not measured, or nothing to judge. */
  readonly severity: Severity | null;
  readonly task: TaskLabel | null;
  /** Nothing is learned yet, so that nothing is judged but what concerns integrity. */
  readonly isExperimental: boolean;
  /** The metric that is worst, or nearest to it; null: no judged metric has enough behind it. */
  readonly worst: NotedReading | null;
  /** Further metrics that warn or are critical. */
  readonly others: readonly NotedReading[];
  readonly metrics: number;
  /** Why there is nothing: see UnmeasuredReason. */
  readonly reason: UnmeasuredReason | null;
}

/**
 * `transcript-gone`: it was deleted before anything was measured. `not-read`: it is there and was not read
 * yet. `no-transcript`: the ledger knows the session from other files only.
 */
export type UnmeasuredReason = 'transcript-gone' | 'not-read' | 'no-transcript';

export interface QualitySessionAnswer extends QualityAnswer, SessionIdentity {
  readonly scope: 'session';
  /** Null: measured. */
  readonly reason: UnmeasuredReason | null;
  readonly severity: Severity | null;
  readonly task: TaskLabel | null;
  /** See SessionQuality. */
  readonly isExperimental: boolean;
  /** Events of the main thread that were folded; null: not measured. */
  readonly events: number | null;
  /** Until when the thread repeats another session's; that part does not count. Null: it does not. */
  readonly copiedUntilMs: number | null;
  /** Of the main thread, in the registry's order; one when it was asked for. */
  readonly metrics: readonly SessionMetric[];
  readonly subagents: readonly SubagentQuality[];
  /** Only where one metric was asked for. */
  readonly hits: MetricHits | null;
}

export interface SessionMetric extends MetricWords, Omit<JudgedReading, 'metric'> {
  /** From the last two values of the trail. */
  readonly trend: Trend | null;
}

export interface SubagentQuality {
  readonly agentId: string;
  readonly type: string | null;
  readonly severity: Severity | null;
  readonly task: TaskLabel | null;
  readonly events: number;
  /** Judged by the same thresholds; a percentile is not told, for it is of main threads. */
  readonly metrics: readonly (JudgedReading & { readonly trend: Trend | null })[];
}

export interface MetricHits {
  /** What a hit is: `messages with a hit`. */
  readonly of: string;
  readonly total: number;
  /** The last ones, oldest first. */
  readonly last: readonly MetricHit[];
  /** What phrases tell, as far as the metric or the user says so. */
  readonly intents: readonly { readonly found: string; readonly intent: string }[];
  /** Texts were asked for. */
  readonly withText: boolean;
}

export interface MetricHit {
  readonly atMs: number | null;
  /** What `telltale call` accepts; null: the event belongs to no call. */
  readonly callId: string | null;
  /** Names of what was found: a phrase, a tool. */
  readonly found: readonly string[];
  /** A tool's file, as far as the event has one. */
  readonly path: string | null;
  /** Masked, one line; null: not asked for, or its transcript is gone. */
  readonly text: string | null;
}
