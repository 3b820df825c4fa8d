// `telltale handoff`: writes the handoff of a session. Knows its words and flags; what stands in one is
// the query's and the view's, where it goes is the action's.
import { resolve } from 'node:path';
import { composeHandoff, makeHandoff } from '../actions/handoff/make-handoff.ts';
import { findSessionHere } from '../query/sessions/find-session-here.ts';
import { formatJson } from '../shared/json.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';
import { renderHandoffMade } from '../views/terminal/handoffs.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'handoff',
  summary: 'write what the next session must know to continue this one',
  topic: 'In the session',
  description:
    "Markdown of at most about 2,500 tokens, made from the session's transcript without any model: " +
    'goal, rules and decisions in your own words, files, tests and tasks, git, what failed, next ' +
    "steps. Without an id it is for this folder's newest session. It goes into telltale's state " +
    'folder (or handoff.folder), one file per session; a file that you have edited is never ' +
    'overwritten. With hooks installed the next session of the folder is given it by itself.',
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [
    {
      flags: '-o, --output <file>',
      summary: 'write only this new file and leave nothing for the next session; - prints',
    },
    { flags: '--print', summary: 'print the text too' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale handoff', shows: "the handoff of this folder's newest session" },
    {
      line: 'telltale handoff 4f2a -o notes.md',
      shows: 'the same for one session, as a file of yours',
    },
    { line: 'telltale handoff -o -', shows: 'the text only; nothing is written' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, json, print, output } = invocation.options;
    const cwd = resolve(invocation.cwd ?? process.cwd());
    const context = await invocation.openLedger({
      timezone: typeof timezone === 'string' ? timezone : undefined,
    });
    const row = findSessionHere(context, {
      wanted: invocation.args.id,
      cwd,
      runningSessionId: invocation.env.CLAUDE_CODE_SESSION_ID,
    });
    const { answer, text } =
      output === '-'
        ? composeHandoff(context, row.id)
        : makeHandoff(context, row.id, {
            reason: 'request',
            nowMs: context.now(),
            stateDir: telltalePaths(thisPlace(invocation.env)).stateDir,
            ...(typeof output === 'string' ? { outFile: resolve(cwd, output) } : {}),
          });
    if (json === true) invocation.out(formatJson(answer));
    else if (output === '-') invocation.out(text);
    else {
      invocation.out(renderHandoffMade(answer, invocation.screen));
      if (print === true) invocation.out(`\n${text}`);
    }
    return 0;
  },
});
