// The browser as a function: what it was and what happened → what it is. Pure; loading and drawing are done
// by others on what it says.
import type { BlockText, BrowseAnswer, BrowsedBlock } from '../../../query/browse/browse-answer.ts';
import type { CallAnswer } from '../../../query/call/call-answer.ts';
import type { SessionsAnswer } from '../../../query/sessions/list-sessions.ts';
import { type BrowseStart, type BrowseState, EMPTY_LIST, type Level } from './browse-state.ts';
import { findCall } from './items.ts';
import { keyAt, pop, rearrange, refit } from './levels.ts';
import { pressKey } from './press-key.ts';
import { fitText } from './text-lines.ts';

export type Action =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly type: 'sessions'; readonly answer: SessionsAnswer }
  | { readonly type: 'session'; readonly answer: BrowseAnswer }
  | { readonly type: 'call'; readonly answer: CallAnswer }
  | { readonly type: 'text'; readonly block: BrowsedBlock; readonly text: BlockText }
  | { readonly type: 'failed'; readonly want: string; readonly words: string };

export function startBrowsing(start: BrowseStart): BrowseState {
  const { look, columns, rows, sessions, sessionId } = start;
  const top: Level = { name: 'sessions', list: EMPTY_LIST };
  const levels: Level[] =
    sessionId === null ? [top] : [top, { name: 'turns', sessionId, list: EMPTY_LIST }];
  const state: BrowseState = {
    look,
    columns,
    rows,
    levels,
    sessions,
    opened: null,
    call: null,
    text: null,
    mode: 'list',
    isDetailOpen: false,
    detailTop: 0,
    costliestStreak: 0,
    isReloading: false,
    isStale: false,
    failed: [],
    notice: null,
    isQuitting: false,
  };
  return rearrange(state, 0, sessionId ?? undefined);
}

export function reduce(state: BrowseState, action: Action): BrowseState {
  switch (action.type) {
    case 'key':
      return pressKey(state, action.key);
    case 'resize':
      return fitText(refit({ ...state, columns: action.columns, rows: action.rows }));
    case 'sessions':
      return takeSessions(state, action.answer);
    case 'session':
      return takeSession(state, action.answer);
    case 'call':
      return { ...state, call: action.answer };
    case 'text':
      return fitText({ ...state, text: { block: action.block, text: action.text } });
    case 'failed':
      return fail(state, action.want, action.words);
    default:
      return action satisfies never;
  }
}

function takeSessions(state: BrowseState, sessions: SessionsAnswer): BrowseState {
  const key = keyAt(state, 0);
  const isStale = state.isReloading && state.opened !== null;
  return rearrange({ ...state, sessions, isReloading: false, isStale }, 0, key);
}

/** What a person has gone away from meanwhile is not shown. */
function takeSession(state: BrowseState, opened: BrowseAnswer): BrowseState {
  const [, turns] = state.levels;
  if (turns?.name !== 'turns' || turns.sessionId !== opened.sessionId) return state;
  const keys = state.levels.map((_level, depth) => keyAt(state, depth));
  let next: BrowseState = { ...state, opened, isStale: false };
  const lost = next.levels.findIndex(
    (level) => level.name === 'blocks' && findCall(opened, level.callId) === null,
  );
  if (lost >= 0) next = { ...next, levels: next.levels.slice(0, lost) };
  for (let depth = 1; depth < next.levels.length; depth++) {
    next = rearrange(next, depth, keys[depth]);
  }
  return next;
}

/** A session that cannot be read is left again. */
function fail(state: BrowseState, want: string, words: string): BrowseState {
  const failed = [...state.failed, want];
  const next = {
    ...state,
    failed,
    isReloading: false,
    isStale: false,
    notice: { text: words, isWarning: true },
  };
  return want.startsWith('session') && state.opened === null ? pop(next) : next;
}
