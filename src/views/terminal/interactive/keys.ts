// Which key does what. The one table for lookups, the footer, the help screen and the manual; knows no
// state and no terminal.

export type Command =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'open'
  | 'back'
  | 'filter'
  | 'sort'
  | 'costliest'
  | 'rebuild'
  | 'all'
  | 'detail'
  | 'detail-down'
  | 'detail-up'
  | 'reload'
  | 'redraw'
  | 'help'
  | 'quit';

export interface KeyRow {
  readonly command: Command;
  /** Names as decode-keys.ts gives them. */
  readonly keys: readonly string[];
  /** As a person knows them. */
  readonly shown: string;
  readonly asciiShown?: string;
  readonly words: string;
}

/** In the order of the help screen. */
export const KEY_TABLE: readonly KeyRow[] = [
  { command: 'up', keys: ['up', 'k'], shown: '↑ k', asciiShown: 'Up k', words: 'one row up' },
  {
    command: 'down',
    keys: ['down', 'j'],
    shown: '↓ j',
    asciiShown: 'Down j',
    words: 'one row down',
  },
  { command: 'page-up', keys: ['page-up', 'ctrl-b'], shown: 'PgUp', words: 'one screen up' },
  {
    command: 'page-down',
    keys: ['page-down', 'ctrl-f', ' '],
    shown: 'PgDn Space',
    words: 'one screen down',
  },
  { command: 'first', keys: ['home', 'g'], shown: 'Home g', words: 'to the first row' },
  { command: 'last', keys: ['end', 'G'], shown: 'End G', words: 'to the last row' },
  {
    command: 'open',
    keys: ['enter', 'right', 'l'],
    shown: 'Enter → l',
    asciiShown: 'Enter Right l',
    words: 'open: turns, calls, blocks, text',
  },
  {
    command: 'back',
    keys: ['escape', 'left', 'h', 'backspace'],
    shown: 'Esc ← h',
    asciiShown: 'Esc Left h',
    words: 'back; first clears the filter',
  },
  {
    command: 'filter',
    keys: ['/'],
    shown: '/',
    words: 'filter by project, title, model, tool, file; every word has to be there',
  },
  {
    command: 'sort',
    keys: ['s'],
    shown: 's',
    words: 'sort by the next of time, cost, context, tokens, gap',
  },
  {
    command: 'costliest',
    keys: ['$', 'c'],
    shown: '$ c',
    words: 'to the costliest; again to the next costliest',
  },
  {
    command: 'rebuild',
    keys: ['n'],
    shown: 'n',
    words: 'to the next rebuild of the cache that could have been avoided',
  },
  {
    command: 'all',
    keys: ['a'],
    shown: 'a',
    words: 'the calls of all turns, or of one turn again',
  },
  { command: 'detail', keys: ['d'], shown: 'd', words: 'details beside or below the list' },
  { command: 'detail-down', keys: ['J'], shown: 'J', words: 'the details further down' },
  { command: 'detail-up', keys: ['K'], shown: 'K', words: 'the details further up' },
  { command: 'reload', keys: ['r'], shown: 'r', words: 'read what was written meanwhile' },
  { command: 'redraw', keys: ['ctrl-l'], shown: 'Ctrl-L', words: 'draw the screen anew' },
  { command: 'help', keys: ['?'], shown: '?', words: 'this list of keys' },
  { command: 'quit', keys: ['q', 'ctrl-c', 'ctrl-d'], shown: 'q Ctrl-C', words: 'quit' },
];

const BY_KEY = new Map(KEY_TABLE.flatMap(({ keys, command }) => keys.map((key) => [key, command])));

/** Undefined: the key does nothing. */
export function commandOf(key: string): Command | undefined {
  return BY_KEY.get(key);
}
