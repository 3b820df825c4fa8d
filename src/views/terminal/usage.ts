// Usage as a table with its total and what to know about the figures. Knows words and order; every
// figure comes from the answer.
import { type UsageAnswer, type UsageRow, usageRows } from '../../query/usage/answer.ts';
import { renderHeading, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns } from './marks.ts';
import type { Screen } from './screen.ts';
import { type Row, renderTable } from './table.ts';
import { type UsageColumn, usageColumns } from './usage-columns.ts';
import { usageNotes, usageSteps } from './usage-footer.ts';

export interface UsageViewOptions {
  /** A row for each model under each row. */
  readonly breakdown: boolean;
}

export function renderUsage(
  answer: UsageAnswer,
  screen: Screen,
  options: UsageViewOptions,
): string {
  const context = `API-equivalent, ${answer.timezone}`;
  const heading = renderHeading(headingOf(answer), context, screen);
  const notes = usageNotes(answer, screen)
    .flatMap((note) => wrapText(adaptSigns(note, screen), screen.width - 2))
    .map((line) => `  ${line}\n`)
    .join('');
  const footer = [notes, renderNextSteps(usageSteps(answer, options.breakdown), screen)];
  const body = answer.totals.calls === 0 ? [] : [renderBody(answer, screen, options)];
  return [heading, ...body, ...footer].filter((part) => part !== '').join('\n');
}

function renderBody(answer: UsageAnswer, screen: Screen, options: UsageViewOptions): string {
  const columns = usageColumns(answer, options.breakdown);
  const total: Row = {
    kind: 'total',
    cells: columns.map((column, index) =>
      index === 0 ? 'total' : (column.total?.(answer.totals, screen) ?? ''),
    ),
  };
  const table = rowsOf(answer, columns, screen, options);
  return renderTable(columns, [...table, total], screen);
}

function rowsOf(
  answer: UsageAnswer,
  columns: readonly UsageColumn[],
  screen: Screen,
  options: UsageViewOptions,
): Row[] {
  const toRows = (row: UsageRow): Row[] => [
    { cells: columns.map((column) => column.cell(row, screen)) },
    ...(options.breakdown ? modelRows(row, columns, screen) : []),
  ];
  if (!('projects' in answer)) return usageRows(answer).flatMap(toRows);
  return Object.entries(answer.projects).flatMap(([folder, rows]): Row[] => [
    { kind: 'group', cells: [rows[0]?.projectDirectory ?? folder] },
    ...rows.flatMap(toRows),
  ]);
}

function modelRows(row: UsageRow, columns: readonly UsageColumn[], screen: Screen): Row[] {
  return row.modelBreakdowns.map((model) => ({
    kind: 'dim',
    cells: columns.map((column) => column.model?.(model, screen) ?? ''),
  }));
}

const GROUP_WORDS = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  session: 'session',
  project: 'project',
  model: 'model',
  branch: 'branch',
  agent: 'agent',
} as const satisfies Record<UsageAnswer['groupBy'], string>;

function headingOf(answer: UsageAnswer): string {
  const { since, until, projectFilter, modelFilter, pricesOn } = answer;
  const parts = [`Usage by ${GROUP_WORDS[answer.groupBy]}`];
  if ('projects' in answer) parts[0] += ' and project';
  if (since !== null && until !== null) parts.push(`${since} to ${until}`);
  else if (since !== null) parts.push(`since ${since}`);
  else if (until !== null) parts.push(`until ${until}`);
  if (projectFilter !== null) parts.push(someOf(projectFilter, 'projects'));
  if (modelFilter !== null) parts.push(someOf(modelFilter, 'models'));
  if (pricesOn !== null) parts.push(`at the prices of ${pricesOn}`);
  return parts.join(' · ');
}

function someOf(names: readonly string[], plural: string): string {
  return names.length === 1 ? (names[0] ?? '') : `${names.length} ${plural}`;
}
