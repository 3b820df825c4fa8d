// `telltale compare`: sessions and projects by how well they use the cache. Knows its words and flags;
// the question and the page are others'.
import { queryCompare } from '../query/compare/query-compare.ts';
import { formatJson } from '../shared/json.ts';
import { renderCompare } from '../views/terminal/compare.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, sinceOption, textOption } from './kit/option-values.ts';

const DEFAULT_LIMIT = 8;

export default defineCommand({
  name: 'compare',
  summary: 'compare sessions and projects by cache reuse and rebuilds',
  topic: 'Profiler',
  description:
    'How much was read from the cache, of all that was read from it or written to it, by session ' +
    'and project, and what avoidable rebuilds cost over a warm read. The share over all is weighted by tokens; the plain mean over ' +
    'sessions stands beside it. Sessions that cached nothing are not rated. --deep also reads the ' +
    'transcripts of the newest 50 sessions for files that were read again unchanged or never ' +
    'mentioned again; what carrying them cost is estimated. Its JSON has the kind "compare", ' +
    'format version 1.',
  options: [
    { flags: '--since <date>', summary: 'only calls since then: 2026-11-21, 7d, 2h' },
    { flags: '--limit <n>', summary: 'sessions in each list', default: DEFAULT_LIMIT },
    { flags: '--deep', summary: 'look into transcripts for repeated and dead reads too' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale compare', shows: 'all sessions' },
    { line: 'telltale compare --since 7d --deep', shows: 'the last week, with what was re-read' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options } = invocation;
    const limit = countOption('--limit', options.limit, {
      fallback: DEFAULT_LIMIT,
      command: 'telltale compare',
    });
    const context = await invocation.openLedger({
      timezone: textOption(options.timezone),
    });
    const answer = queryCompare(context, {
      sinceMs: sinceOption(options.since, context),
      limit,
      deep: options.deep === true,
    });
    invocation.out(
      options.json === true ? formatJson(answer) : renderCompare(answer, invocation.screen),
    );
    return 0;
  },
});
