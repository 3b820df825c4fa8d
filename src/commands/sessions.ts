// `telltale sessions`: the list of sessions. Knows its flags; the question and the table are others'.
import { querySessions } from '../query/sessions/list-sessions.ts';
import { formatJson } from '../shared/json.ts';
import { renderSessions } from '../views/terminal/sessions.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, sinceOption, textOption } from './kit/option-values.ts';

const DEFAULT_LIMIT = 20;

export default defineCommand({
  name: 'sessions',
  summary: 'list sessions with their state, health, calls, tokens and cost',
  topic: 'Sessions',
  description:
    'The most recently active sessions of all config folders, each with its project, title, branch, ' +
    'models, calls, turns, tokens, health, quality, API-equivalent cost, state and last activity. ' +
    'Quality is the severity of its metrics against your own sessions, with the trend of the worst ' +
    'of them; see telltale quality. The state ' +
    'is what hooks tell (working, waiting for a permission, idle, ended); without hooks a session ' +
    'is active while its last record is at most 10 minutes old, and quiet after that. Calls and ' +
    'prompts that a fork or resume copied are counted for the session they came from.',
  options: [
    {
      flags: '--active',
      summary: 'only sessions in which something goes on, or that wait for you',
    },
    { flags: '--project <text>', summary: 'only projects whose path holds this text' },
    { flags: '--since <date>', summary: 'only sessions active since then: 2026-11-21, 7d, 2h' },
    { flags: '--limit <n>', summary: 'the most recent so many', default: DEFAULT_LIMIT },
    {
      flags: '--order <order>',
      summary: 'by last activity, newest (desc) or oldest (asc) first',
      choices: ['desc', 'asc'],
      default: 'desc',
    },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale sessions --active', shows: 'what is running now' },
    { line: 'telltale sessions --project web --since 7d', shows: "one project's last week" },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options } = invocation;
    const limit = countOption('--limit', options.limit, {
      fallback: DEFAULT_LIMIT,
      command: 'telltale sessions',
    });
    const context = await invocation.openLedger({
      timezone: textOption(options.timezone),
      withEvents: true,
    });
    const answer = querySessions(context, {
      activeOnly: options.active === true,
      project: textOption(options.project),
      sinceMs: sinceOption(options.since, context),
      limit,
      order: options.order === 'asc' ? 'asc' : 'desc',
    });
    invocation.out(
      options.json === true ? formatJson(answer) : renderSessions(answer, invocation.screen),
    );
    return 0;
  },
});
