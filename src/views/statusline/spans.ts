// Stretches of text with a colour by meaning, and the cells they take. Knows the 16-colour codes; loads
// no table of widths, because the status line must start fast.

export type Tone = 'accent' | 'dim' | 'warn' | 'critical' | 'good' | 'cacheRead' | 'cacheWrite';

export interface Span {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

/** One way to show a segment: its stretches in a row. */
export type Form = readonly Span[];

/** The same tones as on the other screens; the terminal's theme decides how they look. */
const SGR: Readonly<Record<Tone, string>> = {
  accent: '1;94',
  dim: '2',
  warn: '33',
  critical: '1;31',
  good: '32',
  cacheRead: '32',
  cacheWrite: '36',
};

export function paint(spans: readonly Span[], color: boolean): string {
  return spans
    .map(({ text, tone }) =>
      color && tone !== undefined && text !== '' ? `\u001b[${SGR[tone]}m${text}\u001b[0m` : text,
    )
    .join('');
}

export function cellsOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + mostCells(text), 0);
}

/**
 * Cells that `text` takes at most, without control characters: what may be wide counts as wide, so that
 * a line that fits by this count fits.
 */
export function mostCells(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellsOfPoint(character.codePointAt(0) ?? 0);
  return cells;
}

/** `text` in at most `cells` cells, an ellipsis for what is cut. */
export function cut(text: string, cells: number, ellipsis: string): string {
  if (mostCells(text) <= cells) return text;
  let taken = '';
  let left = cells - ellipsis.length;
  for (const character of text) {
    left -= cellsOfPoint(character.codePointAt(0) ?? 0);
    if (left < 0) break;
    taken += character;
  }
  return taken + ellipsis;
}

/** Our own signs among those that some terminals draw wide. */
const NARROW_SIGNS = new Set(Array.from('⎇⚠✖', (sign) => sign.charCodeAt(0)));

function cellsOfPoint(code: number): 0 | 1 | 2 {
  if (code < 0x300) return 1;
  if (code < 0x370 || (code >= 0x200b && code <= 0x200f)) return 0;
  if (code < 0x1100 || NARROW_SIGNS.has(code)) return 1;
  if (code >= 0xfe00 && code <= 0xfe0f) return 0;
  // Hangul, pictures, East Asian scripts and everything above; not boxes, blocks and private use.
  const isWide =
    code < 0x1200 ||
    (code >= 0x2300 && code < 0x2500) ||
    (code >= 0x25a0 && code < 0x2c00) ||
    (code >= 0x2e80 && (code < 0xe000 || code >= 0xf900));
  return isWide ? 2 : 1;
}
