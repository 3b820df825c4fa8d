// `telltale whatif`: what real sessions would have cost under other choices. Knows its words and flags;
// the question and the page are others'.
import { resolve } from 'node:path';
import { queryWhatIf } from '../query/whatif/query-whatif.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { renderWhatIf } from '../views/terminal/whatif.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, sinceOption, textOption, tokensOption } from './kit/option-values.ts';

const DEFAULT_TOP = 6;

export default defineCommand({
  name: 'whatif',
  summary: 'replay real sessions under other choices and rank what would have saved',
  topic: 'Profiler',
  description:
    'Every call is priced again as if one thing had been otherwise: compacted or cleared at a size, ' +
    'a fresh session for each prompt, another lifetime of the cache or none, one model only, ' +
    'smaller models for subagents, messages that keep the cache warm through breaks, no tools of ' +
    'an MCP server. Each choice is replayed alone, so savings overlap and do not add up; all of ' +
    'them are estimates, and each says what it takes for granted. Without an id it is the session ' +
    "that the command is run in, else this folder's newest; --project and --since take all " +
    'sessions that were active, each as a whole. Its JSON has the kind "whatif", format version 1.',
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [
    { flags: '--project <name>', summary: 'all sessions of a project: its path or a part of it' },
    { flags: '--since <date>', summary: 'all sessions active since then: 2026-11-21, 7d, 2h' },
    { flags: '--at <tokens>', summary: 'compact and clear at this size only: 120000, 120k' },
    { flags: '--subagent-model <model>', summary: 'the model that subagents run on: haiku-4.5' },
    { flags: '--without-mcp <server>', summary: 'the MCP server whose tools are left out' },
    { flags: '--top <n>', summary: 'at most so many choices that save', default: DEFAULT_TOP },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale whatif', shows: "this folder's newest session" },
    { line: 'telltale whatif --since 30d', shows: 'what would have saved over a month' },
    { line: 'telltale whatif 4f2a --at 120k', shows: 'that session compacted at 120k' },
    { line: 'telltale whatif --project web --subagent-model haiku-4.5', shows: 'one other choice' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options, args } = invocation;
    const project = textOption(options.project);
    refuseBoth(args.id, project ?? textOption(options.since));
    const question = {
      wish: {
        wanted: args.id,
        cwd: resolve(invocation.cwd ?? process.cwd()),
        runningSessionId: invocation.env.CLAUDE_CODE_SESSION_ID,
      },
      project,
      top: countOption('--top', options.top, {
        fallback: DEFAULT_TOP,
        command: 'telltale whatif',
      }),
      atTokens: tokensOption('--at', options.at, 'telltale whatif --at 120k'),
      subagentModel: textOption(options.subagentModel),
      withoutMcp: textOption(options.withoutMcp),
    };
    const context = await invocation.openLedger({ timezone: textOption(options.timezone) });
    const answer = queryWhatIf(
      { ...context, command: 'whatif' },
      { ...question, sinceMs: sinceOption(options.since, context) },
    );
    invocation.out(
      options.json === true ? formatJson(answer) : renderWhatIf(answer, invocation.screen),
    );
    return 0;
  },
});

function refuseBoth(id: string | undefined, many: string | undefined): void {
  if (id === undefined || many === undefined) return;
  throw new TelltaleError('usage', {
    what: 'an id goes without --project and --since',
    why: 'they ask for many sessions',
    next: 'telltale whatif --since 7d',
  });
}
