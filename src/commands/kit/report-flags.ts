// What the flags of `telltale report` ask for, and which of them exclude each other. Knows words and days;
// asks nothing.
import { extname } from 'node:path';
import type { QueryContext } from '../../query/context.ts';
import { REPORT_GROUPS, type ReportGroup } from '../../query/report/report-answer.ts';
import type { AskedDays, ComparisonQuestion, DayPair } from '../../query/report/report-question.ts';
import { parseDay } from '../../shared/dates.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { quoteWord } from '../../shared/shell-words.ts';
import type { Invocation } from './invocation.ts';
import { textOption } from './option-values.ts';

export const REPORT_FORMATS = ['markdown', 'csv', 'json', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export type ReportMode = 'sessions' | 'periods' | 'cohorts' | 'comparison';

type Options = Invocation['options'];

/** Flags of the other report; with them `--sessions` is meant. */
const OF_SESSIONS = ['--since', '--limit'] as const;

const OF_QUALITY = [
  ['--from', 'from'],
  ['--to', 'to'],
  ['--group-by', 'groupBy'],
  ['--compare-periods', 'comparePeriods'],
  ['--pivot-date', 'pivotDate'],
  ['--experimental-correlations', 'experimentalCorrelations'],
  ['--format', 'format'],
  ['--output-file', 'outputFile'],
  ['--force', 'force'],
] as const;

/** Before anything is opened. @throws TelltaleError `usage` */
export function modeOf({ args, options }: Pick<Invocation, 'args' | 'options'>): ReportMode {
  if (options.sessions === true) {
    refuse(args.path !== undefined, 'a path does not go with --sessions', 'telltale report PATH');
    for (const [flag, name] of OF_QUALITY) {
      refuse(options[name] !== undefined, `${flag} does not go with --sessions`, 'telltale report');
    }
    return 'sessions';
  }
  for (const flag of OF_SESSIONS) {
    const isSet = options[flag.slice(2)] !== undefined;
    refuse(isSet, `${flag} goes with --sessions only`, nextWithout(flag, options));
  }
  const chosen = [
    ['--group-by', options.groupBy],
    ['--compare-periods', options.comparePeriods],
    ['--pivot-date', options.pivotDate],
  ].filter(([, value]) => value !== undefined);
  const [first, second] = chosen.map(([flag]) => String(flag));
  refuse(
    second !== undefined,
    `${first} and ${second} exclude each other`,
    'leave one of them out',
  );
  const isPeriods = options.comparePeriods !== undefined;
  const hasDays = options.from !== undefined || options.to !== undefined;
  refuse(
    isPeriods && hasDays,
    '--compare-periods names its own days: --from and --to do not go with it',
    'leave --from and --to out',
  );
  const isComparison = isPeriods || options.pivotDate !== undefined;
  const wantsCorrelations = options.experimentalCorrelations === true;
  refuse(
    wantsCorrelations && isComparison,
    '--experimental-correlations does not go with a comparison of two times',
    'use it with --group-by, with --from, or alone',
  );
  refuse(
    options.force === true && options.outputFile === undefined,
    '--force goes with --output-file only',
    'telltale report --output-file report.html --force',
  );
  if (isComparison) return 'comparison';
  return options.groupBy === undefined ? 'periods' : 'cohorts';
}

function nextWithout(flag: string, options: Options): string {
  if (flag === '--limit') return 'telltale report --sessions --limit 20';
  return `telltale report --from ${quoteWord(String(options.since))}`;
}

/** Null: for the terminal. @throws TelltaleError `usage` */
export function formatOf(options: Options): ReportFormat | null {
  const named = textOption(options.format);
  refuse(
    options.json === true && named !== undefined && named !== 'json',
    `--json and --format ${named} exclude each other`,
    'leave one of them out',
  );
  const file = textOption(options.outputFile);
  const format =
    options.json === true
      ? 'json'
      : (named ?? (file === undefined || file === '-' ? null : formatOfFile(file)));
  if (format === null) return null;
  const known = REPORT_FORMATS.find((one) => one === format);
  if (known === undefined) {
    throw new TelltaleError('usage', {
      what: `--format is "${format}"`,
      why: `it is one of ${REPORT_FORMATS.join(', ')}`,
      next: 'telltale report --format markdown',
    });
  }
  refuse(
    known === 'csv' && options.experimentalCorrelations === true,
    'CSV holds one table and has no room for --experimental-correlations',
    'use --format json, markdown or html',
  );
  return known;
}

const FORMAT_OF_END: Readonly<Record<string, ReportFormat>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.csv': 'csv',
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
};

function formatOfFile(file: string): ReportFormat {
  const format = FORMAT_OF_END[extname(file).toLowerCase()];
  if (format !== undefined) return format;
  throw new TelltaleError('usage', {
    what: `the name ${file} does not tell in which format it is to be written`,
    why: `names end in ${Object.keys(FORMAT_OF_END).join(', ')}, or --format says it`,
    next: 'telltale report --output-file report.html',
  });
}

/** @throws TelltaleError `usage` */
export function groupOf(options: Options): ReportGroup {
  const word = textOption(options.groupBy);
  const group = REPORT_GROUPS.find((one) => one === word?.replaceAll('-', '_'));
  if (group !== undefined) return group;
  throw new TelltaleError('usage', {
    what: `--group-by is "${word ?? ''}"`,
    why: `it is one of ${REPORT_GROUPS.join(', ')}`,
    next: 'telltale report --group-by week',
  });
}

/** Both included. @throws TelltaleError `bad-date` */
export function daysOf(options: Options, context: QueryContext): AskedDays {
  const [from, to] = [dayOf(options.from, context), dayOf(options.to, context)];
  if (from !== undefined && to !== undefined && from > to)
    throw backwards('--from', from, '--to', to);
  return { from, to };
}

/** @throws TelltaleError `bad-date` or `usage` */
export function comparisonOf(options: Options, context: QueryContext): ComparisonQuestion {
  const periods = textOption(options.comparePeriods);
  if (periods !== undefined) return { mode: 'periods', ...readPeriods(periods, context) };
  const days = daysOf(options, context);
  const pivot = dayOf(options.pivotDate, context) as string;
  const isOutside = (days.from !== undefined && pivot <= days.from) || (days.to ?? pivot) < pivot;
  if (isOutside) {
    throw new TelltaleError('bad-date', {
      what: `--pivot-date ${pivot} is not within the days asked for`,
      next: 'use a day after --from and at the latest --to',
    });
  }
  return { mode: 'pivot', pivot, ...days };
}

function readPeriods(
  text: string,
  context: QueryContext,
): { readonly a: DayPair; readonly b: DayPair } {
  const words = text.split(',').map((period) => period.split(':'));
  const [a, b] = words;
  const isComplete =
    words.length === 2 &&
    words.every((days) => days.length === 2 && days.every((day) => day !== ''));
  if (!isComplete || a === undefined || b === undefined) {
    throw new TelltaleError('usage', {
      what: `--compare-periods got "${text}"`,
      why: 'it takes two periods of two days each, both days included: A:B,C:D',
      next: 'telltale report --compare-periods 2026-10-01:2026-10-31,2026-11-01:2026-11-21',
    });
  }
  const pairs = { a: pairOf(a, context), b: pairOf(b, context) };
  const isApart = pairs.a.to < pairs.b.from || pairs.b.to < pairs.a.from;
  refuse(
    !isApart,
    'the periods of --compare-periods share days',
    'name periods that do not overlap',
  );
  return pairs;
}

function pairOf(words: readonly string[], { zone, now }: QueryContext): DayPair {
  const [from = '', to = ''] = words.map((word) => parseDay(word, zone, now()));
  if (from > to) throw backwards('the period', from, 'its end', to);
  return { from, to };
}

function dayOf(value: unknown, { zone, now }: QueryContext): string | undefined {
  const text = textOption(value);
  return text === undefined ? undefined : parseDay(text, zone, now());
}

function backwards(start: string, from: string, end: string, to: string): TelltaleError {
  return new TelltaleError('bad-date', {
    what: `${start} ${from} is later than ${end} ${to}`,
    next: `put ${to} first`,
  });
}

function refuse(isWrong: boolean, what: string, next: string): void {
  if (isWrong) throw new TelltaleError('usage', { what, next });
}
