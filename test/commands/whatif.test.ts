// The words and flags of whatif: what is answered, what is refused, and with which next step.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import whatif from '../../src/commands/whatif.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { makeHome, type TestHome } from './home.ts';

const TABLE = `
session aaaa1111-0000-4000-8000-000000000001 cwd /w/app version 2.1.212
ai-title Fix the retry
08:00:00 user Begin
08:00:05 call claude-opus-4-8 0 20000 0 0 100
08:30:05 call claude-opus-4-8 0 22000 0 0 100 mcp__tracker__get*4k
08:30:25 call claude-opus-4-8 0 1500 0 22000 100
session bbbb2222-0000-4000-8000-000000000002 cwd /w/web version 2.1.212
09:00:00 user Begin
09:00:05 call claude-opus-4-8 0 20000 0 0 100`;

let home: TestHome;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

function write(): void {
  for (const { path, text } of buildTranscript(TABLE)) home.write(`.claude/${path}`, text);
}

describe('whatif', () => {
  beforeEach(write);

  it('answers as JSON, for one session and for many', async () => {
    const json = async (args: Record<string, string>, options: Record<string, unknown>) =>
      JSON.parse((await home.run(whatif, { args, options: { ...options, json: true } })).out);
    const one = await json({ id: 'aaaa' }, {});
    expect([one.kind, one.formatVersion, one.base.calls]).toEqual(['whatif', 1, 3]);
    expect(one.scope.session.sessionId).toBe('aaaa1111-0000-4000-8000-000000000001');
    const all = await json({}, { since: '2020-01-01' });
    expect([all.scope.session, all.base.sessions, all.base.calls]).toEqual([null, 2, 4]);
    const web = await json({}, { project: 'web' });
    expect([web.base.sessions, web.scope.projects]).toEqual([1, ['/w/web']]);
  });

  it('prints a page, and ends with 0 whatever it says', async () => {
    const { code, out } = await home.run(whatif, { args: { id: 'aaaa' } });
    expect(code).toBe(0);
    expect(out).toContain('Fix the retry');
    expect(out).toMatch(/^ {2}1 +~\$/m);
  });

  it('takes the session that it is run in, and the one of the folder', async () => {
    const title = async (words: Parameters<TestHome['run']>[1]): Promise<string> =>
      (await home.run(whatif, words)).out.split('\n')[1] ?? '';
    const running = { CLAUDE_CODE_SESSION_ID: 'aaaa1111-0000-4000-8000-000000000001' };
    expect(await title({ env: running })).toContain('aaaa1111');
    expect(await title({ overrides: { cwd: '/w/app' } })).toContain('aaaa1111');
    expect(await title({ overrides: { cwd: '/w/web' } })).toContain('bbbb2222');
  });

  it.each([
    ['--at', { at: '12 apples' }, 'usage'],
    ['--at', { at: '0' }, 'usage'],
    ['--top', { top: '0' }, 'usage'],
    ['--since', { since: 'the day before' }, 'bad-date'],
    ['gpt', { subagentModel: 'gpt' }, 'unknown-model'],
    ['jira', { withoutMcp: 'jira' }, 'usage'],
  ])('refuses %s (%o)', async (what, options, code) => {
    await expect(
      home.run(whatif, { args: 'since' in options ? {} : { id: 'aaaa' }, options }),
    ).rejects.toMatchObject({
      code,
      message: expect.stringContaining(what.replace('--since', '')),
    });
  });

  it('names the server that is meant', async () => {
    await expect(
      home.run(whatif, { args: { id: 'aaaa' }, options: { withoutMcp: 'traker' } }),
    ).rejects.toMatchObject({ next: 'telltale whatif --without-mcp tracker' });
    const { out } = await home.run(whatif, {
      options: { since: '2020-01-01', withoutMcp: 'tracker' },
    });
    expect(out).toContain('MCP server tracker');
  });

  it.each([['since'], ['project']])('refuses an id together with --%s', async (flag) => {
    const words = { args: { id: 'aaaa' }, options: { [flag]: '2020-01-01' } };
    await expect(home.run(whatif, words)).rejects.toMatchObject({ code: 'usage' });
  });

  it('refuses an id that is none', async () => {
    await expect(home.run(whatif, { args: { id: 'zzzz' } })).rejects.toMatchObject({
      code: 'unknown-session',
    });
  });
});

describe('whatif where nothing is recorded', () => {
  it('has nothing to compare over a time, and says so', async () => {
    home.write('.claude/projects/-w-app/.keep', '');
    const { code, out } = await home.run(whatif, { options: { since: '7d' } });
    expect(code).toBe(0);
    expect(out).toContain('No session matches');
  });

  it('answers as show does without an id', async () => {
    home.write('.claude/projects/-w-app/.keep', '');
    await expect(home.run(whatif)).rejects.toMatchObject({
      code: expect.stringMatching(/session/),
    });
  });
});
