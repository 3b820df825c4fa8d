// `telltale report`: what happened, to look back on. Knows which report its flags ask for; questions and
// pages are others'.
import { resolve } from 'node:path';
import { checkTarget, writeOutput } from '../actions/output/write-output.ts';
import type { QueryContext } from '../query/context.ts';
import { ledgerSubject } from '../query/report/ledger-threads.ts';
import { pathSubject } from '../query/report/path-threads.ts';
import { queryCohorts } from '../query/report/query-cohorts.ts';
import { queryComparison } from '../query/report/query-comparison.ts';
import { queryPeriods } from '../query/report/query-periods.ts';
import { REPORT_GROUPS, type ReportAnswer } from '../query/report/report-answer.ts';
import type { ReportSubject } from '../query/report/report-question.ts';
import { querySessionReport } from '../query/report/session-report.ts';
import { formatJson } from '../shared/json.ts';
import { formatReportCsv } from '../views/report/report-csv.ts';
import { formatReportHtml } from '../views/report/report-html.ts';
import { formatReportMarkdown } from '../views/report/report-markdown.ts';
import { renderQualityReport } from '../views/terminal/quality-report.ts';
import { renderSessionReport } from '../views/terminal/session-report.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { countOption, sinceOption, textOption } from './kit/option-values.ts';
import {
  comparisonOf,
  daysOf,
  formatOf,
  groupOf,
  modeOf,
  REPORT_FORMATS,
  type ReportFormat,
  type ReportMode,
} from './kit/report-flags.ts';

const DEFAULT_LIMIT = 20;

export default defineCommand({
  name: 'report',
  summary: 'report on quality by period and group, or on cost by project with --sessions',
  topic: 'Sessions',
  description: `Without dates: today, the last 7 days and the last 30 days below each other, with each quality metric over the sessions' parts in them. Events count by their own time, so a session over midnight is in both days. --group-by puts groups beside each other, --compare-periods and --pivot-date two times, with tests. Groups of fewer than five sessions are withheld. With a path, transcripts are read where they lie and nothing is kept of them; the path may be a file, a folder or a pattern.

The exit code is 1 when too few lines of a transcript were understood for its figures to be believed.

With --sessions: all sessions, project by project, the dearest first: calls, tokens, weighted tokens, API-equivalent cost, tokens wasted, the estimated saving of one fresh start per session at its best turn, current health and the most expensive session. The totals are over all projects, also those that a limit leaves out.`,
  arguments: [
    {
      name: 'path',
      summary: 'transcripts to read instead of the ledger: file, folder or "pattern"',
    },
  ],
  options: [
    { flags: '--from <date>', summary: 'first day, such as 2026-11-01 or 30d' },
    { flags: '--to <date>', summary: 'last day, included' },
    {
      flags: '--group-by <what>',
      summary: 'groups beside each other',
      choices: [...REPORT_GROUPS],
    },
    {
      flags: '--compare-periods <periods>',
      summary: 'two periods beside each other, A:B,C:D; all four days included',
    },
    { flags: '--pivot-date <date>', summary: 'the days before it beside it and those after' },
    {
      flags: '--experimental-correlations',
      summary: 'which figures go together over at least 30 sessions; exploratory',
    },
    {
      flags: '--format <name>',
      summary: 'instead of tables for the terminal',
      choices: [...REPORT_FORMATS],
    },
    {
      flags: '--output-file <file>',
      summary: 'write this file; its name tells the format if --format does not; printed with -',
    },
    { flags: '--force', summary: 'replace the file if it is there already' },
    { flags: '--sessions', summary: 'sessions by project: cost, waste, health, savings' },
    { flags: '--project <text>', summary: 'only projects whose path holds this text' },
    {
      flags: '--since <date>',
      summary: 'with --sessions: only those active since then: 2026-11-21, 7d, 2h',
    },
    { flags: '--limit <n>', summary: 'with --sessions: the dearest so many projects, else 20' },
    { flags: '--timezone <zone>', summary: 'IANA time zone for dates' },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale report', shows: 'today, 7 days and 30 days' },
    { line: 'telltale report --group-by week --from 8w', shows: 'week by week' },
    {
      line: 'telltale report --pivot-date 2026-11-01 --output-file november.html',
      shows: 'before and after a day, as a page',
    },
    {
      line: 'telltale report --sessions',
      shows: 'which projects cost most, and what a fresh start saves',
    },
    { line: 'telltale report --sessions --since 30d --json', shows: 'the last month for a script' },
  ],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const mode = modeOf(invocation);
    return mode === 'sessions'
      ? await reportSessions(invocation)
      : await reportQuality(invocation, mode);
  },
});

async function reportQuality(
  invocation: Invocation,
  mode: Exclude<ReportMode, 'sessions'>,
): Promise<ExitCode> {
  const { options, args } = invocation;
  const cwd = resolve(invocation.cwd ?? process.cwd());
  const format = formatOf(options);
  const file = textOption(options.outputFile);
  const target = file === undefined || file === '-' ? null : resolve(cwd, file);
  const force = options.force === true;
  // Before anything is worked out: a file that cannot be written costs no time.
  if (target !== null) checkTarget(target, force);
  const word = textOption(args.path);
  const context = await invocation.openLedger({
    timezone: textOption(options.timezone),
    // Transcripts elsewhere are held against what the ledger has learned; it need not be up to date.
    ...(word === undefined ? { withEvents: true } : { skipIngest: true }),
  });
  const project = textOption(options.project);
  const subject =
    word === undefined
      ? () => ledgerSubject(context, { project })
      : () => pathSubject(context, { word, cwd, project });
  const answer = ask(context, mode, options, subject);
  const exitCode = answer.unhealthy.length > 0 ? 1 : 0;
  if (target === null || format === null) {
    invocation.out(
      format === null ? renderQualityReport(answer, invocation.screen) : RENDER[format](answer),
    );
    return exitCode;
  }
  writeOutput(target, RENDER[format](answer), force);
  invocation.out(`${file} written (${format})\n`);
  return exitCode;
}

const RENDER: Readonly<Record<ReportFormat, (answer: ReportAnswer) => string>> = {
  markdown: formatReportMarkdown,
  csv: formatReportCsv,
  json: formatJson,
  html: formatReportHtml,
};

/** Flags are read before any transcript is. */
function ask(
  context: QueryContext,
  mode: Exclude<ReportMode, 'sessions'>,
  options: Invocation['options'],
  subject: () => ReportSubject,
): ReportAnswer {
  const correlations = options.experimentalCorrelations === true;
  switch (mode) {
    case 'periods': {
      const question = { ...daysOf(options, context), correlations };
      return queryPeriods(context, subject(), question);
    }
    case 'cohorts': {
      const question = { ...daysOf(options, context), correlations, groupBy: groupOf(options) };
      return queryCohorts(context, subject(), question);
    }
    case 'comparison': {
      const question = comparisonOf(options, context);
      return queryComparison(context, subject(), question);
    }
  }
}

async function reportSessions(invocation: Invocation): Promise<ExitCode> {
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
}
