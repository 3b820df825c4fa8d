// Quality reports on the terminal: stacked periods, groups beside each other, two times compared. Knows
// columns and what fits; every value comes from the answer.
import type {
  CohortAnswer,
  PeriodsAnswer,
  ReportAnswer,
  ReportCell,
  ReportColumn,
  ReportPeriod,
} from '../../query/report/report-answer.ts';
import { fixed, signedPercent } from '../../shared/figure-words.ts';
import { formatCount, formatInteger } from '../../shared/format.ts';
import { modelLabel } from '../../shared/model-label.ts';
import {
  excludedWords,
  GROUP_WORDS,
  PERIOD_TITLES,
  rangeWords,
  unhealthyWords,
} from '../../shared/report-words.ts';
import { displayWidth } from '../../shared/width.ts';
import {
  EMPTY_STEPS,
  type NextStep,
  renderHeading,
  renderNextSteps,
  renderSection,
  renderSentences,
} from './layout.ts';
import { mark } from './marks.ts';
import type { Span } from './paint.ts';
import { comparisonPart } from './quality-report-comparison.ts';
import { learningSentence } from './quality-words.ts';
import type { Screen } from './screen.ts';
import { shellWord } from './sessions-words.ts';
import { type Cell, type Column, renderTable } from './table.ts';

export function renderQualityReport(answer: ReportAnswer, screen: Screen): string {
  const heading = renderHeading(headingOf(answer), answer.timezone, screen);
  const body = answer.sessions === 0 ? emptyPart(screen) : bodyOf(answer, screen);
  const notes = renderSentences(notesOf(answer), screen);
  return `${heading}\n${body}\n${notes}\n${renderNextSteps(stepsOf(answer), screen)}`;
}

function headingOf(answer: ReportAnswer): string {
  const sessions = formatCount(answer.sessions, 'session');
  const days = rangeWords(answer.days.from, answer.days.to);
  const what =
    answer.kind === 'cohort-report' ? `Quality by ${GROUP_WORDS[answer.groupBy]}` : 'Quality';
  return answer.sessions === 0 ? `${what} · ${sessions}` : `${what} · ${sessions} · ${days}`;
}

function emptyPart(screen: Screen): string {
  return renderSentences(['No session has an event in these days.'], screen);
}

function bodyOf(answer: ReportAnswer, screen: Screen): string {
  switch (answer.kind) {
    case 'report':
      return answer.periods.map((period) => periodPart(answer, period, screen)).join('\n');
    case 'cohort-report':
      return cohortPart(answer, screen);
    case 'comparison-report':
      return comparisonPart(answer, screen);
  }
}

const PERIOD_COLUMNS: readonly Column[] = [
  { header: 'METRIC', minWidth: 18, maxWidth: 30 },
  { header: 'MEAN', align: 'right' },
  { header: 'SD', align: 'right', priority: 2 },
  { header: 'MIN', align: 'right', priority: 5 },
  { header: 'MAX', align: 'right', priority: 4 },
  { header: 'N', align: 'right', priority: 3 },
  { header: 'PAST A MARK', priority: 1, truncate: 'never' },
  { header: 'UNIT', priority: 5, minWidth: 8 },
];

const MOST_SESSIONS = 3;

function periodPart(answer: PeriodsAnswer, period: ReportPeriod, screen: Screen): string {
  const { sessions, events, from, to, cells, list } = period;
  const name = PERIOD_TITLES[period.period].toUpperCase();
  const counts = `${formatCount(sessions, 'session')} · ${formatCount(events, 'event')}`;
  const full = `${name} · ${rangeWords(from, to)} · ${counts}`;
  const short = `${name} · ${rangeWords(from, to)} · ${formatCount(sessions, 'session')}`;
  const title = renderSection(displayWidth(full) + 2 <= screen.width ? full : short, screen);
  const rows = answer.columns.flatMap((column, index) => {
    const own = cells[index];
    if (own === undefined || column.detail !== null || own.withheld === 'no data') return [];
    return [{ cells: periodCells(column, own, screen) }];
  });
  if (rows.length === 0) return title;
  const worst = list.filter(({ severity }) => severity === 'warn' || severity === 'critical');
  const sentences = worst.slice(0, MOST_SESSIONS).map((session) => {
    const past = session.metrics.filter(({ severity }) => severity === session.severity);
    const said = past.map(({ metric, value }) => {
      const column = answer.columns.find((one) => one.column === metric);
      return `${column?.title ?? metric} ${fixed(value ?? 0, column?.decimals ?? 1)}`;
    });
    return `${mark(session.severity === 'warn' ? 'warn' : 'critical', screen)} ${session.shortId} ${session.project?.name ?? 'no project'}: ${said.join(', ')}`;
  });
  const more = worst.length - MOST_SESSIONS;
  const rest = more > 0 ? [`${formatInteger(more)} more past a mark`] : [];
  return `${title}${renderTable(PERIOD_COLUMNS, rows, screen)}${renderSentences([...sentences, ...rest], screen)}`;
}

function periodCells(column: ReportColumn, own: ReportCell, screen: Screen): readonly Cell[] {
  const { decimals, title, unit } = column;
  const number = (value: number | null): Cell => (value === null ? '' : fixed(value, decimals));
  if (own.mean === null) {
    return [title, { text: 'n<5', tone: 'dim' }, '', '', '', '', '', { text: unit, tone: 'dim' }];
  }
  return [
    title,
    meanCell(own, column, screen),
    number(own.sd),
    number(own.min),
    number(own.max),
    formatInteger(own.n),
    pastCell(own, screen),
    { text: unit, tone: 'dim' },
  ];
}

function meanCell(
  { mean, severity, withheld }: ReportCell,
  column: ReportColumn,
  screen: Screen,
): Cell {
  if (mean === null) return withheld === 'n<5' ? { text: 'n<5', tone: 'dim' } : null;
  const text = fixed(mean, column.decimals);
  if (severity !== 'warn' && severity !== 'critical') return text;
  return [{ text: `${mark(severity, screen)} `, tone: severity }, text];
}

function pastCell({ past }: ReportCell, screen: Screen): Cell {
  if (past === null) return { text: 'not judged', tone: 'dim' };
  const spans = (['warn', 'critical'] as const).flatMap((level): Span[] =>
    past[level] === 0 ? [] : [{ text: `${mark(level, screen)} ${past[level]} `, tone: level }],
  );
  return spans.length === 0 ? '' : spans;
}

/** Metrics down, groups across: the last ones in time, else the largest, as many as fit. */
function cohortPart(answer: CohortAnswer, screen: Screen): string {
  const { rows, groupBy, columns } = answer;
  const isTime = groupBy === 'day' || groupBy === 'week';
  const labels = rows.map(({ label }) => (groupBy === 'model' ? modelLabel(label) : label));
  const order = rows.map((_, index) => index);
  const wanted = isTime ? order.toReversed() : order;
  let room = screen.width - 24;
  const shown: number[] = [];
  for (const index of wanted) {
    room -= Math.min(MOST_LABEL, Math.max(8, displayWidth(labels[index] ?? ''))) + 2;
    if (room < 0 && shown.length > 0) break;
    shown.push(index);
  }
  shown.sort((a, b) => a - b);
  const table = renderTable(
    [
      { header: 'METRIC', minWidth: 14, maxWidth: 22 },
      ...shown.map(
        (index): Column => ({
          header: cutLabel(labels[index] ?? '', screen),
          align: 'right',
        }),
      ),
    ],
    [
      {
        kind: 'dim',
        cells: ['sessions', ...shown.map((index) => formatInteger(rows[index]?.sessions))],
      },
      ...columns.flatMap((column, at) => {
        const cells = rows.map((row) => row.cells[at]);
        const isSilent = cells.every((one) => one === undefined || one.withheld === 'no data');
        if (column.detail !== null || isSilent) return [];
        const means = shown.map((index): Cell => {
          const own = cells[index];
          return own === undefined ? null : meanCell(own, column, screen);
        });
        return [{ cells: [column.title, ...means] }];
      }),
    ],
    screen,
  );
  const hidden = rows.length - shown.length;
  const word = isTime ? `earlier ${groupBy}` : 'smaller group';
  const sentences = [
    hidden === 0 ? null : `${formatCount(hidden, word)} did not fit; --format csv or html has all.`,
    excludedWords(GROUP_WORDS[groupBy], answer.excluded),
    ...moverSentences(answer),
  ].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? table : `${table}\n${renderSentences(sentences, screen)}`;
}

const MOST_LABEL = 18;

function cutLabel(label: string, { unicode }: Screen): string {
  if (displayWidth(label) <= MOST_LABEL) return label;
  const sign = unicode ? '…' : '..';
  return `${sign}${label.slice(sign.length - MOST_LABEL)}`;
}

function moverSentences({ movers, columns }: CohortAnswer): string[] {
  if (movers.length === 0) return [];
  const said = movers.map(({ column, from, to, deltaPercent }) => {
    const own = columns.find((one) => one.column === column);
    const decimals = own?.decimals ?? 2;
    return `${own?.title ?? column} ${fixed(from, decimals)} → ${fixed(to, decimals)} (${signedPercent(deltaPercent)})`;
  });
  return [`First and last, largest differences, not tested: ${said.join(' · ')}`];
}

const MOST_CORRELATIONS = 10;

function notesOf(answer: ReportAnswer): string[] {
  const { correlations, columns } = answer;
  const title = (name: string): string =>
    columns.find(({ column }) => column === name)?.title ?? name;
  const strongest = (correlations?.found ?? []).slice(0, MOST_CORRELATIONS);
  const subagents = answer.source.subagentFiles ?? 0;
  return [
    ...(correlations === null
      ? []
      : [
          `Correlations, experimental and exploratory: ${correlations.found.length} of ${correlations.pairs} pairs have ${correlations.fewest} sessions; no statement about reasons.`,
          ...strongest.map(
            ({ a, b, r, n }) => `${title(a)} and ${title(b)}: r ${fixed(r, 2)}, n ${n}`,
          ),
        ]),
    withheldWords(answer),
    learningSentence(answer.learning),
    unhealthyWords(answer.unhealthy),
    subagents === 0 ? null : `${formatCount(subagents, 'transcript')} of subagents left out.`,
    ...answer.source.unreadable
      .slice(0, 3)
      .map(({ path, code }) => `Not readable: ${path} (${code})`),
  ].filter((note) => note !== null);
}

/** Null: everything is told. */
function withheldWords(answer: ReportAnswer): string | null {
  const { smallestGroup } = answer;
  const isWithheld = cellsOf(answer).some(({ withheld }) => withheld === 'n<5');
  return isWithheld
    ? `n<5: fewer than ${smallestGroup} sessions have this figure, so it is withheld.`
    : null;
}

function cellsOf(answer: ReportAnswer): readonly ReportCell[] {
  switch (answer.kind) {
    case 'report':
      return answer.periods.flatMap(({ cells }) => cells);
    case 'cohort-report':
      return answer.rows.flatMap(({ cells }) => cells);
    case 'comparison-report':
      return answer.rows.flatMap(({ a, b }) => [a, b]);
  }
}

function stepsOf(answer: ReportAnswer): NextStep[] {
  const { source, filter } = answer;
  const path = source.path === null ? '' : ` ${shellWord(source.path)}`;
  const project = filter.project === null ? '' : ` --project ${shellWord(filter.project)}`;
  const start = `telltale report${path}`;
  if (answer.sessions === 0) return emptySteps(answer, `${start} --group-by week${project}`);
  const page: NextStep = {
    about: 'all figures, and how they come about',
    command: `${start}${questionFlags(answer)}${project} --format markdown`,
  };
  if (answer.kind !== 'report') return [page];
  const worst = answer.periods.at(-1)?.list[0];
  return [
    { about: 'week by week', command: `${start} --group-by week${project}` },
    ...(worst === undefined || source.path !== null || worst.severity === 'ok'
      ? []
      : [
          {
            about: 'the session that stands out most',
            command: `telltale quality ${shellWord(worst.shortId)}`,
          },
        ]),
    page,
  ];
}

/** Groups without days are over all of the time. */
function emptySteps({ kind, range, source }: ReportAnswer, all: string): NextStep[] {
  const isOfAll = kind === 'cohort-report' && range.from === null && range.to === null;
  return [
    ...(isOfAll ? [] : [{ about: 'over all of the time', command: all }]),
    ...(source.path === null ? EMPTY_STEPS : []),
  ];
}

function questionFlags(answer: ReportAnswer): string {
  if (answer.kind === 'comparison-report' && answer.mode === 'periods') {
    const { a, b } = answer;
    return ` --compare-periods ${a.from}:${a.to},${b.from}:${b.to}`;
  }
  const { from, to } = answer.range;
  const days = `${from === null ? '' : ` --from ${from}`}${to === null ? '' : ` --to ${to}`}`;
  if (answer.kind === 'comparison-report') return ` --pivot-date ${answer.b.from}${days}`;
  if (answer.kind === 'cohort-report') return ` --group-by ${answer.groupBy}${days}`;
  return answer.periods.length > 1 ? '' : days;
}
