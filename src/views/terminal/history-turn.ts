// One turn of a session on a terminal: a line of figures, and below it tools, marks and what moved. Knows a
// turn only.
import type {
  HistoryTurn,
  MetricWords,
  Severity,
  TurnChange,
  TurnMark,
} from '../../query/history/history-answer.ts';
import { formatCount, formatDuration, UNKNOWN } from '../../shared/format.ts';
import { modelLabel } from '../../shared/model-label.ts';
import type { Zone } from '../../shared/zone.ts';
import { severityText, timeText, valueText } from './history-words.ts';
import { plainText, type Span, type Styled } from './paint.ts';
import type { Screen } from './screen.ts';
import { paintSpans, prepare } from './spans.ts';
import { wrapSpans } from './wrap.ts';

export interface TurnPlace {
  readonly words: ReadonlyMap<string, MetricWords>;
  readonly zone: Zone;
  readonly screen: Screen;
}

const INDENT = 2;
const DEEP = 6;
/** Tools that are named; the others are counted. */
const MAX_TOOLS = 6;
/** Values that moved without a change of severity. */
const MAX_MOVES = 4;

export function renderTurn(turn: HistoryTurn, place: TurnPlace): string {
  const { screen } = place;
  const details: (Styled | null)[] = [
    toolsText(turn),
    marksText(turn.marks, place),
    ...turn.changes.filter(isNews).map((change) => newsOf(change, place)),
    movesText(turn, place),
    turn.prompt?.text == null ? null : { text: `“${turn.prompt.text}”`, tone: 'dim' },
  ];
  const lines = [
    ...linesOf(headOf(turn, place), INDENT, screen),
    ...details.flatMap((detail) => (detail === null ? [] : linesOf(detail, DEEP, screen))),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** `turn 3 · 2026-11-20 09:12 · 14 m · debug_loop · 12 calls · 45 tools, 2 errors · ⚠ warn` */
function headOf(turn: HistoryTurn, { zone, screen }: TurnPlace): Span[] {
  const { atMs, endMs, calls, toolCalls, errors } = turn;
  const name = turn.turn === 0 ? 'before the first prompt' : `turn ${turn.turn}`;
  const span = atMs === null || endMs === null ? [] : [formatDuration(endMs - atMs)];
  const failed = errors === 0 ? '' : `, ${formatCount(errors, 'error')}`;
  const facts = [
    timeText(atMs, zone),
    ...span,
    ...(turn.task === null ? [] : [turn.task]),
    formatCount(calls, 'call'),
    `${formatCount(toolCalls, 'tool')}${failed}`,
  ];
  return [
    { text: name, tone: 'strong' },
    ` · ${facts.join(' · ')} · `,
    severityText(turn.severity, screen),
  ];
}

function toolsText({ tools }: HistoryTurn): Styled | null {
  const called = tools.filter(({ calls }) => calls > 0);
  if (called.length === 0) return null;
  const shown = called.slice(0, MAX_TOOLS).map(({ tool, calls }) => `${tool} ${calls}`);
  const hidden = called.length - shown.length;
  const more = hidden === 0 ? '' : ` · ${formatCount(hidden, 'other tool')}`;
  return { text: `${shown.join(' · ')}${more}`, tone: 'dim' };
}

const MARK_WORDS: Readonly<Record<TurnMark['kind'], string>> = {
  compaction: 'compaction',
  interrupt: 'interrupted',
  command: 'slash command',
  'api-error': 'API error',
  rejection: 'not allowed',
  permission: 'asked for permission',
  model: 'model',
  effort: 'effort',
  'permission-mode': 'mode',
  branch: 'branch',
  version: 'version',
};

/** Equal ones are counted, in the order in which they first came. */
function marksText(marks: readonly TurnMark[], { zone }: TurnPlace): Styled | null {
  if (marks.length === 0) return null;
  const counts = new Map<string, { count: number; atMs: number | null }>();
  for (const { kind, detail, atMs } of marks) {
    const text = kind === 'model' ? modelsText(detail) : detail;
    const word = text === null ? MARK_WORDS[kind] : `${MARK_WORDS[kind]} ${text}`;
    const known = counts.get(word);
    counts.set(word, { count: (known?.count ?? 0) + 1, atMs: known?.atMs ?? atMs });
  }
  return [...counts]
    .map(([word, { count, atMs }]) => {
      const clock = atMs === null ? '' : `${zone.hourMinute(atMs)} `;
      return `${clock}${word}${count === 1 ? '' : ` × ${count}`}`;
    })
    .join(' · ');
}

/** As our tables name models. */
function modelsText(detail: string | null): string | null {
  return detail === null ? null : detail.split(' → ').map(modelLabel).join(' → ');
}

function isNews({ severityFrom, severityTo }: TurnChange): boolean {
  return (severityFrom ?? 'ok') !== (severityTo ?? 'ok');
}

function newsOf(change: TurnChange, { words, screen }: TurnPlace): Styled {
  const word = words.get(change.metric);
  const title = word?.title ?? change.metric;
  const to: Severity | null = change.severityTo;
  return [`${title} ${moveText(change, word)}: now `, severityText(to, screen)];
}

/** Only of metrics that are judged and have seen enough: the others move in every turn. */
function movesText({ changes, metrics }: HistoryTurn, { words }: TurnPlace): Styled | null {
  const warm = new Set(metrics.flatMap(({ metric, isWarm }) => (isWarm ? [metric] : [])));
  const moves = changes.filter((change) => {
    const word = words.get(change.metric);
    if (word === undefined || word.worse === 'none' || isNews(change)) return false;
    return warm.has(change.metric) && isVisible(change, word);
  });
  if (moves.length === 0) return null;
  const shown = moves
    .slice(0, MAX_MOVES)
    .map((change) => {
      const word = words.get(change.metric);
      return `${word?.title ?? change.metric} ${moveText(change, word)}`;
    })
    .join(' · ');
  const hidden = moves.length - MAX_MOVES;
  return { text: hidden > 0 ? `${shown} · ${hidden} more` : shown, tone: 'dim' };
}

/** A first value moved nothing. */
function isVisible({ from, to }: TurnChange, word: MetricWords): boolean {
  return from !== null && valueText(from, word) !== valueText(to, word);
}

function moveText({ from, to }: TurnChange, word: MetricWords | undefined): string {
  if (word === undefined) return UNKNOWN;
  if (from === null || valueText(from, word) === valueText(to, word)) return valueText(to, word);
  return `${valueText(from, word)} → ${valueText(to, word)}`;
}

function linesOf(styled: Styled, indent: number, screen: Screen): string[] {
  if (plainText(styled) === '') return [];
  const spans = prepare(styled, screen);
  return wrapSpans(spans, Math.max(12, screen.width - indent)).map(
    (line) => `${' '.repeat(indent)}${paintSpans(line, screen)}`,
  );
}
