// From a command line to the tree of what it runs, in linear time and without ever failing: what cannot be
// read is taken as text. Knows the grammar of POSIX shells as far as it tells commands apart.
import {
  MAX_DEPTH,
  type PendingHeredoc,
  readExpansions,
  readWord,
  type ShellCursor,
} from './read-word.ts';
import type {
  ShellNode,
  ShellPipeline,
  ShellRedirect,
  ShellScript,
  ShellWord,
} from './shell-script.ts';

/** `depth`: of the text that this one stands in. */
export function parseShell(text: string, depth = 0): ShellScript {
  return readScript({ text, at: 0, depth, pending: [], readScript }, '');
}

/** Word that opens a group → word that closes it. */
const OPENERS: Readonly<Record<string, string>> = {
  '{': '}',
  if: 'fi',
  while: 'done',
  until: 'done',
  for: 'done',
  select: 'done',
  case: 'esac',
};
const CLOSERS = new Set(['}', 'fi', 'done', 'esac']);
/** Nothing by themselves; a command may follow. */
const PREFIXES = new Set(['then', 'else', 'elif', 'do', '!', 'time', 'coproc']);
/** What stands between them and `do` or `in` is no command. */
const HEADED = new Set(['for', 'select', 'case']);

function readScript(cursor: ShellCursor, closer: string): ShellScript {
  const pipelines: ShellPipeline[] = [];
  let joint: ShellPipeline['joint'] = '';
  let isAtPattern = closer === 'esac';
  for (;;) {
    skipBlanks(cursor);
    if (cursor.at >= cursor.text.length) break;
    const character = cursor.text.charAt(cursor.at);
    if (character === ')') {
      cursor.at++;
      if (closer === ')') break;
      continue;
    }
    if (character === ';' || character === '&' || character === '|') {
      isAtPattern = closer === 'esac' && /^;[;&]/.test(cursor.text.slice(cursor.at, cursor.at + 2));
      joint = takeJoint(cursor);
      if (isAtPattern) cursor.at++;
      continue;
    }
    const closing = peekWord(cursor);
    if (CLOSERS.has(closing)) {
      if (closing === closer) {
        cursor.at += closing.length;
        break;
      }
      // One that nothing opened.
      if (cursor.depth === 0 || closer === '' || closer === ')') {
        cursor.at += closing.length;
        continue;
      }
      break;
    }
    if (isAtPattern) {
      skipPattern(cursor);
      isAtPattern = false;
      continue;
    }
    const pipeline = readPipeline(cursor, pipelines.length === 0 ? '' : joint === '' ? ';' : joint);
    if (pipeline !== null) pipelines.push(pipeline);
    joint = '';
  }
  return { pipelines };
}

/** `(a | b)` of a case, up to and with its closing parenthesis. */
function skipPattern(cursor: ShellCursor): void {
  if (cursor.text.charAt(cursor.at) === '(') cursor.at++;
  for (;;) {
    skipSpaces(cursor);
    const character = cursor.text.charAt(cursor.at);
    if (character === ')' || character === '|') {
      cursor.at++;
      if (character === ')') return;
    } else if (readWord(cursor) === null) {
      return;
    }
  }
}

/** `;`, `;;`, `&`, `&&`, `||`; a lone `|` counts as `;`. */
function takeJoint(cursor: ShellCursor): ';' | '&&' | '||' {
  const two = cursor.text.slice(cursor.at, cursor.at + 2);
  cursor.at += two === '&&' || two === '||' ? 2 : 1;
  return two === '&&' || two === '||' ? two : ';';
}

function readPipeline(cursor: ShellCursor, joint: ShellPipeline['joint']): ShellPipeline | null {
  const stages: ShellNode[] = [];
  for (;;) {
    const stage = readStage(cursor);
    if (stage !== null) stages.push(stage);
    skipSpaces(cursor);
    const { text, at } = cursor;
    if (text.charAt(at) !== '|' || text.charAt(at + 1) === '|') break;
    cursor.at += text.charAt(at + 1) === '&' ? 2 : 1;
    skipBlanks(cursor);
  }
  const isBackground =
    cursor.text.charAt(cursor.at) === '&' && cursor.text.charAt(cursor.at + 1) !== '&';
  return stages.length === 0 ? null : { stages, isBackground, joint };
}

function readStage(cursor: ShellCursor): ShellNode | null {
  for (;;) {
    skipSpaces(cursor);
    const word = peekWord(cursor);
    if (!PREFIXES.has(word)) break;
    cursor.at += word.length;
    skipBlanks(cursor);
  }
  const { text, at } = cursor;
  if (text.charAt(at) === '(') return readParentheses(cursor);
  const opener = peekWord(cursor);
  const closer = OPENERS[opener];
  if (closer !== undefined && Object.hasOwn(OPENERS, opener) && cursor.depth < MAX_DEPTH) {
    cursor.at += opener.length;
    const head = HEADED.has(opener) ? readHead(cursor, opener === 'case') : [];
    return readGroup(cursor, closer, head);
  }
  return opener === 'function' ? readNamedFunction(cursor) : readCommand(cursor);
}

/** `function name { …; }`, with or without parentheses. */
function readNamedFunction(cursor: ShellCursor): ShellNode | null {
  cursor.at += 'function'.length;
  skipSpaces(cursor);
  const name = readWord(cursor);
  skipSpaces(cursor);
  cursor.at += emptyParentheses(cursor);
  return name === null ? null : readFunction(cursor, name.text);
}

/** Characters of `()` at the cursor; 0 where there is none. */
function emptyParentheses({ text, at }: ShellCursor): number {
  return /^\([ \t]{0,8}\)/.exec(text.slice(at, at + 10))?.[0].length ?? 0;
}

function readParentheses(cursor: ShellCursor): ShellNode | null {
  cursor.at++;
  if (cursor.text.charAt(cursor.at) === '(') {
    const end = cursor.hasNoArithmeticEnd === true ? -1 : cursor.text.indexOf('))', cursor.at);
    if (end >= 0) {
      cursor.at = end + 2;
      return null;
    }
    cursor.hasNoArithmeticEnd = true;
  }
  if (cursor.depth >= MAX_DEPTH) return null;
  return readGroup(cursor, ')', []);
}

function readGroup(cursor: ShellCursor, closer: string, head: readonly ShellScript[]): ShellNode {
  cursor.depth++;
  const script = readScript(cursor, closer);
  cursor.depth--;
  const { redirects } = readWords(cursor);
  const pipelines = [...head.flatMap((each) => each.pipelines), ...script.pipelines];
  return { kind: 'group', script: { pipelines }, redirects };
}

/** What the substitutions in `for x in …` and `case … in` run. */
function readHead(cursor: ShellCursor, isCase: boolean): ShellScript[] {
  const scripts: ShellScript[] = [];
  for (;;) {
    skipSpaces(cursor);
    if (peekWord(cursor) === 'in') {
      cursor.at += 2;
      if (isCase) return scripts;
      skipSpaces(cursor);
    }
    const word = readWord(cursor);
    if (word === null) return scripts;
    scripts.push(...word.scripts);
  }
}

function readCommand(cursor: ShellCursor): ShellNode | null {
  const start = cursor.at;
  const { words, redirects } = readWords(cursor);
  const [name] = words;
  skipSpaces(cursor);
  const parentheses = words.length === 1 ? emptyParentheses(cursor) : 0;
  if (name !== undefined && parentheses > 0) {
    cursor.at += parentheses;
    return readFunction(cursor, name.text);
  }
  if (words.length > 0 || redirects.length > 0) return { kind: 'command', words, redirects };
  // A sign that begins nothing, so that the cursor never stands still.
  if (cursor.at === start && !/[|&;)\n]/.test(cursor.text.charAt(cursor.at))) cursor.at++;
  return null;
}

function readFunction(cursor: ShellCursor, name: string): ShellNode | null {
  skipBlanks(cursor);
  const opener = cursor.text.charAt(cursor.at);
  if (cursor.depth >= MAX_DEPTH || (opener !== '{' && opener !== '(')) return null;
  cursor.at++;
  cursor.depth++;
  const body = readScript(cursor, opener === '{' ? '}' : ')');
  cursor.depth--;
  return { kind: 'function', name, body };
}

interface Words {
  readonly words: ShellWord[];
  readonly redirects: ShellRedirect[];
}

const REDIRECT = /^(?:\d{0,3}|\{\w{1,20}\})(?:<<<|<<-?|<>|<&|>>|>\||>&|<|>)|^&>>?/;

function readWords(cursor: ShellCursor): Words {
  const words: ShellWord[] = [];
  const redirects: ShellRedirect[] = [];
  for (;;) {
    skipSpaces(cursor);
    const operator = REDIRECT.exec(cursor.text.slice(cursor.at, cursor.at + 30))?.[0];
    const isProcess =
      operator !== undefined &&
      /^[<>]$/.test(operator) &&
      cursor.text.charAt(cursor.at + 1) === '(';
    if (operator !== undefined && !isProcess) {
      cursor.at += operator.length;
      readRedirect(cursor, operator.replace(/^\d+|^\{\w+\}/, ''), redirects);
      continue;
    }
    const word = readWord(cursor);
    if (word === null) return { words, redirects };
    words.push(word);
  }
}

function readRedirect(cursor: ShellCursor, operator: string, redirects: ShellRedirect[]): void {
  skipSpaces(cursor);
  const start = cursor.at;
  const target = readWord(cursor) ?? { text: '', bare: '', scripts: [] };
  if (!/^<<-?$/.test(operator)) {
    redirects.push({ operator, target, body: null, bodyScripts: [] });
    return;
  }
  const heredoc: PendingHeredoc & ShellRedirect = {
    operator: '<<',
    target,
    delimiter: target.text,
    stripsTabs: operator === '<<-',
    expands: !/['"\\]/.test(cursor.text.slice(start, cursor.at)),
    body: '',
    bodyScripts: [],
  };
  cursor.pending.push(heredoc);
  redirects.push(heredoc);
}

function skipSpaces(cursor: ShellCursor): void {
  const { text } = cursor;
  for (;;) {
    const character = text.charAt(cursor.at);
    if (character === ' ' || character === '\t' || character === '\r') cursor.at++;
    else if (character === '\\' && text.charAt(cursor.at + 1) === '\n') cursor.at += 2;
    else break;
  }
  const before = cursor.at === 0 ? ' ' : text.charAt(cursor.at - 1);
  if (text.charAt(cursor.at) === '#' && /[\s;&|()]/.test(before)) {
    const end = text.indexOf('\n', cursor.at);
    cursor.at = end < 0 ? text.length : end;
  }
}

/** Also over line ends. */
function skipBlanks(cursor: ShellCursor): void {
  for (;;) {
    skipSpaces(cursor);
    if (cursor.text.charAt(cursor.at) !== '\n') return;
    cursor.at++;
    for (const heredoc of cursor.pending.splice(0)) takeBody(cursor, heredoc);
  }
}

function takeBody(cursor: ShellCursor, heredoc: PendingHeredoc): void {
  const { text } = cursor;
  const start = cursor.at;
  let end = text.length;
  for (let at = start; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const stop = newline < 0 ? text.length : newline;
    const line = text.slice(at, stop).replace(/\r$/, '');
    if ((heredoc.stripsTabs ? line.replace(/^\t+/, '') : line) === heredoc.delimiter) {
      end = at;
      cursor.at = stop;
      break;
    }
    at = stop + 1;
    cursor.at = at;
  }
  cursor.at = Math.min(cursor.at, text.length);
  heredoc.body = text.slice(start, end);
  if (heredoc.expands && cursor.depth < MAX_DEPTH) {
    heredoc.bodyScripts = readExpansions(heredoc.body, cursor.depth + 1, readScript);
  }
}

/** The letters at the cursor up to what ends a word; '' where a quote or a variable stands in it. */
function peekWord(cursor: ShellCursor): string {
  const piece = cursor.text.slice(cursor.at, cursor.at + 12);
  return /^(?:[a-z]+|[{}!])(?=[\s;&|()<>]|$)/.exec(piece)?.[0] ?? '';
}
