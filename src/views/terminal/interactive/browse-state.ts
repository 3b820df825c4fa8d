// All that the browser knows at a moment, as plain values: where it is, what is selected, what was loaded.
// Types and the first state; how it changes is reduce.ts's.
import type { BlockText, BrowseAnswer, BrowsedBlock } from '../../../query/browse/browse-answer.ts';
import type { CallAnswer } from '../../../query/call/call-answer.ts';
import type { SessionsAnswer } from '../../../query/sessions/list-sessions.ts';
import type { Zone } from '../../../shared/zone.ts';
import type { Screen } from '../screen.ts';

export const SORTS = ['time', 'cost', 'context', 'tokens', 'gap'] as const;

export type Sort = (typeof SORTS)[number];

export interface ListState {
  /** Places in the level's items: those that pass the filter, in the order of the sort. */
  readonly order: readonly number[];
  /** Place in `order` of the selected row. */
  readonly cursor: number;
  /** Place in `order` of the first row on the screen. */
  readonly top: number;
  readonly sort: Sort;
  readonly filter: string;
}

/** One step of the way from all sessions to a text; the last one is on the screen. */
export type Level =
  | { readonly name: 'sessions'; readonly list: ListState }
  | { readonly name: 'turns'; readonly sessionId: string; readonly list: ListState }
  /** Null: the calls of all turns. */
  | { readonly name: 'calls'; readonly turn: number | null; readonly list: ListState }
  | { readonly name: 'blocks'; readonly callId: string; readonly list: ListState }
  | { readonly name: 'text'; readonly block: BrowsedBlock; readonly top: number };

export type LevelName = Level['name'];

/** What never changes while the browser runs. */
export interface Look {
  /** Its width is not used: that of the terminal may change. */
  readonly screen: Screen;
  readonly zone: Zone;
}

export interface BrowseState {
  readonly look: Look;
  readonly columns: number;
  readonly rows: number;
  /** From the list of sessions on; never empty. */
  readonly levels: readonly Level[];
  readonly sessions: SessionsAnswer;
  /** The session that is open; null: none, or it is still being read. */
  readonly opened: BrowseAnswer | null;
  /** Of the selected call, for the details. */
  readonly call: CallAnswer | null;
  /** Of the open or selected block. */
  readonly text: { readonly block: BrowsedBlock; readonly text: BlockText } | null;
  readonly mode: 'list' | 'filter' | 'help';
  readonly isDetailOpen: boolean;
  /** First line of the details that is shown. */
  readonly detailTop: number;
  /** How often in a row the costliest was asked for. */
  readonly costliestStreak: number;
  /** Everything is to be read again. */
  readonly isReloading: boolean;
  /** The open session was read before the last reload. */
  readonly isStale: boolean;
  /** Wants that failed, by key: not to be tried again before a reload. */
  readonly failed: readonly string[];
  /** A line for the footer until the next key: what failed, or was not found. */
  readonly notice: { readonly text: string; readonly isWarning: boolean } | null;
  readonly isQuitting: boolean;
}

export const EMPTY_LIST: ListState = { order: [], cursor: 0, top: 0, sort: 'time', filter: '' };

export function levelOf(state: BrowseState): Level {
  return state.levels[state.levels.length - 1] as Level;
}

export interface BrowseStart {
  readonly look: Look;
  readonly columns: number;
  readonly rows: number;
  readonly sessions: SessionsAnswer;
  /** Null: begins with the list of sessions. */
  readonly sessionId: string | null;
}
