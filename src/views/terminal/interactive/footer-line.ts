// The bottom line: what a key would do, or the filter while it is typed, or what went wrong. Knows which of
// it gives way on a narrow screen.
import { formatInteger } from '../../../shared/format.ts';
import { mark } from '../marks.ts';
import type { Span } from '../paint.ts';
import { cutTo, paintSpans, prepare, widthOf } from '../spans.ts';
import { type BrowseState, type LevelName, levelOf } from './browse-state.ts';
import { itemsOf } from './items.ts';
import { listOf } from './levels.ts';

/** In the order they are shown; the larger number gives way first. */
const HINTS: readonly {
  readonly keys: string;
  readonly ascii?: string;
  readonly words: string;
  readonly priority: number;
  readonly on: readonly LevelName[];
}[] = [
  {
    keys: '⏎',
    ascii: 'Enter',
    words: 'open',
    priority: 3,
    on: ['sessions', 'turns', 'calls', 'blocks'],
  },
  { keys: 'Esc', words: 'back', priority: 2, on: ['turns', 'calls', 'blocks', 'text'] },
  { keys: '/', words: 'filter', priority: 4, on: ['sessions', 'turns', 'calls', 'blocks'] },
  { keys: 's', words: 'sort', priority: 6, on: ['sessions', 'turns', 'calls', 'blocks'] },
  { keys: '$', words: 'costliest', priority: 5, on: ['sessions', 'turns', 'calls'] },
  { keys: 'n', words: 'rebuild', priority: 7, on: ['turns', 'calls'] },
  { keys: 'a', words: 'all calls', priority: 9, on: ['turns', 'calls'] },
  { keys: 'd', words: 'details', priority: 8, on: ['sessions', 'turns', 'calls', 'blocks'] },
  { keys: '?', words: 'keys', priority: 1, on: ['sessions', 'turns', 'calls', 'blocks', 'text'] },
  { keys: 'q', words: 'quit', priority: 0, on: ['sessions', 'turns', 'calls', 'blocks', 'text'] },
];

const GAP = '  ';

export function footerLine(state: BrowseState): string {
  const { look, columns } = state;
  const { screen } = look;
  const left = leftSpans(state);
  const right = placeWords(state);
  const room = columns - right.length - (right === '' ? 0 : 2);
  const spans = left ?? hintSpans(state, room);
  const cut = cutTo(prepare(spans, screen), room, screen);
  const blanks = ' '.repeat(Math.max(0, columns - widthOf(cut) - right.length));
  const place = paintSpans(prepare({ text: right, tone: 'dim' }, screen), screen);
  return right === '' ? paintSpans(cut, screen) : `${paintSpans(cut, screen)}${blanks}${place}`;
}

/** What is more important than the keys; null: nothing is. */
function leftSpans(state: BrowseState): readonly Span[] | null {
  const { notice, mode, look } = state;
  if (mode === 'help') return [{ text: 'any key goes back', tone: 'dim' }, GAP, key('q'), ' quit'];
  if (mode === 'filter') {
    const cursor = look.screen.unicode ? '▏' : '_';
    return [
      { text: `/${listOf(state)?.filter ?? ''}${cursor}`, tone: 'accent' },
      GAP,
      { text: look.screen.unicode ? '⏎ keep  Esc clear' : 'Enter keep  Esc clear', tone: 'dim' },
    ];
  }
  if (notice === null) return null;
  const { text, isWarning } = notice;
  return [
    {
      text: isWarning ? `${mark('warn', look.screen)} ${text}` : text,
      tone: isWarning ? 'warn' : 'accent',
    },
  ];
}

/** `by cost · "web" · 12 of 148`: how the list is arranged, and where the row is. */
function placeWords(state: BrowseState): string {
  const list = listOf(state);
  if (list === null || state.mode === 'help') return '';
  const all = itemsOf(state, levelOf(state)).length;
  if (all === 0) return '';
  const { order, cursor, sort, filter } = list;
  const isNarrow = state.columns < 60;
  const at = order.length === 0 ? 0 : cursor + 1;
  const sign = state.look.screen.unicode ? ' · ' : ' | ';
  return [
    sort === 'time' || (isNarrow && filter !== '') ? '' : `by ${sort}`,
    filter === '' || state.mode === 'filter' ? '' : `"${filter.slice(0, isNarrow ? 8 : 20)}"`,
    filter === ''
      ? `${formatInteger(at)}/${formatInteger(all)}`
      : `${formatInteger(at)}/${formatInteger(order.length)} of ${formatInteger(all)}`,
  ]
    .filter((part) => part !== '')
    .join(sign);
}

function hintSpans(state: BrowseState, room: number): readonly Span[] {
  const { screen } = state.look;
  const name = levelOf(state).name;
  let hints = HINTS.filter(({ on }) => on.includes(name));
  while (hints.length > 1 && widthOf(prepare(joinHints(hints, screen.unicode), screen)) > room) {
    const last = Math.max(...hints.map(({ priority }) => priority));
    hints = hints.filter(({ priority }) => priority !== last);
  }
  return joinHints(hints, screen.unicode);
}

function joinHints(hints: typeof HINTS, unicode: boolean): readonly Span[] {
  return hints.flatMap(({ keys, ascii, words }, at): Span[] => [
    ...(at === 0 ? [] : [GAP]),
    key(unicode ? keys : (ascii ?? keys)),
    { text: ` ${words}`, tone: 'dim' },
  ]);
}

function key(text: string): Span {
  return { text, tone: 'strong' };
}
