import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import explain from '../../src/commands/explain.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { makeHome, type TestHome } from './home.ts';

const SESSION = '4f2a91c3-0000-4000-8000-000000000001';
const TABLE = `session ${SESSION} cwd /w/app branch main version 2.1.197
at who model in w5m w1h read out tools text
09:00:00 user Begin.
+5s call claude-opus-4-8 0 40000 0 0 50 - One.
+2h call claude-opus-4-8 0 40100 0 0 50 - Two.
+5s call claude-sonnet-4-6 0 40200 0 0 50 - Three.`;

let home: TestHome;
beforeEach(() => {
  home = makeHome();
  home.write('.claude/projects/.keep', '');
});
afterEach(() => home.remove());

function take(table: string): void {
  for (const { path, text } of buildTranscript(table)) home.write(`.claude/${path}`, text);
}

describe('telltale explain', () => {
  it('prints the page, and the answer unchanged with --json', async () => {
    take(TABLE);
    const page = await home.run(explain, { options: { timezone: 'UTC' } });
    expect(page.code).toBe(0);
    expect(page.out).toMatch(/\$0\.23 {2}\d+ % {2}Cache rebuilt after 2 h idle/);
    expect(page.out).toMatch(/telltale call msg_\w+/);
    const json = await home.run(explain, { args: { id: '4f2a' }, options: { json: true } });
    expect(JSON.parse(json.out)).toMatchObject({
      kind: 'explain',
      formatVersion: 1,
      sessionId: SESSION,
      top: 5,
      findings: [{ kind: 'idle' }, { kind: 'model-switch' }],
    });
  });

  it('cuts the list with --top, not the sums', async () => {
    take(TABLE);
    const json = await home.run(explain, { options: { json: true, top: '1' } });
    const answer = JSON.parse(json.out);
    expect(answer.findings).toHaveLength(1);
    expect(answer.leftOut.measured.findings).toBe(1);
    expect(answer.avoidable.measured.findings).toBe(2);
    expect((await home.run(explain, { options: { top: '1' } })).out).toContain('1 more finding');
  });

  it.each(['0', '-1', 'many', '1.5', ''])('refuses --top %s', async (top) => {
    const wrong = home.run(explain, { options: { top } });
    await expect(wrong).rejects.toMatchObject({ code: 'usage', exitCode: 64 });
  });

  it('is content with a lean session', async () => {
    take(TABLE.split('\n').slice(0, 4).join('\n'));
    const page = await home.run(explain);
    expect([page.code, page.out]).toEqual([0, expect.stringContaining('nothing to lose')]);
  });

  it('means the session that it is run in', async () => {
    const other = '5b5b5b5b-0000-4000-8000-000000000002';
    take(`${TABLE}\nsession ${other} cwd /w/web branch main version 2.1.197\n+5s user Hello.`);
    const env = { CLAUDE_CODE_SESSION_ID: SESSION };
    expect((await home.run(explain, { env })).out).toContain('4f2a91c3');
    expect((await home.run(explain)).out).toContain('5b5b5b5b');
  });

  it('knows no session in an empty ledger, and no wrong id', async () => {
    await expect(home.run(explain)).rejects.toMatchObject({ code: 'unknown-session' });
    take(TABLE);
    const wrong = home.run(explain, { args: { id: 'nope' } });
    await expect(wrong).rejects.toMatchObject({ code: 'unknown-session', exitCode: 2 });
  });
});
