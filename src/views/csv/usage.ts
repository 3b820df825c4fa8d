// Usage as CSV with exact figures: header names are the JSON's field names, money in USD to the
// nano-dollar. Knows columns only; every figure comes from the answer.
import {
  type UsageAnswer,
  type UsageFigures,
  type UsageRow,
  usageRows,
} from '../../query/usage/answer.ts';
import { type CsvCell, formatCsv } from '../../shared/csv.ts';

export interface UsageCsvOptions {
  /** A line per row and model instead of a line per row. */
  readonly breakdown: boolean;
}

/** One line per row; no totals line, so that a spreadsheet's own sum is right. */
export function renderUsageCsv(answer: UsageAnswer, options: UsageCsvOptions): string {
  const rows = usageRows(answer);
  const names = NAME_FIELDS['projects' in answer ? 'instances' : answer.groupBy];
  const nameCells = (row: UsageRow) => names.map((field) => cellOf(row, field));
  if (options.breakdown) {
    const header = [...names, 'modelName', ...FIGURE_FIELDS, 'cost', 'costNanoUsd'];
    const lines = rows.flatMap((row) =>
      row.modelBreakdowns.map((model) => [
        ...nameCells(row),
        model.modelName,
        ...figureCells(model),
      ]),
    );
    return formatCsv(header, lines);
  }
  const header = [...names, 'modelsUsed', ...FIGURE_FIELDS, 'totalCost', 'costNanoUsd'];
  const lines = rows.map((row) => [
    ...nameCells(row),
    row.modelsUsed.join(' '),
    ...figureCells(row),
  ]);
  return formatCsv(header, lines);
}

const NAME_FIELDS: Readonly<Record<UsageAnswer['groupBy'] | 'instances', readonly string[]>> = {
  daily: ['date'],
  weekly: ['week'],
  monthly: ['month'],
  instances: ['project', 'projectDirectory', 'key'],
  session: [
    'sessionId',
    'title',
    'projectPath',
    'projectDirectory',
    'firstActivity',
    'lastActivity',
  ],
  project: ['key', 'label', 'sessions', 'firstActivity', 'lastActivity'],
  model: ['key', 'firstActivity', 'lastActivity'],
  branch: ['key', 'firstActivity', 'lastActivity'],
  agent: ['key', 'label', 'chain', 'subagentType', 'agents', 'firstActivity', 'lastActivity'],
};

const FIGURE_FIELDS = [
  'calls',
  'finalCalls',
  'inputTokens',
  'outputTokens',
  'cacheCreationTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'totalTokens',
  'unpricedCalls',
  'unpricedTokens',
] as const satisfies readonly (keyof UsageFigures)[];

function figureCells(figures: UsageFigures): CsvCell[] {
  const { costNanoUsd } = figures;
  return [
    ...FIGURE_FIELDS.map((field) => figures[field]),
    costNanoUsd === null ? null : usdText(costNanoUsd),
    costNanoUsd,
  ];
}

/** All nine decimals, without going through a fraction: 1234567890 → 1.234567890. */
function usdText(nanoUsd: number): string {
  const digits = String(Math.abs(nanoUsd)).padStart(10, '0');
  return `${nanoUsd < 0 ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** A row's own field, whichever grouping it is of; names and numbers only. */
function cellOf(row: UsageRow, field: string): CsvCell {
  const value: unknown = Object.entries(row).find(([name]) => name === field)?.[1];
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
