// `telltale guard`: secrets and risky actions in transcripts. Knows its words and flags, and which findings
// make --strict fail.
import type { GuardAnswer } from '../query/guard/guard-answer.ts';
import { queryGuard } from '../query/guard/query-guard.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { thisPlace } from '../shared/paths.ts';
import { renderGuard } from '../views/terminal/guard.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, sinceOption, textOption } from './kit/option-values.ts';

const DEFAULT_LIMIT = 20;

export default defineCommand({
  name: 'guard',
  topic: 'Profiler',
  summary: 'find secrets, dangerous commands and untrusted text in transcripts',
  description:
    'Reads the transcripts of a session, subagents too, and lists secrets in prompts, tool calls and ' +
    'results, reads of files with credentials, dangerous commands (each command of a line by itself), ' +
    'and commands soon after text from outside. The newest session without an id. No secret is shown: ' +
    'a finding has a length and, for keys made by machines, the start of a hash. With --strict the ' +
    'exit code is 1 when there is a finding of medium or high severity, and 2 when no transcript is ' +
    'left to look at; low ones are context and never fail. JSON: kind guard, formatVersion 1.',
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [
    { flags: '--all', summary: 'all sessions' },
    {
      flags: '--since <date>',
      summary: 'only what is younger: 2026-11-21, 7d, 2h; in all sessions',
    },
    { flags: '--strict', summary: 'exit code 1 when a finding is medium or high' },
    { flags: '--mcp', summary: 'also list MCP servers, called or configured' },
    { flags: '--limit <n>', summary: 'the gravest so many findings', default: DEFAULT_LIMIT },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale guard', shows: 'what the newest session did that is worth a look' },
    { line: 'telltale guard --since 7d --strict', shows: 'a check of the last week for a script' },
    { line: 'telltale guard 4f2a --mcp', shows: 'one session, with the MCP servers it could use' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options, args } = invocation;
    const limit = countOption('--limit', options.limit, {
      fallback: DEFAULT_LIMIT,
      command: 'telltale guard',
    });
    const all = options.all === true;
    if (all && args.id !== undefined) throw bothAsked(args.id);
    const context = await invocation.openLedger({ timezone: textOption(options.timezone) });
    const question = {
      wanted: args.id,
      all,
      sinceMs: sinceOption(options.since, context),
      mcp: options.mcp === true,
      limit,
    };
    const answer = queryGuard(context, question, thisPlace(invocation.env));
    invocation.out(
      options.json === true ? formatJson(answer) : renderGuard(answer, invocation.screen),
    );
    return options.strict === true ? strictCode(answer) : 0;
  },
});

/** Nobody can vouch for what is gone: a check that looked at nothing has failed. */
function strictCode({ sums, coverage, scope }: GuardAnswer): ExitCode {
  if (sums.high + sums.medium > 0) return 1;
  return scope.sessions > 0 && coverage.transcripts === 0 ? 2 : 0;
}

function bothAsked(id: string): TelltaleError {
  return new TelltaleError('usage', {
    what: '--all was given together with a session id',
    why: 'it means all sessions',
    next: `telltale guard ${/^[\w-]{1,64}$/.test(id) ? id : '--all'}`,
  });
}
