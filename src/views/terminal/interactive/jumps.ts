// Jumps to what stands out: the costliest row, the next rebuild, and between the calls of one turn and of
// all. Says so where there is none.
import { type BrowseState, type Level, levelOf } from './browse-state.ts';
import { callsOf, findCall, itemsOf } from './items.ts';
import { layoutOf } from './layout-of.ts';
import {
  callsLevel,
  keyAt,
  listOf,
  pop,
  push,
  rearrange,
  selectedItem,
  withList,
} from './levels.ts';
import { jumpTo } from './move-list.ts';

/** Asked again at once: the next costliest. Blocks have no cost of their own: the largest. */
export function jumpToCostliest(state: BrowseState): BrowseState {
  const list = listOf(state);
  if (list === null) return state;
  const level = levelOf(state);
  const items = itemsOf(state, level);
  const figure = level.name === 'blocks' ? 'tokens' : 'cost';
  const ranked = list.order
    .map((place, at) => ({ at, value: items[place]?.figures[figure] ?? null }))
    .filter((row): row is { at: number; value: number } => row.value !== null)
    .sort((a, b) => b.value - a.value || a.at - b.at);
  if (ranked.length === 0) return say(state, 'no row here has a price');
  const { at } = ranked[state.costliestStreak % ranked.length] as { at: number };
  return withList(state, jumpTo(list, at, layoutOf(state).listRows));
}

/** From the row selected on, over the end to the beginning. */
export function jumpToRebuild(state: BrowseState): BrowseState {
  const level = levelOf(state);
  if (level.name === 'sessions')
    return say(state, 'open a session first: its rebuilds are not read');
  if (state.opened === null) return state;
  if (state.opened.rebuilds.count === 0) {
    return say(state, 'no rebuild of the cache in this session could have been avoided');
  }
  if (level.name === 'turns') return jumpToNext(state, (key) => isRebuildKey(state, key));
  if (level.name !== 'calls') return jumpToRebuild(pop(state));
  return jumpToRebuildCall(state, level);
}

function isRebuildKey(state: BrowseState, key: string): boolean {
  return itemsOf(state, levelOf(state)).some((item) => item.key === key && item.isRebuild);
}

/** Within the list; from one turn's calls on to the turn that has the next one. */
function jumpToRebuildCall(state: BrowseState, level: Level & { name: 'calls' }): BrowseState {
  const opened = state.opened;
  if (opened === null) return state;
  if (level.turn === null || level.list.filter !== '') {
    return jumpToNext(state, (key) => isAvoidable(findCall(opened, key)));
  }
  const from = opened.calls.findIndex(({ callId }) => callId === selectedItem(state)?.key);
  const places = [...opened.calls.keys()];
  const ahead = [...places.slice(from + 1), ...places.slice(0, from + 1)];
  const call = ahead.map((place) => opened.calls[place] ?? null).find(isAvoidable);
  if (call === undefined || call === null) return state;
  return showCall(state, call.turn, call.callId);
}

function isAvoidable(call: ReturnType<typeof findCall>): boolean {
  return call !== null && call.rebuild !== null && !call.rebuild.isExpected;
}

function jumpToNext(state: BrowseState, isIt: (key: string) => boolean): BrowseState {
  const list = listOf(state);
  if (list === null) return state;
  const items = itemsOf(state, levelOf(state));
  const count = list.order.length;
  for (let step = 1; step <= count; step++) {
    const at = (list.cursor + step) % count;
    if (isIt(items[list.order[at] as number]?.key ?? '')) {
      return withList(state, jumpTo(list, at, layoutOf(state).listRows));
    }
  }
  return say(state, 'none among the rows that the filter leaves');
}

/** The same call in the other list: of its turn, or of all turns. */
export function toggleAllCalls(state: BrowseState): BrowseState {
  const level = levelOf(state);
  const { opened } = state;
  if (opened === null || level.name === 'sessions') return say(state, 'open a session first');
  if (level.name === 'turns') {
    const turn = opened.turns.find((one) => String(one.turn) === selectedItem(state)?.key);
    const first = turn === undefined ? undefined : callsOf(opened, turn.turn).calls[0];
    return push(state, callsLevel(null), first?.callId);
  }
  if (level.name !== 'calls') return toggleAllCalls(pop(state));
  const key = keyAt(state, state.levels.length - 1);
  const turn = level.turn === null ? (findCall(opened, key ?? '')?.turn ?? null) : null;
  return showCall(state, turn, key);
}

function showCall(state: BrowseState, turn: number | null, key: string | undefined): BrowseState {
  const level = levelOf(state);
  if (level.name === 'calls' && level.turn === turn) {
    const list = level.list;
    const items = itemsOf(state, level);
    const at = list.order.findIndex((place) => items[place]?.key === key);
    return at < 0 ? state : withList(state, jumpTo(list, at, layoutOf(state).listRows));
  }
  const above = pop(state);
  const turns = turn === null ? above : rearrange(above, above.levels.length - 1, String(turn));
  return push(turns, callsLevel(turn), key);
}

function say(state: BrowseState, text: string): BrowseState {
  return { ...state, notice: { text, isWarning: false } };
}
