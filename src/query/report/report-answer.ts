// The answers to "how did my sessions go": over periods, by group, and one time beside another. Shapes only;
// `--json` prints them unchanged.
import type { Metric } from '../../metrics/kit/metric.ts';
import type { Severity } from '../../metrics/kit/severity.ts';
import type { Learning, MetricWords } from '../quality/quality-answer.ts';
import type { ProjectName } from '../sessions/describe-session.ts';

export type { Learning, MetricWords } from '../quality/quality-answer.ts';
export type { Severity };

export const REPORT_GROUPS = [
  'day',
  'week',
  'project',
  'model',
  'permission_mode',
  'version',
  'effort',
  'branch',
  'task_type',
] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];

/** Groups of fewer sessions say nothing of the group: their figures are withheld. As in codevigil 0.4. */
export const SMALLEST_GROUP = 5;
/** Correlations over fewer sessions are left out. As in codevigil 0.4. */
export const FEWEST_FOR_CORRELATION = 30;

/** A figure that groups are compared by: a metric, or a further figure of one. */
export interface ReportColumn {
  /** `read_edit_ratio`, `read_edit_ratio.blindEditRate` */
  readonly column: string;
  readonly metric: string;
  /** Null: the metric's own value. */
  readonly detail: string | null;
  readonly title: string;
  readonly unit: string;
  readonly decimals: number;
  /** Of further figures always `none`: only metrics are judged. */
  readonly worse: Metric['worse'];
}

/** Why a figure is withheld. */
export type Withheld = 'n<5' | 'no data';

/** What the sessions of a group have of one figure: each session's part in the group counts once. */
export interface ReportCell {
  readonly column: string;
  /** Sessions with a value; null: fewer than five. */
  readonly n: number | null;
  /** Null: all figures are null, for this reason; else they are all there. */
  readonly withheld: Withheld | null;
  /** Arithmetic. */
  readonly mean: number | null;
  /** Of the sessions as a whole population. */
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Of the mean, once five of the parts are past the warm-up. Null: not judged. */
  readonly severity: Severity | null;
  /** How many sessions' parts are past a mark, each judged by itself; null: withheld, or not judged. */
  readonly past: { readonly warn: number; readonly critical: number } | null;
}

export interface DayRange {
  /** Day keys in the zone, both included; null: not limited. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface ReportSource {
  readonly kind: 'ledger' | 'path';
  /** As it was typed; null: the ledger. */
  readonly path: string | null;
  /** Transcripts that were read; null: the ledger. */
  readonly files: number | null;
  /** Transcripts of subagents that are not measured here. */
  readonly subagentFiles: number | null;
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
}

export interface UnhealthySession {
  readonly sessionId: string;
  /** Share of its lines that were understood, 0–1. */
  readonly healthRatio: number;
}

/** What every report has. */
export interface ReportFrame {
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  /** All days and weeks are of this zone; weeks are ISO 8601's. */
  readonly timezone: string;
  readonly source: ReportSource;
  readonly filter: { readonly project: string | null };
  readonly range: DayRange;
  /** Sessions with anything that counts, events of theirs that count, and the days of the first and last. */
  readonly sessions: number;
  readonly events: number;
  readonly days: DayRange;
  readonly smallestGroup: number;
  readonly learning: Learning;
  readonly metrics: readonly (MetricWords & { readonly source: string })[];
  readonly columns: readonly ReportColumn[];
  /** Sessions of which too few lines were understood for their figures to be believed. */
  readonly unhealthy: readonly UnhealthySession[];
  /** Null: not asked for. */
  readonly correlations: Correlations | null;
}

export interface Correlations {
  readonly fewest: number;
  /** Pairs that were looked at, also those with too few sessions or no spread. */
  readonly pairs: number;
  /** The strongest first. */
  readonly found: readonly Correlation[];
}

export interface Correlation {
  readonly a: string;
  readonly b: string;
  /** Sessions that have both. */
  readonly n: number;
  /** Pearson's. */
  readonly r: number;
}

export interface PeriodsAnswer extends ReportFrame {
  readonly kind: 'report';
  readonly periods: readonly ReportPeriod[];
}

export interface ReportPeriod {
  readonly period: 'today' | '7d' | '30d' | 'range';
  readonly from: string | null;
  readonly to: string | null;
  readonly sessions: number;
  readonly events: number;
  /** In the order of `columns`. */
  readonly cells: readonly ReportCell[];
  /** The worst first, then the most recent. */
  readonly list: readonly PeriodSession[];
}

/** A session's part in a period. */
export interface PeriodSession {
  readonly sessionId: string;
  readonly shortId: string;
  readonly project: ProjectName | null;
  /** First and last event of the part. */
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  readonly events: number;
  readonly severity: Severity | null;
  readonly metrics: readonly PartMetric[];
}

export interface PartMetric {
  readonly metric: string;
  /** Null: see `reason`. */
  readonly value: number | null;
  readonly reason: string | null;
  readonly isWarm: boolean;
  readonly severity: Severity | null;
}

export interface CohortAnswer extends ReportFrame {
  readonly kind: 'cohort-report';
  readonly groupBy: ReportGroup;
  readonly rows: readonly CohortRow[];
  /** What has no value for the dimension is in no row. */
  readonly excluded: {
    /** Sessions of which nothing is in any row. */
    readonly sessions: number;
    readonly events: number;
  };
  /** Days and weeks only: largest change in percent between the first and the last row that has figures. */
  readonly movers: readonly Mover[];
}

export interface CohortRow {
  readonly key: string;
  readonly label: string;
  readonly sessions: number;
  readonly events: number;
  readonly cells: readonly CohortCell[];
}

export interface CohortCell extends ReportCell {
  /** Days and weeks: to the nearest row before that has figures. Null: none, or withheld. */
  readonly delta: number | null;
  readonly deltaPercent: number | null;
}

export interface Mover {
  readonly column: string;
  readonly fromKey: string;
  readonly toKey: string;
  readonly from: number;
  readonly to: number;
  readonly delta: number;
  readonly deltaPercent: number;
}

export interface ComparisonAnswer extends ReportFrame {
  readonly kind: 'comparison-report';
  readonly mode: 'periods' | 'pivot';
  readonly a: ComparedPeriod;
  readonly b: ComparedPeriod;
  readonly rows: readonly ComparisonRow[];
  /** Tests in the table: what the p values are corrected for. */
  readonly tests: number;
}

export interface ComparedPeriod extends DayRange {
  readonly label: string;
  readonly sessions: number;
  readonly events: number;
}

export interface ComparisonRow {
  readonly column: string;
  readonly a: ReportCell;
  readonly b: ReportCell;
  /** Null: both sides have figures. Else every field below is null. */
  readonly withheld: Withheld | null;
  /** b less a. */
  readonly delta: number | null;
  /** Of a; null where that is 0. */
  readonly deltaPercent: number | null;
  /** As the metric's decimals show it. */
  readonly direction: 'rose' | 'fell' | 'held steady' | null;
  /** Welch's test: two-sided. `t` and `df` are null where neither side varies. */
  readonly t: number | null;
  readonly df: number | null;
  readonly p: number | null;
  /** After Holm's correction over the table. */
  readonly pHolm: number | null;
  /** Hedges' g. */
  readonly effectSize: number | null;
}

export type ReportAnswer = PeriodsAnswer | CohortAnswer | ComparisonAnswer;
