// Reads one stretch of a transcript file into a Piece with bounded memory. Knows bytes, newlines
// and file descriptors; records are parse-lines.ts's business.
import { closeSync, openSync, readSync } from 'node:fs';
import { fingerprintEdge, fingerprintHead } from './fingerprint.ts';
import { createLineParser, type LineParser } from './parse-lines.ts';
import type { Piece } from './piece.ts';
import { createPieceBuilder, type PieceBuilder } from './piece-builder.ts';
import type { FileOrigin } from './reading.ts';
import { trimLine } from './trim-line.ts';

export interface Stretch {
  readonly path: string;
  readonly from: number;
  /** Size of the file when it was looked at; bytes beyond are left for the next time. */
  readonly to: number;
  readonly origin: FileOrigin;
}

export interface StretchResult {
  readonly piece: Piece;
  /** Fingerprints for the cursor `piece.to`, see `fingerprint`. */
  readonly headHash: string;
  readonly edgeHash: string;
}

const NEWLINE = 10;
const CHUNK_BYTES = 2 * 1024 * 1024;
/** A line longer than this is read with its long strings cut. */
const LONG_LINE_BYTES = 16 * 1024 * 1024;
/** A piece ends at the first line end after this many bytes. */
export const PIECE_BYTES = 8 * 1024 * 1024;

let buffer = Buffer.alloc(0);

/** Reads from `from` up to `to`, or less: at most about PIECE_BYTES, and only whole records. */
export function readStretch(stretch: Stretch): StretchResult {
  const file = openSync(stretch.path, 'r');
  try {
    const builder = createPieceBuilder();
    const parser = createLineParser(builder, stretch.origin);
    const to = readLines(file, stretch.from, stretch.to, parser, builder);
    return {
      piece: builder.finish(stretch.from, to),
      headHash: fingerprintHead(file, to),
      edgeHash: fingerprintEdge(file, to),
    };
  } finally {
    closeSync(file);
    if (buffer.length > CHUNK_BYTES) buffer = Buffer.alloc(0);
  }
}

/** Hands all whole lines to the parser; returns the position after the last one taken. */
function readLines(
  file: number,
  from: number,
  to: number,
  parser: LineParser,
  builder: PieceBuilder,
): number {
  if (buffer.length === 0) buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let base = from; // file position of buffer[0]
  let filled = 0;
  let isContinued = isMidLine(file, from);
  for (;;) {
    const read = readSync(
      file,
      buffer,
      filled,
      Math.min(buffer.length - filled, to - base - filled),
      base + filled,
    );
    filled += read;
    const isEnd = read === 0 || base + filled >= to;
    let start = base === 0 ? skipByteOrderMark(buffer, filled) : 0;
    for (;;) {
      const newline = buffer.indexOf(NEWLINE, start);
      if (newline < 0 || newline >= filled) break;
      parser.takeLine(buffer, { start, end: newline, offset: base + start, isContinued });
      isContinued = false;
      start = newline + 1;
      if (base + start - from >= PIECE_BYTES) return base + start;
    }
    if (isEnd) {
      const line = { start, end: filled, offset: base + start, isContinued };
      return base + parser.takeTail(buffer, line);
    }
    if (start > 0) {
      buffer.copyWithin(0, start, filled);
      base += start;
      filled -= start;
    } else if (buffer.length < LONG_LINE_BYTES) buffer = Buffer.concat([buffer], buffer.length * 2);
    else {
      const next = takeLongLine(file, base, to, isContinued, parser, builder);
      if (next < 0) return base;
      isContinued = false;
      base = next;
      filled = 0;
    }
  }
}

/** Returns the position after the line, or −1 when its end is not written yet. */
function takeLongLine(
  file: number,
  from: number,
  to: number,
  isContinued: boolean,
  parser: LineParser,
  builder: PieceBuilder,
): number {
  const line = trimLine(file, from, to, LONG_LINE_BYTES);
  if (line === null) return -1;
  if (line.text === null) {
    const detail = 'longer than can be read, even with its long texts cut';
    builder.addFault({ offset: from, kind: 'oversize', sizeBytes: line.sizeBytes, detail });
  } else parser.takeLine(line.text, { start: 0, end: line.text.length, offset: from, isContinued });
  return from + line.sizeBytes;
}

function skipByteOrderMark(bytes: Buffer, filled: number): number {
  return filled >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** A cursor stands in the middle of a line where an earlier look found a whole record without end. */
function isMidLine(file: number, from: number): boolean {
  const before = Buffer.alloc(3);
  const length = Math.min(from, 3);
  if (readSync(file, before, 0, length, from - length) < length || length === 0) return false;
  const isMark = from === 3 && skipByteOrderMark(before, 3) === 3;
  return before[length - 1] !== NEWLINE && !isMark;
}
