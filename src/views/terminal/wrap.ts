// Breaks text into lines of so many cells. Knows words, and facts joined by ` · ` that stay whole
// where they can; knows no indents and no colours of its own.
import { cleanLine, displayWidth, splitCharacters } from '../../shared/width.ts';
import type { ToneSpan } from './spans.ts';

/** Paragraphs as lines of at most `width` cells; a longer word is broken. Line ends are kept. */
export function wrapText(text: string, width: number): string[] {
  return text
    .split('\n')
    .flatMap((paragraph) => breakLines(cleanLine(paragraph), width).map(({ line }) => line));
}

/** The same for one paragraph of several tones; facts between ` · ` are not torn apart. */
export function wrapSpans(spans: readonly ToneSpan[], width: number): ToneSpan[][] {
  const whole = spans.map((span) => span.text).join('');
  const glued = / · | \| /.test(whole) ? keepFactsWhole(whole, width) : whole;
  return breakLines(whole, width, glued).map(({ line, start }) =>
    sliceSpans(spans, start, start + line.length),
  );
}

interface BrokenLine {
  readonly line: string;
  /** Where it starts in the text. */
  readonly start: number;
}

/** `glued` is the text with other blanks where no line may end. */
function breakLines(text: string, width: number, glued = text): BrokenLine[] {
  const end = text.trimEnd().length;
  if (displayWidth(text.slice(0, end)) <= width) return [{ line: text.slice(0, end), start: 0 }];
  const lines: BrokenLine[] = [];
  let start = -1;
  let stop = 0;
  for (const word of glued.slice(0, end).matchAll(/[^ ]+/g)) {
    const wordStop = word.index + word[0].length;
    if (start >= 0 && displayWidth(text.slice(start, wordStop)) <= width) {
      stop = wordStop;
      continue;
    }
    if (start >= 0) lines.push({ line: text.slice(start, stop), start });
    start = word.index;
    for (const piece of breakWord(text.slice(start, wordStop), width)) {
      lines.push({ line: piece, start });
      start += piece.length;
    }
    stop = wordStop;
    start = lines.pop()?.start ?? start;
  }
  return [...lines, { line: text.slice(start, stop), start }];
}

/** A word that is too long for a line, in pieces. */
function breakWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let [piece, used] = ['', 0];
  for (const character of splitCharacters(word)) {
    const cells = displayWidth(character);
    if (used + cells > width && piece !== '') {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += character;
    used += cells;
  }
  return [...pieces, piece];
}

const GLUE = '\u00a0';

/** Of the same length, with glue for the blanks inside a fact and before the dot behind it. */
function keepFactsWhole(text: string, width: number): string {
  return text
    .split(/( [·|] | {2,})/)
    .map((part, index) => {
      if (index % 2 === 1) return part.replace(/^ (?=[·|])/, GLUE);
      return displayWidth(part) <= width - 2 ? part.replaceAll(' ', GLUE) : part;
    })
    .join('');
}

function sliceSpans(spans: readonly ToneSpan[], start: number, stop: number): ToneSpan[] {
  const slices: ToneSpan[] = [];
  let offset = 0;
  for (const span of spans) {
    const text = span.text.slice(Math.max(0, start - offset), Math.max(0, stop - offset));
    if (text !== '') slices.push({ text, tone: span.tone });
    offset += span.text.length;
  }
  return slices;
}
