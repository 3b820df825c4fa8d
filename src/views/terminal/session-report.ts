// The report of sessions by project, as a table. Knows columns, marks and the words of its footer; every
// value comes from the answer.
import type {
  ProjectReport,
  ReportSums,
  SessionReportAnswer,
} from '../../query/report/session-report.ts';
import { formatCount, formatInteger, formatTokens, formatUsd } from '../../shared/format.ts';
import {
  EMPTY_STEPS,
  type NextStep,
  renderHeading,
  renderNextSteps,
  renderSentences,
} from './layout.ts';
import { mark, markValue } from './marks.ts';
import type { Screen } from './screen.ts';
import { boundSentences, costText, instantWord, shellWord } from './sessions-words.ts';
import { type Cell, type Column, type Row, renderTable } from './table.ts';

export function renderSessionReport(answer: SessionReportAnswer, screen: Screen): string {
  const heading = renderHeading(headingOf(answer), `API-equivalent, ${answer.timezone}`, screen);
  const steps = renderNextSteps(nextSteps(answer), screen);
  if (answer.projects.length === 0) {
    return `${heading}\n${renderSentences([emptyReason(answer)], screen)}\n${steps}`;
  }
  const rows = [
    ...answer.projects.map((project) => rowOf(project, screen)),
    ...(answer.matchingProjects > 1 ? [totalRow(answer, screen)] : []),
  ];
  const table = renderTable(COLUMNS, rows, screen);
  return `${heading}\n${table}\n${renderSentences(notes(answer, screen), screen)}\n${steps}`;
}

const COLUMNS: readonly Column[] = [
  { header: 'PROJECT', minWidth: 12, maxWidth: 24 },
  { header: 'SESSIONS', align: 'right', priority: 4 },
  { header: 'CALLS', align: 'right', priority: 7 },
  { header: 'TOKENS', align: 'right', priority: 6 },
  { header: 'WEIGHTED', align: 'right', priority: 5 },
  { header: 'COST', align: 'right' },
  { header: 'WASTED', align: 'right', priority: 3 },
  { header: 'SAVING', align: 'right', priority: 1 },
  { header: 'ALARMS', priority: 8 },
  { header: 'HEALTH', align: 'right', priority: 2 },
  { header: 'DEAREST', priority: 9, truncate: 'never' },
];

function rowOf(report: ProjectReport, screen: Screen): Row {
  const { project, dearest } = report;
  return {
    cells: [
      project?.name ?? { text: 'no project', tone: 'dim' },
      ...sumCells(report, screen),
      [dearest.shortId, { text: ` ${formatUsd(dearest.costNanoUsd)}`, tone: 'dim' }],
    ],
  };
}

function totalRow({ totals, matchingProjects }: SessionReportAnswer, screen: Screen): Row {
  const name = formatCount(matchingProjects, 'project');
  return { kind: 'total', cells: [name, ...sumCells(totals, screen), ''] };
}

function sumCells(sums: ReportSums, screen: Screen): Cell[] {
  return [
    formatInteger(sums.sessions),
    formatInteger(sums.calls),
    formatTokens(sums.totalTokens),
    formatTokens(sums.weightedTokens),
    costText(sums, screen),
    wastedCell(sums, screen),
    savingCell(sums, screen),
    alarmCell(sums, screen),
    sums.averageHealthPercent === null ? null : formatInteger(sums.averageHealthPercent),
  ];
}

/** Measured against the usual context, which is learned: never exact, but nothing is nothing. */
function wastedCell({ tokensWasted }: ReportSums, screen: Screen): Cell {
  if (tokensWasted === null) return null;
  const text = formatTokens(tokensWasted);
  return tokensWasted === 0 ? text : markValue('estimated', text, screen);
}

/** In money; null where no session that has a saving has a price. */
function savingCell({ rotation }: ReportSums, screen: Screen): Cell {
  const { savingNanoUsd } = rotation;
  if (savingNanoUsd === null) return null;
  if (savingNanoUsd === 0) return formatUsd(0);
  return markValue('estimated', formatUsd(savingNanoUsd), screen);
}

/** `⚠ 2 ✖ 1`; empty when all is well. */
function alarmCell({ levels }: ReportSums, screen: Screen): Cell {
  const warnings = levels.warn + levels.handoff;
  return [
    warnings === 0
      ? ''
      : { text: `${mark('warn', screen)} ${formatInteger(warnings)} `, tone: 'warn' },
    levels.critical === 0
      ? ''
      : {
          text: `${mark('critical', screen)} ${formatInteger(levels.critical)}`,
          tone: 'critical',
        },
  ];
}

function headingOf({ totals, matchingProjects, projects }: SessionReportAnswer): string {
  const count = formatCount(matchingProjects, 'project');
  const shown =
    projects.length < matchingProjects ? `${formatInteger(projects.length)} of ${count}` : count;
  return `${formatCount(totals.sessions, 'session')} in ${shown}`;
}

function emptyReason({ filter, knownSessions }: SessionReportAnswer): string {
  if (knownSessions === 0) return 'The ledger holds no session yet.';
  const words = [
    filter.project === null ? null : `belongs to a project with "${filter.project}" in its path`,
    filter.sinceMs === null ? null : 'has a record since then',
  ].filter((word) => word !== null);
  return `None of the ${formatCount(knownSessions, 'session')} ${words.join(' and ')}.`;
}

function notes(answer: SessionReportAnswer, screen: Screen): string[] {
  const { totals } = answer;
  const { warn, handoff, critical, unknown } = totals.levels;
  const counts = [
    { count: warn, words: 'at warn' },
    { count: handoff, words: 'at handoff' },
    { count: critical, words: 'at critical' },
  ].filter(({ count }) => count > 0);
  const levels = [
    ...(counts.length === 0 ? ['none at warn, handoff or critical'] : []),
    ...counts.map(({ count, words }) => `${formatInteger(count)} ${words}`),
    ...(unknown > 0 ? [`${formatInteger(unknown)} without a health`] : []),
  ].join(', ');
  return [
    savingSentence(answer, screen),
    `Health is the mean of the sessions' current ones: ${levels}.`,
    'Wasted tokens were sent beyond the usual context at the start of a session. Weighted tokens: input 1, cache read 0.1, write 1.25 or 2 (1 h), output 5.',
    ...boundSentences(totals, screen),
  ];
}

function savingSentence(answer: SessionReportAnswer, screen: Screen): string {
  const { rotation } = answer.totals;
  const { sessions, unpricedSessions, savingNanoUsd, savingWeightedTokens } = rotation;
  if (sessions === 0) return 'No fresh start would have saved anything in any session.';
  const size =
    answer.fresh === null
      ? "the session's own first call"
      : `${formatTokens(answer.fresh.tokens)} tokens, your median`;
  const amount =
    savingNanoUsd === null
      ? `${formatTokens(savingWeightedTokens)} weighted tokens`
      : formatUsd(savingNanoUsd);
  const unpriced =
    unpricedSessions > 0 && savingNanoUsd !== null
      ? ` ${formatCount(unpricedSessions, 'session')} without a price ${unpricedSessions === 1 ? 'is' : 'are'} not in it.`
      : '';
  return `A fresh start at the best turn of each of ${formatCount(sessions, 'session')} would have saved ${markValue('estimated', amount, screen)}, starting with ${size}, and a handoff of ${formatInteger(answer.handoffTokens)}, the same outputs and nothing read again.${unpriced}`;
}

function nextSteps(answer: SessionReportAnswer): NextStep[] {
  if (answer.knownSessions === 0) return [...EMPTY_STEPS];
  const [first] = answer.projects;
  if (first === undefined)
    return [{ about: 'all projects', command: 'telltale report --sessions' }];
  const dearest = answer.projects
    .map((project) => project.dearest)
    .reduce((most, one) => ((one.costNanoUsd ?? 0) > (most.costNanoUsd ?? 0) ? one : most));
  const steps: NextStep[] = [
    { about: 'the dearest session', command: `telltale show ${shellWord(dearest.shortId)}` },
  ];
  if (first.project !== null) {
    const command = `telltale sessions --project ${shellWord(first.project.name)}`;
    steps.push({ about: "the dearest project's sessions", command });
  }
  const hidden = answer.matchingProjects - answer.projects.length;
  if (hidden > 0) {
    steps.push({
      about: `${formatInteger(hidden)} more projects`,
      command: `telltale report --sessions${filterFlags(answer)} --limit ${answer.matchingProjects}`,
    });
  }
  return steps;
}

/** The answer's own limits as flags, so that the next answer is about the same sessions. */
function filterFlags({ filter, timezone }: SessionReportAnswer): string {
  const { project, sinceMs } = filter;
  return [
    project === null ? '' : ` --project ${shellWord(project)}`,
    sinceMs === null ? '' : ` --since ${instantWord(sinceMs, timezone)}`,
  ].join('');
}
