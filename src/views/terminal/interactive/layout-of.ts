// Where what stands on a screen of this size: how many rows the list has, where the details are. Knows
// numbers only; what stands there is others'.
import { type BrowseState, levelOf } from './browse-state.ts';

export interface Layout {
  /** Lines of the header: where you are, then the totals. */
  readonly headerRows: 0 | 1 | 2;
  /** A blank line below the header and above the footer. */
  readonly hasAir: boolean;
  readonly hasFooter: boolean;
  /** Names of the columns above the list. */
  readonly hasColumnNames: boolean;
  /** Between header and footer. */
  readonly bodyRows: number;
  readonly listColumns: number;
  /** Rows of the list; 0 where the details need all the room there is. */
  readonly listRows: number;
  readonly detail: DetailPlace | null;
}

export interface DetailPlace {
  readonly side: 'right' | 'below';
  readonly columns: number;
  readonly rows: number;
}

/** From here on both have room side by side: a table of 60 cells and a page of 46. */
const WIDTH_FOR_TWO = 108;
const DETAIL_SHARE = 0.42;
/** Fewer rows than this are shared between list and details only by turns. */
const ROWS_FOR_TWO = 12;

export function layoutOf(state: BrowseState): Layout {
  const { rows, columns } = state;
  const headerRows = rows >= 10 ? 2 : rows >= 4 ? 1 : 0;
  const hasFooter = rows >= 3;
  const hasAir = rows >= 16 && state.mode !== 'help';
  const bodyRows = Math.max(1, rows - headerRows - (hasFooter ? 1 : 0) - (hasAir ? 2 : 0));
  const detail = placeDetail(state, bodyRows);
  const besideList = detail?.side === 'right' ? detail.columns + 3 : 0;
  const belowList = detail?.side === 'below' ? detail.rows + 1 : 0;
  const hasColumnNames = bodyRows - belowList >= 4;
  return {
    headerRows,
    hasAir,
    hasFooter,
    hasColumnNames,
    bodyRows,
    listColumns: columns - besideList,
    listRows: Math.max(0, bodyRows - belowList - (hasColumnNames ? 1 : 0)),
    detail,
  };
}

/** Cells for a text that fills the body. */
export function textColumns({ columns }: BrowseState): number {
  return Math.max(1, columns - 2);
}

function placeDetail(state: BrowseState, bodyRows: number): DetailPlace | null {
  if (!state.isDetailOpen || levelOf(state).name === 'text') return null;
  const { columns } = state;
  if (columns >= WIDTH_FOR_TWO) {
    return { side: 'right', columns: Math.floor(columns * DETAIL_SHARE), rows: bodyRows };
  }
  // Without room for both the details stand alone, below a single row of the list.
  const rows = bodyRows >= ROWS_FOR_TWO ? Math.floor(bodyRows * 0.55) : bodyRows - 2;
  return rows < 1 ? null : { side: 'below', columns, rows };
}
