// The lines of a transcript as text, one after the other, in bounded memory. Knows bytes and newlines;
// what a line says is others' business.
import { closeSync, openSync, readSync } from 'node:fs';

export interface ByteRange {
  /** First byte; a line that begins before it is not read. */
  readonly from?: number;
  /** First byte that is not read any more; the end of the file otherwise. */
  readonly to?: number;
}

const NEWLINE = 10;
const CHUNK_BYTES = 1024 * 1024;
/** A longer line is left out: no sentence, command or result of use is that long. Own choice. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;

/** Throws what the file system does. A last line without its newline counts too. */
export function* readLines(path: string, range: ByteRange = {}): Generator<Buffer> {
  for (const { line } of readPlacedLines(path, range)) yield line;
}

export interface PlacedLine {
  /** Byte of the file at which the line begins. */
  readonly offset: number;
  readonly line: Buffer;
}

/** The same lines, each with its place. */
export function* readPlacedLines(path: string, range: ByteRange = {}): Generator<PlacedLine> {
  const file = openSync(path, 'r');
  try {
    yield* linesOf(file, range.from ?? 0, range.to ?? Number.POSITIVE_INFINITY);
  } finally {
    closeSync(file);
  }
}

function* linesOf(file: number, from: number, to: number): Generator<PlacedLine> {
  let parts: Buffer[] = [];
  let offset = from;
  let held = 0;
  let isTooLong = false;
  for (let at = from; at < to; ) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - at));
    const read = readSync(file, chunk, 0, chunk.length, at);
    if (read === 0) break;
    const chunkAt = at;
    at += read;
    let start = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      const end = newline < 0 || newline >= read ? read : newline;
      if (held + end - start > MAX_LINE_BYTES) {
        isTooLong = true;
        parts = [];
        held = 0;
      }
      if (!isTooLong && end > start) {
        parts.push(chunk.subarray(start, end));
        held += end - start;
      }
      if (end === read) break;
      if (!isTooLong && held > 0) yield { offset, line: joined(parts) };
      parts = [];
      held = 0;
      isTooLong = false;
      start = end + 1;
      offset = chunkAt + start;
    }
  }
  if (!isTooLong && held > 0) yield { offset, line: joined(parts) };
}

function joined(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}
