// `telltale browse`: the interactive browser. Knows its words, its flags and which question each of its
// screens is; the screens are a module of their own, loaded here and nowhere else.
import { browseSession } from '../query/browse/browse-session.ts';
import { readText } from '../query/browse/read-text.ts';
import { queryCall } from '../query/call/show-call.ts';
import type { QueryContext } from '../query/context.ts';
import { findSession } from '../query/sessions/find-session.ts';
import { querySessions, type SessionsAnswer } from '../query/sessions/list-sessions.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import type { BrowseLoaders } from '../views/terminal/interactive/loaders.ts';
import type { openBrowser } from '../views/terminal/interactive/open-browser.tsx';
import { renderSessions } from '../views/terminal/sessions.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation, Terminal } from './kit/invocation.ts';

/** As many as the first screen can need; the others follow while it is looked at. */
const FIRST_SESSIONS = 100;

export default defineCommand({
  name: 'browse',
  summary: 'browse sessions, turns, calls and blocks in the terminal',
  topic: 'Profiler',
  description:
    'A full-screen browser: from all sessions into one, its turns, their calls, and the blocks that ' +
    'each call was sent and answered with, down to their text. Filter, sort, and jump to what cost ' +
    'most or to the next rebuild of the cache; ? shows the keys. Texts are read from the transcripts ' +
    'when they are looked at, with secrets masked. Costs are API-equivalent. With an id it begins ' +
    'within that session. With --json nothing is opened: one session, the newest without an id, is ' +
    'printed with its turns, calls and blocks (kind browse, formatVersion 1).',
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [{ flags: '--timezone <zone>', summary: 'IANA time zone for dates' }, JSON_OPTION],
  examples: [
    { line: 'telltale browse', shows: 'all sessions, the newest first' },
    { line: 'telltale browse 4f2a', shows: 'the turns of one session' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, json } = invocation.options;
    const zone = { timezone: typeof timezone === 'string' ? timezone : undefined };
    const { id } = invocation.args;
    if (json === true) {
      const answer = browseSession(await invocation.openLedger(zone), id, { withBlocks: true });
      invocation.out(formatJson(answer));
      return 0;
    }
    const terminal = requireTerminal(invocation);
    const context = await invocation.openLedger(zone);
    const sessions = listSessions(context, FIRST_SESSIONS);
    if (sessions.knownSessions === 0) {
      invocation.out(renderSessions(sessions, invocation.screen));
      return 0;
    }
    const sessionId = id === undefined ? null : findSession(context, id).sessionId;
    const browse = await loadBrowser();
    const { signal } = await browse({
      look: { screen: invocation.screen, zone: context.zone },
      sessions,
      sessionId,
      loaders: loadersOf(invocation, context),
      streams: terminal,
    });
    if (signal !== null) terminal.endBy(signal);
    return 0;
  },
});

function requireTerminal({ terminal, env }: Invocation): Terminal {
  if (terminal !== undefined && env.TERM !== 'dumb') return terminal;
  throw new TelltaleError('no-terminal', {
    what:
      terminal === undefined
        ? 'telltale browse fills a terminal, and its input or output is none'
        : 'telltale browse moves the cursor, and this terminal cannot (TERM=dumb)',
    next: 'For the same as text: telltale sessions\n  one session as JSON: telltale browse --json',
  });
}

/** Beside the built command; ES modules are loaded by URL, whatever the command itself is. */
async function loadBrowser(): Promise<typeof openBrowser> {
  const url = new URL('./interactive.mjs', import.meta.url);
  const part = (await import(/* @vite-ignore */ url.href)) as {
    readonly openBrowser: typeof openBrowser;
  };
  return part.openBrowser;
}

function loadersOf(invocation: Invocation, context: QueryContext): BrowseLoaders {
  return {
    listSessions: async () => listSessions(context, Number.MAX_SAFE_INTEGER),
    openSession: async (sessionId, options) => browseSession(context, sessionId, options),
    readCall: async (callId) => queryCall(context, callId),
    readText: async (answer, block) => readText(answer, block),
    refresh: async () => {
      await invocation.ingest({ force: false });
    },
  };
}

function listSessions(context: QueryContext, limit: number): SessionsAnswer {
  return querySessions(context, { limit, order: 'desc' });
}
