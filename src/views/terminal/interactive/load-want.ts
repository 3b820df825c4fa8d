// Loads one thing that the screen lacks and says what came of it. Knows which loader gives what.
import { stripControl } from '../../../shared/sanitize.ts';
import type { BrowseState } from './browse-state.ts';
import type { BrowseLoaders } from './loaders.ts';
import type { Action } from './reduce.ts';
import type { Want } from './wants-of.ts';

/** Null: what it was for has gone from the screen. Never throws. */
export async function loadWant(
  want: Want,
  state: BrowseState,
  loaders: BrowseLoaders,
): Promise<Action | null> {
  try {
    return await load(want, state, loaders);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { type: 'failed', want: want.key, words: stripControl(words) };
  }
}

async function load(
  want: Want,
  { opened }: BrowseState,
  loaders: BrowseLoaders,
): Promise<Action | null> {
  switch (want.what) {
    case 'reload':
      await loaders.refresh();
      return { type: 'sessions', answer: await loaders.listSessions() };
    case 'sessions':
      return { type: 'sessions', answer: await loaders.listSessions() };
    case 'session': {
      const { sessionId, withBlocks } = want;
      return { type: 'session', answer: await loaders.openSession(sessionId, { withBlocks }) };
    }
    case 'call':
      return { type: 'call', answer: await loaders.readCall(want.callId) };
    case 'text': {
      if (opened === null) return null;
      return { type: 'text', block: want.block, text: await loaders.readText(opened, want.block) };
    }
    default:
      return want satisfies never;
  }
}
