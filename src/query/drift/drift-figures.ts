// The figures that are searched for changes: metrics, and what they list beside their value. Knows how a
// reading becomes counts; no session.
import type { Metric, Reading } from '../../metrics/kit/metric.ts';
import type { ReportColumn } from '../report/report-answer.ts';
import { columnsOf, columnValue } from '../report/report-columns.ts';

export interface Counts {
  readonly numerator: number;
  /** Above 0. */
  readonly denominator: number;
  /** In the unit. */
  readonly value: number;
}

export interface Figure extends ReportColumn {
  /** Null: the reading has nothing to say of it. */
  readonly countsOf: (reading: Reading) => Counts | null;
}

/** Waits depend on who sits there, integrity on the file: neither is how the agent works. */
const NOT_SEARCHED = new Set(['permission_waits', 'prompts']);
/** Of what metrics list beside their value, the one that is asked about: how long thinking is. */
const SEARCHED_DETAILS = new Set(['thinking.visibleCharsMedian']);

export function figuresOf(metrics: readonly Metric[]): Figure[] {
  const integrity = new Set(metrics.flatMap((one) => (one.isIntegrity === true ? [one.id] : [])));
  return allFiguresOf(metrics).filter(({ metric, detail, column }) =>
    detail === null
      ? !NOT_SEARCHED.has(metric) && !integrity.has(metric)
      : SEARCHED_DETAILS.has(column),
  );
}

/** Those too that are searched only when they are named. */
export function allFiguresOf(metrics: readonly Metric[]): Figure[] {
  return columnsOf(metrics).map((column) => ({
    ...column,
    countsOf: (reading) => readCounts(column, reading),
  }));
}

function readCounts(column: ReportColumn, reading: Reading): Counts | null {
  if (column.detail !== null) {
    const value = columnValue(column, reading);
    return value === null ? null : { numerator: value, denominator: 1, value };
  }
  // Short sessions count as well: in a sum of cases over chances they weigh little.
  if (reading.kind !== 'value' || reading.denominator <= 0) return null;
  const { numerator, denominator, value } = reading;
  return { numerator, denominator, value };
}

/**
 * How many times numerator / denominator the value is, the same for all: the figure is a rate. Null: it is
 * a median or a count, and each session's value counts once.
 */
export function scaleOf(counts: readonly Counts[]): number | null {
  const told = counts.find(({ numerator, value }) => numerator !== 0 && value !== 0);
  if (told === undefined) return counts.every(({ denominator }) => denominator === 1) ? null : 1;
  const scale = (told.value * told.denominator) / told.numerator;
  const isRate = counts.every(
    ({ value, numerator, denominator }) =>
      Math.abs((scale * numerator) / denominator - value) <= 1e-9 * Math.max(1, Math.abs(value)),
  );
  return isRate && counts.some(({ denominator }) => denominator !== 1) ? scale : null;
}
