// The way from all sessions to one text: changing the list on the screen, going down a level and back. Knows
// no keys.
import {
  type BrowseState,
  EMPTY_LIST,
  type Level,
  type ListState,
  levelOf,
} from './browse-state.ts';
import { type Item, itemsOf } from './items.ts';
import { layoutOf } from './layout-of.ts';
import { jumpTo } from './move-list.ts';
import { orderItems } from './order-items.ts';

/** Null on a text. */
export function listOf(state: BrowseState): ListState | null {
  const level = levelOf(state);
  return level.name === 'text' ? null : level.list;
}

export function selectedPlace(state: BrowseState): number | null {
  const list = listOf(state);
  return list?.order[list.cursor] ?? null;
}

export function selectedItem(state: BrowseState): Item | null {
  const place = selectedPlace(state);
  return place === null ? null : (itemsOf(state, levelOf(state))[place] ?? null);
}

/** With another list on the screen; what the details show begins at its top again. */
export function withList(state: BrowseState, list: ListState): BrowseState {
  const level = levelOf(state);
  if (level.name === 'text' || level.list === list) return state;
  return { ...withLevel(state, { ...level, list }), detailTop: 0 };
}

export function withLevel(state: BrowseState, level: Level): BrowseState {
  return { ...state, levels: [...state.levels.slice(0, -1), level] };
}

/** One level further down, with the row selected that has this key, else the first. */
export function push(state: BrowseState, level: Level, key?: string): BrowseState {
  const pushed = { ...state, levels: [...state.levels, level], detailTop: 0 };
  return rearrange(pushed, pushed.levels.length - 1, key);
}

export function pop(state: BrowseState): BrowseState {
  if (state.levels.length === 1) return state;
  return refit({ ...state, levels: state.levels.slice(0, -1), detailTop: 0 });
}

/** Filters and sorts a level's list anew and selects the row with this key, else the nearest to before. */
export function rearrange(state: BrowseState, depth: number, key: string | undefined): BrowseState {
  const level = state.levels[depth];
  if (level === undefined || level.name === 'text') return state;
  const items = itemsOf(state, level);
  const order = orderItems(items, level.list);
  const found = key === undefined ? -1 : order.findIndex((place) => items[place]?.key === key);
  const cursor = found >= 0 ? found : level.list.cursor;
  const list = jumpTo({ ...level.list, order }, cursor, layoutOf(state).listRows);
  return { ...state, levels: state.levels.with(depth, { ...level, list }) };
}

/** The key of the row that is selected at a level. */
export function keyAt(state: BrowseState, depth: number): string | undefined {
  const level = state.levels[depth];
  if (level === undefined || level.name === 'text') return undefined;
  return itemsOf(state, level)[level.list.order[level.list.cursor] ?? -1]?.key;
}

/** After the screen, or what else stands on it, has changed its size. */
export function refit(state: BrowseState): BrowseState {
  const list = listOf(state);
  if (list === null) return state;
  const level = levelOf(state) as Exclude<Level, { name: 'text' }>;
  const fitted = jumpTo(list, list.cursor, layoutOf(state).listRows);
  return fitted === list ? state : withLevel(state, { ...level, list: fitted });
}

/** Calls of one turn, or of all, as a level. */
export function callsLevel(turn: number | null): Level {
  return { name: 'calls', turn, list: EMPTY_LIST };
}
