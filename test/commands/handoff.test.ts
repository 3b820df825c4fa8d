// `telltale handoff` and `telltale handoffs` with the real ledger behind them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import handoff from '../../src/commands/handoff.ts';
import handoffs from '../../src/commands/handoffs.ts';
import type { HandoffAnswer } from '../../src/query/handoff/handoff-answer.ts';
import { script } from '../transcript/conversation/script.ts';
import { makeHome, type Outcome, type TestHome, type Words } from './home.ts';

const ONE = '11111111-0000-4000-8000-000000000001';
const TWO = '22222222-0000-4000-8000-000000000002';

let home: TestHome;
let app = '';
let web = '';
beforeEach(() => {
  home = makeHome();
  app = join(home.path, 'w', 'app');
  web = join(home.path, 'w', 'web');
  for (const folder of [app, web]) mkdirSync(join(folder, 'src'), { recursive: true });
  const one = script({ sessionId: ONE, cwd: app }).prompt('Fix the retry test').says('Done.');
  home.write(`.claude/projects/-w-app/${ONE}.jsonl`, one.text());
  const two = script({ sessionId: TWO, cwd: web })
    .prompt('Add dark mode')
    .says('First')
    .says('Done.');
  home.write(`.claude/projects/-w-web/${TWO}.jsonl`, two.text());
});
afterEach(() => home.remove());

const run = (words: Words = {}, cwd = home.path): Promise<Outcome> =>
  home.run(handoff, { ...words, overrides: { cwd, ...words.overrides } });
const answerOf = ({ out }: Outcome) => JSON.parse(out) as HandoffAnswer;
const all = async (options: Words['options'] = {}, args: Words['args'] = {}) =>
  home.run(handoffs, { args, options });

describe('telltale handoff', () => {
  const defaults: readonly [name: string, cwd: () => string, expected: string][] = [
    ["this folder's", () => app, ONE],
    ['of a folder below', () => join(app, 'src'), ONE],
    ['the newest elsewhere', () => home.path, TWO],
  ];
  it.each(defaults)('without an id: %s', async (_name, cwd, expected) => {
    expect(answerOf(await run({ options: { json: true } }, cwd())).sessionId).toBe(expected);
  });

  it('within a session: that one, whatever the folder', async () => {
    const env = { CLAUDE_CODE_SESSION_ID: ONE };
    expect(answerOf(await run({ env, options: { json: true } }, web)).sessionId).toBe(ONE);
    const unknown = { CLAUDE_CODE_SESSION_ID: '1111' };
    expect(answerOf(await run({ env: unknown, options: { json: true } }, web)).sessionId).toBe(TWO);
  });

  it('writes the file, says where and how to go on', async () => {
    const { code, out } = await run({ args: { id: '1111' } });
    expect(code).toBe(0);
    const path = /^ {2}(\S+\.md)$/m.exec(out)?.[1] ?? '';
    expect(path.startsWith(join(home.path, 'state', 'handoffs'))).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain('> Fix the retry test');
    expect(out).toContain('telltale init');
    expect(out).toContain(`Read ${path} and continue with its next steps.`);
    expect(out).toContain(`cd ${app} && claude`);
  });

  it('prints the text too, or only', async () => {
    const printed = await run({ options: { print: true } });
    expect(printed.out).toContain('telltale init');
    expect(printed.out).toContain('## Next steps');
    await home.run(handoffs, { args: { action: 'archive', id: '2222' } });
    const only = await run({ options: { output: '-' } });
    expect(only.out).toMatch(/^---\nsession: /);
    expect((await all()).out).toMatch(/^0 handoffs/);
  });

  it('writes the file that was named, never over one', async () => {
    const words: Words = { options: { output: 'notes.md', json: true } };
    expect(answerOf(await run(words, app)).file).toEqual({
      path: join(app, 'notes.md'),
      isPending: false,
    });
    const text = readFileSync(join(app, 'notes.md'), 'utf8');
    await expect(run(words, app)).rejects.toMatchObject({ code: 'target-exists' });
    expect(readFileSync(join(app, 'notes.md'), 'utf8')).toBe(text);
  });

  it('knows no other session', async () => {
    await expect(run({ args: { id: 'ffff' } })).rejects.toMatchObject({ code: 'unknown-session' });
  });
});

describe('telltale handoffs', () => {
  beforeEach(async () => {
    await run({ args: { id: '1111' } });
    await run({ args: { id: '2222' } });
  });

  it('lists them', async () => {
    const { out } = await all();
    expect(out).toMatch(/^2 handoffs/);
    expect(out).toMatch(/11111111 +app +Fix the retry test/);
    const { handoffs: listed } = JSON.parse((await all({ json: true })).out);
    expect(listed.map((one: { sessionId: string }) => one.sessionId).sort()).toEqual([ONE, TWO]);
  });

  it('shows one, as it is', async () => {
    const { handoffs: listed } = JSON.parse((await all({ json: true })).out);
    const { path } = listed.find((one: { sessionId: string }) => one.sessionId === ONE);
    writeFileSync(path, `${readFileSync(path, 'utf8')}\nMine.\n`);
    const { out } = await all({}, { action: 'show', id: '1111' });
    expect(out).toBe(readFileSync(path, 'utf8'));
    expect((await all()).out).toMatch(/11111111.*edited/);
  });

  it('archives one: no longer listed, still there, given to no session', async () => {
    const { out } = await all({}, { action: 'archive', id: '1111' });
    expect(out).toMatch(/^archived: .*\/archive\/.*\.md\n$/);
    expect((await all()).out).toMatch(/^1 handoff /);
    expect((await all({ all: true })).out).toMatch(/11111111.*archived/);
    expect((await all({}, { action: 'show', id: '1111' })).out).toContain('Fix the retry test');
    await expect(all({}, { action: 'archive', id: '1111' })).rejects.toMatchObject({
      code: 'unknown-handoff',
      message: expect.stringContaining('is archived already'),
    });
  });

  it('says what is missing', async () => {
    await expect(all({}, { action: 'archive' })).rejects.toMatchObject({ code: 'usage' });
    await expect(all({}, { action: 'show', id: 'ffff' })).rejects.toMatchObject({
      code: 'unknown-handoff',
    });
  });

  it('finds those that lie in projects', async () => {
    home.write('state/config.toml', '[handoff]\nfolder = ".handoffs"\n');
    await run({ args: { id: '1111' } });
    const { handoffs: listed } = JSON.parse((await all({ json: true })).out);
    expect(listed.map((one: { path: string }) => one.path)).toContainEqual(
      expect.stringContaining(join(app, '.handoffs')),
    );
    // Those of the time before are still there.
    expect(listed).toHaveLength(3);
  });
});
