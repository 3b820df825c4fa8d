// What changed most between the first and the last row of time that have figures. Knows means; not whether
// a change is more than chance.
import type { CohortRow, Mover, ReportColumn } from './report-answer.ts';

const MOST_MOVERS = 5;

export function findMovers(
  rows: readonly CohortRow[],
  columns: readonly ReportColumn[],
): readonly Mover[] {
  return columns
    .flatMap(({ column }) => moverOf(rows, column) ?? [])
    .sort((a, b) => Math.abs(b.deltaPercent) - Math.abs(a.deltaPercent) || byName(a, b))
    .slice(0, MOST_MOVERS);
}

/** Null: fewer than two rows have figures, the first is 0, or nothing moved. */
function moverOf(rows: readonly CohortRow[], column: string): Mover | null {
  const told = rows.flatMap(({ key, cells }) => {
    const mean = cells.find((cell) => cell.column === column)?.mean ?? null;
    return mean === null ? [] : [{ key, mean }];
  });
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined || first === last || first.mean === 0) return null;
  const delta = last.mean - first.mean;
  if (delta === 0) return null;
  return {
    column,
    fromKey: first.key,
    toKey: last.key,
    from: first.mean,
    to: last.mean,
    delta,
    deltaPercent: (delta / first.mean) * 100,
  };
}

function byName(a: Mover, b: Mover): number {
  return a.column < b.column ? -1 : 1;
}
