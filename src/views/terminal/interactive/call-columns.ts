// The columns of calls. Knows what each shows and what gives way first.
import type { BrowsedCall } from '../../../query/browse/browse-answer.ts';
import { formatDuration, formatInteger, formatTokens } from '../../../shared/format.ts';
import { modelLabel } from '../../../shared/model-label.ts';
import { displayWidth } from '../../../shared/width.ts';
import { mark, markValue } from '../marks.ts';
import type { Styled } from '../paint.ts';
import type { Screen } from '../screen.ts';
import { clockWithSeconds, formatCallUsd } from '../step-words.ts';
import { callWords, causeCell } from './cause-words.ts';
import type { ListColumn } from './list-columns.ts';
import { type ColumnFacts, costBar, costWidth, leastText } from './session-columns.ts';

/** `hasTurns`: calls of several turns stand in one list. `folder`: the project's, which goes without saying. */
export function callColumns(
  { look: { screen, zone }, width, largestCost }: ColumnFacts,
  { hasTurns, folder }: { readonly hasTurns: boolean; readonly folder: string | null },
): readonly ListColumn<BrowsedCall>[] {
  return [
    {
      header: 'TURN',
      width: hasTurns ? 4 : 0,
      align: 'right',
      priority: 5,
      cell: ({ turn }) => (turn === 0 ? '' : formatInteger(turn)),
    },
    {
      header: 'TIME',
      width: 8,
      align: 'right',
      priority: 4,
      cell: ({ atMs }) => (atMs === null ? null : clockWithSeconds(atMs, zone)),
    },
    {
      header: 'WHAT',
      width: Infinity,
      least: leastText(width),
      cell: (call) => whatCell(call, folder),
    },
    {
      header: 'MODEL',
      width: 10,
      least: 8,
      priority: 7,
      cell: ({ model }) => modelLabel(model),
    },
    {
      header: 'GAP',
      width: 8,
      align: 'right',
      priority: 5,
      cell: ({ gapMs }) => (gapMs === null ? '' : formatDuration(gapMs)),
    },
    {
      header: 'CONTEXT',
      width: 7,
      align: 'right',
      priority: 3,
      cell: ({ contextTokens }) => formatTokens(contextTokens),
    },
    ...tokenColumns(screen),
    {
      header: 'COST',
      width:
        costWidth(formatCallUsd(largestCost), screen) + displayWidth(mark('critical', screen)) + 1,
      align: 'right',
      cell: (call) => callCost(call, screen),
    },
    costBar(({ costNanoUsd }) => costNanoUsd, largestCost, screen),
    {
      header: 'REBUILD',
      width: screen.plain ? 21 : 15,
      least: 8,
      priority: 2,
      cell: (call) => causeCell(call, screen),
    },
  ];
}

function tokenColumns(screen: Screen): readonly ListColumn<BrowsedCall>[] {
  return [
    {
      header: 'READ',
      width: 6,
      align: 'right',
      priority: 8,
      cell: ({ tokens }) => formatTokens(tokens.cacheReadTokens),
    },
    {
      header: 'WRITE',
      width: 6,
      align: 'right',
      priority: 6,
      cell: ({ tokens }) => formatTokens(tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens),
    },
    {
      header: 'OUT',
      width: screen.plain ? 15 : 7,
      align: 'right',
      priority: 6,
      cell: ({ tokens, isOutputFinal }) => {
        const text = formatTokens(tokens.outputTokens);
        return isOutputFinal ? text : markValue('lowerBound', text, screen);
      },
    },
  ];
}

function whatCell(call: BrowsedCall, folder: string | null): Styled {
  const text = callWords(call, folder);
  return call.isCopy ? { text: `copy: ${text}`, tone: 'dim' } : text;
}

/** `✖ ≥ $1.4020`: how much it stands out, and whether it is a lower bound. */
export function callCost(call: BrowsedCall, screen: Screen): Styled {
  const { costNanoUsd, costLevel, isOutputFinal } = call;
  const text = formatCallUsd(costNanoUsd);
  if (costNanoUsd === null) return text;
  const amount = isOutputFinal ? text : markValue('lowerBound', text, screen);
  if (costLevel !== 'warn' && costLevel !== 'critical') return amount;
  return { text: `${mark(costLevel, screen)} ${amount}`, tone: costLevel };
}
