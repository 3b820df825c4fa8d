// `telltale usage`: what it cost, by day, week, month, session, project, model, branch or agent.
// Knows its flags and which view they ask for.

import { USAGE_GROUPS, USAGE_TIME_GROUPS, type UsageGroup } from '../query/usage/answer.ts';
import { queryUsage } from '../query/usage/query-usage.ts';
import type { UsageQuestion } from '../query/usage/question.ts';
import { WEEKDAYS, type Weekday } from '../shared/calendar.ts';
import { TelltaleError } from '../shared/errors.ts';
import { formatJson } from '../shared/json.ts';
import { nearestName } from '../shared/nearest.ts';
import { renderUsageCsv } from '../views/csv/usage.ts';
import { renderUsage } from '../views/terminal/usage.ts';
import { defineCommand, type ExitCode } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { textOption } from './kit/option-values.ts';

export default defineCommand({
  name: 'usage',
  summary: 'show tokens and cost by day, week, month, session and more',
  topic: 'Costs',
  description: `Every API call of your transcripts is counted once and priced at the list prices of its day, so every grouping adds up to the same totals.

With daily, weekly, monthly and session, --json and the short flags are ccusage's: a script that reads its JSON needs no other change. Costs are API-equivalent estimates; a model without a known price is listed, not counted as free.`,
  arguments: [
    { name: 'group', summary: 'what a row stands for; daily if left out', choices: USAGE_GROUPS },
  ],
  options: [
    { flags: '-s, --since <date>', summary: 'first day, such as 2026-11-21, 20261121, 7d' },
    { flags: '-u, --until <date>', summary: 'last day, included' },
    { flags: '--last <n>', summary: 'only the last n days, weeks or months, today included' },
    {
      flags: '-z, --timezone <zone>',
      summary: 'time zone in which days begin, such as Asia/Tokyo',
    },
    {
      flags: '-w, --start-of-week <day>',
      summary: 'first day of a week; the setting display.week_start if left out',
      choices: WEEKDAYS,
    },
    {
      flags: '-o, --order <order>',
      summary: 'by date, or by cost where rows are no dates; asc for dates, else desc',
      choices: ['asc', 'desc'],
    },
    { flags: '-b, --breakdown', summary: 'show the models of each row' },
    { flags: '-i, --instances', summary: 'show days, weeks or months of each project apart' },
    { flags: '-p, --project <name>', summary: 'only one project: its path or a part of it' },
    { flags: '--model <name>', summary: 'only one model: its id or a part of it' },
    {
      flags: '--prices <when>',
      summary: "prices of each call's day, or of today",
      choices: ['then', 'today'],
      default: 'then',
    },
    { flags: '-j, --json', summary: 'print the answer as one JSON document' },
    { flags: '--csv', summary: 'print rows as CSV with exact figures' },
    { flags: '-O, --offline', summary: "accepted for ccusage's sake; telltale is always offline" },
  ],
  examples: [
    { line: 'telltale usage daily --since 7d', shows: 'the last week, day by day' },
    { line: 'telltale usage monthly --breakdown', shows: 'months, with each model apart' },
    {
      line: 'telltale usage session --project web',
      shows: 'the sessions of one project, dearest first',
    },
    { line: 'telltale usage branch --project web', shows: 'what each branch of a project cost' },
    { line: 'telltale usage daily --json', shows: 'the same JSON fields as ccusage daily --json' },
  ],
  run: runUsage,
});

async function runUsage(invocation: Invocation): Promise<ExitCode> {
  const question = readQuestion(invocation);
  const { options } = invocation;
  if (options.json === true && options.csv === true) {
    throw usageError('--json and --csv cannot be combined', 'choose one of them');
  }
  const context = await invocation.openLedger({ timezone: textOption(options.timezone) });
  const answer = queryUsage(context, question);
  const breakdown = options.breakdown === true;
  if (options.json === true) invocation.out(formatJson(answer));
  else if (options.csv === true) invocation.out(renderUsageCsv(answer, { breakdown }));
  else invocation.out(renderUsage(answer, invocation.screen, { breakdown }));
  return 0;
}

function readQuestion({ args, options }: Invocation): UsageQuestion {
  const groupBy = oneOf('group', args.group ?? 'daily', USAGE_GROUPS);
  const byProject = options.instances === true;
  const last = lastOf(options.last);
  requireTimeGroup(groupBy, '--instances', '--instances', byProject);
  requireTimeGroup(groupBy, '--last', '--last 7', last !== undefined);
  if (last !== undefined && (options.since !== undefined || options.until !== undefined)) {
    throw usageError('--last cannot be combined with --since or --until', 'leave one of them out');
  }
  return {
    groupBy,
    byProject,
    last,
    since: textOption(options.since),
    until: textOption(options.until),
    project: textOption(options.project),
    model: textOption(options.model),
    order: choiceOf('--order', options.order, ['asc', 'desc']),
    prices: choiceOf('--prices', options.prices, ['then', 'today']),
    weekStart: choiceOf<Weekday>('--start-of-week', options.startOfWeek, WEEKDAYS),
  };
}

function lastOf(value: unknown): number | undefined {
  const text = textOption(value);
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw usageError(
    `--last is "${text}", not a count from 1 to 9999`,
    'for example --last 7; for dates there is --since',
  );
}

function requireTimeGroup(
  groupBy: UsageGroup,
  flag: string,
  example: string,
  isSet: boolean,
): void {
  if (!isSet || (USAGE_TIME_GROUPS as readonly string[]).includes(groupBy)) return;
  throw usageError(
    `${flag} goes with ${USAGE_TIME_GROUPS.join(', ')}, not with ${groupBy}`,
    `telltale usage daily ${example}, or --since for a period`,
  );
}

function choiceOf<T extends string>(
  flag: string,
  value: unknown,
  choices: readonly T[],
): T | undefined {
  const text = textOption(value);
  return text === undefined ? undefined : oneOf(flag, text, choices);
}

function oneOf<T extends string>(what: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  const near = choices.find((choice) => choice.startsWith(text)) ?? nearestName(text, choices);
  throw usageError(
    `${what} is "${text}", which is none of ${choices.join(', ')}`,
    near === null ? `use one of them` : `did you mean ${near}?`,
  );
}

function usageError(what: string, next: string): TelltaleError {
  return new TelltaleError('usage', { what, next });
}
