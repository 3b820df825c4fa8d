// The screenshot tool: colours become HTML exactly, and where a terminal and a browser are
// installed, a picture comes out.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ansiToHtml } from '../../scripts/screenshot/ansi-to-html.ts';
import { ROOT } from './repository.ts';

const ESC = '\u001b[';

test.each([
  ['plain text', 'a < b & c', 'a &lt; b &amp; c'],
  ['bold, then reset', `${ESC}1mA${ESC}0mB`, '<span style="font-weight:700">A</span>B'],
  ['a colour of sixteen', `${ESC}32mA${ESC}39mB`, '<span style="color:#98c379">A</span>B'],
  ['a bright colour', `${ESC}91mA`, '<span style="color:#ff7a85">A</span>'],
  ['a colour of the cube', `${ESC}38;5;208mA`, '<span style="color:rgb(255,135,0)">A</span>'],
  ['a grey', `${ESC}38;5;240mA`, '<span style="color:rgb(88,88,88)">A</span>'],
  ['a true colour', `${ESC}38;2;1;2;3mA`, '<span style="color:rgb(1,2,3)">A</span>'],
  [
    'a code after a colour',
    `${ESC}38;5;1;1mA`,
    '<span style="color:#e06c75;font-weight:700">A</span>',
  ],
  ['other sequences are dropped', `${ESC}2KA${ESC}3;4HB`, 'AB'],
])('%s', (_what, text, html) => {
  expect(ansiToHtml(text)).toBe(html);
});

const hasTools = ['tmux', 'chromium'].every((tool) => spawnSync('which', [tool]).status === 0);

test.skipIf(!hasTools)('takes a picture of a command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-screenshot-'));
  try {
    const file = join(folder, 'shot.png');
    const args = ['scripts/run.mjs', 'screenshot', '--size', '40x5', file, 'echo picture'];
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'pipe' });
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
