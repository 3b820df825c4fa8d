// `telltale quality`: how sessions went. Knows its words and flags; the questions and pages are others'.
import { queryQualityOverview } from '../query/quality/query-quality-overview.ts';
import { querySessionQuality } from '../query/quality/query-session-quality.ts';
import { findSession } from '../query/sessions/find-session.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { renderSessionQuality } from '../views/terminal/quality.ts';
import { renderQualityOverview } from '../views/terminal/quality-overview.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, textOption } from './kit/option-values.ts';

const DEFAULT_LIMIT = 20;

export default defineCommand({
  name: 'quality',
  summary: 'show how the agent did: metrics of one session, or of all against your usual',
  topic: 'Sessions',
  description:
    'Without an id: per metric what is usual in your sessions, what the recent ones have, and which ' +
    'of them stand out. With an id: every metric of that session with what it rests on, its trend ' +
    'over the last turns and where it stands among your own sessions; subagents are listed below. ' +
    'Nothing is judged before as many of your sessions have ended as the setting ' +
    'quality.baseline_sessions says (10); then thresholds are learned from these. A metric tells ' +
    'that something is unusual, not why.',
  arguments: [{ name: 'id', summary: 'session id or its beginning' }],
  options: [
    { flags: '--metric <name>', summary: 'one metric of the session, with what it counted last' },
    { flags: '--with-text', summary: 'with --metric: a piece of each text, secrets masked' },
    {
      flags: '--project <text>',
      summary: 'without an id: only projects whose path holds this text',
    },
    {
      flags: '--limit <n>',
      summary: 'without an id: the most recent so many',
      default: DEFAULT_LIMIT,
    },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale quality', shows: 'what is usual, what is recent, what stands out' },
    { line: 'telltale quality 4f2a', shows: 'one session, metric by metric' },
    {
      line: 'telltale quality 4f2a --metric stop_phrase --with-text',
      shows: 'where its last stop phrases stand',
    },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options, args } = invocation;
    const metric = textOption(options.metric);
    refuseMisplaced(args.id, metric, options);
    const limit = countOption('--limit', options.limit, {
      fallback: DEFAULT_LIMIT,
      command: 'telltale quality',
    });
    const opened = await invocation.openLedger({
      timezone: textOption(options.timezone),
      withEvents: true,
    });
    const context = { ...opened, command: 'quality' };
    if (args.id === undefined) {
      const answer = queryQualityOverview(context, { project: textOption(options.project), limit });
      print(invocation, answer, () => renderQualityOverview(answer, invocation.screen));
      return 0;
    }
    const row = findSession(context, args.id);
    const answer = querySessionQuality(context, row, {
      metric,
      withText: options.withText === true,
    });
    print(invocation, answer, () => renderSessionQuality(answer, invocation.screen));
    return 0;
  },
});

function print({ options, out }: Invocation, answer: object, render: () => string): void {
  out(options.json === true ? formatJson(answer) : render());
}

/** A flag that would do nothing is a mistake, not a wish. */
function refuseMisplaced(
  id: string | undefined,
  metric: string | undefined,
  options: Invocation['options'],
): void {
  if (id === undefined && metric !== undefined) {
    throw misplaced('--metric needs a session', 'telltale quality ID --metric NAME');
  }
  if (options.withText === true && metric === undefined) {
    throw misplaced('--with-text needs --metric', 'telltale quality ID --metric NAME --with-text');
  }
  if (id !== undefined && options.project !== undefined) {
    throw misplaced('--project is for the view without an id', 'telltale quality --project TEXT');
  }
}

function misplaced(what: string, command: string): TelltaleError {
  return new TelltaleError('usage', { what, next: `Run: ${command}` });
}
