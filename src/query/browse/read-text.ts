// The text of one block for the eye: read from its transcript when asked for, masked, harmless to a
// terminal, and kept nowhere.
import { stripControl } from '../../shared/sanitize.ts';
import { maskSecrets } from '../../shared/secrets.ts';
import { readBlockText } from '../../transcript/trace/read-block-text.ts';
import type { BlockText, BrowseAnswer, BrowsedBlock } from './browse-answer.ts';

/** More than anybody reads on a screen; masking and wrapping it takes a blink. */
const MAX_UNITS = 300_000;
/** A secret that the cut would halve is longer than few; what is read beyond the cut is masked too. */
const MARGIN_UNITS = 4096;
const TAB = '    ';

export function readText(answer: BrowseAnswer, block: BrowsedBlock): BlockText {
  if (block.kind === 'image') return { lines: null, omittedCharacters: 0, reason: 'picture' };
  const file = answer.files[block.file];
  const text = file === undefined ? null : readBlockText(file, block);
  if (text === null) return { lines: null, omittedCharacters: 0, reason: 'gone' };
  if (text === '') return { lines: null, omittedCharacters: 0, reason: 'hidden' };
  const whole = block.kind === 'tool-use' ? layOutInput(text) : text;
  const head = maskSecrets(cleanLines(whole.slice(0, MAX_UNITS + MARGIN_UNITS)));
  const isCut = whole.length > MAX_UNITS;
  const shown = isCut ? head.slice(0, MAX_UNITS) : head;
  return {
    lines: shown.split('\n'),
    omittedCharacters: isCut ? [...whole.slice(MAX_UNITS)].length : 0,
    reason: null,
  };
}

/** What a tool was asked is JSON on one line: a field a line, and texts with their own line ends. */
function layOutInput(json: string): string {
  try {
    const input: unknown = JSON.parse(json);
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return json;
    const fields = Object.entries(input).map(([name, value]) => layOutField(name, value));
    return fields.length === 0 ? json : fields.join('\n');
  } catch {
    return json;
  }
}

function layOutField(name: string, value: unknown): string {
  if (typeof value !== 'string') return `${name}: ${JSON.stringify(value, null, 2)}`;
  return value.includes('\n') ? `${name}:\n${value}` : `${name}: ${value}`;
}

/** Before it is masked: a control character within a secret hides it from the patterns. */
function cleanLines(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.map((line) => stripControl(line.replaceAll('\t', TAB))).join('\n');
}
