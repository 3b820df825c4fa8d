// A quality report as a page: what it is about, its figures, how they come about, and what the metrics are.
// Knows the order and the words; Markdown and HTML are made from it.
import type {
  PeriodsAnswer,
  ReportAnswer,
  ReportCell,
  ReportColumn,
  ReportFrame,
} from '../../query/report/report-answer.ts';
import { fixed } from '../../shared/figure-words.ts';
import { formatCount, formatInteger, UNKNOWN } from '../../shared/format.ts';
import {
  CORRELATION_NOTE,
  GROUP_WORDS,
  METHODOLOGY,
  PERIOD_TITLES,
  provenanceWords,
  rangeWords,
  SAMPLE_SIZES,
  unhealthyWords,
} from '../../shared/report-words.ts';
import { openZone } from '../../shared/zone.ts';
import { cohortSections } from './cohort-page.ts';
import { comparisonSections } from './comparison-page.ts';
import { cell, dim, type Page, type PageBlock, type PageSection, text } from './page.ts';
import { CELL_COLUMNS, cellsOf, pastCell } from './report-cells.ts';

export function pageOf(answer: ReportAnswer): Page {
  const zone = openZone(answer.timezone);
  const { source, filter } = answer;
  return {
    title: titleOf(answer),
    facts: [
      ['days', `${rangeWords(answer.days.from, answer.days.to)}`],
      ['time zone', answer.timezone],
      ['sessions', formatInteger(answer.sessions)],
      ['events', formatInteger(answer.events)],
      ['from', source.kind === 'ledger' ? 'the ledger' : `transcripts at ${source.path}`],
      ...(filter.project === null ? [] : [['project', filter.project] as const]),
      ['made', zone.dateTime(answer.generatedAtMs)],
    ],
    notes: [
      answer.sessions === 0 ? 'No session has anything in these days.' : null,
      learningNote(answer),
      unhealthyWords(answer.unhealthy),
      ...sourceNotes(answer),
    ].filter((note) => note !== null),
    sections: [
      ...figureSections(answer),
      ...correlationSection(answer),
      { title: 'Methodology', level: 2, blocks: METHODOLOGY.map(text) },
      ...appendix(answer),
    ],
  };
}

function titleOf(answer: ReportAnswer): string {
  if (answer.kind === 'report') return 'Quality of sessions';
  if (answer.kind === 'cohort-report') return `Quality by ${GROUP_WORDS[answer.groupBy]}`;
  return `Quality: ${answer.a.label} beside ${answer.b.label}`;
}

function figureSections(answer: ReportAnswer): readonly PageSection[] {
  switch (answer.kind) {
    case 'report':
      return answer.periods.flatMap((period) => periodSections(answer, period));
    case 'cohort-report':
      return cohortSections(answer);
    case 'comparison-report':
      return comparisonSections(answer);
  }
}

function periodSections(
  answer: PeriodsAnswer,
  period: PeriodsAnswer['periods'][number],
): PageSection[] {
  const { sessions, events, from, to, cells, list } = period;
  const title = `${PERIOD_TITLES[period.period]}: ${rangeWords(from, to)}`;
  const counts = text(`Sessions: ${formatInteger(sessions)}. Events: ${formatInteger(events)}.`);
  if (sessions === 0) return [{ title, level: 2, blocks: [counts] }];
  const zone = openZone(answer.timezone);
  const judged = answer.metrics.filter(({ worse }) => worse !== 'none');
  return [
    { title, level: 2, blocks: [counts, ...figureTable(answer, cells)] },
    {
      title: `Sessions of ${PERIOD_TITLES[period.period].toLowerCase()}`,
      level: 3,
      blocks: [
        {
          kind: 'table',
          columns: [
            { header: 'session' },
            { header: 'project' },
            { header: 'last event' },
            { header: 'severity' },
            ...judged.map((metric) => ({ header: metric.title, isNumber: true })),
          ],
          rows: list.map((session) => [
            cell(session.shortId),
            session.project === null ? dim(UNKNOWN) : cell(session.project.name),
            cell(session.lastAtMs === null ? UNKNOWN : zone.dateTime(session.lastAtMs)),
            { text: session.severity ?? UNKNOWN, severity: session.severity },
            ...judged.map(({ metric, decimals }) => {
              const own = session.metrics.find((one) => one.metric === metric);
              if (own === undefined || own.value === null) return dim(UNKNOWN);
              return { text: fixed(own.value, decimals), severity: own.severity };
            }),
          ]),
        },
      ],
    },
  ];
}

/** One row per figure; those without any data are named below. */
export function figureTable(
  { columns, metrics }: ReportFrame,
  cells: readonly ReportCell[],
): PageBlock[] {
  const rows = columns.flatMap((column, index) => {
    const own = cells[index];
    return own === undefined || own.withheld === 'no data' ? [] : [{ column, own }];
  });
  const silent = columns.filter((_, index) => cells[index]?.withheld === 'no data');
  const missing = silent.filter(({ detail }) => detail === null).map(({ title }) => title);
  return [
    {
      kind: 'table',
      columns: [
        { header: 'figure' },
        ...CELL_COLUMNS,
        { header: 'unit' },
        { header: 'sessions past a mark' },
      ],
      rows: rows.map(({ column, own }) => [
        cell(column.title),
        ...cellsOf(own, column),
        cell(column.unit),
        isJudged(column, metrics) ? pastCell(own) : dim('not judged'),
      ]),
    },
    ...(missing.length === 0 ? [] : [text(`No data: ${missing.join(', ')}.`)]),
  ];
}

function isJudged({ detail, metric }: ReportColumn, metrics: ReportFrame['metrics']): boolean {
  return detail === null && metrics.some((one) => one.metric === metric && one.worse !== 'none');
}

function correlationSection({ correlations, columns }: ReportFrame): PageSection[] {
  if (correlations === null) return [];
  const titleOfColumn = (name: string): string =>
    columns.find(({ column }) => column === name)?.title ?? name;
  const { found, pairs, fewest } = correlations;
  const blocks: PageBlock[] =
    found.length === 0
      ? [
          text(
            `None of ${pairs} pairs has ${fewest} sessions with both figures and a spread in each.`,
          ),
        ]
      : [
          text(`Of ${pairs} pairs ${found.length} could be looked at; the strongest first.`),
          {
            kind: 'table',
            columns: [
              { header: 'one figure' },
              { header: 'the other' },
              { header: 'r', isNumber: true },
              { header: 'n', isNumber: true },
            ],
            rows: found.map(({ a, b, r, n }) => [
              cell(titleOfColumn(a)),
              cell(titleOfColumn(b)),
              cell(fixed(r, 3)),
              cell(formatInteger(n)),
            ]),
          },
        ];
  return [
    { title: 'Correlations (experimental)', level: 2, blocks: [text(CORRELATION_NOTE), ...blocks] },
  ];
}

function appendix({ metrics }: ReportFrame): PageSection[] {
  return [
    {
      title: 'Appendix: thresholds',
      level: 2,
      blocks: [
        {
          kind: 'table',
          columns: [
            { header: 'metric' },
            { header: 'trouble lies' },
            { header: 'warn', isNumber: true },
            { header: 'critical', isNumber: true },
            { header: 'where they come from' },
          ],
          rows: metrics.map(({ title, worse, thresholds, decimals }) => [
            cell(title),
            cell(worse === 'none' ? 'nowhere' : worse),
            thresholds === null ? dim(UNKNOWN) : cell(fixed(thresholds.warn, decimals + 1)),
            thresholds === null ? dim(UNKNOWN) : cell(fixed(thresholds.critical, decimals + 1)),
            cell(provenanceWords(thresholds)),
          ]),
        },
      ],
    },
    {
      title: 'Appendix: metrics',
      level: 2,
      blocks: [
        {
          kind: 'table',
          columns: [
            { header: 'metric' },
            { header: 'what it tells' },
            { header: 'unit' },
            { header: 'above the line' },
            { header: 'below the line' },
            { header: 'warm-up' },
          ],
          rows: metrics.map((metric) => [
            cell(metric.title),
            cell(metric.summary),
            cell(metric.unit),
            cell(metric.numeratorOf),
            cell(metric.denominatorOf),
            metric.warmUp === '' ? dim('none') : cell(metric.warmUp),
          ]),
        },
      ],
    },
    {
      title: 'Appendix: how many sessions',
      level: 2,
      blocks: [
        {
          kind: 'table',
          columns: [{ header: 'sessions' }, { header: 'what the figures are good for' }],
          rows: SAMPLE_SIZES.map(([size, use]) => [cell(size), cell(use)]),
        },
      ],
    },
  ];
}

function learningNote({ learning }: ReportFrame): string | null {
  const { wanted, learningMetrics, seen } = learning;
  if (learningMetrics === 0 || seen === null) return null;
  return `Experimental: ${formatCount(learningMetrics, 'metric')} still learning what is usual (the least ${seen} of ${wanted} sessions); nothing is judged by these yet.`;
}

function sourceNotes({ source }: ReportFrame): string[] {
  const { subagentFiles, unreadable } = source;
  const [first] = unreadable;
  return [
    subagentFiles === null || subagentFiles === 0
      ? null
      : `Transcripts of subagents that were left out: ${formatInteger(subagentFiles)}.`,
    first === undefined
      ? null
      : `Not readable: ${first.path} (${first.code})${unreadable.length > 1 ? ` and ${unreadable.length - 1} more` : ''}.`,
  ].filter((note) => note !== null);
}
