// The status line that somebody had before: it goes on being run, with the same input, and ours stands
// beside or below it. Knows shells and widths; nothing of what it says.
import { stripControl } from '../../shared/sanitize.ts';
import { mostCells } from '../../views/statusline/spans.ts';

/** Claude Code starts the next refresh anyway; a line that hangs must not take ours with it. */
const TIMEOUT_MS = 2_000;
const MAX_OUTPUT_BYTES = 256 * 1024;
const SEPARATOR = ' | ';

/** What it printed, without the last line end; null when it failed, hung or said nothing. */
export function runWrapped(command: string, input: Buffer): string | null {
  try {
    // Loaded here only: it takes milliseconds, and most lines wrap nothing.
    const { spawnSync } = process.getBuiltinModule('node:child_process');
    const { status, stdout } = spawnSync(command, {
      shell: true,
      input,
      encoding: 'utf8',
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_OUTPUT_BYTES,
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const text = status === 0 ? stdout.replace(/\s+$/, '') : '';
    return text === '' ? null : text;
  } catch {
    return null;
  }
}

/** Theirs first; ours behind its last line if both fit in `width` cells, else on a line below. */
export function putBeside(foreign: string, own: string, width: number): string {
  // Theirs may leave a colour on.
  const end = foreign.includes('\u001b') ? '\u001b[0m' : '';
  const last = foreign.slice(foreign.lastIndexOf('\n') + 1);
  const cells = mostCells(stripControl(last)) + SEPARATOR.length + mostCells(stripControl(own));
  return `${foreign}${end}${cells <= width ? SEPARATOR : '\n'}${own}`;
}
