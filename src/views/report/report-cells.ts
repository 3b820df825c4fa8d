// Figures of a report as cells of a page. Knows decimals and what is withheld; every value comes from the
// answer.
import type { ReportCell, ReportColumn } from '../../query/report/report-answer.ts';
import { fixed } from '../../shared/figure-words.ts';
import { formatInteger, UNKNOWN } from '../../shared/format.ts';
import { cell, dim, type PageCell, type PageTable } from './page.ts';

export const CELL_COLUMNS: PageTable['columns'] = [
  { header: 'n', isNumber: true },
  { header: 'mean', isNumber: true },
  { header: 'sd', isNumber: true },
  { header: 'min', isNumber: true },
  { header: 'max', isNumber: true },
];

export function cellsOf(own: ReportCell, { decimals }: ReportColumn): readonly PageCell[] {
  const { n, mean, sd, min, max, withheld, severity } = own;
  if (withheld !== null || mean === null) {
    return [dim(withheld === 'n<5' ? 'n<5' : UNKNOWN), dim(''), dim(''), dim(''), dim('')];
  }
  const number = (value: number | null): PageCell =>
    value === null ? dim(UNKNOWN) : cell(fixed(value, decimals));
  return [
    cell(formatInteger(n)),
    { ...number(mean), severity },
    number(sd),
    number(min),
    number(max),
  ];
}

/** `3 warn, 1 critical` */
export function pastCell({ past }: ReportCell): PageCell {
  if (past === null) return dim('');
  const words = [
    past.warn === 0 ? null : `${past.warn} warn`,
    past.critical === 0 ? null : `${past.critical} critical`,
  ].filter((word) => word !== null);
  return words.length === 0 ? dim('none') : cell(words.join(', '));
}
