// The rows of a list in columns of fixed width, so that nothing moves while one scrolls. Knows how columns
// share the width; which there are is the rows'.
import { displayWidth, truncateEnd, truncateMiddle } from '../../../shared/width.ts';
import { fitColumns } from '../fit-columns.ts';
import { adaptSigns } from '../marks.ts';
import { paintStyled, type Styled } from '../paint.ts';
import type { Screen } from '../screen.ts';
import { cutTo, paintSpans, prepare, type ToneSpan, widthOf } from '../spans.ts';

export interface ListColumn<Row> {
  readonly header: string;
  /** Cells that its widest content takes, as a rule; the one column with `Infinity` takes what is left. */
  readonly width: number;
  /** What may be cut keeps at least so many cells before others are left out. */
  readonly least?: number;
  readonly align?: 'left' | 'right';
  /** Where text is cut; figures are never. */
  readonly cut?: 'end' | 'middle';
  /** 0 (the default) is never left out; of the others the highest goes first. */
  readonly priority?: number;
  readonly cell: (row: Row) => Styled | null;
}

export interface FittedColumn<Row> {
  readonly column: ListColumn<Row>;
  readonly width: number;
}

const GAP = 2;
/** The mark of the selected row and a blank. */
const MARGIN = 2;
/** More than any screen has. */
const ALL_THE_REST = 1000;

export function fitListColumns<Row>(
  columns: readonly ListColumn<Row>[],
  width: number,
): readonly FittedColumn<Row>[] {
  const needs = columns.map((column, index) => ({
    index,
    natural: naturalWidth(column),
    least: column.least ?? column.width,
    cuttable: column.least !== undefined,
    priority: column.priority ?? 0,
  }));
  return fitColumns(needs, width - MARGIN, GAP).map(({ index, width: share }) => ({
    column: columns[index] as ListColumn<Row>,
    width: share,
  }));
}

/** A column of no width is not there. */
function naturalWidth({ width, header }: ListColumn<never>): number {
  return width === 0 ? 0 : Math.min(ALL_THE_REST, Math.max(width, displayWidth(header)));
}

export function columnNames<Row>(fitted: readonly FittedColumn<Row>[], screen: Screen): string {
  const cells = fitted.map(({ column, width }) => {
    const text = adaptSigns(column.header, screen);
    return place([{ text: truncateEnd(text, width), tone: 'dim' }], width, column.align, screen);
  });
  return `${' '.repeat(MARGIN)}${cells.join(' '.repeat(GAP))}`.trimEnd();
}

/** The selected row is marked and in the accent, but for what has a tone of its own. */
export function listLine<Row>(
  fitted: readonly FittedColumn<Row>[],
  row: Row,
  isSelected: boolean,
  screen: Screen,
): string {
  const tone = isSelected ? 'accent' : undefined;
  const cells = fitted.map(({ column, width }) => {
    const spans = cutCell(prepare(column.cell(row), screen), width, column.cut, screen);
    return place(spans, width, column.align, screen, tone);
  });
  const pointer = isSelected ? `${screen.unicode ? '›' : '>'} ` : '  ';
  return `${paintStyled({ text: pointer, tone }, screen)}${cells.join(' '.repeat(GAP))}`;
}

function place(
  spans: readonly ToneSpan[],
  width: number,
  align: 'left' | 'right' | undefined,
  screen: Screen,
  tone?: ToneSpan['tone'],
): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(spans)));
  const painted = paintSpans(spans, screen, tone);
  return align === 'right' ? blanks + painted : painted + blanks;
}

function cutCell(
  spans: readonly ToneSpan[],
  width: number,
  cut: ListColumn<unknown>['cut'],
  screen: Screen,
): readonly ToneSpan[] {
  const [only] = spans;
  if (cut !== 'middle' || only === undefined || spans.length > 1)
    return cutTo(spans, width, screen);
  return [{ ...only, text: truncateMiddle(only.text, width, screen.unicode ? '…' : '..') }];
}
