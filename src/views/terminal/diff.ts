// The hunks of a unified diff on a terminal: every line whole, broken where the screen ends. Knows
// signs, widths and tones; nothing of the file.
import type { DiffHunk } from '../../query/install/install-answer.ts';
import { stripControl } from '../../shared/sanitize.ts';
import { displayWidth, splitCharacters } from '../../shared/width.ts';
import { paint, type Tone } from './paint.ts';
import type { Screen } from './screen.ts';

const INDENT = '  ';
const TAB = '    ';

export function renderHunks(hunks: readonly DiffHunk[], screen: Screen): string {
  return hunks
    .flatMap((hunk) => [
      `${INDENT}${paint(formatRange(hunk), 'accent', screen)}`,
      ...hunk.lines.flatMap((line) => renderLine(line, screen)),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function formatRange({ oldStart, oldLines, newStart, newLines }: DiffHunk): string {
  return `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
}

/** A line that is too long goes on below itself, with a blank for its sign. */
function renderLine(line: string, screen: Screen): string[] {
  const sign = line.charAt(0);
  const text = stripControl(line.slice(1).replaceAll('\t', TAB).replace(/\r$/, ''));
  const tone = TONES[sign];
  const pieces = breakAt(text, Math.max(8, screen.width - INDENT.length - 1));
  return pieces.map((piece, index) =>
    `${INDENT}${paint(`${index === 0 ? sign : ' '}${piece}`.trimEnd(), tone, screen)}`.trimEnd(),
  );
}

const TONES: Readonly<Record<string, Tone | undefined>> = {
  '+': 'good',
  '-': 'critical',
  '\\': 'dim',
};

function breakAt(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const pieces: string[] = [];
  let [piece, used] = ['', 0];
  for (const character of splitCharacters(text)) {
    const cells = displayWidth(character);
    if (used + cells > width) {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += character;
    used += cells;
  }
  return [...pieces, piece];
}
