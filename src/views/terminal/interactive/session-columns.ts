// The columns of the list of sessions. Knows what each shows and what gives way first.
import type { SessionSummary } from '../../../query/sessions/summarise-sessions.ts';
import {
  formatBar,
  formatDuration,
  formatInteger,
  formatTokens,
  formatUsd,
} from '../../../shared/format.ts';
import { displayWidth } from '../../../shared/width.ts';
import { stateMark } from '../condition-words.ts';
import { markValue } from '../marks.ts';
import { costText, modelLabels } from '../sessions-words.ts';
import type { Look } from './browse-state.ts';
import type { ListColumn } from './list-columns.ts';

export interface ColumnFacts {
  readonly look: Look;
  readonly nowMs: number;
  /** Cells of the list. */
  readonly width: number;
  /** The dearest row of the whole list; 0: none has a price. */
  readonly largestCost: number;
}

export function sessionColumns({
  look: { screen },
  nowMs,
  width,
  largestCost,
}: ColumnFacts): readonly ListColumn<SessionSummary>[] {
  return [
    {
      header: '',
      width: screen.plain ? 0 : 1,
      cell: ({ activity }) => stateMark(activity, screen),
    },
    {
      header: 'PROJECT',
      width: 16,
      least: 9,
      priority: 3,
      cell: ({ project }) => project?.name ?? null,
    },
    { header: 'TITLE', width: Infinity, least: leastText(width), cell: ({ title }) => title },
    {
      header: 'MODEL',
      width: 12,
      priority: 6,
      least: 10,
      cell: ({ models }) => (models.length === 0 ? null : modelLabels(models, 1)),
    },
    {
      header: 'TURNS',
      width: 5,
      align: 'right',
      priority: 8,
      cell: ({ turns }) => formatInteger(turns),
    },
    {
      header: 'CALLS',
      width: 6,
      align: 'right',
      priority: 5,
      cell: ({ calls }) => formatInteger(calls),
    },
    {
      header: 'CONTEXT',
      width: 7,
      align: 'right',
      priority: 4,
      cell: ({ health }) => formatTokens(health.contextTokens),
    },
    {
      header: 'TOKENS',
      width: 6,
      align: 'right',
      priority: 7,
      cell: ({ totalTokens }) => formatTokens(totalTokens),
    },
    {
      header: 'COST',
      width: costWidth(formatUsd(largestCost), screen),
      align: 'right',
      cell: (session) => costText(session, screen),
    },
    costBar(({ costNanoUsd }) => costNanoUsd, largestCost, screen),
    {
      header: 'AGO',
      width: 5,
      align: 'right',
      priority: 2,
      cell: ({ lastAtMs }) => (lastAtMs === null ? null : shortAge(nowMs - lastAtMs)),
    },
  ];
}

/** What a row is about keeps a third of the line: figures give way before it is cut short. */
export function leastText(width: number): number {
  return Math.max(14, Math.floor(width / 3));
}

/** How much of the dearest row's cost, where there is room for a picture. */
export function costBar<Row>(
  costOf: (row: Row) => number | null,
  largestCost: number,
  screen: Look['screen'],
): ListColumn<Row> {
  return {
    header: '',
    width: screen.plain ? 0 : 6,
    priority: 9,
    cell: (row) => {
      const cost = costOf(row);
      if (cost === null || cost <= 0 || largestCost <= 0) return '';
      return { text: formatBar(cost / largestCost, 6, screen).replace(/[░.]+$/, ''), tone: 'dim' };
    },
  };
}

/** Of the widest amount there is, with room for the mark of a lower bound: a figure is never cut. */
export function costWidth(widest: string, screen: Look['screen']): number {
  return displayWidth(markValue('lowerBound', widest, screen));
}

/** In its largest unit: `14 m`, `3 d`. */
function shortAge(ageMs: number): string {
  return formatDuration(ageMs).split(' ').slice(0, 2).join(' ');
}
