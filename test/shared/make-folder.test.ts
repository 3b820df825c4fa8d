// Folders are made with all that is missing above them, and where none can be made it is said so.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../../src/shared/make-folder.ts';

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'telltale-folder-'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

it('makes a folder and what is missing above it, and leaves one that is there', () => {
  const path = join(scratch, 'a/b/c');
  makeFolder(path, 0o700);
  makeFolder(path, 0o755);
  expect(statSync(path).isDirectory()).toBe(true);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o700);
});

it('says what is in the way', () => {
  const file = join(scratch, 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file, 0o700)).toThrow(/EEXIST/);
  expect(() => makeFolder(join(file, 'a/b'), 0o700)).toThrow(/ENOTDIR/);
});

it.skipIf(process.platform !== 'linux')('comes back from a place that takes no folders', () => {
  expect(() => makeFolder('/proc/telltale/state', 0o700)).toThrow(/ENOENT/);
});
