// How many terminal cells a text takes, and cutting a text to so many. Knows wide, combining and
// joined characters; knows no columns and no colours.
import { eastAsianWidth } from 'get-east-asian-width';
import { stripControl } from './sanitize.ts';

/** Cells that `text` takes on a terminal; it must hold no control characters. */
export function displayWidth(text: string): number {
  if (isSimple(text)) return text.length;
  let cells = 0;
  for (const character of splitCharacters(text)) cells += characterWidth(character);
  return cells;
}

/** `text` in at most `cells` cells, its end replaced by the ellipsis when it is longer. */
export function truncateEnd(text: string, cells: number, ellipsis = '…'): string {
  if (displayWidth(text) <= cells) return text;
  const room = cells - displayWidth(ellipsis);
  if (room < 0) return takeStart(ellipsis, cells);
  return takeStart(text, room).trimEnd() + ellipsis;
}

/** `text` in at most `cells` cells, its middle replaced: both ends of a path stay readable. */
export function truncateMiddle(text: string, cells: number, ellipsis = '…'): string {
  if (displayWidth(text) <= cells) return text;
  const room = cells - displayWidth(ellipsis);
  if (room < 2) return truncateEnd(text, cells, ellipsis);
  const end = takeEnd(text, Math.ceil(room / 2));
  return takeStart(text, room - displayWidth(end)) + ellipsis + end;
}

export function padStart(text: string, cells: number): string {
  return ' '.repeat(Math.max(0, cells - displayWidth(text))) + text;
}

export function padEnd(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - displayWidth(text)));
}

/** `text` on one line and harmless to a terminal. */
export function cleanLine(text: string): string {
  return /^[ -~]*$/.test(text) ? text : stripControl(text);
}

/** Splits into what a person sees as characters; combining marks stay with their base. */
export function splitCharacters(text: string): readonly string[] {
  if (JOINED.test(text)) {
    segmenter ??= new Intl.Segmenter();
    return Array.from(segmenter.segment(text), (part) => part.segment);
  }
  const characters: string[] = [];
  for (const point of text) {
    const isMark = point > '\u02ff' && ZERO_WIDTH.test(point) && characters.length > 0;
    if (isMark) characters[characters.length - 1] += point;
    else characters.push(point);
  }
  return characters;
}

/** Opened for joined characters only: it takes longer to load than all the rest of a report. */
let segmenter: Intl.Segmenter | undefined;

/** Joiners, emoji variation, keycaps, flags, skin tones, and the parts of Hangul syllables. */
const JOINED =
  /[\u200d\ufe0f\u20e3\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]|[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]/u;
const EMOJI_SEQUENCE = /^(?:[\u{1f1e6}-\u{1f1ff}]{2}$|[\d#*]\ufe0f?\u20e3|\p{Emoji}\ufe0f)/u;
const ZERO_WIDTH = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Cs}]$/u;
const HANGUL_PART = /^[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+$/;

/** An emoji sequence and a composed Hangul syllable take two cells, else each code point its own. */
function characterWidth(character: string): number {
  const points = Array.from(character);
  if (points.length > 1) {
    if (EMOJI_SEQUENCE.test(character) || HANGUL_PART.test(character)) return 2;
    if (JOINED.test(character)) return pointWidth(points[0] ?? '');
  }
  return points.reduce((sum, point) => sum + pointWidth(point), 0);
}

function pointWidth(point: string): number {
  const code = point.codePointAt(0) ?? 0;
  if (code < 0x20) return 0;
  if (code < 0x7f) return 1;
  return ZERO_WIDTH.test(point) ? 0 : eastAsianWidth(code);
}

/** Every character is one UTF-16 unit and one cell wide: Latin letters, lines, blocks and our signs. */
function isSimple(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const simple =
      (code >= 0x20 && code < 0x7f) ||
      (code >= 0xa0 && code < 0x180 && code !== 0xad) ||
      (code >= 0x2500 && code <= 0x259f) ||
      OWN_SIGNS.has(code);
    if (!simple) return false;
  }
  return true;
}

const OWN_SIGNS = new Set(Array.from('–—…→≥⏎⎇↻±≈', (sign) => sign.charCodeAt(0)));

function takeStart(text: string, cells: number): string {
  let [taken, used] = ['', 0];
  for (const character of splitCharacters(text)) {
    used += displayWidth(character);
    if (used > cells) break;
    taken += character;
  }
  return taken;
}

function takeEnd(text: string, cells: number): string {
  const characters = splitCharacters(text);
  let [taken, used] = ['', 0];
  for (let i = characters.length - 1; i >= 0; i--) {
    const character = characters[i] ?? '';
    used += displayWidth(character);
    if (used > cells) break;
    taken = character + taken;
  }
  return taken;
}
