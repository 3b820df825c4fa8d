// What a key does to the browser: in the list, while a filter is typed, and on the help screen. Knows the
// commands; which key is which is keys.ts's.
import { type BrowseState, EMPTY_LIST, type ListState, levelOf } from './browse-state.ts';
import { detailLimit } from './detail-lines.ts';
import { blocksOf, findCall, SORTS_OF } from './items.ts';
import { jumpToCostliest, jumpToRebuild, toggleAllCalls } from './jumps.ts';
import { type Command, commandOf } from './keys.ts';
import { layoutOf } from './layout-of.ts';
import {
  callsLevel,
  keyAt,
  listOf,
  pop,
  push,
  rearrange,
  refit,
  selectedItem,
  selectedPlace,
  withList,
} from './levels.ts';
import { moveTo } from './move-list.ts';
import { scrollText } from './text-lines.ts';

export function pressKey(before: BrowseState, key: string): BrowseState {
  const state = before.notice === null ? before : { ...before, notice: null };
  if (key === 'ctrl-c') return { ...state, isQuitting: true };
  if (state.mode === 'filter') return typeFilter(state, key);
  const command = commandOf(key);
  if (state.mode === 'help') {
    return command === 'quit' ? { ...state, isQuitting: true } : { ...state, mode: 'list' };
  }
  const next = command === undefined ? state : obey(state, command);
  const costliestStreak = command === 'costliest' ? state.costliestStreak + 1 : 0;
  return next.costliestStreak === costliestStreak ? next : { ...next, costliestStreak };
}

function obey(state: BrowseState, command: Command): BrowseState {
  switch (command) {
    case 'open':
      return open(state);
    case 'back':
      return back(state);
    case 'filter':
      return listOf(state) === null ? state : { ...state, mode: 'filter' };
    case 'sort':
      return nextSort(state);
    case 'costliest':
      return jumpToCostliest(state);
    case 'rebuild':
      return jumpToRebuild(state);
    case 'all':
      return toggleAllCalls(state);
    case 'detail':
      return refit({ ...state, isDetailOpen: !state.isDetailOpen, detailTop: 0 });
    case 'detail-down':
      return scrollDetail(state, 1);
    case 'detail-up':
      return scrollDetail(state, -1);
    case 'reload':
      return { ...state, isReloading: true, failed: [], call: null, text: null };
    case 'help':
      return { ...state, mode: 'help' };
    case 'quit':
      return { ...state, isQuitting: true };
    case 'redraw':
      return state;
    default:
      return move(state, command);
  }
}

type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

function move(state: BrowseState, command: Move): BrowseState {
  const list = listOf(state);
  const { listRows, bodyRows } = layoutOf(state);
  const page = Math.max(1, (list === null ? bodyRows : listRows) - 1);
  const far = Number.MAX_SAFE_INTEGER;
  const steps: Readonly<Record<Move, number>> = {
    up: -1,
    down: 1,
    'page-up': -page,
    'page-down': page,
    first: -far,
    last: far,
  };
  if (list === null) return scrollText(state, steps[command]);
  return withList(state, moveTo(list, list.cursor + steps[command], listRows));
}

function open(state: BrowseState): BrowseState {
  const level = levelOf(state);
  const item = selectedItem(state);
  if (item === null) return state;
  switch (level.name) {
    case 'sessions': {
      const isSame = state.opened?.sessionId === item.key;
      const opened = isSame ? state.opened : null;
      return push({ ...state, opened }, { name: 'turns', sessionId: item.key, list: EMPTY_LIST });
    }
    case 'turns':
      return push(state, callsLevel(Number(item.key)));
    case 'calls':
      return push(state, { name: 'blocks', callId: item.key, list: EMPTY_LIST });
    case 'blocks': {
      const call = state.opened === null ? null : findCall(state.opened, level.callId);
      const block = call === null ? undefined : blocksOf(call)[selectedPlace(state) ?? -1];
      return block === undefined ? state : push(state, { name: 'text', block, top: 0 });
    }
    case 'text':
      return state;
    default:
      return level satisfies never;
  }
}

function back(state: BrowseState): BrowseState {
  const list = listOf(state);
  if (list === null || list.filter === '') return pop(state);
  return withFilter(state, '');
}

function nextSort(state: BrowseState): BrowseState {
  const list = listOf(state);
  if (list === null) return state;
  const sorts = SORTS_OF[levelOf(state).name];
  const sort = sorts[(sorts.indexOf(list.sort) + 1) % sorts.length] ?? 'time';
  // The first of the new order is what was asked for, not where the row of before went.
  return arrange(state, { ...list, sort, cursor: 0, top: 0 }, undefined);
}

function arrange(state: BrowseState, list: ListState, key: string | undefined): BrowseState {
  return rearrange(withList(state, list), state.levels.length - 1, key);
}

function withFilter(state: BrowseState, filter: string): BrowseState {
  const list = listOf(state);
  if (list === null) return state;
  return arrange(state, { ...list, filter }, keyAt(state, state.levels.length - 1));
}

function typeFilter(state: BrowseState, key: string): BrowseState {
  const filter = listOf(state)?.filter ?? '';
  switch (key) {
    case 'enter':
      return { ...state, mode: 'list' };
    case 'escape':
      return withFilter({ ...state, mode: 'list' }, '');
    case 'backspace':
      // Nothing left to take away: the filter is given up.
      if (filter === '') return { ...state, mode: 'list' };
      return withFilter(state, [...filter].slice(0, -1).join(''));
    case 'ctrl-u':
      return withFilter(state, '');
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
      return move(state, key);
    default:
      return [...key].length === 1 ? withFilter(state, filter + key) : state;
  }
}

/** By half of what is shown of them. */
function scrollDetail(state: BrowseState, direction: 1 | -1): BrowseState {
  const { detail } = layoutOf(state);
  if (detail === null) return state;
  const step = Math.max(1, Math.floor(detail.rows / 2));
  const top = state.detailTop + direction * step;
  return { ...state, detailTop: Math.max(0, Math.min(top, detailLimit(state))) };
}
