// Tells whether a file is still the one that was read, by a few hundred of its bytes.
import { readSync } from 'node:fs';
import { hashBytes } from '../shared/hash.ts';

const HEAD_BYTES = 1024;
const EDGE_BYTES = 256;

/** `length:hash` of the file's first bytes, at most up to the cursor: is it still the same file? */
export function fingerprintHead(file: number, cursor: number): string {
  return fingerprint(file, 0, Math.min(cursor, HEAD_BYTES));
}

/** `length:hash` of the bytes before the cursor: was the file only appended to? */
export function fingerprintEdge(file: number, cursor: number): string {
  const length = Math.min(cursor, EDGE_BYTES);
  return fingerprint(file, cursor - length, length);
}

function fingerprint(file: number, from: number, length: number): string {
  const bytes = Buffer.alloc(length);
  const read = readSync(file, bytes, 0, length, from);
  return `${read}:${hashBytes(bytes.subarray(0, read))}`;
}
