// Quality over the sessions as a page: the counts, one line per metric, what stands out, what to do next.
// Knows words and order; every value comes from the answer.
import type {
  Learning,
  MetricOverview,
  QualityOverviewAnswer,
  SeverityCounts,
  Spread,
  StandingOut,
} from '../../query/quality/quality-answer.ts';
import { formatCount, formatInteger, UNKNOWN } from '../../shared/format.ts';
import {
  EMPTY_STEPS,
  type NextStep,
  renderHeading,
  renderNextSteps,
  renderSection,
  renderSentences,
} from './layout.ts';
import type { Span, Styled } from './paint.ts';
import {
  basisCell,
  learningSentence,
  noteText,
  severityText,
  thresholdText,
  valueText,
} from './quality-words.ts';
import type { Screen } from './screen.ts';
import { shellWord } from './sessions-words.ts';
import { paintSpans, prepare } from './spans.ts';
import { type Column, type Row, renderTable } from './table.ts';
import { wrapSpans } from './wrap.ts';

export function renderQualityOverview(answer: QualityOverviewAnswer, screen: Screen): string {
  const heading = renderHeading(headingOf(answer), answer.timezone, screen);
  const steps = renderNextSteps(nextSteps(answer), screen);
  const empty = emptyReason(answer);
  if (empty !== null) return `${heading}\n${renderSentences([empty], screen)}\n${steps}`;
  return [
    heading,
    '\n',
    line(countsOf(answer.severities, screen), screen),
    renderSentences(sentences(answer), screen),
    '\n',
    renderTable(
      columnsFor(screen),
      answer.metrics.map((one) => rowOf(one, screen)),
      screen,
    ),
    '\n',
    standingOut(answer.standingOut, screen),
    steps,
  ].join('');
}

function headingOf({
  measuredSessions,
  matchingSessions,
  learning,
}: QualityOverviewAnswer): string {
  const badge = isExperimental(learning) ? ' · experimental' : '';
  const all = formatCount(matchingSessions, 'session');
  const count =
    measuredSessions < matchingSessions ? `${formatInteger(measuredSessions)} of ${all}` : all;
  return `Quality · ${count}${badge}`;
}

function emptyReason(answer: QualityOverviewAnswer): string | null {
  const { knownSessions, matchingSessions, measuredSessions, filter } = answer;
  if (knownSessions === 0) return 'The ledger holds no session yet.';
  if (matchingSessions === 0)
    return `None of the ${formatCount(knownSessions, 'session')} belongs to a project with "${filter.project ?? ''}" in its path.`;
  if (measuredSessions > 0) return null;
  return `None of ${formatCount(matchingSessions, 'session')} could be measured: what happened in them stands in their transcripts only, and those were gone before they could be read for this.`;
}

function countsOf(counts: SeverityCounts, screen: Screen): Span[] {
  const parts: Span[][] = [];
  if (counts.critical > 0)
    parts.push([`${formatInteger(counts.critical)} `, severityText('critical', screen)]);
  if (counts.warn > 0) parts.push([`${formatInteger(counts.warn)} `, severityText('warn', screen)]);
  if (counts.ok > 0) parts.push([`${formatInteger(counts.ok)} ok`]);
  if (counts.unjudged > 0) parts.push([`${formatInteger(counts.unjudged)} with nothing to judge`]);
  return parts.flatMap((part, index) => (index === 0 ? part : [' · ', ...part]));
}

function sentences({
  unmeasuredSessions,
  limit,
  learning,
  tasks,
}: QualityOverviewAnswer): string[] {
  const gone =
    unmeasuredSessions === 0
      ? []
      : [
          `${formatCount(unmeasuredSessions, 'session')} of the most recent ${formatInteger(limit)} could not be measured: no transcript of it was there to be read.`,
        ];
  const labels = tasks.map(({ task, sessions }) => `${formatInteger(sessions)} ${task}`);
  const told = labels.length === 0 ? [] : [`Tasks (experimental): ${labels.join(', ')}.`];
  const usual =
    learning.wanted === 0
      ? []
      : [
          'Usual: the median of the sessions that are learned from. Recent: of the others. Warn and crit count sessions.',
        ];
  return [...gone, learningSentence(learning), ...told, ...usual];
}

function columnsFor({ plain }: Screen): readonly Column[] {
  return [
    { header: 'METRIC', truncate: 'end', minWidth: 18 },
    { header: 'USUAL', align: 'right' },
    { header: 'RECENT', align: 'right' },
    { header: 'RANGE', align: 'right', priority: 5 },
    { header: 'UNIT', priority: 3, minWidth: 10, maxWidth: 28 },
    { header: plain ? 'WARNING' : 'WARN', align: 'right' },
    { header: 'CRIT', align: 'right' },
    { header: 'WARN AT', align: 'right', priority: 2 },
    { header: 'CRIT AT', align: 'right', priority: 2 },
    { header: 'MARKS', priority: 4, truncate: 'never' },
  ];
}

function rowOf(one: MetricOverview, screen: Screen): Row {
  const { severities, baseline, recent, worse } = one;
  const isJudged = worse !== 'none';
  return {
    cells: [
      one.title,
      medianText(baseline, one),
      medianText(recent, one),
      rangeText(recent ?? baseline, one, screen),
      one.unit,
      isJudged ? countCell(severities.warn, 'warn') : '',
      isJudged ? countCell(severities.critical, 'critical') : '',
      isJudged ? thresholdText(one, 'warn', screen) : '',
      isJudged ? thresholdText(one, 'critical', screen) : '',
      isJudged ? basisCell(one.thresholds) : 'not judged',
    ],
  };
}

function countCell(count: number, tone: 'warn' | 'critical'): Styled {
  return count === 0 ? '0' : { text: formatInteger(count), tone };
}

function medianText(spread: Spread | null, words: MetricOverview): string | null {
  return spread === null ? null : valueText(spread.median, words);
}

function rangeText(spread: Spread | null, words: MetricOverview, screen: Screen): string | null {
  if (spread === null) return null;
  const joint = screen.plain ? ' to ' : screen.unicode ? UNKNOWN : '-';
  return `${valueText(spread.min, words)}${joint}${valueText(spread.max, words)}`;
}

function standingOut(list: readonly StandingOut[], screen: Screen): string {
  if (list.length === 0) return '';
  const items = list.map((one) => {
    const place = [one.project?.name ?? 'no project', one.title ?? 'Untitled session'].join(' · ');
    const task = one.task === null ? '' : ` · ${one.task}`;
    const head: Span[] = [severityText(one.severity, screen), `  ${one.shortId}  ${place}${task}`];
    const because = becauseText(one, screen);
    return (
      line(head, screen) + (because === '' ? '' : line({ text: because, tone: 'dim' }, screen, 4))
    );
  });
  return `${renderSection('STANDING OUT', screen)}${items.join('')}\n`;
}

/** Further ones are in the session's own page. */
const MOST_NOTES = 3;

function becauseText({ because }: StandingOut, screen: Screen): string {
  const hidden = because.length - MOST_NOTES;
  const notes = because.slice(0, MOST_NOTES).map((note) => noteText(note, screen));
  return [...notes, ...(hidden > 0 ? [formatCount(hidden, 'more metric')] : [])].join(' · ');
}

function isExperimental({ learningMetrics, learnedMetrics }: Learning): boolean {
  return learningMetrics > 0 && learnedMetrics === 0;
}

function line(styled: Styled, screen: Screen, indent = 2): string {
  return wrapSpans(prepare(styled, screen), screen.width - indent)
    .map((spans) => `${' '.repeat(indent)}${paintSpans(spans, screen)}\n`)
    .join('');
}

function nextSteps(answer: QualityOverviewAnswer): readonly NextStep[] {
  if (answer.knownSessions === 0) return EMPTY_STEPS;
  if (answer.matchingSessions === 0)
    return [{ about: 'all sessions', command: 'telltale quality' }];
  const [worst] = answer.standingOut;
  return [
    ...(worst === undefined
      ? [{ about: 'the newest session', command: 'telltale show' }]
      : [
          {
            about: `what stands out in ${worst.shortId}`,
            command: `telltale quality ${shellWord(worst.shortId)}`,
          },
        ]),
    { about: 'did anything change, and when', command: 'telltale drift' },
    { about: 'today, the week, the month', command: 'telltale report' },
  ];
}
