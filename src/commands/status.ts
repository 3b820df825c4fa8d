// `telltale status`: how a session stands. Knows its words and flags; the question and the page are
// others'.
import { resolve } from 'node:path';
import { loadSettings } from '../config/load-settings.ts';
import { metricFacts } from '../query/quality/metric-facts.ts';
import { queryStatus } from '../query/status/query-status.ts';
import { formatJson } from '../shared/json.ts';
import { thisPlace } from '../shared/paths.ts';
import { renderStatus } from '../views/terminal/status.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'status',
  summary: 'show how healthy a session is, and why',
  topic: 'Sessions',
  description:
    'Health is 0 to 100 %: how far a session has outgrown what is usual, what a call costs beside a ' +
    'fresh one, and how full the window is; the worst of the three counts. It is measured per call ' +
    'on the main chain since the last compaction. Without an id it is the session that the command ' +
    "is run in, else this folder's newest, else the newest of all. The exit code is 1 when the " +
    'session is critical, else 0. What a fresh start would have saved is estimated.',
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [
    { flags: '--explain', summary: 'every input, each formula with its numbers, each threshold' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale status', shows: "how this folder's newest session stands" },
    {
      line: 'telltale status 4f2a --explain',
      shows: 'where each figure of that session comes from',
    },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { timezone, json, explain } = invocation.options;
    const context = await invocation.openLedger({
      timezone: typeof timezone === 'string' ? timezone : undefined,
    });
    const place = thisPlace(invocation.env);
    const { values } = await loadSettings({ ...place, metrics: metricFacts() });
    const wish = {
      wanted: invocation.args.id,
      cwd: resolve(invocation.cwd ?? process.cwd()),
      runningSessionId: invocation.env.CLAUDE_CODE_SESSION_ID,
    };
    const answer = queryStatus(context, wish, values);
    invocation.out(
      json === true
        ? formatJson(answer)
        : renderStatus(answer, { explain: explain === true }, invocation.screen),
    );
    return answer.health.level === 'critical' ? 1 : 0;
  },
});
