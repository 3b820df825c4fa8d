// The browser without a terminal: states made by keys on real answers, and the screen that they give.
import { render } from 'ink-testing-library';
import { createElement } from 'react';
import { readText } from '../../../../src/query/browse/read-text.ts';
import { queryCall } from '../../../../src/query/call/show-call.ts';
import { openZone } from '../../../../src/shared/zone.ts';
import type { BrowseState } from '../../../../src/views/terminal/interactive/browse-state.ts';
import { Browser } from '../../../../src/views/terminal/interactive/browser.tsx';
import { loadWant } from '../../../../src/views/terminal/interactive/load-want.ts';
import type { BrowseLoaders } from '../../../../src/views/terminal/interactive/loaders.ts';
import { reduce, startBrowsing } from '../../../../src/views/terminal/interactive/reduce.ts';
import { wantsOf } from '../../../../src/views/terminal/interactive/wants-of.ts';
import type { Screen } from '../../../../src/views/terminal/screen.ts';
import type { BrowseLab } from '../../../query/browse/browse-lab.ts';

export const COLORLESS: Screen = {
  width: 80,
  color: false,
  unicode: true,
  plain: false,
  interactive: true,
};

export interface StartWords {
  readonly columns?: number;
  readonly rows?: number;
  readonly screen?: Screen;
  readonly sessionId?: string | null;
  readonly limit?: number;
}

export function start(lab: BrowseLab, words: StartWords = {}): BrowseState {
  const { columns = 80, rows = 24, screen = COLORLESS, sessionId = null, limit } = words;
  return startBrowsing({
    look: { screen, zone: openZone('UTC') },
    columns,
    rows,
    sessions: lab.sessions(limit),
    sessionId,
  });
}

export function loadersOf(lab: BrowseLab): BrowseLoaders {
  return {
    listSessions: async () => lab.sessions(),
    openSession: async (sessionId, { withBlocks }) => lab.browse(sessionId, withBlocks),
    readCall: async (callId) => queryCall(lab.context, callId),
    readText: async (answer, block) => readText(answer, block),
    refresh: async () => {
      await lab.lab.ingest();
    },
  };
}

/** Loads until the screen lacks nothing. */
export async function settle(state: BrowseState, loaders: BrowseLoaders): Promise<BrowseState> {
  let settled = state;
  for (let round = 0; round < 20; round++) {
    const [want] = wantsOf(settled);
    if (want === undefined) return settled;
    const action = await loadWant(want, settled, loaders);
    if (action !== null) settled = reduce(settled, action);
  }
  throw new Error('it never has enough');
}

/** Keys by name, each after what the one before it asked for was loaded. */
export async function press(
  state: BrowseState,
  loaders: BrowseLoaders,
  ...keys: readonly string[]
): Promise<BrowseState> {
  let pressed = await settle(state, loaders);
  for (const key of keys) pressed = await settle(reduce(pressed, { type: 'key', key }), loaders);
  return pressed;
}

/** What stands on the screen, line by line, without blanks at the ends. */
export function frameOf(state: BrowseState): string[] {
  const app = render(createElement(Browser, { state }));
  Object.defineProperty(app.stdout, 'columns', { get: () => state.columns });
  app.rerender(createElement(Browser, { state: { ...state } }));
  const frame = app.lastFrame() ?? '';
  app.unmount();
  return frame.split('\n').map((line) => line.trimEnd());
}
