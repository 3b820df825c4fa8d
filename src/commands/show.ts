// `telltale show`: one session. Knows its words and flags; the question and the page are others'.
import { querySession } from '../query/sessions/show-session.ts';
import { formatJson } from '../shared/json.ts';
import { renderSession } from '../views/terminal/show.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'show',
  summary: 'show one session: state, cost, tokens, context, health, quality, files',
  topic: 'Sessions',
  description:
    'Everything the ledger knows of one session, the most recently active without an id. An id may ' +
    'be cut to any length; when several sessions begin with it, they are listed to choose from. ' +
    "Costs are API-equivalent. Claude Code's own total, where it wrote one, is shown beside ours. " +
    'What a fresh start would have saved is estimated; --json says what is assumed.',
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [{ flags: '--timezone <zone>', summary: 'IANA time zone for dates' }, JSON_OPTION],
  examples: [
    { line: 'telltale show', shows: 'the most recently active session' },
    { line: 'telltale show 4f2a', shows: 'the session whose id begins with 4f2a' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, json } = invocation.options;
    const context = await invocation.openLedger({
      timezone: typeof timezone === 'string' ? timezone : undefined,
      withEvents: true,
    });
    const answer = querySession(context, invocation.args.id);
    invocation.out(json === true ? formatJson(answer) : renderSession(answer, invocation.screen));
    return 0;
  },
});
