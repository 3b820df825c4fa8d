// Finds values in JSON text without building objects: bytes in, byte ranges out. Knows JSON's
// grammar only; what the keys mean is record.ts's business.

/**
 * A set of keys to look for in an object. Position n of the spans that `scanObject` fills holds
 * the start and end of the value of `names[n]`.
 */
export interface KeyTable {
  readonly names: readonly string[];
  /** First position whose key has the slot's hash; −1 for none. */
  readonly slots: Int16Array;
  /** The next position with the same hash as each; −1 for none. */
  readonly chain: Int16Array;
  /** The keys' bytes with their closing quote. */
  readonly bytes: readonly Uint8Array[];
  /**
   * The key that last followed each key (position + 1; 0: the first one). Records of one program
   * repeat their order, so a guess from here is nearly always right and saves finding the key.
   */
  readonly followers: Int16Array;
}

export function defineKeys<const Names extends readonly string[]>(names: Names): KeyTable {
  const bytes = names.map((name) => new TextEncoder().encode(`${name}"`));
  const slots = new Int16Array(SLOT_COUNT).fill(-1);
  const chain = new Int16Array(names.length).fill(-1);
  bytes.forEach((key, index) => {
    const slot = slotOf(key, 0, key.length - 1);
    chain[index] = slots[slot] as number;
    slots[slot] = index;
  });
  return { names, slots, chain, bytes, followers: new Int16Array(names.length + 1).fill(-1) };
}

/** Room for the value ranges of one table: `[start0, end0, start1, end1, …]`, −1 when absent. */
export function makeSpans(keys: KeyTable): Int32Array {
  return new Int32Array(keys.names.length * 2).fill(-1);
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** What a caller wants to be told while an object is walked, so that no byte is walked twice. */
export interface ScanHooks {
  /**
   * May walk the value of a known key itself: returns the position after it (or −1 when it is
   * broken), or `NOT_WALKED` to have it skipped.
   */
  readonly walk?: (key: number, at: number, end: number) => number;
  /** Called with the byte range of each key that is not in the table. */
  readonly unknown?: (start: number, end: number) => void;
}

export const NOT_WALKED = -2;

/**
 * Walks the object that starts at `from` and notes where the values of the table's keys are. A
 * key that stands twice counts with its last value, as in JSON.parse.
 * @returns the position after the closing brace, or −1 when the text ends or breaks before it
 */
export function scanObject(
  text: Uint8Array,
  from: number,
  end: number,
  keys: KeyTable,
  spans: Int32Array,
  hooks?: ScanHooks,
): number {
  spans.fill(-1);
  if (text[from] !== OPEN_BRACE) return -1;
  let at = skipSpace(text, from + 1, end);
  if (text[at] === CLOSE_BRACE && at < end) return at + 1;
  let previous = -1;
  while (at < end) {
    if (text[at] !== QUOTE) return -1;
    const keyStart = at + 1;
    let key = guessKey(text, keyStart, keys, previous);
    if (key >= 0) at = keyStart + (keys.bytes[key] as Uint8Array).length;
    else {
      at = skipString(text, at, end);
      if (at < 0) return -1;
      key = findKey(text, keyStart, at - 1, keys);
      keys.followers[previous + 1] = key;
    }
    const keyEnd = at - 1;
    previous = key;
    at = skipSpace(text, at, end);
    if (at >= end || text[at] !== COLON) return -1;
    at = skipSpace(text, at + 1, end);
    const valueStart = at;
    at = walkValue(text, at, end, key, hooks);
    if (at < 0) return -1;
    if (key >= 0) {
      spans[key * 2] = valueStart;
      spans[key * 2 + 1] = at;
    } else hooks?.unknown?.(keyStart, keyEnd);
    at = skipSpace(text, at, end);
    if (at >= end) return -1;
    if (text[at] === CLOSE_BRACE) return at + 1;
    if (text[at] !== COMMA) return -1;
    at = skipSpace(text, at + 1, end);
  }
  return -1;
}

function walkValue(
  text: Uint8Array,
  at: number,
  end: number,
  key: number,
  hooks: ScanHooks | undefined,
): number {
  if (key >= 0 && hooks?.walk !== undefined) {
    const walked = hooks.walk(key, at, end);
    if (walked !== NOT_WALKED) return walked;
  }
  return skipValue(text, at, end);
}

/**
 * Has `walk` walk each element of the array at `from` (it returns the position after the element
 * or −1); returns the position after the array, or −1.
 */
export function scanArray(
  text: Uint8Array,
  from: number,
  end: number,
  walk: (at: number, end: number) => number,
): number {
  if (text[from] !== OPEN_BRACKET) return -1;
  let at = skipSpace(text, from + 1, end);
  if (text[at] === CLOSE_BRACKET && at < end) return at + 1;
  while (at < end) {
    at = walk(at, end);
    if (at < 0) return -1;
    at = skipSpace(text, at, end);
    if (at >= end) return -1;
    if (text[at] === CLOSE_BRACKET) return at + 1;
    if (text[at] !== COMMA) return -1;
    at = skipSpace(text, at + 1, end);
  }
  return -1;
}

/** The position after the value at `from`, or −1 when it does not end before `end`. */
export function skipValue(text: Uint8Array, from: number, end: number): number {
  const first = text[from];
  if (from >= end || first === undefined) return -1;
  if (first === QUOTE) return skipString(text, from, end);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(text, from, end);
  return skipLiteral(text, from, end);
}

/** Strings up to this length are walked byte by byte; in longer ones the quotes are searched for. */
const SHORT_STRING_BYTES = 24;

/** The position after the closing quote of the string at `from`, or −1. */
function skipString(text: Uint8Array, from: number, end: number): number {
  const short = Math.min(end, from + SHORT_STRING_BYTES);
  let at = from + 1;
  for (; at < short; at++) {
    const byte = text[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  return skipLongString(text, at, end);
}

/** Most bytes of a transcript stand in long strings, where a quote is rare: hop from one to the next. */
function skipLongString(text: Uint8Array, from: number, end: number): number {
  let start = from;
  for (;;) {
    const quote = text.indexOf(QUOTE, start);
    if (quote < 0 || quote >= end) return -1;
    if (!isEscaped(text, from, quote)) return quote + 1;
    start = quote + 1;
  }
}

/** Whether an odd number of backslashes stands before `at`; none before `from` belongs to it. */
function isEscaped(text: Uint8Array, from: number, at: number): boolean {
  let first = at;
  while (first > from && text[first - 1] === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

export function skipSpace(text: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = text[at];
    if (byte !== 32 && byte !== 9 && byte !== 13 && byte !== 10) break;
    at++;
  }
  return at;
}

/** An object or array as a whole; brackets are counted, not matched by kind. */
function skipNested(text: Uint8Array, from: number, end: number): number {
  let depth = 0;
  for (let at = from; at < end; at++) {
    const byte = text[at] as number;
    if (byte === QUOTE) {
      at = skipString(text, at, end) - 1;
      if (at < 0) return -1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** A number, true, false or null: the words must be right, numbers are only looked at roughly. */
function skipLiteral(text: Uint8Array, from: number, end: number): number {
  const first = text[from];
  if (first === 116) return skipWord(text, from, end, TRUE);
  if (first === 102) return skipWord(text, from, end, FALSE);
  if (first === 110) return skipWord(text, from, end, NULL);
  let at = from;
  while (at < end && isNumberByte(text[at] as number)) at++;
  return at > from ? at : -1;
}

const TRUE = new TextEncoder().encode('true');
const FALSE = new TextEncoder().encode('false');
const NULL = new TextEncoder().encode('null');

function skipWord(text: Uint8Array, from: number, end: number, word: Uint8Array): number {
  if (from + word.length > end) return -1;
  return equalsAt(text, from, word) ? from + word.length : -1;
}

function isNumberByte(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) ||
    byte === 45 ||
    byte === 43 ||
    byte === 46 ||
    byte === 101 ||
    byte === 69
  );
}

function guessKey(text: Uint8Array, start: number, keys: KeyTable, previous: number): number {
  const guess = keys.followers[previous + 1] as number;
  return guess >= 0 && equalsAt(text, start, keys.bytes[guess] as Uint8Array) ? guess : -1;
}

function findKey(text: Uint8Array, start: number, end: number, keys: KeyTable): number {
  let index = keys.slots[slotOf(text, start, end)] as number;
  while (index >= 0) {
    const key = keys.bytes[index] as Uint8Array;
    if (key.length === end - start + 1 && equalsAt(text, start, key)) return index;
    index = keys.chain[index] as number;
  }
  return -1;
}

const SLOT_COUNT = 1024;

/** From the length and three bytes: keys are short, and a match is compared in full anyway. */
function slotOf(text: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length === 0) return 0;
  const first = text[start] as number;
  const middle = text[start + (length >> 1)] as number;
  const last = text[end - 1] as number;
  return (length * 37 + first * 11 + middle * 5 + last) & (SLOT_COUNT - 1);
}

export function equalsAt(text: Uint8Array, at: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (text[at + i] !== bytes[i]) return false;
  return true;
}
