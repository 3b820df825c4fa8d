// Which files a path means: alone, in folders, by patterns in any part of it.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTranscripts } from '../../../src/query/report/find-transcripts.ts';

let root = '';
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-find-')));
  for (const name of [
    'web/s1.jsonl',
    'web/s1/subagents/agent-x.jsonl',
    'web/s2.jsonl',
    'api/s3.jsonl',
    'api/notes.txt',
    'api/deep/er/s4.jsonl',
    '.hidden/s5.jsonl',
    'lone/agent-y.jsonl',
    'empty/notes.txt',
    'odd/s[6].jsonl',
  ]) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), '{}\n');
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const find = (word: string): string[] =>
  findTranscripts(word, root).paths.map((path) => path.slice(root.length + 1));

describe('findTranscripts', () => {
  it.each([
    ['web/s1.jsonl', ['web/s1.jsonl']],
    ['web', ['web/s1.jsonl', 'web/s2.jsonl']],
    ['web/', ['web/s1.jsonl', 'web/s2.jsonl']],
    ['web/*.jsonl', ['web/s1.jsonl', 'web/s2.jsonl']],
    ['*/s?.jsonl', ['api/s3.jsonl', 'web/s1.jsonl', 'web/s2.jsonl']],
    ['a*/**/*.jsonl', ['api/deep/er/s4.jsonl', 'api/s3.jsonl']],
    ['w?b', ['web/s1.jsonl', 'web/s2.jsonl']],
    ['**/s4.jsonl', ['api/deep/er/s4.jsonl']],
    ['.h*/*.jsonl', ['.hidden/s5.jsonl']],
    ['web/s1/subagents/agent-x.jsonl', ['web/s1/subagents/agent-x.jsonl']],
    ['lone', ['lone/agent-y.jsonl']],
    ['odd/s[6].jsonl', ['odd/s[6].jsonl']],
  ])('%s', (word, paths) => {
    expect(find(word)).toEqual(paths);
  });

  it('tells how many subagents it leaves out', () => {
    expect(findTranscripts('web', root).subagents).toBe(1);
    expect(findTranscripts('lone', root).subagents).toBe(0);
  });

  it.each([
    ['nowhere', 'is not there'],
    ['nowhere/*.jsonl', 'no transcript matches'],
    ['web/*.txt', 'no transcript matches'],
    ['empty', 'holds no transcript'],
  ])('refuses %s', (word, what) => {
    expect(() => find(word)).toThrow(
      expect.objectContaining({ code: 'no-transcript', message: expect.stringContaining(what) }),
    );
  });
});
