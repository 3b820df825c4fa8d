// One time beside another as sections of a page: sentences, then the table of tests. Knows words and
// columns; every value comes from the answer.
import type {
  ComparisonAnswer,
  ComparisonRow,
  ReportCell,
  ReportColumn,
} from '../../query/report/report-answer.ts';
import {
  CHANCE_LEVEL,
  changeSentence,
  fixed,
  formatP,
  signed,
  signedPercent,
  titleWithUnit,
} from '../../shared/figure-words.ts';
import { formatInteger, UNKNOWN } from '../../shared/format.ts';
import { cell, dim, type PageBlock, type PageCell, type PageSection, text } from './page.ts';

export function comparisonSections(answer: ComparisonAnswer): readonly PageSection[] {
  const { a, b, tests } = answer;
  const sides = [a, b].map(({ label, sessions, events }) => [
    cell(label),
    cell(formatInteger(sessions)),
    cell(formatInteger(events)),
  ]);
  const sentences = sentencesOf(answer);
  return [
    {
      title: 'Both sides',
      level: 2,
      blocks: [
        {
          kind: 'table',
          columns: [
            { header: 'days' },
            { header: 'sessions', isNumber: true },
            { header: 'events', isNumber: true },
          ],
          rows: sides,
        },
      ],
    },
    {
      title: 'In words',
      level: 2,
      blocks:
        sentences.length === 0
          ? [text('No figure has five sessions on both sides.')]
          : [{ kind: 'list', items: sentences }],
    },
    {
      title: 'Figures',
      level: 2,
      blocks: [text(`Tests in this table: ${formatInteger(tests)}.`), comparisonTable(answer)],
    },
  ];
}

/** What is more than chance comes first, else in the order of the table; figures without both sides have none. */
function sentencesOf({ rows, columns }: ComparisonAnswer): string[] {
  const told = rows.flatMap((row, index) => {
    const column = columns[index];
    const { direction, a, b, pHolm } = row;
    if (column === undefined || direction === null || a.mean === null || b.mean === null) return [];
    const { title, unit, decimals } = column;
    const isTold = pHolm !== null && pHolm < CHANCE_LEVEL;
    const change = { title, unit, decimals, direction, from: a.mean, to: b.mean, p: pHolm };
    return [{ isTold, sentence: changeSentence(change) }];
  });
  return [...told.filter(({ isTold }) => isTold), ...told.filter(({ isTold }) => !isTold)].map(
    ({ sentence }) => sentence,
  );
}

function comparisonTable({ rows, columns }: ComparisonAnswer): PageBlock {
  const told = rows.flatMap((row, index) => {
    const column = columns[index];
    const isSilent = row.a.withheld === 'no data' && row.b.withheld === 'no data';
    return column === undefined || isSilent ? [] : [{ row, column }];
  });
  return {
    kind: 'table',
    columns: [
      { header: 'figure' },
      { header: 'A', isNumber: true },
      { header: 'B', isNumber: true },
      { header: 'Δ', isNumber: true },
      { header: 'Δ %', isNumber: true },
      { header: 't', isNumber: true },
      { header: 'df', isNumber: true },
      { header: 'g', isNumber: true },
      { header: 'p', isNumber: true },
      { header: 'p (Holm)', isNumber: true },
    ],
    rows: told.map(({ row, column }) => [
      cell(titleWithUnit(column)),
      sideCell(row.a, column),
      sideCell(row.b, column),
      ...testCells(row, column),
    ]),
  };
}

/** `3.1 ± 0.4 (n=12)` */
function sideCell({ mean, sd, n, withheld, severity }: ReportCell, column: ReportColumn): PageCell {
  if (mean === null || sd === null) return dim(withheld === 'n<5' ? 'n<5' : UNKNOWN);
  const { decimals } = column;
  return { text: `${fixed(mean, decimals)} ± ${fixed(sd, decimals)} (n=${n})`, severity };
}

function testCells(row: ComparisonRow, { decimals }: ReportColumn): PageCell[] {
  const { delta, deltaPercent, t, df, effectSize, p, pHolm } = row;
  const shown = (value: number | null, format: (value: number) => string): PageCell =>
    value === null ? dim(UNKNOWN) : cell(format(value));
  return [
    shown(delta, (value) => signed(value, decimals)),
    shown(deltaPercent, signedPercent),
    shown(t, (value) => fixed(value, 2)),
    shown(df, (value) => fixed(value, 1)),
    shown(effectSize, (value) => signed(value, 2)),
    shown(p, formatP),
    shown(pHolm, formatP),
  ];
}
