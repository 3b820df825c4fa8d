// The list of keys as a screen. Knows how it is laid out; which keys there are is keys.ts's.
import { displayWidth, padEnd, truncateEnd } from '../../../shared/width.ts';
import { paint } from '../paint.ts';
import type { Screen } from '../screen.ts';
import { KEY_TABLE, type KeyRow } from './keys.ts';

/** At most `rows` lines of `width` cells. */
export function helpLines(screen: Screen, width: number, rows: number): readonly string[] {
  const names = KEY_TABLE.map((row) => shownKeys(row, screen));
  const nameWidth = Math.min(Math.max(...names.map(displayWidth)), Math.floor(width / 2));
  const ellipsis = screen.unicode ? '…' : '..';
  return KEY_TABLE.slice(0, rows).map(({ words }, at) => {
    const name = padEnd(truncateEnd(names[at] ?? '', nameWidth, ellipsis), nameWidth);
    const room = Math.max(0, width - 2 - nameWidth - 2);
    return `  ${paint(name, 'strong', screen)}  ${truncateEnd(words, room, ellipsis)}`;
  });
}

export function shownKeys({ shown, asciiShown }: KeyRow, screen: Pick<Screen, 'unicode'>): string {
  return screen.unicode ? shown : (asciiShown ?? shown);
}
