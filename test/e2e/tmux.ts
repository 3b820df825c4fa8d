// A terminal with a shell in it, driven like a person would: keys, another size, a look at the screen. Needs
// tmux; a server of its own for each.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const HAS_TMUX = spawnSync('tmux', ['-V']).status === 0;

export interface Terminal {
  /** Types the text and presses Enter. */
  line(text: string): void;
  /** Names as tmux knows them: `Enter`, `Down`, `C-c`. */
  keys(...names: readonly string[]): void;
  text(typed: string): void;
  resize(columns: number, rows: number): void;
  /** The screen's lines without blanks at the ends. */
  screen(): string[];
  /** With its colours as escape sequences. */
  painted(): string;
  /** Of tmux's own, such as `cursor_flag` or `alternate_on`. */
  flag(name: string): string;
  /** Waits until the screen says it. Throws with the screen after ten seconds. */
  until(pattern: RegExp): Promise<string[]>;
  close(): void;
}

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 40;

export function openTerminal(
  size: { readonly columns: number; readonly rows: number },
  environment: Readonly<Record<string, string>>,
): Terminal {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-tmux-'));
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-S', join(folder, 'socket'), '-f', '/dev/null', ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...environment, LC_ALL: 'C.UTF-8' },
    });
  const { columns, rows } = size;
  const exports = Object.entries(environment).flatMap(([name, value]) => [
    '-e',
    `${name}=${value}`,
  ]);
  tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), ...exports, 'sh -i');
  tmux('set-option', '-g', 'status', 'off');
  const screen = () =>
    tmux('capture-pane', '-p')
      .split('\n')
      .map((line) => line.trimEnd());
  return {
    line(text) {
      tmux('send-keys', '-l', text);
      tmux('send-keys', 'Enter');
    },
    keys: (...names) => void tmux('send-keys', ...names),
    text: (typed) => void tmux('send-keys', '-l', typed),
    resize: (wide, high) => void tmux('resize-window', '-x', String(wide), '-y', String(high)),
    screen,
    painted: () => tmux('capture-pane', '-e', '-p'),
    flag: (name) => tmux('display-message', '-p', `#{${name}}`).trim(),
    async until(pattern) {
      const endMs = Date.now() + PATIENCE_MS;
      for (;;) {
        const lines = screen();
        if (pattern.test(lines.join('\n'))) return lines;
        if (Date.now() > endMs) throw new Error(`never ${pattern}:\n${lines.join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    close() {
      spawnSync('tmux', ['-S', join(folder, 'socket'), 'kill-server']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
