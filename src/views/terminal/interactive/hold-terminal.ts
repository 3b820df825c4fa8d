// Takes the terminal for a full-screen program and gives it back as it was, whatever ends the program. Knows
// modes and signals; nothing of what is shown.
import { writeSync } from 'node:fs';
import { decodeKeys, ESCAPE_WAIT_MS } from './decode-keys.ts';

export interface TerminalStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

export interface TerminalEvents {
  readonly onKey: (key: string) => void;
  readonly onResize: () => void;
  /** After the program was stopped and goes on: the screen has to be drawn anew. */
  readonly onContinue: () => void;
  /** A signal, or null: the terminal is gone. The terminal was given back already. */
  readonly onEnd: (signal: NodeJS.Signals | null) => void;
}

export interface HeldTerminal {
  readonly write: (text: string) => void;
  /** Gives the terminal back. Safe to call more than once. */
  readonly release: () => void;
}

/** Alternate screen, no cursor, no wrapping at the edge. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
const LEAVE = '\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l';
const ENDING: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'];

export function holdTerminal(streams: TerminalStreams, events: TerminalEvents): HeldTerminal {
  const { stdin, stdout } = streams;
  let isHeld = false;

  const take = (): void => {
    isHeld = true;
    stdin.setRawMode(true);
    stdout.write(ENTER);
  };
  const giveBack = (): void => {
    if (!isHeld) return;
    isHeld = false;
    writeNow(stdout, LEAVE);
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal is gone; there is nothing to give back.
    }
  };
  const end = (signal: NodeJS.Signals | null): void => {
    release();
    events.onEnd(signal);
  };
  const keys = readKeys(events.onKey, () => {
    giveBack();
    process.kill(process.pid, 'SIGTSTP');
  });
  const goOn = (): void => {
    take();
    events.onContinue();
  };
  const gone = (): void => end(null);
  const stoppers = ENDING.map((signal) => [signal, () => end(signal)] as const);

  const release = (): void => {
    giveBack();
    keys.stop();
    stdin.off('data', keys.take).off('end', gone).off('close', gone).off('error', gone);
    stdin.pause();
    stdout.off('resize', events.onResize).off('error', gone);
    process.off('exit', giveBack).off('SIGCONT', goOn);
    for (const [signal, stop] of stoppers) process.off(signal, stop);
  };

  stdin.setEncoding('utf8');
  stdin.on('data', keys.take).on('end', gone).on('close', gone).on('error', gone);
  stdout.on('resize', events.onResize).on('error', gone);
  process.on('exit', giveBack).on('SIGCONT', goOn);
  for (const [signal, stop] of stoppers) process.on(signal, stop);
  take();
  return { write: (text) => void stdout.write(text), release };
}

/** At once, because the process may be about to end. */
function writeNow(stdout: NodeJS.WriteStream & { readonly fd?: number }, text: string): void {
  try {
    writeSync(stdout.fd ?? 1, text);
  } catch {
    // The terminal is gone or full; there is nobody to see it.
  }
}

interface KeyReader {
  readonly take: (chunk: string) => void;
  readonly stop: () => void;
}

/** Ctrl-Z stops the program as it would anywhere else. */
function readKeys(onKey: (key: string) => void, onStop: () => void): KeyReader {
  let rest = '';
  let timer: NodeJS.Timeout | undefined;
  const tell = (key: string): void => (key === 'ctrl-z' ? onStop() : onKey(key));
  return {
    take(chunk) {
      clearTimeout(timer);
      const decoded = decodeKeys(rest + chunk);
      rest = decoded.rest;
      decoded.keys.forEach(tell);
      if (rest === '') return;
      timer = setTimeout(() => {
        const isAlone = rest === '\u001b';
        rest = '';
        if (isAlone) tell('escape');
      }, ESCAPE_WAIT_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
