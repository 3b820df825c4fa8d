// `telltale explain`: what in a session was avoidable. Knows its words and flags; the question and the
// page are others'.
import { resolve } from 'node:path';
import { queryExplain } from '../query/explain/query-explain.ts';
import { formatJson } from '../shared/json.ts';
import { renderExplain } from '../views/terminal/explain.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, textOption } from './kit/option-values.ts';

const DEFAULT_TOP = 5;

export default defineCommand({
  name: 'explain',
  summary: 'rank the avoidable costs of a session, each with its evidence and its fix',
  topic: 'Profiler',
  description:
    'Measured is what a lost cache cost over a warm read: idle, a switch of model, effort or fast ' +
    'mode, an upgrade, changed tools, a resume, or nothing seen. Estimated is what content cost ' +
    'that need not have been in the context: written once, read on every later call until the ' +
    'compaction. Nothing is counted twice. Each finding is the sum of shares of calls that ' +
    'telltale call takes; --json lists them to the nano-dollar (kind explain, formatVersion 1). ' +
    "Without an id it is the session that the command is run in, else this folder's newest, else " +
    'the newest of all.',
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [
    { flags: '--top <n>', summary: 'at most so many findings', default: DEFAULT_TOP },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale explain', shows: "what in this folder's newest session was avoidable" },
    { line: 'telltale explain 4f2a --top 20', shows: 'more of that session' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, json, top } = invocation.options;
    const most = countOption('--top', top, { fallback: DEFAULT_TOP, command: 'telltale explain' });
    const context = await invocation.openLedger({
      timezone: textOption(timezone),
    });
    const wish = {
      wanted: invocation.args.id,
      cwd: resolve(invocation.cwd ?? process.cwd()),
      runningSessionId: invocation.env.CLAUDE_CODE_SESSION_ID,
    };
    const answer = queryExplain(context, wish, most);
    invocation.out(json === true ? formatJson(answer) : renderExplain(answer, invocation.screen));
    return 0;
  },
});
