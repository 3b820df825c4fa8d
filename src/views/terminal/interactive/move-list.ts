// Moving through a list: the selected row and the part that is on the screen. Knows places only.
import type { ListState } from './browse-state.ts';

/** To this place, or the nearest there is; the part on the screen moves no further than it has to. */
export function moveTo(list: ListState, cursor: number, rows: number): ListState {
  const last = Math.max(0, list.order.length - 1);
  const at = Math.min(Math.max(0, cursor), last);
  const height = Math.max(1, rows);
  const lowestTop = Math.max(0, list.order.length - height);
  const top = Math.max(0, Math.min(Math.max(at - height + 1, Math.min(list.top, at)), lowestTop));
  return at === list.cursor && top === list.top ? list : { ...list, cursor: at, top };
}

/** As `moveTo`, but a place far away comes to stand in the middle. */
export function jumpTo(list: ListState, cursor: number, rows: number): ListState {
  const isNear = cursor >= list.top && cursor < list.top + rows;
  return moveTo(isNear ? list : { ...list, top: cursor - Math.floor(rows / 2) }, cursor, rows);
}

/** Up or down a text: its first line on the screen. */
export function scrollTo(top: number, lines: number, rows: number): number {
  return Math.max(0, Math.min(top, lines - rows));
}
