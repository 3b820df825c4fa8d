// What the screen lacks, in the order in which a person would miss it. Pure: loading it is run-loads.ts's.
import type { BrowsedBlock } from '../../../query/browse/browse-answer.ts';
import { type BrowseState, levelOf } from './browse-state.ts';
import { blockKey, blocksOf, findCall } from './items.ts';
import { selectedItem, selectedPlace } from './levels.ts';

export type Want =
  | { readonly what: 'reload'; readonly key: string }
  | {
      readonly what: 'session';
      readonly key: string;
      readonly sessionId: string;
      readonly withBlocks: boolean;
    }
  | { readonly what: 'call'; readonly key: string; readonly callId: string }
  | { readonly what: 'text'; readonly key: string; readonly block: BrowsedBlock }
  | { readonly what: 'sessions'; readonly key: string };

/** Without those that failed since the last reload. */
export function wantsOf(state: BrowseState): readonly Want[] {
  const wants = [...reload(state), ...session(state), ...text(state), ...call(state)];
  return [...wants, ...blocks(state), ...allSessions(state)].filter(
    ({ key }) => !state.failed.includes(key),
  );
}

function reload({ isReloading }: BrowseState): Want[] {
  return isReloading ? [{ what: 'reload', key: 'reload' }] : [];
}

/** The calls come first, from the ledger; their blocks have to be looked for in the transcripts. */
function session({ levels, opened, isStale }: BrowseState): Want[] {
  const [, turns] = levels;
  if (turns?.name !== 'turns') return [];
  const { sessionId } = turns;
  if (opened?.sessionId !== sessionId) return [sessionWant(sessionId, false)];
  return isStale ? [sessionWant(sessionId, true)] : [];
}

function blocks({ levels, opened }: BrowseState): Want[] {
  if (levels.length === 1 || opened?.blocks !== 'not-read') return [];
  return [sessionWant(opened.sessionId, true)];
}

function sessionWant(sessionId: string, withBlocks: boolean): Want {
  const key = `session ${sessionId} ${withBlocks ? 'blocks' : 'calls'}`;
  return { what: 'session', key, sessionId, withBlocks };
}

/** Of the text on the screen, and of what the details show. */
function text(state: BrowseState): Want[] {
  const block = blockToRead(state);
  if (block === null) return [];
  const key = blockKey(block);
  if (state.text !== null && blockKey(state.text.block) === key) return [];
  return [{ what: 'text', key: `text ${key}`, block }];
}

function blockToRead(state: BrowseState): BrowsedBlock | null {
  const level = levelOf(state);
  if (level.name === 'text') return level.block;
  const { opened, isDetailOpen } = state;
  const place = selectedPlace(state);
  if (!isDetailOpen || opened === null || place === null) return null;
  if (level.name === 'turns') return opened.turns[place]?.prompt ?? null;
  if (level.name !== 'blocks') return null;
  const of = findCall(opened, level.callId);
  return of === null ? null : (blocksOf(of)[place] ?? null);
}

function call(state: BrowseState): Want[] {
  if (!state.isDetailOpen || levelOf(state).name !== 'calls') return [];
  const callId = selectedItem(state)?.key;
  if (callId === undefined || state.call?.callId === callId) return [];
  return [{ what: 'call', key: `call ${callId}`, callId }];
}

/** The list begins with the newest, so that it is there at once. */
function allSessions({ sessions }: BrowseState): Want[] {
  const isWhole = sessions.sessions.length >= sessions.matchingSessions;
  return isWhole ? [] : [{ what: 'sessions', key: 'sessions' }];
}
