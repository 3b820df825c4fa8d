import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTitle } from '../../../src/query/sessions/title.ts';
import { buildLedger, type LedgerBuilder } from './ledger-builder.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-title-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function transcript(
  ledger: LedgerBuilder,
  bytes: string,
  state: 'present' | 'vanished' = 'present',
) {
  const path = join(folder, `${++files}.jsonl`);
  writeFileSync(path, bytes);
  return ledger.file({ path, state });
}

const user = (content: unknown, extra: object = {}) =>
  JSON.stringify({ type: 'user', message: { role: 'user', content }, ...extra });

function titleOf(bytes: string, offset = 0, state: 'present' | 'vanished' = 'present') {
  const ledger = buildLedger();
  const promptFileId = transcript(ledger, bytes, state);
  const facts = { title: null, titleSource: null, promptFileId, promptOffset: offset };
  return readTitle(ledger.context, facts);
}

const secret = `sk-ant-api03-${'aB3dE6gH9k'.repeat(4)}`;

const PROMPTS: readonly [story: string, bytes: string, title: string | null][] = [
  ['a string', `${user('Fix the flaky test')}\n`, 'Fix the flaky test'],
  ['no line end yet', user('Fix the flaky test'), 'Fix the flaky test'],
  [
    'text blocks',
    `${user([{ type: 'image' }, { type: 'text', text: 'Look here' }])}\n`,
    'Look here',
  ],
  [
    'an editor block first',
    user([
      { type: 'text', text: '<ide_opened_file>x</ide_opened_file>' },
      { type: 'text', text: 'Rename it' },
    ]),
    'Rename it',
  ],
  ['lines and blanks', user('  Fix\n\n\tthis   now '), 'Fix this now'],
  ['escape sequences', user('\u001b[31mred\u001b]0;t\u0007 text'), 'red text'],
  ['a secret', user(`use ${secret} please`), 'use sk-ant-… please'],
  ['a secret cut in two by a line end', user(`token=abcdefgh1234\nnext`), 'token=… next'],
  ['a long prompt', user('word '.repeat(100)), `${'word '.repeat(16).slice(0, 79)}…`],
  ['a secret at the cut', user(`${'x'.repeat(70)} ${secret}`), `${'x'.repeat(70)} sk-ant-…`],
  ['Japanese', user('ダークモードを追加'), 'ダークモードを追加'],
  ['only blanks', user(' \n '), null],
  ['another record', JSON.stringify({ type: 'assistant', message: { content: 'x' } }), null],
  ['broken JSON', '{"type":"user","message":{"content":"x', null],
  ['no content', JSON.stringify({ type: 'user', message: {} }), null],
  ['no message', JSON.stringify({ type: 'user' }), null],
  ['not an object', '[1]', null],
  ['a record over 256 KB', `${user('x'.repeat(300_000))}\n`, null],
  ['a record of 200 KB', `${user(`Start ${'x'.repeat(200_000)}`)}\n`, `Start ${'x'.repeat(73)}…`],
];

describe('readTitle', () => {
  it.each(PROMPTS)('reads the first prompt: %s', (_story, bytes, title) => {
    const source = title === null ? null : 'first-prompt';
    expect(titleOf(bytes)).toEqual({ title, source });
  });

  it('reads at the offset, in bytes', () => {
    const first = `${user('日本語')}\n`;
    const second = `${user('second')}\n`;
    expect(titleOf(first + second, Buffer.byteLength(first)).title).toBe('second');
  });

  it('leaves a vanished file alone and survives one that has just gone', () => {
    expect(titleOf(user('x'), 0, 'vanished')).toEqual({ title: null, source: null });
    const ledger = buildLedger();
    const promptFileId = ledger.file({ path: join(folder, 'never-there.jsonl') });
    const facts = { title: null, titleSource: null, promptFileId, promptOffset: 0 };
    expect(readTitle(ledger.context, facts).title).toBeNull();
    const afterTheEnd = titleOf(user('x'), 5000);
    expect(afterTheEnd.title).toBeNull();
  });

  it('prefers the stored title, cleaned', () => {
    const ledger = buildLedger();
    const title = `\u001b[2JTitle with ${secret}`;
    const facts = { title, titleSource: 'ai-title', promptFileId: null, promptOffset: null };
    expect(readTitle(ledger.context, facts)).toEqual({
      title: 'Title with sk-ant-…',
      source: 'ai-title',
    });
  });
});
