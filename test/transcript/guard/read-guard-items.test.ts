// Transcripts as guard reads them: what stands where, once, and what could not be read.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GuardItem } from '../../../src/model/guard/guard-item.ts';
import {
  type GuardReading,
  readGuardItems,
} from '../../../src/transcript/guard/read-guard-items.ts';
import { CWD, script } from '../conversation/script.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-guard-'));
  path = join(folder, 's.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(): { items: GuardItem[]; reading: GuardReading } {
  const reading = { lines: 0, bytes: 0, unread: 0 };
  return { items: [...readGuardItems(path, 's', reading)], reading };
}

test('texts, calls and results, each with its record', () => {
  const lines = script()
    .prompt('Fix it')
    .says('I look.')
    .tool('Bash', { command: 'ls' }, { content: [{ type: 'text', text: 'a.ts' }] }).lines;
  writeFileSync(path, `${lines.join('\n')}\n`);
  const { items, reading } = read();
  expect(
    items.map((item) => [item.type, item.type === 'text' ? item.kind : item.toolUseId]),
  ).toEqual([
    ['text', 'prompt'],
    ['text', 'assistant-text'],
    ['tool-use', 'toolu_2'],
    ['tool-result', 'toolu_2'],
  ]);
  const offsets = lines.map((_line, at) => lines.slice(0, at).join('\n').length + (at > 0 ? 1 : 0));
  expect(items.map(({ offset }) => offset)).toEqual(offsets);
  expect(items[2]).toMatchObject({
    name: 'Bash',
    input: { command: 'ls' },
    cwd: CWD,
    agentId: null,
  });
  expect(items[2]?.messageId).toMatch(/^msg_/);
  expect(items[3]).toMatchObject({ text: 'a.ts', outcome: 'done' });
  expect(reading).toEqual({ lines: 4, bytes: lines.join('\n').length + 1, unread: 0 });
});

test.each([
  ["The user doesn't want to proceed with this tool use.", 'rejected'],
  ['Permission to use Bash with command x has been denied.', 'rejected'],
  ['PreToolUse:Bash hook error: no', 'rejected'],
  ['Exit code 1\nno such file', 'failed'],
  ['<tool_use_error>File does not exist.</tool_use_error>', 'failed'],
])('an error that says %j', (content, outcome) => {
  writeFileSync(path, script().tool('Bash', { command: 'x' }, { content, isError: true }).text());
  expect(read().items.at(-1)).toMatchObject({ outcome });
});

test('a record that stands there twice counts once, output in progress not at all', () => {
  const [line = ''] = script().prompt('Fix it').lines;
  const progress = JSON.stringify({
    type: 'progress',
    uuid: 'p',
    data: { type: 'bash_progress', output: 'x' },
  });
  writeFileSync(path, `${line}\n${line}\n${progress}\n`);
  expect(read().items).toHaveLength(1);
});

test('a text that speaks of progress records is read', () => {
  writeFileSync(path, script().prompt('what is "type":"progress" for?').text());
  expect(read().items).toHaveLength(1);
});

test('a torn line and one of 9 MB are counted, what is around them is read', () => {
  const [first = '', last = ''] = script().prompt('a').prompt('b').lines;
  writeFileSync(path, `${first}\n{"type":"user","mess\n`);
  appendFileSync(path, `{"type":"user","x":"${'y'.repeat(9_000_000)}"}\n${last}`);
  const { items, reading } = read();
  expect(items).toHaveLength(2);
  expect(reading.unread).toBe(2);
  appendFileSync(path, `\n${'z'.repeat(9_000_000)}`);
  expect(read().reading.unread).toBe(3);
});

test("a subagent's file names its agent", () => {
  path = join(folder, 'agent-a1b2.jsonl');
  writeFileSync(path, script().says('Done.').text());
  expect(read().items[0]?.agentId).toBe('a1b2');
});
