// `telltale audit`: what fills a session's context. Knows its words and flags; the question and the page
// are others'.
import { resolve } from 'node:path';
import { queryAudit } from '../query/audit/query-audit.ts';
import { formatJson } from '../shared/json.ts';
import { renderAudit } from '../views/terminal/audit.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, textOption } from './kit/option-values.ts';

const DEFAULT_LIMIT = 8;

export default defineCommand({
  name: 'audit',
  summary: 'show what fills the context of a session, and what was carried for nothing',
  topic: 'Profiler',
  description:
    'What each call was sent is measured; how much of it is system prompt and tools, text, thinking, ' +
    'tool inputs and results, attachments or pictures is estimated from the transcript, fitted so that ' +
    'the parts and the unexplained rest sum to what was measured. Below it: repeated reads and ' +
    'commands, duplicates, files nothing mentions afterwards, large results and pastes, each with ' +
    'what it cost to write it once and to read it on every later call until the compaction. ' +
    '--json prints kind audit, formatVersion 1. Without an id it is the session that the command is ' +
    "run in, else this folder's newest, else the newest of all.",
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [
    { flags: '--limit <n>', summary: 'at most so many lines a table', default: DEFAULT_LIMIT },
    { flags: '--segment <n>', summary: 'only the n-th stretch between compactions, from 1' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale audit', shows: "what fills the context of this folder's newest session" },
    { line: 'telltale audit 4f2a --segment 1', shows: 'the context before its first compaction' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, json, limit, segment } = invocation.options;
    const command = 'telltale audit';
    const most = countOption('--limit', limit, { fallback: DEFAULT_LIMIT, command });
    const wanted =
      segment === undefined ? null : countOption('--segment', segment, { fallback: 1, command });
    const context = await invocation.openLedger({
      timezone: textOption(timezone),
    });
    const answer = queryAudit(context, {
      wanted: invocation.args.id,
      cwd: resolve(invocation.cwd ?? process.cwd()),
      runningSessionId: invocation.env.CLAUDE_CODE_SESSION_ID,
      limit: most,
      segment: wanted,
    });
    invocation.out(
      json === true ? formatJson(answer) : renderAudit(answer, most, invocation.screen),
    );
    return 0;
  },
});
