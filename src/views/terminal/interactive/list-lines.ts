// The list on the screen as lines: the rows that are to be seen, or why there are none. Knows which level has
// which columns.
import type { BrowseAnswer } from '../../../query/browse/browse-answer.ts';
import { truncateEnd } from '../../../shared/width.ts';
import { wrapText } from '../layout.ts';
import { adaptSigns } from '../marks.ts';
import { paint } from '../paint.ts';
import { blockColumns } from './block-columns.ts';
import { type BrowseState, type Level, levelOf } from './browse-state.ts';
import { callColumns } from './call-columns.ts';
import { blocksOf, callsOf, findCall, itemsOf } from './items.ts';
import { layoutOf } from './layout-of.ts';
import { columnNames, fitListColumns, type ListColumn, listLine } from './list-columns.ts';
import { type ColumnFacts, sessionColumns } from './session-columns.ts';
import { turnColumns } from './turn-columns.ts';

type ListLevel = Exclude<Level, { name: 'text' }>;

/** With the names of the columns first, where there is room for them. */
export function listLines(state: BrowseState): readonly string[] {
  const level = levelOf(state);
  if (level.name === 'text') return [];
  const reason = whyEmpty(state, level);
  if (reason !== null) return reasonLines(reason, state);
  const { sessions, opened } = state;
  const facts = factsOf(state, level);
  if (level.name === 'sessions')
    return rows(state, level, sessions.sessions, sessionColumns(facts));
  if (opened === null) return [];
  const folder = opened.project?.path ?? null;
  switch (level.name) {
    case 'turns':
      return rows(
        state,
        level,
        opened.turns,
        turnColumns(facts, { hasDays: hasDays(opened, facts) }),
      );
    case 'calls': {
      const { calls } = callsOf(opened, level.turn);
      return rows(
        state,
        level,
        calls,
        callColumns(facts, { hasTurns: level.turn === null, folder }),
      );
    }
    case 'blocks': {
      const call = findCall(opened, level.callId);
      return call === null
        ? []
        : rows(state, level, blocksOf(call), blockColumns(call, facts, folder));
    }
    default:
      return level satisfies never;
  }
}

function rows<Row>(
  state: BrowseState,
  { list }: ListLevel,
  all: readonly Row[],
  columns: readonly ListColumn<Row>[],
): readonly string[] {
  const { listRows, listColumns, hasColumnNames } = layoutOf(state);
  const { screen } = state.look;
  const fitted = fitListColumns(columns, listColumns);
  const lines = hasColumnNames ? [columnNames(fitted, screen)] : [];
  const shown = list.order.slice(list.top, list.top + listRows);
  shown.forEach((place, at) => {
    const isSelected = list.top + at === list.cursor;
    lines.push(listLine(fitted, all[place] as Row, isSelected, screen));
  });
  return lines;
}

function factsOf(state: BrowseState, level: ListLevel): ColumnFacts {
  const costs = itemsOf(state, level).map(({ figures }) => figures.cost ?? 0);
  return {
    look: state.look,
    nowMs: state.sessions.generatedAtMs,
    width: layoutOf(state).listColumns,
    largestCost: costs.reduce((most, cost) => Math.max(most, cost), 0),
  };
}

function hasDays({ firstAtMs, lastAtMs }: BrowseAnswer, { look: { zone } }: ColumnFacts): boolean {
  if (firstAtMs === null || lastAtMs === null) return false;
  return zone.dayKey(firstAtMs) !== zone.dayKey(lastAtMs);
}

/** Null: there are rows. */
function whyEmpty(state: BrowseState, level: ListLevel): string | null {
  const { opened } = state;
  if (level.list.order.length > 0) return null;
  if (itemsOf(state, level).length > 0) {
    return `Nothing here matches "${level.list.filter}". Esc clears the filter.`;
  }
  if (level.name === 'sessions') return 'The ledger holds no session yet.';
  if (opened === null) return 'Reading the session…';
  if (level.name !== 'blocks') return 'No call of this session is known.';
  switch (opened.blocks) {
    case 'not-read':
      return 'Reading the transcript…';
    case 'gone':
      return 'The transcript is deleted: of this call the ledger has the figures, not the blocks. d shows them.';
    case 'partly':
      return 'No blocks: one of the transcripts of this session is deleted. d shows the figures.';
    case 'read':
      return 'No blocks: the transcript holds no content of this call.';
    default:
      return opened.blocks satisfies never;
  }
}

function reasonLines(reason: string, state: BrowseState): readonly string[] {
  const { screen } = state.look;
  const width = Math.max(1, layoutOf(state).listColumns - 2);
  const lines = wrapText(adaptSigns(reason, screen), width);
  return lines.map((line) => `  ${paint(truncateEnd(line, width), 'dim', screen)}`);
}
