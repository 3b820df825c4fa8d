// The text of a block as lines of the screen's width, and how far one can scroll in it. Knows why there may be
// no text; reads none.
import type { BlockText } from '../../../query/browse/browse-answer.ts';
import { formatCount } from '../../../shared/format.ts';
import { displayWidth, splitCharacters } from '../../../shared/width.ts';
import { wrapText } from '../wrap.ts';
import { type BrowseState, levelOf } from './browse-state.ts';
import { blockKey } from './items.ts';
import { layoutOf, textColumns } from './layout-of.ts';
import { withLevel } from './levels.ts';
import { scrollTo } from './move-list.ts';

const NO_TEXT: Readonly<Record<NonNullable<BlockText['reason']>, string>> = {
  gone: 'The transcript is deleted or was rewritten: this text can no longer be read.',
  hidden: 'There is nothing to read: the transcript holds no text of this block.',
  picture: 'A picture. Its file is in the transcript; a terminal cannot show it.',
};

/** Of the level on the screen; null while it is read. */
export function textLines(state: BrowseState): readonly string[] | null {
  const level = levelOf(state);
  if (level.name !== 'text' || state.text === null) return null;
  if (blockKey(state.text.block) !== blockKey(level.block)) return null;
  return wrapBlock(state.text.text, textColumns(state));
}

/** Unlike prose, a program's output keeps its blanks: lines are broken at the edge, as a terminal does. */
export function wrapBlock(text: BlockText, width: number): readonly string[] {
  const known = wrapped.get(text);
  if (known?.width === width) return known.lines;
  const lines =
    text.lines === null
      ? wrapText(NO_TEXT[text.reason ?? 'hidden'], width)
      : [...text.lines.flatMap((line) => breakHard(line, width)), ...omission(text, width)];
  wrapped.set(text, { width, lines });
  return lines;
}

const wrapped = new WeakMap<BlockText, { width: number; lines: readonly string[] }>();

function omission({ omittedCharacters }: BlockText, width: number): string[] {
  if (omittedCharacters === 0) return [];
  const words = `(${formatCount(omittedCharacters, 'more character')} in the transcript)`;
  return ['', ...wrapText(words, width)];
}

function breakHard(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line];
  const pieces: string[] = [];
  let [piece, used] = ['', 0];
  for (const character of splitCharacters(line)) {
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

export function scrollText(state: BrowseState, lines: number): BrowseState {
  const level = levelOf(state);
  if (level.name !== 'text') return state;
  const all = textLines(state)?.length ?? 0;
  const top = scrollTo(level.top + lines, all, layoutOf(state).bodyRows);
  return top === level.top ? state : withLevel(state, { ...level, top });
}

/** After a resize the same text has other lines: its part on the screen stays within them. */
export function fitText(state: BrowseState): BrowseState {
  return textLines(state) === null ? state : scrollText(state, 0);
}
