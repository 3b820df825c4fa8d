// Reads the plain part of JavaScript's regular expressions: characters, classes, groups, choices, counts and
// borders. Refuses what could make a search take longer than the text is long, and says what it refused.

export type PatternNode =
  | { readonly kind: 'unit'; readonly fits: (unit: number) => boolean }
  | { readonly kind: 'border'; readonly border: Border }
  | { readonly kind: 'row'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly part: PatternNode;
      readonly min: number;
      /** Null: any number. */
      readonly max: number | null;
    };

export type Border = 'start' | 'end' | 'word' | 'no-word';

export type ParsedPattern =
  | { readonly ok: true; readonly node: PatternNode }
  | { readonly ok: false; readonly fault: string };

/** Of `{n,m}`; more would only make the program long. */
const MOST_REPEATS = 100;

/** Letters of the pattern fit both cases; the text is to be handed over in small letters. */
export function parsePattern(source: string): ParsedPattern {
  const cursor: Cursor = { source, at: 0 };
  try {
    const node = readChoice(cursor);
    if (cursor.at < source.length) throw new PatternFault(`a ${source[cursor.at]} too many`);
    return { ok: true, node };
  } catch (error) {
    if (error instanceof PatternFault) return { ok: false, fault: error.message };
    throw error;
  }
}

/** Thrown and caught in this file only. */
class PatternFault extends Error {}

interface Cursor {
  readonly source: string;
  at: number;
}

function readChoice(cursor: Cursor): PatternNode {
  const parts = [readRow(cursor)];
  while (take(cursor, '|')) parts.push(readRow(cursor));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
}

function readRow(cursor: Cursor): PatternNode {
  const parts: PatternNode[] = [];
  for (;;) {
    const sign = cursor.source[cursor.at];
    if (sign === undefined || sign === '|' || sign === ')') return { kind: 'row', parts };
    parts.push(readCount(cursor, readAtom(cursor)));
  }
}

function readAtom(cursor: Cursor): PatternNode {
  const sign = cursor.source[cursor.at] ?? '';
  cursor.at += 1;
  switch (sign) {
    case '(':
      return readGroup(cursor);
    case '[':
      return { kind: 'unit', fits: readClass(cursor) };
    case '.':
      return { kind: 'unit', fits: (unit) => unit !== 10 };
    case '^':
      return { kind: 'border', border: 'start' };
    case '$':
      return { kind: 'border', border: 'end' };
    case '\\':
      return readEscape(cursor);
    case '*':
    case '+':
    case '?':
      throw new PatternFault(`nothing before ${sign} to repeat`);
    default:
      return { kind: 'unit', fits: fitsLetter(sign) };
  }
}

function readGroup(cursor: Cursor): PatternNode {
  if (take(cursor, '?') && !take(cursor, ':')) {
    throw new PatternFault(
      'a look ahead or behind, a name or a flag; only ( ) and (?: ) are known',
    );
  }
  const node = readChoice(cursor);
  if (!take(cursor, ')')) throw new PatternFault('a ( without its )');
  return node;
}

function readCount(cursor: Cursor, part: PatternNode): PatternNode {
  const range = readRange(cursor);
  if (range === null) return part;
  if (part.kind === 'border') throw new PatternFault('a border that is to be repeated');
  // Lazy or not, the same texts are found.
  take(cursor, '?');
  if (readRange(cursor) !== null) throw new PatternFault('two counts in a row');
  return { kind: 'repeat', part, ...range };
}

function readRange(cursor: Cursor): { min: number; max: number | null } | null {
  if (take(cursor, '*')) return { min: 0, max: null };
  if (take(cursor, '+')) return { min: 1, max: null };
  if (take(cursor, '?')) return { min: 0, max: 1 };
  const braces = /^\{(\d+)(,(\d*))?\}/.exec(cursor.source.slice(cursor.at));
  if (braces === null) return null;
  cursor.at += braces[0].length;
  const min = Number(braces[1]);
  const max = braces[2] === undefined ? min : braces[3] === '' ? null : Number(braces[3]);
  if (Math.max(min, max ?? 0) > MOST_REPEATS)
    throw new PatternFault(`a count above ${MOST_REPEATS}`);
  if (max !== null && max < min) throw new PatternFault('a count whose end is below its start');
  return { min, max };
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  d: /\d/,
  D: /\D/,
  w: /[\p{L}\p{N}_]/u,
  W: /[^\p{L}\p{N}_]/u,
  s: /\s/,
  S: /\S/,
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v' };

function readEscape(cursor: Cursor): PatternNode {
  const sign = cursor.source[cursor.at];
  if (sign === 'b' || sign === 'B') {
    cursor.at += 1;
    return { kind: 'border', border: sign === 'b' ? 'word' : 'no-word' };
  }
  return { kind: 'unit', fits: readEscapedUnit(cursor).fits };
}

/** `letter` is set where the escape stands for one character, as the ends of a range must. */
function readEscapedUnit(cursor: Cursor): {
  fits: (unit: number) => boolean;
  letter: string | null;
} {
  const sign = cursor.source[cursor.at];
  if (sign === undefined) throw new PatternFault('a \\ at the end');
  cursor.at += 1;
  const known = CLASSES[sign];
  if (known !== undefined) {
    return { fits: (unit) => known.test(String.fromCharCode(unit)), letter: null };
  }
  if (sign === 'x' || sign === 'u') return readCode(cursor, sign === 'x' ? 2 : 4);
  if (/[1-9kpP]/.test(sign))
    throw new PatternFault(`\\${sign}; references to groups and Unicode properties are not known`);
  const letter = CONTROLS[sign] ?? sign;
  return { fits: fitsLetter(letter), letter };
}

function readCode(cursor: Cursor, digits: number) {
  const hex = cursor.source.slice(cursor.at, cursor.at + digits);
  if (hex.length < digits || !/^[0-9a-f]+$/i.test(hex))
    throw new PatternFault(`an escape without its ${digits} digits`);
  cursor.at += digits;
  const letter = String.fromCharCode(Number.parseInt(hex, 16));
  return { fits: fitsLetter(letter), letter };
}

function readClass(cursor: Cursor): (unit: number) => boolean {
  const isNegated = take(cursor, '^');
  const tests: ((unit: number) => boolean)[] = [];
  while (!take(cursor, ']')) {
    const from = readClassUnit(cursor);
    const isRange = cursor.source[cursor.at] === '-' && cursor.source[cursor.at + 1] !== ']';
    if (!isRange || from.letter === null) {
      tests.push(from.fits);
      continue;
    }
    cursor.at += 1;
    const to = readClassUnit(cursor);
    if (to.letter === null || to.letter < from.letter)
      throw new PatternFault('a range in [ ] whose end is before its start');
    tests.push(fitsRange(from.letter.charCodeAt(0), to.letter.charCodeAt(0)));
  }
  return (unit) => tests.some((fits) => fits(unit)) !== isNegated;
}

function readClassUnit(cursor: Cursor) {
  const letter = cursor.source[cursor.at];
  if (letter === undefined) throw new PatternFault('a [ without its ]');
  cursor.at += 1;
  return letter === '\\' ? readEscapedUnit(cursor) : { fits: fitsLetter(letter), letter };
}

function fitsLetter(letter: string): (unit: number) => boolean {
  const small = letter.toLowerCase();
  const wanted = (small.length === letter.length ? small : letter).charCodeAt(0);
  return (unit) => unit === wanted;
}

function fitsRange(from: number, to: number): (unit: number) => boolean {
  const isIn = (unit: number): boolean => unit >= from && unit <= to;
  return (unit) => isIn(unit) || isIn(String.fromCharCode(unit).toUpperCase().charCodeAt(0));
}

function take(cursor: Cursor, sign: string): boolean {
  if (cursor.source[cursor.at] !== sign) return false;
  cursor.at += 1;
  return true;
}
