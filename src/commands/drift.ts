// `telltale drift`: since when a figure differs. Knows its words and flags; the search and the page are
// others'.
import { DRIFT_DIMENSIONS, type DriftDimension } from '../query/drift/drift-answer.ts';
import { queryDrift } from '../query/drift/query-drift.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { renderDrift } from '../views/terminal/drift.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { sinceOption, textOption } from './kit/option-values.ts';

const DEFAULT_DIMENSIONS: readonly DriftDimension[] = ['version', 'model'];

export default defineCommand({
  name: 'drift',
  summary: 'find since which version or model a figure differs, with p and sample sizes',
  topic: 'Sessions',
  description:
    "Searches your own sessions for the point since when a metric differs: by Claude Code's version, " +
    'by model, or over other dimensions. Sessions are compared within the same kind of work. ' +
    'False alarms are held at 5 % for all searches of one answer together, and where nothing is ' +
    'found it says how large a change would have had to be. It tells what differs, never why. ' +
    'JSON: kind drift, formatVersion 1.',
  options: [
    { flags: '--metric <name>', summary: 'one metric only; see telltale quality for their names' },
    {
      flags: '--by <dimensions>',
      summary: `one or more of ${DRIFT_DIMENSIONS.join(', ')}`,
      default: DEFAULT_DIMENSIONS.join(','),
    },
    { flags: '--project <text>', summary: 'only projects whose path holds this text' },
    { flags: '--since <date>', summary: 'only what happened since then: 2026-11-21, 30d' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for weeks and dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale drift', shows: 'every metric, by version and by model' },
    { line: 'telltale drift --metric tool_errors --by version', shows: 'one of them' },
    { line: 'telltale drift --by week --since 90d', shows: 'over time, in the last 90 days' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options } = invocation;
    const by = dimensionsOf(textOption(options.by));
    const context = await invocation.openLedger({
      timezone: textOption(options.timezone),
      withEvents: true,
    });
    const answer = queryDrift(context, {
      metric: textOption(options.metric),
      by,
      project: textOption(options.project),
      since: textOption(options.since),
      sinceMs: sinceOption(options.since, context),
    });
    invocation.out(
      options.json === true ? formatJson(answer) : renderDrift(answer, invocation.screen),
    );
    return 0;
  },
});

function dimensionsOf(text: string | undefined): readonly DriftDimension[] {
  if (text === undefined) return DEFAULT_DIMENSIONS;
  const words = text.split(',').map((word) => word.trim());
  const known: readonly string[] = DRIFT_DIMENSIONS;
  const wrong = words.find((word) => !known.includes(word));
  if (wrong !== undefined) {
    throw new TelltaleError('usage', {
      what: `--by does not know ${JSON.stringify(wrong)}`,
      why: `there are ${known.join(', ')}`,
      next: 'telltale drift --by version,model',
    });
  }
  return [...new Set(words)] as DriftDimension[];
}
