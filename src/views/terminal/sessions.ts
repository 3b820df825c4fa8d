// The list of sessions as a table. Knows columns, marks and the next commands; every value comes
// from the answer.

import type { SessionState, SessionSummary } from '../../query/sessions/describe-session.ts';
import type { SessionsAnswer } from '../../query/sessions/list-sessions.ts';
import { formatAge, formatCount, formatInteger, formatTokens } from '../../shared/format.ts';
import { type NextStep, renderHeading, renderNextSteps, wrapText } from './layout.ts';
import { adaptSigns, type MarkName, mark } from './marks.ts';
import type { Tone } from './paint.ts';
import type { Screen } from './screen.ts';
import { costText, modelLabels, shellWord } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';

export function renderSessions(answer: SessionsAnswer, screen: Screen): string {
  const heading = renderHeading(headingOf(answer), `API-equivalent, ${answer.timezone}`, screen);
  const steps = renderNextSteps(nextSteps(answer), screen);
  if (answer.sessions.length === 0) {
    const lines = wrapText(emptyReason(answer), screen.width);
    return `${heading}\n${adaptSigns(lines.join('\n'), screen)}\n\n${steps}`;
  }
  const rows = answer.sessions.map((session) => rowOf(session, answer.generatedAtMs, screen));
  return `${heading}\n${renderTable(COLUMNS, rows, screen)}\n${notes(answer, screen)}${steps}`;
}

const COLUMNS: readonly Column[] = [
  { header: '', truncate: 'never' },
  { header: 'ID', truncate: 'middle', minWidth: 8, maxWidth: 13 },
  { header: 'PROJECT', priority: 1, minWidth: 8, maxWidth: 20 },
  { header: 'TITLE', minWidth: 14, maxWidth: 48 },
  { header: 'BRANCH', priority: 7, minWidth: 8, maxWidth: 18 },
  { header: 'MODEL', priority: 4, minWidth: 16, maxWidth: 22 },
  { header: 'CALLS', align: 'right', priority: 5 },
  { header: 'TURNS', align: 'right', priority: 6 },
  { header: 'TOKENS', align: 'right', priority: 3 },
  { header: 'COST', align: 'right' },
  { header: 'LAST', align: 'right', priority: 2 },
];

const STATE_MARKS: Readonly<Record<SessionState, { mark: MarkName; tone: Tone }>> = {
  active: { mark: 'active', tone: 'accent' },
  idle: { mark: 'idle', tone: 'dim' },
  unknown: { mark: 'unknownState', tone: 'dim' },
};

function rowOf(session: SessionSummary, nowMs: number, screen: Screen): Row {
  const state = STATE_MARKS[session.state];
  return {
    cells: [
      { text: mark(state.mark, screen), tone: state.tone },
      session.shortId,
      session.project?.name ?? null,
      session.title,
      session.branch,
      session.models.length === 0 ? null : modelLabels(session.models, 2),
      formatInteger(session.calls),
      formatInteger(session.turns),
      formatTokens(session.totalTokens),
      costText(session, screen),
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
    activeOnly ? 'was active in the last 10 minutes' : null,
    project === null ? null : `belongs to a project with "${project}" in its path`,
    sinceMs === null ? null : 'has a record since then',
  ].filter((word) => word !== null);
  return `None of the ${formatCount(answer.knownSessions, 'session')} ${words.join(' and ')}.`;
}

function notes(answer: SessionsAnswer, screen: Screen): string {
  const { sessions } = answer;
  const unpriced = sessions.reduce((sum, session) => sum + session.unpricedCalls, 0);
  const open = sessions.reduce((sum, session) => sum + session.calls - session.finalCalls, 0);
  const sentences = [
    open === 0 ? null : `≥ some output counts are placeholders (${formatCount(open, 'call')})`,
    unpriced === 0 ? null : `${formatCount(unpriced, 'call')} without a price: not in the cost`,
  ].filter((sentence) => sentence !== null);
  if (sentences.length === 0) return '';
  const text = screen.plain
    ? sentences.join('. ').replace('≥ ', 'at least: ')
    : sentences.join(' · ');
  const lines = wrapText(adaptSigns(text, screen), screen.width - 2);
  return `${lines.map((line) => `  ${line}`).join('\n')}\n\n`;
}

function nextSteps(answer: SessionsAnswer): NextStep[] {
  const steps: NextStep[] = [];
  const newest = answer.order === 'asc' ? answer.sessions.at(-1) : answer.sessions[0];
  if (answer.knownSessions === 0) {
    steps.push({ about: 'where transcripts are looked for', command: 'telltale doctor' });
    steps.push({ about: 'generated samples', command: 'telltale demo' });
  } else if (newest === undefined) {
    steps.push({ about: 'all sessions', command: 'telltale sessions' });
  } else {
    steps.push({ about: 'one session', command: `telltale show ${shellWord(newest.shortId)}` });
  }
  const hidden = answer.matchingSessions - answer.sessions.length;
  if (hidden > 0 && newest !== undefined) {
    const command = `telltale sessions --limit ${answer.matchingSessions}`;
    steps.push({ about: `${formatInteger(hidden)} more`, command });
  }
  return steps;
}
