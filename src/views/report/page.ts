// A report as headings, sentences and tables, before it is Markdown or HTML. Shapes only.
import type { Severity } from '../../query/report/report-answer.ts';

export interface Page {
  readonly title: string;
  /** Facts under the title, each a name and a value. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly notes: readonly string[];
  readonly sections: readonly PageSection[];
}

export interface PageSection {
  readonly title: string;
  /** 2 or 3. */
  readonly level: 2 | 3;
  readonly blocks: readonly PageBlock[];
}

export type PageBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | PageTable
  | PageChart;

export interface PageTable {
  readonly kind: 'table';
  readonly columns: readonly { readonly header: string; readonly isNumber?: boolean }[];
  readonly rows: readonly (readonly PageCell[])[];
}

export interface PageCell {
  readonly text: string;
  readonly severity?: Severity | null;
  /** Not a figure: why there is none. */
  readonly isDim?: boolean;
}

/** Means with their spread, in a row. Drawn where drawings are; the table beside it has the figures. */
export interface PageChart {
  readonly kind: 'chart';
  readonly title: string;
  readonly decimals: number;
  readonly isTime: boolean;
  /** Null: withheld. */
  readonly points: readonly {
    readonly label: string;
    readonly mean: number | null;
    /** One standard deviation to both sides, as far as there are values. */
    readonly low: number | null;
    readonly high: number | null;
    readonly severity: Severity | null;
  }[];
}

export const cell = (text: string): PageCell => ({ text });
export const dim = (text: string): PageCell => ({ text, isDim: true });
export const text = (words: string): PageBlock => ({ kind: 'text', text: words });
