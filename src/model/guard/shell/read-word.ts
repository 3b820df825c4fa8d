// One word of a command line, from the first character to the blank behind it. Knows quotes, escapes,
// variables and substitutions; what a word means to a program is others' business.
import type { ShellScript, ShellWord } from './shell-script.ts';

export interface ShellCursor {
  readonly text: string;
  at: number;
  /** How deep in substitutions and groups. */
  depth: number;
  /** Here-documents whose bodies begin behind the next newline. */
  readonly pending: PendingHeredoc[];
  /** No `))` stands from here on: looked for once only. */
  hasNoArithmeticEnd?: boolean;
  /** Parses commands up to the closer, which is taken too; '' is the end of the text. */
  readonly readScript: (cursor: ShellCursor, closer: string) => ShellScript;
}

export interface PendingHeredoc {
  readonly delimiter: string;
  readonly stripsTabs: boolean;
  readonly expands: boolean;
  body: string;
  bodyScripts: readonly ShellScript[];
}

/** Deeper substitutions are taken as text. Own choice: no command line in use comes near it. */
export const MAX_DEPTH = 30;

interface Draft {
  text: string;
  bare: string;
  readonly scripts: ShellScript[];
}

const WORD_END = /[\s;&|()]/;
const EXPANDS = /[~*?[\]$`{}]/;

/** The word at the cursor; null where none begins. Moves the cursor behind it. */
export function readWord(cursor: ShellCursor): ShellWord | null {
  const { text } = cursor;
  const start = cursor.at;
  const draft: Draft = { text: '', bare: '', scripts: [] };
  while (cursor.at < text.length) {
    const character = text.charAt(cursor.at);
    if (character === '<' || character === '>') {
      if (text.charAt(cursor.at + 1) !== '(' || !readProcess(cursor, draft, character)) break;
    } else if (character === '(' && isArray(draft)) {
      readArray(cursor, draft);
    } else if (WORD_END.test(character)) {
      break;
    } else {
      readPiece(cursor, draft, character);
    }
  }
  return cursor.at === start ? null : draft;
}

/** The substitutions of a text that expands as within double quotes: a here-document's body. */
export function readExpansions(
  text: string,
  depth: number,
  readScript: ShellCursor['readScript'],
): readonly ShellScript[] {
  const cursor: ShellCursor = { text, at: 0, depth, pending: [], readScript };
  const draft: Draft = { text: '', bare: '', scripts: [] };
  while (cursor.at < text.length) readQuotedPiece(cursor, draft);
  return draft.scripts;
}

function readPiece(cursor: ShellCursor, draft: Draft, character: string): void {
  switch (character) {
    case '\\':
      readEscape(cursor, draft);
      return;
    case "'":
      readSingle(cursor, draft);
      return;
    case '"':
      readDouble(cursor, draft);
      return;
    case '`':
      readBackticks(cursor, draft);
      return;
    case '$':
      readDollar(cursor, draft, false);
      return;
    default:
      cursor.at++;
      add(draft, character);
  }
}

function add(draft: Draft, characters: string): void {
  draft.text += characters;
  draft.bare += characters;
}

function addQuoted(draft: Draft, characters: string): void {
  draft.text += characters;
  draft.bare += EXPANDS.test(characters) ? characters.replace(/[~*?[\]$`{}]/g, '\0') : characters;
}

function readEscape(cursor: ShellCursor, draft: Draft): void {
  const next = cursor.text.charAt(cursor.at + 1);
  cursor.at += 2;
  if (next === '\r' && cursor.text.charAt(cursor.at) === '\n') cursor.at++;
  else if (next !== '\n') addQuoted(draft, next);
}

function readSingle(cursor: ShellCursor, draft: Draft): void {
  const end = cursor.text.indexOf("'", cursor.at + 1);
  const stop = end < 0 ? cursor.text.length : end;
  addQuoted(draft, cursor.text.slice(cursor.at + 1, stop));
  cursor.at = stop + 1;
}

function readDouble(cursor: ShellCursor, draft: Draft): void {
  cursor.at++;
  while (cursor.at < cursor.text.length) {
    if (cursor.text.charAt(cursor.at) === '"') {
      cursor.at++;
      return;
    }
    readQuotedPiece(cursor, draft);
  }
}

/** Within double quotes only `$`, backticks and some escapes mean something. */
function readQuotedPiece(cursor: ShellCursor, draft: Draft): void {
  const character = cursor.text.charAt(cursor.at);
  if (character === '$') {
    readDollar(cursor, draft, true);
  } else if (character === '`') {
    readBackticks(cursor, draft);
  } else if (character === '\\') {
    const next = cursor.text.charAt(cursor.at + 1);
    cursor.at += 2;
    if ('"$`\\'.includes(next)) addQuoted(draft, next);
    else if (next !== '\n') addQuoted(draft, `\\${next}`);
  } else {
    cursor.at++;
    addQuoted(draft, character);
  }
}

function readDollar(cursor: ShellCursor, draft: Draft, isQuoted: boolean): void {
  const next = cursor.text.charAt(cursor.at + 1);
  if (next === '(' && cursor.text.charAt(cursor.at + 2) === '(') {
    skipArithmetic(cursor, draft);
  } else if (next === '(' && cursor.depth < MAX_DEPTH) {
    cursor.at += 2;
    draft.scripts.push(readNested(cursor, ')'));
    add(draft, '$()');
  } else if (next === '{') {
    readParameter(cursor, draft);
  } else if (next === "'" && !isQuoted) {
    readAnsi(cursor, draft);
  } else {
    cursor.at++;
    if (next !== '"' || isQuoted) add(draft, '$');
  }
}

function readNested(cursor: ShellCursor, closer: string): ShellScript {
  cursor.depth++;
  const script = cursor.readScript(cursor, closer);
  cursor.depth--;
  return script;
}

/** `$((1 + 2))`: nothing in it runs but substitutions, which are rare enough to leave. */
function skipArithmetic(cursor: ShellCursor, draft: Draft): void {
  const end = cursor.hasNoArithmeticEnd === true ? -1 : cursor.text.indexOf('))', cursor.at);
  if (end < 0) {
    cursor.hasNoArithmeticEnd = true;
    cursor.at += 3;
    add(draft, '$((');
    return;
  }
  addQuoted(draft, '$(())');
  cursor.at = end + 2;
}

/** `${NAME}` and `${NAME:-word}` as written, up to the brace that closes it. */
function readParameter(cursor: ShellCursor, draft: Draft): void {
  const { text } = cursor;
  add(draft, '${');
  cursor.at += 2;
  let open = 1;
  while (cursor.at < text.length && open > 0) {
    const character = text.charAt(cursor.at);
    if (character === '$' && text.charAt(cursor.at + 1) === '{') {
      open++;
      cursor.at += 2;
      add(draft, '${');
    } else if (character === '$' || character === '`' || character === '\\') {
      readQuotedPiece(cursor, draft);
    } else {
      if (character === '}') open--;
      cursor.at++;
      add(draft, character);
    }
  }
}

const ANSI_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

/** `\\162`, `\\x72`, `\\u0072`, without the backslash. */
const ANSI_NUMBER = /^(?:([0-7]{1,3})|x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|U([0-9a-f]{1,8}))/i;

/** `$'…'`. */
function readAnsi(cursor: ShellCursor, draft: Draft): void {
  const { text } = cursor;
  cursor.at += 2;
  while (cursor.at < text.length) {
    const character = text.charAt(cursor.at++);
    if (character === "'") return;
    if (character === '\\') {
      const code = text.charAt(cursor.at++);
      const number = ANSI_NUMBER.exec(text.slice(cursor.at - 1, cursor.at + 8));
      if (number === null) {
        addQuoted(draft, ANSI_ESCAPES[code] ?? code);
        continue;
      }
      cursor.at += number[0].length - 1;
      const [, octal, ...hex] = number;
      const point =
        octal === undefined ? Number.parseInt(hex.join(''), 16) : Number.parseInt(octal, 8);
      addQuoted(draft, point <= 0x10_ff_ff ? String.fromCodePoint(point) : '');
    } else {
      addQuoted(draft, character);
    }
  }
}

function readBackticks(cursor: ShellCursor, draft: Draft): void {
  const { text } = cursor;
  let end = cursor.at + 1;
  while (end < text.length && text.charAt(end) !== '`') end += text.charAt(end) === '\\' ? 2 : 1;
  if (cursor.depth >= MAX_DEPTH || end >= text.length) {
    cursor.at++;
    addQuoted(draft, '`');
    return;
  }
  const inner = text.slice(cursor.at + 1, end).replace(/\\([`\\$])/g, '$1');
  cursor.at = end + 1;
  const { readScript, depth } = cursor;
  draft.scripts.push(
    readScript({ text: inner, at: 0, depth: depth + 1, pending: [], readScript }, ''),
  );
  add(draft, '$()');
}

/** `<(…)`: true when it was taken. */
function readProcess(cursor: ShellCursor, draft: Draft, sign: string): boolean {
  if (cursor.depth >= MAX_DEPTH) return false;
  cursor.at += 2;
  draft.scripts.push(readNested(cursor, ')'));
  add(draft, `${sign}()`);
  return true;
}

function isArray(draft: Draft): boolean {
  return /^[A-Za-z_]\w{0,80}\+?=$/.test(draft.bare.slice(0, 90));
}

/** `name=(a b c)`: words that are kept, not run. */
function readArray(cursor: ShellCursor, draft: Draft): void {
  cursor.at++;
  cursor.depth++;
  add(draft, '()');
  while (cursor.at < cursor.text.length && cursor.text.charAt(cursor.at) !== ')') {
    const isWord = cursor.depth < MAX_DEPTH && !WORD_END.test(cursor.text.charAt(cursor.at));
    const word = isWord ? readWord(cursor) : null;
    if (word === null) cursor.at++;
    else draft.scripts.push(...word.scripts);
  }
  cursor.at++;
  cursor.depth--;
}
