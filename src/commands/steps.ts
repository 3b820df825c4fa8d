// `telltale steps`: the last calls, one line each. Knows its words and flags; the question and the table
// are others'.
import { querySteps } from '../query/steps/query-steps.ts';
import { formatJson } from '../shared/json.ts';
import { renderSteps } from '../views/terminal/steps.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, sinceOption, textOption } from './kit/option-values.ts';

const DEFAULT_LIMIT = 20;

export default defineCommand({
  name: 'steps',
  summary: 'show the last calls one by one: tokens, cost, gaps, cache rebuilds',
  topic: 'Profiler',
  description:
    'A feed with one line for each API call, over all sessions or of one, the newest last: so it ' +
    'reads as things happened, the gap before a call stands under the call before it, and what is ' +
    'newest is next to the prompt. Each call has its own usage as the transcript tells it. A call ' +
    'from $0.25 on is marked as a warning, from $1 on as critical. The time at the API stands in no ' +
    'transcript: it is shown where the status line of telltale ran before and after the call. Its ' +
    'JSON has the kind "steps", format version 1.',
  arguments: [{ name: 'id', summary: 'session id or its beginning; without one all sessions' }],
  options: [
    { flags: '--limit <n>', summary: 'the newest so many calls', default: DEFAULT_LIMIT },
    { flags: '--since <date>', summary: 'only calls since then: 90s, 30m, 2h, 1d, 2026-11-21' },
    {
      flags: '--order <order>',
      summary: 'newest last (asc) or first (desc)',
      choices: ['asc', 'desc'],
      default: 'asc',
    },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale steps', shows: 'the last 20 calls of all sessions' },
    { line: 'telltale steps 4f2a --limit 200', shows: 'the last 200 of one session' },
    { line: 'telltale steps --since 30m --json', shows: 'the last half hour, for a script' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options, args } = invocation;
    const limit = countOption('--limit', options.limit, {
      fallback: DEFAULT_LIMIT,
      command: 'telltale steps',
    });
    const context = await invocation.openLedger({
      timezone: textOption(options.timezone),
    });
    const answer = querySteps(context, {
      wanted: args.id,
      sinceMs: sinceOption(options.since, context),
      limit,
      order: options.order === 'desc' ? 'desc' : 'asc',
    });
    invocation.out(
      options.json === true ? formatJson(answer) : renderSteps(answer, invocation.screen),
    );
    return 0;
  },
});
