// Which figures go together over sessions. Knows values and their linear correlation; it tells nothing of
// why.
import { pearson } from '../../model/statistics/pearson.ts';
import type { Part } from './measure-threads.ts';
import {
  type Correlation,
  type Correlations,
  FEWEST_FOR_CORRELATION,
  type ReportColumn,
} from './report-answer.ts';
import { columnValue } from './report-columns.ts';

/** Over sessions that have both; pairs of figures of one metric are left out, they share what they count. */
export function correlate(
  measured: readonly Part[],
  columns: readonly ReportColumn[],
): Correlations {
  // The last digits of a sum depend on its order, which is not that of reading.
  const parts = measured.toSorted((x, y) => compare(x.thread.sessionId, y.thread.sessionId));
  const values = columns.map((column) =>
    parts.map(({ readings }) => {
      const reading = readings.get(column.metric);
      return reading === undefined ? null : columnValue(column, reading);
    }),
  );
  const found: Correlation[] = [];
  let pairs = 0;
  columns.forEach((a, i) => {
    columns.slice(i + 1).forEach((b, rest) => {
      if (a.metric === b.metric) return;
      pairs += 1;
      const pair = correlatePair(values[i] ?? [], values[i + 1 + rest] ?? []);
      if (pair !== null) found.push({ a: a.column, b: b.column, ...pair });
    });
  });
  found.sort((x, y) => Math.abs(y.r) - Math.abs(x.r) || compareNames(x, y));
  return { fewest: FEWEST_FOR_CORRELATION, pairs, found };
}

/** Null: too few sessions have both, or one of them does not vary. */
export function correlatePair(
  xs: readonly (number | null)[],
  ys: readonly (number | null)[],
): { readonly n: number; readonly r: number } | null {
  const both = xs.flatMap((x, index) => {
    const y = ys[index] ?? null;
    return x === null || y === null ? [] : [[x, y] as const];
  });
  if (both.length < FEWEST_FOR_CORRELATION) return null;
  const r = pearson(
    both.map(([x]) => x),
    both.map(([, y]) => y),
  );
  return r === null ? null : { n: both.length, r };
}

function compareNames(x: Correlation, y: Correlation): number {
  return compare(x.a, y.a) || compare(x.b, y.b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
