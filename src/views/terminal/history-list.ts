// The list of `telltale history` on a terminal: one line per session with its severity and kind of work.
// Knows columns and the next commands.
import type { HistoryEntry, HistoryListAnswer } from '../../query/history/history-answer.ts';
import { formatAge, formatCount, formatInteger } from '../../shared/format.ts';
import { modelLabel } from '../../shared/model-label.ts';
import { filterFlags, filterWords, severityText } from './history-words.ts';
import {
  EMPTY_STEPS,
  type NextStep,
  renderHeading,
  renderNextSteps,
  renderSentences,
} from './layout.ts';
import { learningSentence } from './quality-words.ts';
import type { Screen } from './screen.ts';
import { shellWord } from './sessions-words.ts';
import { type Column, type Row, renderTable } from './table.ts';

export function renderHistoryList(answer: HistoryListAnswer, screen: Screen): string {
  const heading = renderHeading(headingOf(answer), `History, ${answer.timezone}`, screen);
  const steps = renderNextSteps(nextSteps(answer), screen);
  if (answer.sessions.length === 0)
    return `${heading}\n${renderSentences([emptyReason(answer)], screen)}\n${steps}`;
  const fields = fieldsFor(answer);
  const rows = answer.sessions.map(
    (session): Row => ({ cells: fields.map(({ cell }) => cell(session, answer, screen)) }),
  );
  const table = renderTable(
    fields.map(({ column }) => column),
    rows,
    screen,
  );
  return `${heading}\n${table}\n${renderSentences(notes(answer), screen)}\n${steps}`;
}

interface Field {
  readonly column: Column;
  readonly cell: (
    session: HistoryEntry,
    answer: HistoryListAnswer,
    screen: Screen,
  ) => Row['cells'][number];
}

/** Without the classifier there is no column for its labels. */
function fieldsFor({ classifier, sessions }: HistoryListAnswer): readonly Field[] {
  const hasReasons = sessions.some(({ because }) => because.length > 0);
  return [
    {
      column: { header: 'ID', truncate: 'middle', minWidth: 8, maxWidth: 13 },
      cell: (one) => one.shortId,
    },
    {
      column: { header: 'PROJECT', priority: 4, minWidth: 8, maxWidth: 18 },
      cell: (one) => one.project?.name ?? null,
    },
    { column: { header: 'TITLE', minWidth: 14, maxWidth: 44 }, cell: (one) => one.title },
    {
      column: { header: 'MODEL', priority: 6, minWidth: 8, maxWidth: 16 },
      cell: ({ models: [first] }) => (first === undefined ? null : modelLabel(first)),
    },
    {
      column: { header: 'MODE', priority: 8, minWidth: 7, maxWidth: 18 },
      cell: ({ permissionModes }) => permissionModes.at(-1) ?? null,
    },
    {
      column: { header: 'TURNS', align: 'right', priority: 7 },
      cell: ({ turns }) => formatInteger(turns),
    },
    ...(classifier
      ? [{ column: { header: 'TASK', priority: 2, truncate: 'never' }, cell: taskOf } as const]
      : []),
    {
      column: { header: 'SEVERITY', truncate: 'never' },
      cell: ({ severity }, _answer, screen) => severityText(severity, screen),
    },
    ...(hasReasons
      ? [
          {
            column: { header: 'BECAUSE OF', priority: 5, minWidth: 16, maxWidth: 34 },
            cell: reasonOf,
          } as const,
        ]
      : []),
    {
      column: { header: 'LAST', align: 'right', priority: 3 },
      cell: ({ lastAtMs }, { generatedAtMs }) =>
        lastAtMs === null ? null : formatAge(generatedAtMs - lastAtMs),
    },
  ];
}

function taskOf({ task }: HistoryEntry): string | null {
  return task;
}

function reasonOf({ because }: HistoryEntry): string {
  return because.join(', ');
}

function headingOf({ sessions, matchingSessions }: HistoryListAnswer): string {
  const count = formatCount(matchingSessions, 'session');
  return sessions.length < matchingSessions
    ? `${formatInteger(sessions.length)} of ${count}`
    : count;
}

function emptyReason({ knownSessions, filter }: HistoryListAnswer): string {
  if (knownSessions === 0) return 'The ledger holds no session yet.';
  const words = filterWords(filter);
  if (words === '') return 'No session can be shown.';
  return `None of the ${formatCount(knownSessions, 'session')} ${words}.`;
}

function notes({ learning, classifier, sessions }: HistoryListAnswer): string[] {
  const hasTasks = sessions.some(({ task }) => task !== null);
  return [
    learningSentence(learning),
    ...(classifier && hasTasks ? ['The kind of work is told by an experimental classifier.'] : []),
  ];
}

function nextSteps(answer: HistoryListAnswer): readonly NextStep[] {
  const { sessions, matchingSessions, knownSessions, filter, timezone } = answer;
  if (knownSessions === 0) return EMPTY_STEPS;
  const worst = sessions.find(({ severity }) => severity === 'critical') ?? sessions[0];
  if (worst === undefined) return [{ about: 'all sessions', command: 'telltale history list' }];
  const flags = filterFlags(filter, timezone);
  const hidden = matchingSessions - sessions.length;
  return [
    { about: 'one, turn by turn', command: `telltale history show ${shellWord(worst.shortId)}` },
    { about: 'in which turns tools ran', command: `telltale history heatmap${flags}` },
    ...(hidden > 0
      ? [
          {
            about: `${formatInteger(hidden)} more`,
            command: `telltale history list${flags} --limit ${matchingSessions}`,
          },
        ]
      : []),
  ];
}
