// `telltale cache`: where the cached prefix collapsed. Knows its words and flags; the question, the page
// and the bundle are others'.
import { resolve } from 'node:path';
import { writeOutput } from '../actions/output/write-output.ts';
import { makeEvidenceBundle } from '../query/cache/evidence-bundle.ts';
import { queryCache } from '../query/cache/query-cache.ts';
import { formatJson } from '../shared/json.ts';
import { renderCache } from '../views/terminal/cache.ts';
import { renderEvidenceWritten } from '../views/terminal/cache-events.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { sinceOption, textOption } from './kit/option-values.ts';

const GROUPINGS = ['cause', 'project', 'day', 'version'] as const;
const DEFAULT_SINCE = '30d';

export default defineCommand({
  name: 'cache',
  summary: 'show where the cache was rebuilt, what had changed, and its price',
  topic: 'Profiler',
  description:
    'Claude Code sends the whole context with every call, and nearly all of it is read from a cache ' +
    'at a tenth of the price. Where that prefix was not read although the call before had it, it is ' +
    'written again: a collapse. Each is listed with what had changed between the two calls (idle ' +
    'past the lifetime in use, another model, effort, version, tools, a compaction, nothing known) ' +
    'and priced at its excess over a warm read. Without an id all sessions of the last 30 days are ' +
    "summed up. --evidence writes the collapses with the API's ids and token counts for a bug " +
    'report, without prompts, paths or names. Its JSON has the kind "cache", format version 1.',
  arguments: [{ name: 'id', summary: 'session id or its beginning; without one all sessions' }],
  options: [
    { flags: '--since <date>', summary: 'only calls since then: 2026-11-21, 7d, 2h' },
    {
      flags: '--by <grouping>',
      summary: 'how the sums are grouped',
      choices: [...GROUPINGS],
      default: 'cause',
    },
    { flags: '--evidence <file>', summary: 'write a bundle for a bug report; - prints it' },
    { flags: '--force', summary: 'replace the file of --evidence' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale cache', shows: 'the last 30 days by cause' },
    { line: 'telltale cache 4f2a', shows: 'the collapses of one session' },
    { line: 'telltale cache --by version --since 7d', shows: "one week by Claude Code's version" },
    { line: 'telltale cache 4f2a --evidence cache.json', shows: 'what to attach to a report' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options, args } = invocation;
    const context = await invocation.openLedger({
      timezone: textOption(options.timezone),
    });
    const usual = args.id === undefined ? DEFAULT_SINCE : undefined;
    const answer = queryCache(context, {
      wanted: args.id,
      sinceMs: sinceOption(options.since ?? usual, context),
    });
    if (typeof options.evidence === 'string') {
      const bundle = makeEvidenceBundle(context, answer);
      if (options.evidence === '-') invocation.out(formatJson(bundle));
      else {
        const path = resolve(invocation.cwd ?? process.cwd(), options.evidence);
        writeOutput(path, formatJson(bundle), options.force === true);
        invocation.out(renderEvidenceWritten(path, bundle, invocation.screen));
      }
      return 0;
    }
    const by = GROUPINGS.find((grouping) => grouping === options.by) ?? 'cause';
    invocation.out(
      options.json === true ? formatJson(answer) : renderCache(answer, by, invocation.screen),
    );
    return 0;
  },
});
