// The lines of a transcript with their places, in bounded memory; very long ones with their long strings
// cut. Knows bytes and newlines; what a line says is others' business.
import { closeSync, openSync, readSync } from 'node:fs';
import type { ByteRange, PlacedLine } from '../conversation/read-lines.ts';
import { createRecordScanner, createRecordView } from '../record-view.ts';
import { trimLine } from '../trim-line.ts';
import { wholeLength } from './split-records.ts';

const NEWLINE = 10;
const CHUNK_BYTES = 1024 * 1024;
/** A longer line is read with its long strings cut to 4 KB, so that its events are there all the same. */
const LONG_LINE_BYTES = 16 * 1024 * 1024;

/**
 * A line's bytes are good until the next one is asked for. Of a last line without its newline as much as
 * are whole records. A line that is too long even when cut is an empty one. Throws what the file system does.
 */
export function* readEventLines(path: string, range: ByteRange = {}): Generator<PlacedLine> {
  const file = openSync(path, 'r');
  try {
    yield* linesOf(file, range.from ?? 0, range.to ?? Number.POSITIVE_INFINITY);
  } finally {
    closeSync(file);
  }
}

function* linesOf(file: number, from: number, to: number): Generator<PlacedLine> {
  let buffer: Buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(1, to - from)));
  let base = from; // file position of buffer[0]
  let filled = 0;
  for (;;) {
    const wanted = Math.min(buffer.length - filled, to - base - filled);
    const read = readSync(file, buffer, filled, wanted, base + filled);
    filled += read;
    let start = 0;
    for (;;) {
      const newline = buffer.indexOf(NEWLINE, start);
      if (newline < 0 || newline >= filled) break;
      if (newline > start) yield { offset: base + start, line: buffer.subarray(start, newline) };
      start = newline + 1;
    }
    if (read === 0 || base + filled >= to) {
      yield* tailOf(buffer.subarray(start, filled), base + start);
      return;
    }
    if (start > 0) {
      buffer.copyWithin(0, start, filled);
      base += start;
      filled -= start;
    } else if (filled < buffer.length) continue;
    else if (buffer.length < LONG_LINE_BYTES) buffer = grown(buffer);
    else {
      const long = trimLine(file, base, to, LONG_LINE_BYTES);
      if (long === null) return;
      yield { offset: base, line: long.text ?? Buffer.alloc(0) };
      base += long.sizeBytes;
      filled = 0;
    }
  }
}

function grown(buffer: Buffer): Buffer {
  const larger = Buffer.allocUnsafe(buffer.length * 2);
  buffer.copy(larger);
  return larger;
}

/** A torn record at the end is still being written: it is nobody's fault and counts with its newline. */
function* tailOf(tail: Buffer, offset: number): Generator<PlacedLine> {
  if (tail.length === 0) return;
  const whole = wholeLength(tail, createRecordScanner(createRecordView()));
  if (whole > 0) yield { offset, line: tail.subarray(0, whole) };
}
