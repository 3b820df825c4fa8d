// What stands in the details beside the list, for whatever row is selected, as lines of their width. Knows
// whom to ask.
import type { Screen } from '../screen.ts';
import { blockDetail } from './block-detail.ts';
import { type BrowseState, levelOf } from './browse-state.ts';
import { callDetail } from './call-detail.ts';
import { blocksOf, callsOf, findCall } from './items.ts';
import { layoutOf } from './layout-of.ts';
import { selectedPlace } from './levels.ts';
import { sessionDetail, turnDetail } from './sum-details.ts';

/** All of them, also those below the end of the screen. Empty without details. */
export function detailLines(state: BrowseState): readonly string[] {
  const { detail } = layoutOf(state);
  const place = selectedPlace(state);
  if (detail === null || place === null) return [];
  const screen: Screen = { ...state.look.screen, width: detail.columns };
  return textOf(state, place, screen).replace(/\n+$/, '').split('\n');
}

/** How far the details can be scrolled. */
export function detailLimit(state: BrowseState): number {
  const { detail } = layoutOf(state);
  return detail === null ? 0 : Math.max(0, detailLines(state).length - detail.rows);
}

function textOf(state: BrowseState, place: number, screen: Screen): string {
  const { sessions, opened, look } = state;
  const level = levelOf(state);
  if (level.name === 'sessions') {
    const session = sessions.sessions[place];
    return session === undefined ? '' : sessionDetail(session, look.zone, screen);
  }
  if (opened === null) return '';
  switch (level.name) {
    case 'turns': {
      const turn = opened.turns[place];
      return turn === undefined ? '' : turnDetail(state, turn, screen);
    }
    case 'calls': {
      const call = callsOf(opened, level.turn).calls[place];
      if (call === undefined) return '';
      const priced = state.call?.callId === call.callId ? state.call : null;
      return callDetail(call, priced, look.zone, screen);
    }
    case 'blocks': {
      const call = findCall(opened, level.callId);
      const block = call === null ? undefined : blocksOf(call)[place];
      return block === undefined ? '' : blockDetail(state, block, screen);
    }
    case 'text':
      return '';
    default:
      return level satisfies never;
  }
}
