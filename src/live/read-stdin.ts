// Reads the one JSON object that Claude Code writes to a hook's or a status line's stdin. Knows pipes,
// sockets and patience; not what the object means. Touches no stream: `process.stdin` alone would take
// longer than everything else here.
import { constants, fstatSync, openSync, readSync } from 'node:fs';

/** More than nearly every event needs, so that one read is enough. */
const FIRST_BYTES = 64 * 1024;
/** A larger input is not read to its end. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Without a new byte for so long the writer has given up, or holds stdin open for nothing. */
const QUIET_MS = 2_000;
/** However it trickles: no event is worth more of the user's time. */
const LONGEST_MS = 5_000;
/** Tries to parse an input that has not ended; bounds the work for one that looks whole again and again. */
const EARLY_TRIES = 6;

/**
 * The value, as soon as the text is a whole one: stdin may stay open. Null when there is none: a
 * terminal, nothing in time, no JSON, too much.
 */
export function readStdinJson(fd = 0): unknown {
  return readStdin(fd).value;
}

export interface StdinInput {
  /** As `readStdinJson` gives it. */
  readonly value: unknown;
  /** What it was read from, byte by byte, to be handed on; empty when nothing came. */
  readonly bytes: Buffer;
}

export function readStdin(fd = 0): StdinInput {
  try {
    const source = openSource(fd);
    return source === null ? NOTHING : readJson(source);
  } catch {
    return NOTHING;
  }
}

const NOTHING: StdinInput = { value: null, bytes: Buffer.alloc(0) };

function readJson(fd: number): StdinInput {
  let buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let length = 0;
  let tries = 0;
  const startedMs = Date.now();
  let changedMs = startedMs;
  for (;;) {
    const count = readSome(fd, buffer, length);
    if (count === 0) return inputOf(buffer, length);
    const nowMs = Date.now();
    if (count > 0) {
      length += count;
      changedMs = nowMs;
    }
    if (length === buffer.length) {
      if (length >= MAX_BYTES) return NOTHING;
      buffer = grow(buffer);
    } else if (count > 0 && tries < EARLY_TRIES && endsLikeAnObject(buffer, length)) {
      tries++;
      const input = inputOf(buffer, length);
      if (input.value !== null) return input;
    }
    if (nowMs - changedMs > QUIET_MS || nowMs - startedMs > LONGEST_MS) {
      return inputOf(buffer, length);
    }
    if (count < 0) sleep(nowMs - changedMs < 20 ? 1 : 10);
  }
}

/** To be read from; null for a terminal: nobody has written anything. */
function openSource(fd: number): number | null {
  const stat = fstatSync(fd);
  if (stat.isFile()) return fd;
  if (stat.isCharacterDevice()) return null;
  if (stat.isFIFO() && process.platform === 'linux') {
    try {
      // A description of its own, so that not waiting concerns nobody else.
      return openSync(`/proc/self/fd/${fd}`, constants.O_RDONLY | constants.O_NONBLOCK);
    } catch {
      // No /proc.
    }
  }
  if (process.platform !== 'win32') stopWaiting(fd);
  return fd;
}

/** Of Node's own parts; there for old programs, and may go. */
interface PipeBinding {
  readonly Pipe: new (kind: number) => { open(fd: number): number };
  readonly constants: { readonly SOCKET: number };
}

/**
 * Makes reads return at once when nothing is there, as Node does with all that it opens as a pipe. Asks
 * the part that does so, which takes 0.1 ms; `node:net` around it takes two.
 */
function stopWaiting(fd: number): void {
  try {
    const { binding } = process as unknown as { binding(name: 'pipe_wrap'): PipeBinding };
    const { Pipe, constants: kinds } = binding('pipe_wrap');
    new Pipe(kinds.SOCKET).open(fd);
  } catch {
    const { Socket } = process.getBuiltinModule('node:net');
    new Socket({ fd, readable: false, writable: false }).unref();
  }
}

/** Bytes read; 0: the end; -1: nothing there yet. */
function readSome(fd: number, buffer: Buffer, offset: number): number {
  try {
    return readSync(fd, buffer, offset, buffer.length - offset, null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Windows calls a closed pipe an error.
    if (code === 'EOF') return 0;
    if (code === 'EAGAIN' || code === 'EINTR') return -1;
    throw error;
  }
}

function grow(buffer: Buffer): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.min(buffer.length * 4, MAX_BYTES));
  buffer.copy(larger);
  return larger;
}

/** A closing brace, blanks after it allowed. */
function endsLikeAnObject(buffer: Buffer, length: number): boolean {
  let last = length - 1;
  while (last >= 0 && (buffer[last] ?? 0) <= 32) last--;
  return buffer[last] === 125;
}

function inputOf(buffer: Buffer, length: number): StdinInput {
  return { value: parse(buffer, length), bytes: buffer.subarray(0, length) };
}

function parse(buffer: Buffer, length: number): unknown {
  try {
    return JSON.parse(buffer.toString('utf8', 0, length));
  } catch {
    return null;
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
