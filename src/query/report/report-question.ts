// What a report is asked for: whose sessions, and which days. Shapes only.
import type { ReportGroup, ReportSource } from './report-answer.ts';
import type { ReportThread } from './report-thread.ts';

export interface ReportSubject {
  readonly threads: readonly ReportThread[];
  readonly source: ReportSource;
  /** The filter that they passed; null: none. */
  readonly project: string | null;
}

/** Day keys, both included; undefined: not limited. */
export interface AskedDays {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface PeriodsQuestion extends AskedDays {
  readonly correlations: boolean;
}

export interface CohortQuestion extends AskedDays {
  readonly groupBy: ReportGroup;
  readonly correlations: boolean;
}

export type ComparisonQuestion =
  | { readonly mode: 'periods'; readonly a: DayPair; readonly b: DayPair }
  | ({ readonly mode: 'pivot'; readonly pivot: string } & AskedDays);

export interface DayPair {
  readonly from: string;
  readonly to: string;
}
