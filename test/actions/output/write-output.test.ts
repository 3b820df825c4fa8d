import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkTarget, writeOutput } from '../../../src/actions/output/write-output.ts';
import { TelltaleError } from '../../../src/shared/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-export-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const codeOf = (work: () => void): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof TelltaleError) return error.code;
    throw error;
  }
};

describe('a file', () => {
  test('is written whole, for its owner only, and leaves no draft', () => {
    const file = join(folder, 'a.html');
    writeOutput(file, 'text', false);
    expect(readFileSync(file, 'utf8')).toBe('text');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeOutput(join(folder, 'b'), new Uint8Array([0, 255]), false);
    expect([...readFileSync(join(folder, 'b'))]).toEqual([0, 255]);
    expect(readdirSync(folder)).toEqual(['a.html', 'b']);
  });

  test('that is there already is left alone, and replaced when asked', () => {
    const file = join(folder, 'a');
    writeFileSync(file, 'old', { mode: 0o644 });
    expect(codeOf(() => checkTarget(file, false))).toBe('target-exists');
    expect(codeOf(() => writeOutput(file, 'new', false))).toBe('target-exists');
    expect(readFileSync(file, 'utf8')).toBe('old');
    writeOutput(file, 'new', true);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('behind a link: the link is replaced, not what it leads to', () => {
    writeFileSync(join(folder, 'target'), 'old');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    writeOutput(join(folder, 'link'), 'new', true);
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('old');
    expect(readFileSync(join(folder, 'link'), 'utf8')).toBe('new');
  });

  test.each(['nowhere', 'link'])('that is a link to %s is left alone unasked', (aim) => {
    const link = join(folder, 'link');
    symlinkSync(join(folder, aim), link);
    expect(codeOf(() => checkTarget(link, false))).toBe('target-exists');
    expect(codeOf(() => writeOutput(link, 'new', false))).toBe('target-exists');
    expect(readlinkSync(link)).toBe(join(folder, aim));
    writeOutput(link, 'new', true);
    expect(readFileSync(link, 'utf8')).toBe('new');
  });

  test('that is none is refused, with --force too', () => {
    mkdirSync(join(folder, 'sub'));
    expect(codeOf(() => checkTarget(join(folder, 'sub'), true))).toBe('target-exists');
  });

  test.skipIf(process.platform === 'win32')('nor is a pipe replaced by a file', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(codeOf(() => writeOutput(pipe, 'new', true))).toBe('target-exists');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  test('without its folder is refused, and no folder is made', () => {
    const file = join(folder, 'none/a');
    expect(codeOf(() => checkTarget(file, false))).toBe('output-unwritable');
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test.skipIf(process.getuid?.() === 0)('in a folder that cannot be written', () => {
    chmodSync(folder, 0o500);
    expect(codeOf(() => writeOutput(join(folder, 'a'), 'x', false))).toBe('output-unwritable');
    chmodSync(folder, 0o700);
  });

  test('with a name that is too long is a known failure', () => {
    expect(codeOf(() => writeOutput(join(folder, 'x'.repeat(300)), 'x', false))).toBe(
      'output-unwritable',
    );
  });
});
