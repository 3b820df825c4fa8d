// The figures that groups are compared by: every metric, and what metrics list beside their value. Knows
// metrics' own words; no session.
import type { Metric, Reading } from '../../metrics/kit/metric.ts';
import type { ReportColumn } from './report-answer.ts';

export function columnsOf(metrics: readonly Metric[]): ReportColumn[] {
  return metrics.flatMap(({ id, title, unit, decimals, worse, columns = [] }): ReportColumn[] => [
    {
      column: id,
      metric: id,
      detail: null,
      title,
      unit,
      decimals: ofMeans(decimals),
      worse,
    },
    ...columns.map(
      (own): ReportColumn => ({
        column: `${id}.${own.detail}`,
        metric: id,
        detail: own.detail,
        title: own.title,
        unit: own.unit,
        decimals: ofMeans(own.decimals),
        worse: 'none',
      }),
    ),
  ]);
}

/** A mean of counts is no count. */
function ofMeans(decimals: number): number {
  return Math.max(1, decimals);
}

/**
 * Null: the reading does not say, or rests on too little: one phrase in one message is no rate of 100 %,
 * and a mean over sessions would weigh it like any other.
 */
export function columnValue({ detail }: ReportColumn, reading: Reading): number | null {
  if (reading.kind === 'error') return null;
  if (detail !== null) return finite(reading.details[detail]);
  return reading.kind === 'value' && reading.isWarm ? finite(reading.value) : null;
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
