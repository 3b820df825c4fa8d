// Remembers the last string at a field that hardly changes from line to line (session id, version),
// so that most lines cost a comparison of bytes instead of a new string.
import { readString } from './json-values.ts';

/** Returns the interned position of the string in a range, or −1 when there is none. */
export type RangeCache = (text: Buffer, start: number, end: number) => number;

/** Two values are remembered: main chain and subagent lines take turns. */
export function createRangeCache(intern: (value: string) => number): RangeCache {
  let first = { bytes: Buffer.alloc(0), position: -1 };
  let second = { bytes: Buffer.alloc(0), position: -1 };
  return (text, start, end) => {
    if (start < 0 || text[start] !== 34) return -1;
    if (isSame(text, start, end, first.bytes)) return first.position;
    if (isSame(text, start, end, second.bytes)) {
      [first, second] = [second, first];
      return first.position;
    }
    const value = readString(text, start, end);
    if (value === null) return -1;
    second = first;
    first = { bytes: Buffer.from(text.subarray(start, end)), position: intern(value) };
    return first.position;
  };
}

function isSame(text: Buffer, start: number, end: number, bytes: Buffer): boolean {
  if (bytes.length !== end - start) return false;
  for (let i = bytes.length - 1; i >= 0; i--) if (text[start + i] !== bytes[i]) return false;
  return true;
}
