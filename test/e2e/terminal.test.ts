// The built program in a real terminal: what a person sees at three widths, in colour and without.
// Needs tmux; skipped where there is none.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captureScreen } from '../../scripts/screenshot/terminal.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/cli.js');
const ROWS = 60;
const ESCAPE = String.fromCharCode(27);
const COLOR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');
const hasTmux = spawnSync('tmux', ['-V']).status === 0;

describe.skipIf(!hasTmux)('in a terminal (tmux)', () => {
  let folder = '';
  let environment = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'telltale-terminal-'));
    const kept = join(folder, 'demo');
    const env = { ...process.env, HOME: folder, TZ: 'UTC' };
    spawnSync(process.execPath, [PROGRAM, 'demo', '--keep', kept], { env, timeout: 60_000 });
    environment = `export HOME='${folder}' TZ=UTC CLAUDE_CONFIG_DIR='${kept}' TELLTALE_HOME='${join(kept, 'telltale')}'`;
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function screenOf(command: string, columns: number): string {
    const words = `${environment}; clear; '${process.execPath}' '${PROGRAM}' ${command}`;
    return captureScreen(words, { columns, rows: ROWS }, folder);
  }

  test.each([
    ['', 60, 'this month'],
    ['', 80, 'this month'],
    ['', 120, 'this month'],
    ['usage daily --last 7', 60, 'Usage by day'],
    ['usage branch', 80, 'Usage by branch'],
    ['window', 60, 'window'],
    ['sessions --limit 10', 60, 'sessions'],
    ['show', 80, 'cost'],
  ])('telltale %s at %i columns fits, in colour', (command, columns, words) => {
    const screen = screenOf(command, columns);
    const lines = screen.replace(COLOR, '').split('\n');
    expect(screen).toMatch(COLOR);
    expect(lines.join('\n')).toContain(words);
    expect(lines.join('\n')).toContain('API-equivalent');
    // A line too long for the screen would have been broken into one as wide as the screen.
    const piped = spawnSync(
      'sh',
      ['-c', `${environment}; COLUMNS=${columns} '${process.execPath}' '${PROGRAM}' ${command}`],
      { encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } },
    );
    expect(lines.length).toBe(piped.stdout.trimEnd().split('\n').length);
  });

  test('NO_COLOR and --no-color leave none', () => {
    for (const command of ['--no-color', 'usage daily --no-color']) {
      expect(screenOf(command, 80)).not.toMatch(COLOR);
    }
    const words = `${environment}; export NO_COLOR=1; clear; '${process.execPath}' '${PROGRAM}'`;
    expect(captureScreen(words, { columns: 80, rows: ROWS }, folder)).not.toMatch(COLOR);
  });
});
