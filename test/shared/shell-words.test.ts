// Quoted words through a real shell, and back through our own reading of them.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { quotePath, quoteWord, splitWords } from '../../src/shared/shell-words.ts';
import { propertyRuns } from '../property/runs.ts';

const PATHS = [
  '/usr/bin/node',
  '/home/ana/my tools/dist/hook.js',
  "/home/o'brien/dist/hook.js",
  '/tmp/a"b$HOME`id`\\n;&|<>*?[]{}()!#~/x',
  '/tmp/grüße 🐚/ünï',
  '-dash',
  '',
  "''",
  'two\nlines',
];

describe.skipIf(process.platform === 'win32')('quoteWord', () => {
  test.each(PATHS)('%j reaches a program unchanged', (path) => {
    expect(throughShell(`${quoteWord(path)} last`)).toEqual([path, 'last']);
    // A command within a command, as a wrapped status line is.
    const inner = `printf %s ${quoteWord(path)}`;
    expect(throughShell(quoteWord(inner))).toEqual([inner]);
  });

  it('leaves plain words as they are', () => {
    expect(quoteWord('/opt/telltale-1.0/dist/hook.js')).toBe('/opt/telltale-1.0/dist/hook.js');
  });
});

describe('splitWords', () => {
  it('reads back what was quoted', () => {
    const word = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), (words) => {
        expect(splitWords(words.map(quoteWord).join(' '))).toEqual(words);
      }),
      propertyRuns(200),
    );
  });

  it.each([
    ['"C:/Program Files/x.js" --a', ['C:/Program Files/x.js', '--a']],
    ['C:\\tools\\x.js --a', ['C:\\tools\\x.js', '--a']],
    ['a\\ b "c\\"d" e"f"g', ['a b', 'c"d', 'efg']],
    ['  ', []],
    ["open 'quote", ['open', 'quote']],
  ])('%s', (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });
});

describe('quotePath on Windows', () => {
  it.each([
    ['C:\\nodejs\\node.exe', 'C:/nodejs/node.exe'],
    ['C:\\Program Files\\nodejs\\node.exe', '"C:/Program Files/nodejs/node.exe"'],
    ['C:\\$x\\a`b', '"C:/\\$x/a\\`b"'],
  ])('%s', (path, quoted) => {
    expect(quotePath(path, 'win32')).toBe(quoted);
    expect(splitWords(quoted)).toEqual([path.replaceAll('\\', '/')]);
  });
});

function throughShell(words: string): unknown {
  const script = `"$NODE" -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- ${words}`;
  const { stdout } = spawnSync('sh', ['-c', script], {
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath },
  });
  return JSON.parse(stdout);
}
