// `telltale report`: what happened, to look back on. Knows which report its flags ask for; questions and
// pages are others'.
import { querySessionReport } from '../query/report/session-report.ts';
import { formatJson } from '../shared/json.ts';
import { renderSessionReport } from '../views/terminal/session-report.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, sinceOption, textOption } from './kit/option-values.ts';

const DEFAULT_LIMIT = 20;

export default defineCommand({
  name: 'report',
  summary: 'report on sessions by project: cost, waste, health, savings',
  topic: 'Sessions',
  description:
    'All sessions, project by project, the dearest first: calls, tokens, weighted tokens, ' +
    'API-equivalent cost, tokens wasted, the estimated saving of one fresh start per session at its ' +
    'best turn, current health and the most expensive session. The totals are over all projects, ' +
    'also those that a limit leaves out.',
  options: [
    { flags: '--sessions', summary: 'sessions by project (what is reported without a flag)' },
    { flags: '--project <text>', summary: 'only projects whose path holds this text' },
    { flags: '--since <date>', summary: 'only sessions active since then: 2026-11-21, 7d, 2h' },
    { flags: '--limit <n>', summary: 'the dearest so many projects', default: DEFAULT_LIMIT },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    {
      line: 'telltale report --sessions',
      shows: 'which projects cost most, and what a fresh start saves',
    },
    { line: 'telltale report --sessions --since 30d --json', shows: 'the last month for a script' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { options } = invocation;
    const limit = countOption('--limit', options.limit, {
      fallback: DEFAULT_LIMIT,
      command: 'telltale report --sessions',
    });
    const context = await invocation.openLedger({ timezone: textOption(options.timezone) });
    const answer = querySessionReport(context, {
      project: textOption(options.project),
      sinceMs: sinceOption(options.since, context),
      limit,
    });
    invocation.out(
      options.json === true ? formatJson(answer) : renderSessionReport(answer, invocation.screen),
    );
    return 0;
  },
});
