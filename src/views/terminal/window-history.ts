// Past 5-hour windows as a table on a terminal. Knows columns, words and what is dim; every value
// comes from the answer.
import type { WindowGap } from '../../query/window/blocks.ts';
import type { WindowHistory } from '../../query/window/history.ts';
import type { WindowFacts } from '../../query/window/read-windows.ts';
import {
  formatDuration,
  formatInteger,
  formatSparkline,
  formatTokens,
} from '../../shared/format.ts';
import { openZone } from '../../shared/zone.ts';
import { renderHeading, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns, mark } from './marks.ts';
import type { Screen } from './screen.ts';
import { boundSentences, costText } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';
import { untimedWords } from './window.ts';
import type { Here } from './window-words.ts';

export function renderWindowHistory(answer: WindowHistory, screen: Screen): string {
  const here: Here = { zone: openZone(answer.timezone), nowMs: answer.generatedAtMs };
  const count = answer.windows.filter((row) => row.kind === 'window').length;
  const context = `API-equivalent, ${answer.timezone}`;
  const heading = renderHeading(`5-hour windows: ${formatInteger(count)}`, context, screen);
  const steps = renderNextSteps(
    [{ about: 'the running window', command: 'telltale window' }],
    screen,
  );
  if (answer.windows.length === 0) return `${heading}\n  No window lies in this span.\n\n${steps}`;
  const rows = answer.windows.map(
    (row): Row => (row.kind === 'gap' ? gapRow(row) : windowRow(row, here, screen)),
  );
  const columns = namedColumns(rows);
  const table = renderTable(columns, [...rows, totalRow(answer, screen)], screen);
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

/** A column without a single value has no name either, and so is not shown. */
function namedColumns(rows: readonly Row[]): readonly Column[] {
  return COLUMNS.map((column, index) =>
    rows.some(({ kind, cells }) => kind !== 'group' && cells[index] !== '')
      ? column
      : { ...column, header: '' },
  );
}

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
  else if (window.basis === 'told') words.push('reset told');
  if (window.isActive) words.push(screen.plain ? 'active' : `${mark('active', screen)} active`);
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
  const untimed = untimedWords(answer.notAttributable, screen);
  const notes = [
    ...boundSentences(answer.totals, screen),
    ...(untimed === null ? [] : [`${untimed}.`]),
  ];
  const lines = notes.flatMap((note) => wrapText(adaptSigns(note, screen), screen.width - 2));
  return lines.length === 0 ? '' : `${lines.map((line) => `  ${line}\n`).join('')}\n`;
}
