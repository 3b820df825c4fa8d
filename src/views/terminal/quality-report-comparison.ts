// Two times compared on the terminal: the table of tests, then what it says in words. Knows columns; every
// value comes from the answer.
import type {
  ComparisonAnswer,
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
} from '../../shared/figure-words.ts';
import { formatCount } from '../../shared/format.ts';
import { renderSentences } from './layout.ts';
import { mark } from './marks.ts';
import type { Screen } from './screen.ts';
import { type Cell, type Column, renderTable } from './table.ts';

const COLUMNS: readonly Column[] = [
  { header: 'FIGURE', minWidth: 14, maxWidth: 28 },
  { header: 'A', align: 'right' },
  { header: 'B', align: 'right' },
  { header: 'CHANGE', align: 'right', priority: 2 },
  { header: 'N', align: 'right', priority: 4 },
  { header: 'G', align: 'right', priority: 3 },
  { header: 'P', align: 'right', priority: 5 },
  { header: 'P HOLM', align: 'right', priority: 1 },
  { header: 'UNIT', priority: 6, maxWidth: 20 },
];

export function comparisonPart(answer: ComparisonAnswer, screen: Screen): string {
  const { a, b, rows, columns, tests } = answer;
  const table = renderTable(
    COLUMNS,
    rows.flatMap((row, index) => {
      const column = columns[index];
      const isSilent = row.a.withheld === 'no data' && row.b.withheld === 'no data';
      if (column === undefined || isSilent) return [];
      const known = (value: number | null, format: (value: number) => string): Cell =>
        value === null ? null : format(value);
      const cells: Cell[] = [
        column.title,
        sideCell(row.a, column, screen),
        sideCell(row.b, column, screen),
        known(row.deltaPercent, signedPercent),
        row.withheld === null ? `${row.a.n}/${row.b.n}` : null,
        known(row.effectSize, (value) => signed(value, 2)),
        known(row.p, formatP),
        known(row.pHolm, formatP),
        { text: column.unit, tone: 'dim' },
      ];
      return [{ cells }];
    }),
    screen,
  );
  const sides = [
    `A is ${a.label}: ${formatCount(a.sessions, 'session')}. B is ${b.label}: ${formatCount(b.sessions, 'session')}.`,
  ];
  const said = sentencesOf(answer);
  return `${renderSentences(sides, screen)}\n${table}\n${renderSentences(said, screen)}${renderSentences(
    [
      `Welch's test, two-sided; g is Hedges' g; p corrected by Holm over ${formatCount(tests, 'test')}.`,
    ],
    screen,
  )}`;
}

function sideCell(
  { mean, severity, withheld }: ReportCell,
  column: ReportColumn,
  screen: Screen,
): Cell {
  if (mean === null) return withheld === 'n<5' ? { text: 'n<5', tone: 'dim' } : null;
  const text = fixed(mean, column.decimals);
  if (severity !== 'warn' && severity !== 'critical') return text;
  return [{ text: `${mark(severity, screen)} `, tone: severity }, text];
}

/** What is more than chance; the table has the rest. */
function sentencesOf({ rows, columns }: ComparisonAnswer): string[] {
  const said = rows.flatMap((row, index) => {
    const column = columns[index];
    const { direction, a, b, pHolm } = row;
    if (column === undefined || direction === null || a.mean === null || b.mean === null) return [];
    if (pHolm === null || pHolm >= CHANCE_LEVEL) return [];
    const { title, unit, decimals } = column;
    return [
      changeSentence({ title, unit, decimals, direction, from: a.mean, to: b.mean, p: pHolm }),
    ];
  });
  if (said.length > 0) return said;
  const hasTests = rows.some(({ p }) => p !== null);
  return [
    hasTests
      ? 'No difference that this much data tells from chance.'
      : 'No figure has five sessions on both sides.',
  ];
}
