// Runs a command in a real terminal (tmux) and hands back the screen with its colours.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What stands on the screen when the command has ended; empty lines at the end are cut off. */
export function captureScreen(command: string, size: TerminalSize, cwd: string): string {
  // A server of its own each time: the last one may still be on its way out.
  const folder = mkdtempSync(join(tmpdir(), 'telltale-screen-'));
  const socket = join(folder, 'tmux');
  const tmux = (...args: string[]): string =>
    execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8', COLORTERM: 'truecolor' },
    });
  const words = `export TERM=xterm-256color; unset NO_COLOR; ${command}; tmux -S '${socket}' wait-for -S done; sleep 60`;
  try {
    tmux('new-session', '-d', '-x', String(size.columns), '-y', String(size.rows), words);
    tmux('wait-for', 'done');
    return tmux('capture-pane', '-e', '-p').trimEnd();
  } finally {
    tmux('kill-server');
    rmSync(folder, { recursive: true, force: true });
  }
}
