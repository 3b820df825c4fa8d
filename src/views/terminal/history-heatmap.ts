// The two cross tables of `telltale history heatmap` on a terminal: tools by severity, metrics by kind of
// work. Knows columns and bars; what is counted is told by the answer.
import type {
  HistoryHeatmapAnswer,
  SeverityHeatmap,
  SeverityRow,
  SeverityTurns,
  TaskHeatmap,
  TaskLabel,
  TaskRow,
} from '../../query/history/history-answer.ts';
import { formatBar } from '../../shared/bars.ts';
import { formatCount, formatInteger } from '../../shared/format.ts';
import { filterFlags, filterWords, valueText } from './history-words.ts';
import {
  EMPTY_STEPS,
  type NextStep,
  renderHeading,
  renderNextSteps,
  renderSentences,
} from './layout.ts';
import type { Tone } from './paint.ts';
import { learningSentence } from './quality-words.ts';
import type { Screen } from './screen.ts';
import { fitTitle, shellWord } from './sessions-words.ts';
import { type Cell, type Column, type Row, renderTable } from './table.ts';

/** Cells of a bar: as many as its row's largest value takes. */
const BAR_CELLS = 8;
/** Tools that are listed; the answer holds all. */
const MAX_TOOLS = 20;

export function renderHeatmap(answer: HistoryHeatmapAnswer, screen: Screen): string {
  const heading = renderHeading(...headingOf(answer, screen), screen);
  const steps = renderNextSteps(nextSteps(answer), screen);
  if (answer.turns === 0)
    return `${heading}\n${renderSentences([emptyReason(answer)], screen)}\n${steps}`;
  const [table, notes] =
    answer.axis === 'severity' ? severityPage(answer, screen) : taskPage(answer, screen);
  return `${heading}\n${table}\n${renderSentences(notes, screen)}\n${steps}`;
}

/**
 * A bar as long as the value's share of `max`, eight cells in eighths: 1 of 10 is `▊`, 2.5 `██`, 10
 * `████████`, 0 nothing; in ASCII `#`. Empty on a plain screen.
 */
export function heatBar(
  value: number | null,
  max: number,
  screen: Pick<Screen, 'unicode' | 'plain'>,
): string {
  if (value === null || max <= 0) return '';
  return formatBar(value / max, BAR_CELLS, screen).replace(/[░.]+$/, '');
}

function headingOf(answer: HistoryHeatmapAnswer, screen: Screen): [string, string] {
  const { session, sessions, turns, timezone, axis } = answer;
  const context =
    axis === 'severity' ? `Tools by severity, ${timezone}` : `Metrics by kind of work, ${timezone}`;
  const count = formatCount(turns, 'turn');
  if (session === null) return [`${formatCount(sessions, 'session')} · ${count}`, context];
  const title = session.title ?? session.shortId;
  return [`${fitTitle(title, ` · ${count}  ${context}`, screen)} · ${count}`, context];
}

const LEVELS: readonly {
  level: keyof SeverityTurns;
  header: string;
  tone?: Tone;
  priority: number;
}[] = [
  { level: 'ok', header: 'OK', priority: 0 },
  { level: 'warn', header: 'WARN', tone: 'warn', priority: 0 },
  { level: 'critical', header: 'CRITICAL', tone: 'critical', priority: 0 },
  { level: 'unjudged', header: 'NOT JUDGED', tone: 'dim', priority: 2 },
];

function severityPage(answer: SeverityHeatmap, screen: Screen): [string, string[]] {
  const levels = LEVELS.filter(({ level }) => level !== 'unjudged' || answer.allTurns.unjudged > 0);
  const hasBars = !screen.plain;
  const columns: Column[] = [
    { header: 'TOOL', minWidth: 10, maxWidth: 32, truncate: 'middle' },
    { header: 'CALLS', align: 'right', priority: 3 },
    { header: 'TURNS', align: 'right', priority: 1 },
    ...levels.flatMap(({ header, priority }): Column[] => [
      ...(hasBars ? [{ header, truncate: 'never', priority } as const] : []),
      { header: hasBars ? '' : header, align: 'right', priority },
    ]),
  ];
  const rowOf = (name: string, calls: number | null, turns: SeverityTurns): Row['cells'] => {
    const total = sumTurns(turns);
    return [
      name,
      calls === null ? '' : formatInteger(calls),
      formatInteger(total),
      ...levels.flatMap(({ level, tone }): Cell[] => {
        const text = formatInteger(turns[level]);
        const bar = { text: heatBar(turns[level], total, screen), tone };
        return hasBars ? [bar, text] : [text];
      }),
    ];
  };
  const shown = answer.rows.slice(0, MAX_TOOLS);
  const rows: Row[] = [
    ...shown.map(({ tool, calls, turns }: SeverityRow) => ({ cells: rowOf(tool, calls, turns) })),
    { kind: 'total', cells: rowOf('all turns', null, answer.allTurns) },
  ];
  const hidden = answer.rows.length - shown.length;
  return [
    renderTable(columns, rows, screen),
    [
      'Turns in which the tool ran, by the severity of the session at the end of the turn. A full bar is all turns of the tool.',
      ...(hidden > 0 ? [`${formatCount(hidden, 'tool')} with fewer turns: see --json.`] : []),
      learningSentence(answer.learning),
    ],
  ];
}

function sumTurns({ ok, warn, critical, unjudged }: SeverityTurns): number {
  return ok + warn + critical + unjudged;
}

/** Short forms of the labels: five of them stand beside each other on a narrow screen. */
const TASK_HEADERS: Readonly<Record<TaskLabel, string>> = {
  exploration: 'EXPLORE',
  mutation_heavy: 'MUTATE',
  debug_loop: 'DEBUG',
  planning: 'PLAN',
  mixed: 'MIXED',
};

function taskPage(answer: TaskHeatmap, screen: Screen): [string, string[]] {
  const labels = Object.keys(TASK_HEADERS) as TaskLabel[];
  const columns: Column[] = [
    { header: 'METRIC', minWidth: 10, maxWidth: 26 },
    ...labels.map(
      (label): Column => ({
        header: TASK_HEADERS[label],
        truncate: 'never',
        align: screen.plain ? 'right' : 'left',
        priority: label === 'mixed' ? 1 : 0,
      }),
    ),
    { header: 'UNIT', priority: 2, minWidth: 14, maxWidth: 30 },
  ];
  const rows = answer.rows
    .filter(({ cells }) => labels.some((label) => cells[label].mean !== null))
    .flatMap((row) => taskRows(row, labels, screen));
  const counts: Row = {
    kind: 'dim',
    cells: ['turns', ...labels.map((label) => formatInteger(answer.taskCounts[label])), ''],
  };
  return [
    renderTable(columns, [counts, ...rows], screen),
    [
      'Each metric counted apart by the label of the turn, then the mean over sessions. A full bar is the largest of its row. No verdict: a label and a value that go together need not be one for the other.',
      'The labels are told by an experimental classifier.',
    ],
  ];
}

/** The values, and below them their bars. */
function taskRows(row: TaskRow, labels: readonly TaskLabel[], screen: Screen): Row[] {
  const means = labels.map((label) => row.cells[label].mean);
  const max = Math.max(0, ...means.map((mean) => mean ?? 0));
  const values: Row = {
    cells: [
      row.title,
      ...means.map((mean) => (mean === null ? '' : valueText(mean, row))),
      row.unit,
    ],
  };
  if (screen.plain) return [values];
  const bars = means.map((mean): Cell => ({ text: heatBar(mean, max, screen), tone: 'accent' }));
  return bars.every(
    (bar) => typeof bar === 'object' && bar !== null && 'text' in bar && bar.text === '',
  )
    ? [values]
    : [values, { cells: ['', ...bars, ''] }];
}

function emptyReason({ session, filter, sessions }: HistoryHeatmapAnswer): string {
  if (session !== null)
    return 'The events of this session were not read: its transcript was gone before.';
  const words = filterWords(filter);
  if (sessions > 0 || words === '') return 'No session has a turn yet.';
  return `There is no session that ${words}.`;
}

function nextSteps({
  session,
  filter,
  axis,
  classifier,
  timezone,
  turns,
}: HistoryHeatmapAnswer): readonly NextStep[] {
  if (turns === 0 && session === null) return EMPTY_STEPS;
  const which = session === null ? filterFlags(filter, timezone) : ` ${shellWord(session.shortId)}`;
  const other =
    axis === 'severity'
      ? { about: 'metrics by kind of work', axis: ' --axis task_type' }
      : { about: 'tools by severity', axis: '' };
  return [
    ...(classifier
      ? [{ about: other.about, command: `telltale history heatmap${which}${other.axis}` }]
      : []),
    session === null
      ? { about: 'the sessions', command: `telltale history list${which}` }
      : { about: 'turn by turn', command: `telltale history show${which}` },
  ];
}
