// `telltale digest`: a stretch of time in one page. Knows its words and flags; the question and the page
// are others'.
import { queryDigest } from '../query/digest/query-digest.ts';
import { formatJson } from '../shared/json.ts';
import { renderDigest } from '../views/terminal/digest.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { sinceOption, textOption } from './kit/option-values.ts';

export default defineCommand({
  name: 'digest',
  summary: 'show what today cost, where it went, and what stands out',
  topic: 'Profiler',
  description:
    'Sums of a stretch of time (calls, turns, sessions, cost, tokens, what came from the cache), the ' +
    'sessions by cost, the dearest calls, the biggest cache writes, the longest silences within a ' +
    'session with what became of the cache, and what cache rebuilds cost by cause. What stands out ' +
    'is said with the figure and a command that shows more; where nothing does, it says so. Without ' +
    '--since it is today, so that its sums are those of the overview and of telltale usage daily. ' +
    'Its JSON has the kind "digest", format version 1.',
  options: [
    { flags: '--since <date>', summary: 'from then on: 90s, 30m, 2h, 1d, 2026-11-21' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale digest', shows: 'today' },
    { line: 'telltale digest --since 2h', shows: 'the last two hours' },
    { line: 'telltale digest --since 7d --json', shows: 'a week, for a script' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options } = invocation;
    const context = await invocation.openLedger({
      timezone: textOption(options.timezone),
    });
    const answer = queryDigest(context, {
      sinceMs: sinceOption(options.since, context),
    });
    invocation.out(
      options.json === true ? formatJson(answer) : renderDigest(answer, invocation.screen),
    );
    return 0;
  },
});
