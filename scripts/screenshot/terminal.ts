// Runs a command in a real terminal (tmux) and hands back the screen with its colours.
import { execFileSync } from 'node:child_process';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What stands on the screen when the command has ended; empty lines at the end are cut off. */
export function captureScreen(command: string, size: TerminalSize, cwd: string): string {
  const socket = `telltale-screenshot-${process.pid}`;
  const tmux = (...args: string[]): string =>
    execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8', COLORTERM: 'truecolor' },
    });
  const words = `export TERM=xterm-256color; unset NO_COLOR; ${command}; tmux -L ${socket} wait-for -S done; sleep 60`;
  try {
    tmux('new-session', '-d', '-x', String(size.columns), '-y', String(size.rows), words);
    tmux('wait-for', 'done');
    return tmux('capture-pane', '-e', '-p').trimEnd();
  } finally {
    tmux('kill-server');
  }
}
