// The stream of events as the built program writes it: into a pipe, one that is closed early, and nowhere.
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Json, script } from '../transcript/conversation/script.ts';
import { type Home, openHome } from './telltale.ts';

let home: Home;
beforeAll(() => {
  home = openHome();
  home.write('one.jsonl', script().prompt('go').tool('Read', { file_path: '/a' }).text());
  const long = script();
  for (let at = 0; at < 20_000; at++) long.says('word '.repeat(100));
  home.write('long.jsonl', long.text());
});
afterAll(() => home.clear());

test('each line is an object', () => {
  const { status, stdout, stderr } = home.run(['export', '.claude/one.jsonl', '-f', 'ndjson']);
  expect([status, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as Json).kind)).toEqual([
    'user',
    'tool_call',
    'tool_result',
  ]);
});

test('a reader that has enough ends it without a word', async () => {
  const { child, done } = home.start([
    'export',
    '.claude/long.jsonl',
    '--format',
    'ndjson',
    '--with-text',
  ]);
  if (child.stdout === null) throw new Error('it has no output');
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  child.stdout.destroy();
  const { status, signal, stderr } = await done;
  expect([status, signal, stderr]).toEqual([0, null, '']);
  // All of it would be more than 15 MB.
  expect(chunk.length).toBeLessThan(1_000_000);
});

test('a path that is not there is a failure', () => {
  const { status, stdout, stderr } = home.run(['export', 'none.jsonl', '-f', 'ndjson']);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('none.jsonl is not there');
});
