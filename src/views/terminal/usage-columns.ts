// The columns of a usage table for each grouping. Knows which figures matter most on a narrow
// screen; knows nothing of how a table is laid out.
import type {
  AgentRow,
  BranchRow,
  ProjectRow,
  SessionRow,
  UsageAnswer,
  UsageFigures,
  UsageModel,
  UsageRow,
} from '../../query/usage/answer.ts';
import { formatInteger, formatPercent, formatTokens } from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { markValue } from './marks.ts';
import type { Screen } from './screen.ts';
import { costText, modelLabel, modelLabels } from './sessions-words.ts';
import type { Cell, Column } from './table.ts';

export interface UsageColumn extends Column {
  readonly cell: (row: UsageRow, screen: Screen) => Cell;
  /** In a model's row below; empty without. */
  readonly model?: (model: UsageModel, screen: Screen) => Cell;
  /** In the last row; empty without. */
  readonly total?: (totals: UsageFigures, screen: Screen) => Cell;
}

/** Most important first in what stays: the name, the cost, then all tokens. */
export function usageColumns(answer: UsageAnswer, breakdown: boolean): readonly UsageColumn[] {
  return [
    ...nameColumns(answer),
    ...(breakdown || answer.groupBy === 'model' ? [] : [MODELS]),
    figure('CALLS', 6, ({ calls }) => formatInteger(calls)),
    figure('INPUT', 9, ({ inputTokens }) => formatTokens(inputTokens)),
    figure('CACHE WRITE', 8, ({ cacheCreationTokens }) => formatTokens(cacheCreationTokens)),
    figure('CACHE READ', 7, ({ cacheReadTokens }) => formatTokens(cacheReadTokens)),
    figure('OUTPUT', 4, outputText),
    figure('TOKENS', 1, ({ totalTokens }) => formatTokens(totalTokens)),
    figure('COST', 0, costText),
    ...(isByTime(answer) ? [] : [shareColumn(answer)]),
  ];
}

const MODELS: UsageColumn = {
  header: 'MODELS',
  priority: 5,
  minWidth: 16,
  maxWidth: 26,
  cell: (row) => modelLabels(modelsOf(row), 2),
};

function nameColumns(answer: UsageAnswer): UsageColumn[] {
  switch (answer.groupBy) {
    case 'daily':
      return [periodColumn('DAY')];
    case 'weekly':
      return [periodColumn('WEEK OF')];
    case 'monthly':
      return [periodColumn('MONTH')];
    case 'session':
      return sessionColumns(answer.timezone);
    case 'project':
      return [
        name(
          { header: 'PROJECT', truncate: 'middle', minWidth: 16, maxWidth: 44 },
          (row) => row.label,
        ),
        extra<ProjectRow>('SESSIONS', 5, ({ sessions }) => formatInteger(sessions)),
      ];
    case 'model':
      return [name({ header: 'MODEL', minWidth: 16 }, (row) => modelLabel(row.label))];
    case 'branch':
      return [
        name(
          { header: 'BRANCH', truncate: 'middle', minWidth: 16, maxWidth: 40 },
          (row) => row.label,
        ),
        extra<BranchRow>('PROJECTS', 5, (row) => formatInteger(row.projectDirectories.length)),
      ];
    case 'agent':
      return [
        name({ header: 'AGENT', minWidth: 24, maxWidth: 36 }, (row) => row.label),
        extra<AgentRow>('RUNS', 5, ({ chain, agents }) =>
          chain === 'main' ? '' : formatInteger(agents),
        ),
      ];
  }
}

function sessionColumns(timezone: string): UsageColumn[] {
  const zone = openZone(timezone);
  const lastOf = ({ lastActivity }: SessionRow) =>
    lastActivity === null ? null : zone.dateTime(Date.parse(lastActivity));
  return [
    { header: 'ID', truncate: 'never', cell: ({ key }) => key.slice(0, 8) },
    {
      ...name({ header: 'TITLE', minWidth: 20, maxWidth: 40 }, (row) => (row as SessionRow).title),
    },
    {
      header: 'PROJECT',
      priority: 3,
      truncate: 'middle',
      minWidth: 10,
      maxWidth: 20,
      cell: (row) => lastPart((row as SessionRow).projectDirectory),
    },
    {
      header: 'LAST CALL',
      priority: 2,
      truncate: 'never',
      cell: (row) => lastOf(row as SessionRow),
    },
  ];
}

function periodColumn(header: string): UsageColumn {
  return { ...name({ header, minWidth: 10, maxWidth: 26 }, (row) => row.label) };
}

/** The column that also names the models of a breakdown. */
function name(column: Column, cell: (row: UsageRow) => Cell): UsageColumn {
  return { ...column, cell, model: ({ modelName }) => `└ ${modelLabel(modelName)}` };
}

/** A column of one grouping's own rows. */
function extra<Row extends UsageRow>(
  header: string,
  priority: number,
  cell: (row: Row) => Cell,
): UsageColumn {
  return { header, priority, align: 'right', cell: (row) => cell(row as Row) };
}

/** A figure that rows, models and totals all have. */
function figure(
  header: string,
  priority: number,
  cell: (figures: UsageFigures, screen: Screen) => Cell,
): UsageColumn {
  return { header, priority, align: 'right', cell, model: cell, total: cell };
}

function shareColumn({ totals }: UsageAnswer): UsageColumn {
  const all = totals.costNanoUsd ?? 0;
  const share = ({ costNanoUsd }: UsageFigures) =>
    costNanoUsd === null || all === 0 ? null : formatPercent(costNanoUsd / all);
  return { ...figure('SHARE', 2, share), total: () => '' };
}

/** Placeholder output counts make the sum a lower bound. */
function outputText({ outputTokens, calls, finalCalls }: UsageFigures, screen: Screen): string {
  const text = formatTokens(outputTokens);
  return finalCalls < calls ? markValue('lowerBound', text, screen) : text;
}

function modelsOf(row: UsageRow): { readonly model: string }[] {
  return row.modelBreakdowns.map(({ modelName }) => ({ model: modelName }));
}

function isByTime({ groupBy }: UsageAnswer): boolean {
  return groupBy === 'daily' || groupBy === 'weekly' || groupBy === 'monthly';
}

function lastPart(path: string | null): string | null {
  return path === null ? null : (path.split(/[\\/]/).findLast((part) => part !== '') ?? path);
}
