// Past 5-hour windows as a table on a terminal. Knows columns, words and what is dim; every value
// comes from the answer.
import type { WindowGap } from '../../query/window/blocks.ts';
import type { WindowHistory } from '../../query/window/history.ts';
import type { WindowFacts } from '../../query/window/read-windows.ts';
import {
  formatCount,
  formatDuration,
  formatInteger,
  formatSparkline,
  formatTokens,
} from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { renderHeading, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns, mark } from './marks.ts';
import type { Screen } from './screen.ts';
import { costText } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';
import { untimedWords } from './window.ts';
import type { Here } from './window-words.ts';

export function renderWindowHistory(answer: WindowHistory, screen: Screen): string {
  const here: Here = { zone: openZone(answer.timezone), nowMs: answer.atMs };
  const count = answer.windows.filter((row) => row.kind === 'window').length;
  const context = `API-equivalent, ${answer.timezone}`;
  const heading = renderHeading(`5-hour windows: ${formatInteger(count)}`, context, screen);
  const steps = renderNextSteps(
    [{ about: 'the running window', command: 'telltale window' }],
    screen,
  );
  if (answer.windows.length === 0) return `${heading}\nNo window lies in this span.\n\n${steps}`;
  const rows = answer.windows.map(
    (row): Row => (row.kind === 'gap' ? gapRow(row) : windowRow(row, here, screen)),
  );
  const table = renderTable(COLUMNS, [...rows, totalRow(answer, screen)], screen);
  return `${heading}\n${table}\n${noteLines(answer, screen)}${steps}`;
}

const COLUMNS: readonly Column[] = [
  { header: 'START', truncate: 'never' },
  { header: 'END', truncate: 'never' },
  { header: 'USED', align: 'right', priority: 2 },
  { header: 'COST', align: 'right' },
  { header: 'TOKENS', align: 'right', priority: 1 },
  { header: 'CALLS', align: 'right', priority: 4 },
  { header: 'SESSIONS', align: 'right', priority: 5 },
  { header: 'OVER TIME', truncate: 'never', priority: 3 },
  { header: 'NOTE', priority: 1, minWidth: 16 },
];

function windowRow(window: WindowFacts, here: Here, screen: Screen): Row {
  const { zone } = here;
  const { totals } = window;
  return {
    cells: [
      zone.dateTime(window.startMs),
      zone.hourMinute(window.endMs),
      formatDuration(window.lastMs - window.firstMs),
      costText(totals, screen),
      formatTokens(totals.totalTokens),
      formatInteger(totals.calls),
      formatInteger(window.sessions),
      formatSparkline(window.tenthsNanoUsd, screen),
      noteOf(window, here, screen),
    ],
  };
}

function noteOf(window: WindowFacts, { zone }: Here, screen: Screen): string {
  const words: string[] = [];
  if (window.cutOffMs !== null) words.push(`cut off ${zone.hourMinute(window.cutOffMs)}`);
  if (window.isActive) words.push(screen.plain ? 'active' : `${mark('active', screen)} active`);
  if (window.basis === 'told') words.push('reset told');
  return words.join(', ');
}

function gapRow({ silenceMs }: WindowGap): Row {
  // A group's first cell may run over the empty ones beside it.
  const text = `no call for ${formatDuration(silenceMs)}`;
  return { kind: 'group', cells: [{ text, tone: 'dim' }] };
}

function totalRow({ totals }: WindowHistory, screen: Screen): Row {
  const cells = [
    'total',
    '',
    '',
    costText(totals, screen),
    formatTokens(totals.totalTokens),
    formatInteger(totals.calls),
  ];
  return { kind: 'total', cells: [...cells, '', '', ''] };
}

function noteLines(answer: WindowHistory, screen: Screen): string {
  const { calls, finalCalls } = answer.totals;
  const words = [
    finalCalls < calls
      ? `placeholder output counts: ${formatInteger(calls - finalCalls)} of ${formatCount(calls, 'call')}`
      : null,
    untimedWords(answer.notAttributable, screen),
  ].filter((word) => word !== null);
  const lines = words.flatMap((word) => wrapText(adaptSigns(word, screen), screen.width - 2));
  return lines.length === 0 ? '' : `${lines.map((line) => `  ${line}\n`).join('')}\n`;
}
