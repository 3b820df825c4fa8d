// Reading a whole object from a file, a pipe and from nothing; the patient part is proven on the built
// hook in test/e2e/hook-input.test.ts.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStdinJson } from '../../src/live/read-stdin.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'telltale-stdin-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function readPath(path: string): unknown {
  const fd = openSync(path, 'r');
  try {
    return readStdinJson(fd);
  } finally {
    closeSync(fd);
  }
}

test.each([
  ['an object', '{"a":[1,"ü"]}', { a: [1, 'ü'] }],
  ['blanks around it', '\n {"a":1} \n', { a: 1 }],
  ['exactly one first read', `{"a":"${'x'.repeat(65_536 - 8)}"}`, { a: 'x'.repeat(65_536 - 8) }],
  ['several reads', `{"a":"${'x'.repeat(700_000)}"}`, { a: 'x'.repeat(700_000) }],
  ['nothing', '', null],
  ['half an object', '{"a":', null],
])('a file with %s', (_what, text, expected) => {
  const path = join(dir, 'in');
  writeFileSync(path, text);
  expect(readPath(path)).toEqual(expected);
});

test.each([
  ['a device that ends at once', '/dev/null'],
  ['a folder', tmpdir()],
])('%s gives nothing', (_what, path) => {
  expect(readPath(path)).toBeNull();
});

test('something that is not open gives nothing', () => {
  expect(readStdinJson(9_999)).toBeNull();
});

test('a pipe whose other end stays open gives what is whole', ({ skip }) => {
  const path = join(dir, 'pipe');
  if (spawnSync('mkfifo', [path]).status !== 0) skip('no named pipes here');
  const fd = openSync(path, constants.O_RDWR);
  try {
    writeSync(fd, '{"a":1}');
    expect(readStdinJson(fd)).toEqual({ a: 1 });
  } finally {
    closeSync(fd);
  }
});
