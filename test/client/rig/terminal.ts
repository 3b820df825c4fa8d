// The client's interactive screen, in a tmux server of its own. Knows keys and what is on the screen;
// ends nothing but that server.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Terminal {
  /** What is on the screen, plain. */
  screen(): string;
  /** The same with what has scrolled away. */
  history(): string;
  /** Types a line and sends it. */
  submit(text: string): Promise<void>;
  keys(...names: string[]): void;
  /** Sends a line and waits for the answer's text and for the end of the turn. */
  ask(text: string, answer: RegExp): Promise<string>;
  /** The screen as soon as it fits; throws with the last one when it never does. */
  waitFor(wanted: RegExp, timeoutMs?: number): Promise<string>;
  /** Until the client waits for input and nothing changes any more. */
  idle(timeoutMs?: number): Promise<string>;
  /** By `/exit`, so that the session ends as a person would end it. */
  leave(): Promise<void>;
  close(): void;
}

export interface TerminalOptions {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** A path of at most some 100 characters. */
  readonly socket: string;
}

const COLUMNS = 160;
const ROWS = 60;
const LOOK_EVERY_MS = 150;
const WAIT_MS = 45_000;
/** Between the text and Enter, so that the client does not take both for one pasted text. */
const TYPED_MS = 300;
/** As long as the spinner is there, a turn is running. */
const BUSY = /esc to interrupt|\(\d+s ·|Compacting conversation/;

export const hasTmux = spawnSync('tmux', ['-V']).status === 0;

export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  const { socket, cwd, env } = options;
  const tmux = (...args: string[]): string => {
    const { stdout, stderr, status } = spawnSync(
      'tmux',
      ['-S', socket, '-f', '/dev/null', ...args],
      {
        cwd,
        encoding: 'utf8',
        env: {
          PATH: env.PATH ?? '',
          LANG: 'C.UTF-8',
          TERM: 'xterm-256color',
          HOME: env.HOME ?? '',
        },
        timeout: 15_000,
      },
    );
    if (status !== 0) throw new Error(`tmux ${args[0]}: ${stderr}`);
    return stdout;
  };
  const inside = { ...env, TERM: 'tmux-256color', COLORTERM: 'truecolor' };
  const words = Object.entries(inside).map(([name, value]) => `${name}=${value}`);
  const size = ['-x', String(COLUMNS), '-y', String(ROWS)];
  const command = ['env', '-i', ...words, ...options.command];
  // Kept open when the client has ended, so that its last screen can be read.
  const keep = [';', 'set-option', '-g', 'remain-on-exit', 'on'];
  tmux('new-session', '-d', '-s', 'client', ...size, '-c', cwd, ...command, ...keep);
  const terminal = driveTerminal(tmux);
  try {
    await terminal.waitFor(/❯/);
    await terminal.idle();
  } catch (error) {
    terminal.close();
    throw error;
  }
  return terminal;
}

function driveTerminal(tmux: (...args: string[]) => string): Terminal {
  let isOpen = true;
  const screen = (): string => tmux('capture-pane', '-p', '-t', 'client');
  const hasEnded = (): boolean =>
    tmux('display-message', '-p', '-t', 'client', '#{pane_dead}').trim() === '1';
  const keys = (...names: string[]): void => {
    tmux('send-keys', '-t', 'client', ...names);
  };
  const submit = async (text: string): Promise<void> => {
    tmux('send-keys', '-t', 'client', '-l', '--', text);
    await sleep(TYPED_MS);
    keys('Enter');
  };
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    tmux('kill-server');
  };
  const terminal: Terminal = {
    screen,
    history: () => tmux('capture-pane', '-p', '-S', '-', '-t', 'client'),
    submit,
    keys,
    close,
    async ask(text, answer) {
      await submit(text);
      await terminal.waitFor(answer);
      return terminal.idle();
    },
    async waitFor(wanted, timeoutMs = WAIT_MS) {
      const untilMs = Date.now() + timeoutMs;
      for (;;) {
        const now = screen();
        if (wanted.test(now)) return now;
        if (Date.now() > untilMs) throw new Error(`waited in vain for ${wanted}:\n${now}`);
        if (hasEnded()) throw new Error(`the client has ended before ${wanted}:\n${now}`);
        await sleep(LOOK_EVERY_MS);
      }
    },
    async idle(timeoutMs = WAIT_MS) {
      const untilMs = Date.now() + timeoutMs;
      let last = '';
      let calmLooks = 0;
      while (calmLooks < 7) {
        if (Date.now() > untilMs) throw new Error(`still busy:\n${last}`);
        const now = screen();
        calmLooks = now === last && !BUSY.test(now) ? calmLooks + 1 : 0;
        last = now;
        await sleep(LOOK_EVERY_MS);
      }
      return last;
    },
    async leave() {
      await submit('/exit');
      const untilMs = Date.now() + 20_000;
      while (!hasEnded()) {
        if (Date.now() > untilMs) throw new Error(`the client did not end:\n${screen()}`);
        await sleep(LOOK_EVERY_MS);
      }
      close();
    },
  };
  return terminal;
}
