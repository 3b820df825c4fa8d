// Takes the next lines of a file that others append to: what was made of them and how far reading got
// are committed together. Knows cursors and whole lines; not what stands in them.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Sqlite } from '../../sqlite.ts';
import { readSpoolRow, startIn, writeSpoolRow } from './spool-files.ts';

export interface StretchOptions {
  readonly path: string;
  /** Nobody writes to it any more: a last line without its end is all there will be of it. */
  readonly isClosed: boolean;
  /** Writes the rows of some whole lines. Runs inside the transaction. */
  readonly write: (text: string) => void;
}

/** Read at a time; a longer line is no record of ours. */
const STRETCH_BYTES = 8 * 1024 * 1024;

/**
 * The write lock is taken before the cursor is looked at, and the file is opened after that: another
 * process that takes from it, or removes it, is either done or has to wait. Returns whether anything
 * was taken, so that there may be more.
 * @throws what SQLite and the file system throw; then nothing was taken
 */
export function takeStretch(db: Sqlite, options: StretchOptions): boolean {
  return db.transaction(() => takeLines(db, options)).immediate();
}

function takeLines(db: Sqlite, { path, isClosed, write }: StretchOptions): boolean {
  const handle = openSync(path, 'r');
  try {
    const stat = fstatSync(handle);
    const start = startIn(readSpoolRow(db, path), { inode: stat.ino, sizeBytes: stat.size });
    const bytes = readFrom(handle, start, Math.min(stat.size - start, STRETCH_BYTES));
    const length = lengthOfLines(bytes, isClosed);
    if (length === 0) return false;
    write(bytes.toString('utf8', 0, length));
    writeSpoolRow(db, path, { inode: stat.ino, cursor: start + length, mtimeMs: stat.mtimeMs });
    return true;
  } finally {
    closeSync(handle);
  }
}

function lengthOfLines(bytes: Buffer, isClosed: boolean): number {
  const isFull = bytes.length === STRETCH_BYTES;
  if (isClosed && !isFull) return bytes.length;
  const length = bytes.lastIndexOf(10) + 1;
  return length === 0 && isFull ? bytes.length : length;
}

function readFrom(handle: number, start: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const count = readSync(handle, bytes, read, length - read, start + read);
    if (count === 0) break;
    read += count;
  }
  return bytes.subarray(0, read);
}
