// The list of sessions as a table. Knows columns, marks and the next commands; every value comes
// from the answer.

import type { ListedSession, SessionsAnswer } from '../../query/sessions/list-sessions.ts';
import { formatAge, formatCount, formatInteger, formatTokens } from '../../shared/format.ts';
import { healthCell, stateCell, stateMark } from './condition-words.ts';
import { EMPTY_STEPS, type NextStep, renderHeading, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns } from './marks.ts';
import { qualityCell, qualityHeader, worstCell } from './quality-words.ts';
import type { Screen } from './screen.ts';
import { boundSentences, costText, instantWord, modelLabels, shellWord } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';

export function renderSessions(answer: SessionsAnswer, screen: Screen): string {
  const heading = renderHeading(headingOf(answer), `API-equivalent, ${answer.timezone}`, screen);
  const steps = renderNextSteps(nextSteps(answer), screen);
  if (answer.sessions.length === 0) {
    const lines = wrapText(adaptSigns(emptyReason(answer), screen), screen.width - 2);
    return `${heading}\n${lines.map((line) => `  ${line}\n`).join('')}\n${steps}`;
  }
  const facts = {
    nowMs: answer.generatedAtMs,
    isMeasured: answer.sessions.some(({ quality }) => quality.reason === null),
  };
  const rows = answer.sessions.map((session) => rowOf(session, facts, screen));
  const table = renderTable(columnsFor(screen, facts.isMeasured), rows, screen);
  return `${heading}\n${table}\n${notes(answer, screen)}${steps}`;
}

/** From this width on, both models of a session are named. */
const WIDTH_FOR_MODELS = 140;

/** A title is what a person knows a session by: figures give way before it is cut short. */
function columnsFor(screen: Screen, isMeasured: boolean): readonly Column[] {
  const { width, plain } = screen;
  const leastTitle = plain || width < 72 ? 14 : width < 100 ? 20 : 24;
  return [
    { header: '', truncate: 'never' },
    { header: 'ID', truncate: 'middle', minWidth: 8, maxWidth: 13 },
    { header: 'PROJECT', priority: 3, minWidth: 8, maxWidth: 20 },
    { header: 'TITLE', minWidth: leastTitle, maxWidth: 48 },
    { header: 'BRANCH', priority: 9, minWidth: 8, maxWidth: 18 },
    { header: 'MODEL', priority: 6, minWidth: 16, maxWidth: 22 },
    { header: 'CALLS', align: 'right', priority: 7 },
    { header: 'TURNS', align: 'right', priority: 8 },
    { header: 'TOKENS', align: 'right', priority: 5 },
    { header: 'HEALTH', align: 'right', priority: 2 },
    { header: isMeasured ? qualityHeader(screen) : '', priority: 3, truncate: 'never' },
    { header: isMeasured ? 'WORST' : '', priority: 10, minWidth: 20, maxWidth: 28 },
    { header: 'COST', align: 'right' },
    { header: 'STATE', priority: plain ? 0 : 1, minWidth: 10, maxWidth: 20 },
    { header: 'LAST', align: 'right', priority: 3 },
  ];
}

/** Where no session could be measured, nothing is said of it in every line. */
function rowOf(
  session: ListedSession,
  { nowMs, isMeasured }: { readonly nowMs: number; readonly isMeasured: boolean },
  screen: Screen,
): Row {
  return {
    cells: [
      stateMark(session.activity, screen),
      session.shortId,
      session.project?.name ?? null,
      session.title,
      session.branch,
      session.models.length === 0
        ? null
        : modelLabels(session.models, screen.width < WIDTH_FOR_MODELS ? 1 : 2),
      formatInteger(session.calls),
      formatInteger(session.turns),
      formatTokens(session.totalTokens),
      healthCell(session.health, screen),
      isMeasured ? qualityCell(session.quality, screen) : '',
      isMeasured ? worstCell(session.quality) : '',
      costText(session, screen),
      stateCell(session.activity, nowMs),
      session.lastAtMs === null ? null : formatAge(nowMs - session.lastAtMs),
    ],
  };
}

function headingOf(answer: SessionsAnswer): string {
  const shown = answer.sessions.length;
  const what = answer.filter.activeOnly ? 'active session' : 'session';
  const count = formatCount(answer.matchingSessions, what);
  return shown < answer.matchingSessions ? `${formatInteger(shown)} of ${count}` : count;
}

function emptyReason(answer: SessionsAnswer): string {
  if (answer.knownSessions === 0) return 'The ledger holds no session yet.';
  const { activeOnly, project, sinceMs } = answer.filter;
  const words = [
    activeOnly ? 'is active' : null,
    project === null ? null : `belongs to a project with "${project}" in its path`,
    sinceMs === null ? null : 'has a record since then',
  ].filter((word) => word !== null);
  return `None of the ${formatCount(answer.knownSessions, 'session')} ${words.join(' and ')}.`;
}

function notes(answer: SessionsAnswer, screen: Screen): string {
  const facts = { calls: 0, finalCalls: 0, unpricedCalls: 0 };
  for (const { calls, finalCalls, unpricedCalls } of answer.sessions) {
    facts.calls += calls;
    facts.finalCalls += finalCalls;
    facts.unpricedCalls += unpricedCalls;
  }
  const lines = boundSentences(facts, screen).flatMap((sentence) =>
    wrapText(adaptSigns(sentence, screen), screen.width - 2),
  );
  return lines.length === 0 ? '' : `${lines.map((line) => `  ${line}\n`).join('')}\n`;
}

function nextSteps(answer: SessionsAnswer): readonly NextStep[] {
  if (answer.knownSessions === 0) return EMPTY_STEPS;
  const newest = answer.order === 'asc' ? answer.sessions.at(-1) : answer.sessions[0];
  if (newest === undefined) return [{ about: 'all sessions', command: 'telltale sessions' }];
  const steps = [{ about: 'one session', command: `telltale show ${shellWord(newest.shortId)}` }];
  const hidden = answer.matchingSessions - answer.sessions.length;
  if (hidden > 0) {
    const command = `telltale sessions${filterFlags(answer)} --limit ${answer.matchingSessions}`;
    steps.push({ about: `${formatInteger(hidden)} more`, command });
  }
  return steps;
}

/** The answer's own limits as flags, so that the next answer is about the same sessions. */
function filterFlags({ filter, order, timezone }: SessionsAnswer): string {
  const { activeOnly, project, sinceMs } = filter;
  return [
    activeOnly ? ' --active' : '',
    project === null ? '' : ` --project ${shellWord(project)}`,
    sinceMs === null ? '' : ` --since ${instantWord(sinceMs, timezone)}`,
    order === 'asc' ? ' --order asc' : '',
  ].join('');
}
