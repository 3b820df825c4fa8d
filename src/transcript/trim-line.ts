// Reads one very long line with its long strings cut short, so that a 100 MB line with a picture
// in it costs no more memory than any other. Knows quotes and escapes; not what the strings are.
import { readSync } from 'node:fs';

/** Bytes of each string that are kept. All that the ledger reads is far shorter. */
const KEPT_STRING_BYTES = 4096;
/** `\u00e9` */
const ESCAPE_BYTES = 6;
const CHUNK_BYTES = 1024 * 1024;

export interface TrimmedLine {
  /** The line without its newline; null when it is too long even so. */
  readonly text: Buffer | null;
  /** Bytes in the file, with the newline. */
  readonly sizeBytes: number;
}

/** Null when the line has no newline before `to`: it is still being written. */
export function trimLine(
  file: number,
  from: number,
  to: number,
  maxBytes: number,
): TrimmedLine | null {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const trimmer = createTrimmer(maxBytes);
  for (let base = from; base < to; ) {
    const read = readSync(file, chunk, 0, Math.min(CHUNK_BYTES, to - base), base);
    if (read === 0) return null;
    const newline = chunk.subarray(0, read).indexOf(10);
    trimmer.add(chunk, newline < 0 ? read : newline);
    if (newline >= 0) return { text: trimmer.finish(), sizeBytes: base + newline + 1 - from };
    base += read;
  }
  return null;
}

function createTrimmer(maxBytes: number): {
  add(chunk: Buffer, length: number): void;
  finish(): Buffer | null;
} {
  let out = Buffer.allocUnsafe(CHUNK_BYTES);
  let used = 0;
  let isInString = false;
  let isEscaped = false;
  let kept = 0;

  function push(byte: number): void {
    if (used >= maxBytes) {
      used = maxBytes + 1;
      return;
    }
    if (used === out.length) out = Buffer.concat([out], out.length * 2);
    out[used++] = byte;
  }

  /** Whether a byte inside a string is kept; an escape is kept or dropped as a whole. */
  function isKept(byte: number): boolean {
    if (isEscaped) {
      isEscaped = false;
      return kept <= KEPT_STRING_BYTES;
    }
    kept++;
    if (byte === 92) {
      isEscaped = true;
      // No room for the longest escape: the string ends here.
      if (kept > KEPT_STRING_BYTES - ESCAPE_BYTES) kept = KEPT_STRING_BYTES + 1;
    }
    return kept <= KEPT_STRING_BYTES;
  }

  return {
    add(chunk, length) {
      for (let i = 0; i < length; i++) {
        const byte = chunk[i] as number;
        if (!isInString) {
          if (byte === 34) {
            isInString = true;
            kept = 0;
          }
          push(byte);
        } else if (byte === 34 && !isEscaped) {
          isInString = false;
          push(byte);
        } else if (isKept(byte)) push(byte);
      }
    },
    finish: () => (used > maxBytes ? null : out.subarray(0, used)),
  };
}
