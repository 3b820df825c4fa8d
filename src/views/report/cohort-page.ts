// Groups of sessions as sections of a page: what moved, then each figure over the groups, with a drawing.
// Knows tables and words; every value comes from the answer.
import type { CohortAnswer, CohortCell, ReportColumn } from '../../query/report/report-answer.ts';
import { fixed, signed, signedPercent, titleWithUnit } from '../../shared/figure-words.ts';
import { formatInteger, UNKNOWN } from '../../shared/format.ts';
import { excludedWords, GROUP_WORDS } from '../../shared/report-words.ts';
import { cell, dim, type PageBlock, type PageCell, type PageSection, text } from './page.ts';
import { CELL_COLUMNS, cellsOf, pastCell } from './report-cells.ts';

export function cohortSections(answer: CohortAnswer): readonly PageSection[] {
  const { columns, rows } = answer;
  const told = columns.flatMap((column, index) => {
    const cells = rows.map((row) => row.cells[index]).filter((one) => one !== undefined);
    return cells.some(({ withheld }) => withheld !== 'no data') ? [{ column, cells }] : [];
  });
  const silent = columns.filter(
    ({ column, detail }) => detail === null && !told.some((one) => one.column.column === column),
  );
  const missing = silent.map(({ title }) => title).join(', ');
  return [
    { title: 'Groups', level: 2, blocks: groupBlocks(answer) },
    ...moverSection(answer),
    { title: 'Figures', level: 2, blocks: missing === '' ? [] : [text(`No data: ${missing}.`)] },
    ...told.map(({ column, cells }) => figureSection(answer, column, cells)),
  ];
}

function groupBlocks({ rows, groupBy, excluded }: CohortAnswer): PageBlock[] {
  const without = excludedWords(GROUP_WORDS[groupBy], excluded);
  return [
    {
      kind: 'table',
      columns: [
        { header: GROUP_WORDS[groupBy] },
        { header: 'sessions', isNumber: true },
        { header: 'events', isNumber: true },
      ],
      rows: rows.map(({ label, sessions, events }) => [
        cell(label),
        cell(formatInteger(sessions)),
        cell(formatInteger(events)),
      ]),
    },
    ...(without === null ? [] : [text(without)]),
  ];
}

function moverSection({ movers, columns }: CohortAnswer): PageSection[] {
  if (movers.length === 0) return [];
  const items = movers.map(({ column, fromKey, toKey, from, to, deltaPercent }) => {
    const own = columns.find((one) => one.column === column);
    const decimals = own?.decimals ?? 2;
    return `${own?.title ?? column}: ${fixed(from, decimals)} in ${fromKey}, ${fixed(to, decimals)} in ${toKey} (${signedPercent(deltaPercent)})`;
  });
  return [
    {
      title: 'Largest differences between the first and the last',
      level: 2,
      blocks: [{ kind: 'list', items }, text('Not tested: see --compare-periods.')],
    },
  ];
}

function figureSection(
  { rows, groupBy }: CohortAnswer,
  column: ReportColumn,
  cells: readonly CohortCell[],
): PageSection {
  const isTime = groupBy === 'day' || groupBy === 'week';
  const isJudged = cells.some(({ past }) => past !== null);
  const chart: PageBlock = {
    kind: 'chart',
    title: column.title === column.unit ? column.title : `${column.title}, ${column.unit}`,
    decimals: column.decimals,
    isTime,
    points: cells.map((own, index) => ({
      label: rows[index]?.label ?? '',
      mean: own.mean,
      ...spreadOf(own),
      severity: own.severity,
    })),
  };
  const table: PageBlock = {
    kind: 'table',
    columns: [
      { header: GROUP_WORDS[groupBy] },
      ...CELL_COLUMNS,
      ...(isTime ? [{ header: 'Δ', isNumber: true }] : []),
      ...(isJudged ? [{ header: 'sessions past a mark' }] : []),
    ],
    rows: cells.map((own, index) => [
      cell(rows[index]?.label ?? ''),
      ...cellsOf(own, column),
      ...(isTime ? [deltaCell(own, column)] : []),
      ...(isJudged ? [pastCell(own)] : []),
    ]),
  };
  const hasFigures = cells.some(({ mean, sd }) => mean !== null && (mean !== 0 || sd !== 0));
  return {
    title: titleWithUnit(column),
    level: 3,
    blocks: hasFigures ? [chart, table] : [table],
  };
}

function spreadOf({ mean, sd, min, max }: CohortCell) {
  if (mean === null || sd === null || min === null || max === null)
    return { low: null, high: null };
  return { low: Math.max(min, mean - sd), high: Math.min(max, mean + sd) };
}

function deltaCell({ delta, deltaPercent }: CohortCell, { decimals }: ReportColumn): PageCell {
  if (delta === null) return dim(UNKNOWN);
  const percent = deltaPercent === null ? '' : ` (${signedPercent(deltaPercent)})`;
  return cell(`${signed(delta, decimals)}${percent}`);
}
