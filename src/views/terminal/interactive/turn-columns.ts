// The columns of a session's turns. Knows what each shows and what gives way first.
import type { BrowsedTurn } from '../../../query/browse/browse-answer.ts';
import {
  formatDay,
  formatDuration,
  formatInteger,
  formatTokens,
  formatUsd,
} from '../../../shared/format.ts';
import type { Zone } from '../../../shared/zone.ts';
import { costText } from '../sessions-words.ts';
import { rebuildsCell } from './cause-words.ts';
import type { ListColumn } from './list-columns.ts';
import { type ColumnFacts, costBar, costWidth, leastText } from './session-columns.ts';

/** `hasDays`: the session lies on more than one, so that a clock alone would not do. */
export function turnColumns(
  { look: { screen, zone }, nowMs, width, largestCost }: ColumnFacts,
  { hasDays }: { readonly hasDays: boolean },
): readonly ListColumn<BrowsedTurn>[] {
  return [
    {
      header: 'TURN',
      width: 4,
      align: 'right',
      priority: 8,
      cell: ({ turn }) => (turn === 0 ? '' : formatInteger(turn)),
    },
    {
      header: 'BEGAN',
      width: hasDays ? 12 : 5,
      align: 'right',
      priority: 5,
      cell: ({ atMs }) => (atMs === null ? null : clock(atMs, nowMs, zone, hasDays)),
    },
    { header: 'PROMPT', width: Infinity, least: leastText(width), cell: promptWords },
    {
      header: 'CALLS',
      width: 5,
      align: 'right',
      priority: 3,
      cell: ({ places }) => formatInteger(places.length),
    },
    {
      header: 'CONTEXT',
      width: 7,
      align: 'right',
      priority: 4,
      cell: ({ peakContextTokens }) => formatTokens(peakContextTokens),
    },
    {
      header: 'TOKENS',
      width: 6,
      align: 'right',
      priority: 7,
      cell: ({ totalTokens }) => formatTokens(totalTokens),
    },
    {
      header: 'GAP',
      width: 9,
      align: 'right',
      priority: 6,
      cell: ({ gapMs }) => (gapMs === null ? '' : formatDuration(gapMs)),
    },
    {
      header: 'COST',
      width: costWidth(formatUsd(largestCost), screen),
      align: 'right',
      cell: (turn) => costText(turn, screen),
    },
    costBar(({ costNanoUsd }) => costNanoUsd, largestCost, screen),
    {
      header: 'REBUILDS',
      width: screen.plain ? 18 : 10,
      priority: 2,
      cell: ({ rebuilds }) => rebuildsCell(rebuilds, screen),
    },
  ];
}

function promptWords({ turn, title, hasCompaction }: BrowsedTurn) {
  if (turn === 0) return { text: 'before the first prompt', tone: 'dim' } as const;
  if (title === null) return null;
  return hasCompaction ? [title, { text: ' · compacted', tone: 'dim' } as const] : title;
}

/** `21:00`, or `21 Nov 21:00`. */
export function clock(atMs: number, nowMs: number, zone: Zone, hasDays: boolean): string {
  const time = zone.hourMinute(atMs);
  if (!hasDays) return time;
  const day = formatDay(zone.dayKey(atMs), zone.dayKey(nowMs)).replace(/ \d{4}$/, '');
  return `${day} ${time}`;
}
