// What the sessions of a group have of one figure: mean, spread and range, or why they are withheld. Knows
// values; the verdict is metrics/kit's.
import type { Metric } from '../../metrics/kit/metric.ts';
import { judge, type Thresholds } from '../../metrics/kit/severity.ts';
import { describe } from '../../model/statistics/describe.ts';
import type { Part } from './measure-threads.ts';
import { type ReportCell, type ReportColumn, SMALLEST_GROUP } from './report-answer.ts';
import { columnValue } from './report-columns.ts';

export interface Judging {
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly thresholds: ReadonlyMap<string, Thresholds>;
}

/** The values of a column over some parts, in ascending order: sums do not depend on the order of reading. */
export function valuesOf(parts: readonly Part[], column: ReportColumn): number[] {
  const values = parts.flatMap(({ readings }) => {
    const reading = readings.get(column.metric);
    return reading === undefined ? [] : (columnValue(column, reading) ?? []);
  });
  return values.sort((a, b) => a - b);
}

export function cellOf(parts: readonly Part[], column: ReportColumn, judging: Judging): ReportCell {
  const found = describe(valuesOf(parts, column));
  const n = found?.n ?? 0;
  if (found === null || n < SMALLEST_GROUP) {
    const nothing = { mean: null, sd: null, min: null, max: null, severity: null, past: null };
    const why =
      n === 0 ? { n, withheld: 'no data' as const } : { n: null, withheld: 'n<5' as const };
    return { column: column.column, ...why, ...nothing };
  }
  const { mean, sd, min, max } = found;
  return {
    column: column.column,
    n,
    withheld: null,
    mean,
    sd,
    min,
    max,
    ...verdictOf(parts, column, mean, judging),
  };
}

/** The mean is judged as a session's value is, once enough of the parts are past the warm-up. */
function verdictOf(
  parts: readonly Part[],
  column: ReportColumn,
  mean: number,
  { metrics, thresholds }: Judging,
): Pick<ReportCell, 'severity' | 'past'> {
  const metric = metrics.get(column.metric);
  if (column.detail !== null || metric === undefined) return { severity: null, past: null };
  const warm = parts.flatMap(({ readings }) => {
    const reading = readings.get(metric.id);
    return reading?.kind === 'value' && reading.isWarm ? [reading.numerator] : [];
  });
  const reading = {
    kind: 'value' as const,
    value: mean,
    numerator: warm.reduce((sum, cases) => sum + cases, 0),
    denominator: 1,
    n: warm.length,
    isWarm: warm.length >= SMALLEST_GROUP,
    details: {},
  };
  const severity = judge(metric, reading, thresholds.get(metric.id) ?? null);
  if (severity === null) return { severity: null, past: null };
  const count = (level: 'warn' | 'critical') =>
    parts.filter(({ severities }) => severities.get(metric.id) === level).length;
  return { severity, past: { warn: count('warn'), critical: count('critical') } };
}
