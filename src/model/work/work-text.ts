// Cuts texts of a conversation to a sensible length with their secrets masked. Masks before it cuts, so
// that no half of a secret stays unrecognised; knows nothing of what the texts mean.
import { maskLines } from '../../shared/secrets.ts';

/** Looked at beyond the cut on either side: longer than any key, so that it is seen whole. */
const MARGIN = 4_096;

const CUT = '…';

/** The beginning and, more of it, the end: what is asked stands at either, what it is about between. */
export function keepEnds(text: string, length: number): string {
  const room = length + 2 * MARGIN;
  if (text.length <= room) return cutMiddle(maskLines(text).trim(), length);
  const head = maskLines(text.slice(0, length + MARGIN));
  const tail = maskLines(text.slice(-(length + MARGIN)));
  return cutMiddle(`${head.slice(0, length)}${tail.slice(-length)}`.trim(), length);
}

export function keepTail(text: string, length: number): string {
  const masked = maskLines(text.slice(-(length + MARGIN))).trim();
  return masked.length <= length ? masked : `${CUT}${afterBreak(masked.slice(1 - length))}`;
}

export function keepHead(text: string, length: number): string {
  const masked = maskLines(text.slice(0, length + MARGIN)).trim();
  return masked.length <= length
    ? masked
    : `${beforeHalf(masked.slice(0, length - 1)).trimEnd()}${CUT}`;
}

/** `keepHead` with every run of blanks as one. */
export function keepLine(text: string, length: number): string {
  return keepHead(text.slice(0, 4 * (length + MARGIN)).replace(/\s+/g, ' '), length);
}

function cutMiddle(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = Math.floor(length * 0.4);
  const tail = length - head - 3;
  return `${beforeHalf(text.slice(0, head)).trimEnd()} ${CUT} ${afterBreak(text.slice(-tail)).trimStart()}`;
}

/** Without the rest of a word or line that the cut left, when its end is near. */
function afterBreak(text: string): string {
  const at = text.slice(0, 80).search(/\s/);
  return at < 0 ? text.replace(/^[\udc00-\udfff]/, '') : text.slice(at + 1);
}

/** Without the first half of a surrogate pair. */
function beforeHalf(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
