// Tables that fit the screen. Knows how columns share the width, what is cut and what is left out;
// knows nothing of what the cells mean.
import { displayWidth, truncateEnd, truncateMiddle } from '../../shared/width.ts';
import { type ColumnNeed, fitColumns } from './fit-columns.ts';
import { adaptSigns } from './marks.ts';
import { paint, type Styled, type Tone } from './paint.ts';
import type { Screen } from './screen.ts';
import { cutTo, paintSpans, prepare, type ToneSpan, widthOf } from './spans.ts';

export interface Column {
  readonly header: string;
  /** `left` unless said; numbers go right. */
  readonly align?: 'left' | 'right';
  /** 0 (the default) is never dropped; of the others the highest goes first, from the right. */
  readonly priority?: number;
  /** What may be cut: `middle` for paths, `end` for prose (default of left columns), `never`. */
  readonly truncate?: 'middle' | 'end' | 'never';
  /** A column that may be cut keeps at least so many cells before others are dropped (default 12). */
  readonly minWidth?: number;
  readonly maxWidth?: number;
}

/** Text, a tone, or several stretches with tones in a row; null is unknown and shown as `–`. */
export type Cell = Styled | null;

export interface Row {
  readonly cells: readonly Cell[];
  /**
   * `total` stands below a rule (not on a plain screen); `group` is a heading whose first cell may run over the empty cells
   * beside it; `dim` is context.
   */
  readonly kind?: 'normal' | 'total' | 'group' | 'dim';
}

/** Between two columns. */
const GAP = 2;

/**
 * Header, rows and rules as lines without blanks at their ends, each with a line end. No line is
 * wider than the screen: columns that may be cut give way first, then columns are left out by
 * priority.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly Row[],
  screen: Screen,
): string {
  const lines = rows.map((row) => prepareRow(row, columns.length, screen));
  const headers = columns.map((column) => adaptSigns(column.header.trim(), screen));
  const needs = columns.map((column, index) => needOf(column, index, headers, lines));
  const shown = fitColumns(needs, screen.width, GAP).map(
    ({ index, width }): ShownColumn => ({ ...settle(columns[index]), index, width }),
  );

  const header: PreparedRow = {
    kind: 'normal',
    cells: headers.map((text) => [{ text, tone: 'dim' }]),
  };
  const hasHeader = headers.some((text) => text !== '');
  const output = hasHeader ? [renderRow(header, shown, screen)] : [];
  lines.forEach((row, index) => {
    const isFirstTotal = row.kind === 'total' && index > 0 && lines[index - 1]?.kind !== 'total';
    if (isFirstTotal && !screen.plain) output.push(renderRule(shown, screen));
    output.push(renderRow(row, shown, screen));
  });
  return output.map((line) => `${line}\n`).join('');
}

interface PreparedRow {
  readonly kind: NonNullable<Row['kind']>;
  readonly cells: readonly (readonly ToneSpan[])[];
}

interface ShownColumn {
  readonly index: number;
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly truncate: 'middle' | 'end' | 'never';
}

const KIND_TONES: Readonly<Record<PreparedRow['kind'], Tone | undefined>> = {
  normal: undefined,
  total: 'strong',
  group: 'strong',
  dim: 'dim',
};

function prepareRow(row: Row, count: number, screen: Screen): PreparedRow {
  const cells = Array.from({ length: count }, (_, index) => {
    const cell = row.cells[index];
    return cell === undefined ? [] : prepare(cell, screen);
  });
  return { kind: row.kind ?? 'normal', cells: cells.map(trimCell) };
}

/** Without blanks at its ends, which would look like another alignment. */
function trimCell(spans: readonly ToneSpan[]): readonly ToneSpan[] {
  const whole = spans.map(({ text }) => text).join('');
  const start = whole.length - whole.trimStart().length;
  const end = whole.trimEnd().length;
  let at = 0;
  return spans.map((span) => {
    const from = at;
    at += span.text.length;
    return { ...span, text: span.text.slice(Math.max(0, start - from), Math.max(0, end - from)) };
  });
}

function settle(column: Column | undefined): Pick<ShownColumn, 'align' | 'truncate'> {
  const align = column?.align ?? 'left';
  return { align, truncate: column?.truncate ?? (align === 'left' ? 'end' : 'never') };
}

function needOf(
  column: Column,
  index: number,
  headers: readonly string[],
  rows: readonly PreparedRow[],
): ColumnNeed {
  let natural = displayWidth(headers[index] ?? '');
  for (const row of rows) {
    if (row.kind === 'group' && freeCellsAfter(row, index) > 0) continue;
    natural = Math.max(natural, widthOf(row.cells[index] ?? []));
  }
  const cuttable = settle(column).truncate !== 'never';
  if (cuttable && column.maxWidth !== undefined) natural = Math.min(natural, column.maxWidth);
  const least = cuttable ? Math.min(natural, column.minWidth ?? 12) : natural;
  return { index, natural, least, cuttable, priority: column.priority ?? 0 };
}

/** How many cells right of this one are empty, so that a group's heading may run over them. */
function freeCellsAfter(row: PreparedRow, index: number): number {
  if (index !== 0) return 0;
  const next = row.cells.findIndex((cell, at) => at > 0 && widthOf(cell) > 0);
  return (next === -1 ? row.cells.length : next) - 1;
}

function renderRow(row: PreparedRow, columns: readonly ShownColumn[], screen: Screen): string {
  let [line, used, start] = ['', 0, 0];
  for (const [at, column] of columns.entries()) {
    const cell = row.cells[column.index] ?? [];
    const room = row.kind === 'group' && at === 0 ? roomOfGroup(row, columns) : column.width;
    const spans = cutCell(cell, room, column.truncate, screen);
    const width = widthOf(spans);
    const indent = column.align === 'right' ? Math.max(0, column.width - width) : 0;
    if (width > 0) {
      line += ' '.repeat(start + indent - used) + paintSpans(spans, screen, KIND_TONES[row.kind]);
      used = start + indent + width;
    }
    start += column.width + GAP;
  }
  return line;
}

/** The width of the first column and of the empty cells beside it. */
function roomOfGroup(row: PreparedRow, columns: readonly ShownColumn[]): number {
  let room = columns[0]?.width ?? 0;
  for (const column of columns.slice(1)) {
    if (widthOf(row.cells[column.index] ?? []) > 0) break;
    room += GAP + column.width;
  }
  return room;
}

function cutCell(
  spans: readonly ToneSpan[],
  room: number,
  how: ShownColumn['truncate'],
  screen: Screen,
): readonly ToneSpan[] {
  if (widthOf(spans) <= room) return spans;
  const ellipsis = screen.unicode ? '…' : '..';
  const only = spans[0];
  if (spans.length === 1 && only !== undefined) {
    const cut = how === 'middle' ? truncateMiddle : truncateEnd;
    return [{ ...only, text: cut(only.text, room, ellipsis) }];
  }
  return cutTo(spans, room, screen);
}

function renderRule(columns: readonly ShownColumn[], screen: Screen): string {
  const width = columns.reduce((sum, column) => sum + column.width + GAP, -GAP);
  return paint((screen.unicode ? '─' : '-').repeat(Math.max(0, width)), 'dim', screen);
}
