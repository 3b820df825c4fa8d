// `telltale window`: the running 5-hour window, past ones, or ccusage's blocks document. Turns flags
// into a question; the answer's words are the view's.

import type { QueryContext } from '../query/context.ts';
import { queryBlocks } from '../query/window/blocks-document.ts';
import { queryWindowHistory, type WindowSelection } from '../query/window/history.ts';
import { queryWindow } from '../query/window/window.ts';
import { endsBeforeItBegins } from '../shared/bad-date.ts';
import { parseDay } from '../shared/dates.ts';
import { formatJson } from '../shared/json.ts';
import { renderWindow } from '../views/terminal/window.ts';
import { renderWindowHistory } from '../views/terminal/window-history.ts';
import { defineCommand, type ExitCode } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';
import { textOption } from './kit/option-values.ts';

export default defineCommand({
  name: 'window',
  summary: 'show the 5-hour usage window: cost, rate, what is ahead',
  topic: 'Costs',
  description:
    'Windows are reconstructed from the calls: a window starts at the hour of its first call (UTC) ' +
    'and lasts 5 hours. Where Claude Code told a reset time in a rate-limit error, that time counts. ' +
    "The plan's true limit is not published and is never guessed: what is ahead is measured against " +
    'windows that were cut off, or against the plan you configured.\n' +
    '--since, --until, --active, --recent and --order list past windows, as --history does.',
  options: [
    { flags: '--history', summary: 'list past windows and the gaps between them' },
    { flags: '--blocks', summary: "list past windows; with --json as ccusage's blocks document" },
    { flags: '-s, --since <date>', summary: 'windows that started on this day or later' },
    { flags: '-u, --until <date>', summary: 'windows that started on this day or earlier' },
    { flags: '-a, --active', summary: 'only the running window' },
    { flags: '-r, --recent', summary: 'only windows of the last 3 days' },
    { flags: '-o, --order <order>', summary: 'order by start', choices: ['asc', 'desc'] },
    { flags: '-z, --timezone <zone>', summary: 'IANA time zone for days and clock times' },
    { flags: '-j, --json', summary: 'print the answer as one JSON document' },
    { flags: '-O, --offline', summary: "accepted for ccusage's sake; telltale is always offline" },
  ],
  examples: [
    { line: 'telltale window', shows: 'the running window and the sums around it' },
    { line: 'telltale window --history --since 7d', shows: 'the windows of the last week' },
    { line: 'telltale window --blocks --json', shows: 'the document that `ccusage blocks` prints' },
  ],
  run: async ({ options, out, screen, openLedger }): Promise<ExitCode> => {
    const context = await openLedger({ timezone: textOption(options.timezone) });
    const selection = readSelection(options, context);
    if (options.blocks === true && options.json === true) {
      out(formatJson(queryBlocks(context, selection)));
      return 0;
    }
    const isList = options.history === true || options.blocks === true;
    if (isList || Object.values(selection).some((value) => value !== undefined)) {
      const answer = queryWindowHistory(context, selection);
      out(options.json === true ? formatJson(answer) : renderWindowHistory(answer, screen));
      return 0;
    }
    const answer = queryWindow(context);
    out(options.json === true ? formatJson(answer) : renderWindow(answer, screen));
    return 0;
  },
});

function readSelection(options: Invocation['options'], context: QueryContext): WindowSelection {
  const { zone } = context;
  const nowMs = context.now();
  const [sinceDay, untilDay] = [options.since, options.until].map((value) => {
    const text = textOption(value);
    return text === undefined ? undefined : parseDay(text, zone, nowMs);
  });
  if (sinceDay !== undefined && untilDay !== undefined && sinceDay > untilDay) {
    throw endsBeforeItBegins(sinceDay, untilDay);
  }
  return {
    sinceDay,
    untilDay,
    active: options.active === true ? true : undefined,
    recent: options.recent === true ? true : undefined,
    order: options.order === 'asc' || options.order === 'desc' ? options.order : undefined,
  };
}
