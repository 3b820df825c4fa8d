import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import audit from '../../src/commands/audit.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { makeHome, type TestHome } from './home.ts';

const SESSION = '5f0c0e0a-0000-4000-8000-000000000001';
const TABLE = `
session ${SESSION} cwd /w/app
at who model in w5m w1h read out tools text
09:00:00 user Go
+4s call claude-opus-4-8 4 0 700 22000 90 Bash*12k,Read:src/a.ts*2k I look
+9s call - 2 0 6900 22700 40 - Done
`;

let home: TestHome;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

function fill(): void {
  for (const { path, text } of buildTranscript(TABLE)) home.write(`.claude/${path}`, text);
}

describe('telltale audit', () => {
  it('shows the context, what fills it, and what was carried for nothing', async () => {
    fill();
    const { code, out } = await home.run(audit);
    expect(code).toBe(0);
    for (const words of ['CONTEXT OF CALL 2', 'Bash results', 'unexplained rest', 'large result']) {
      expect(out).toContain(words);
    }
  });

  it('prints the answer as one document that says its kind', async () => {
    fill();
    const { out } = await home.run(audit, {
      args: { id: '5f0c' },
      options: { json: true, limit: '1' },
    });
    expect(JSON.parse(out)).toMatchObject({
      kind: 'audit',
      formatVersion: 1,
      sessionId: SESSION,
      context: { callNumber: 2 },
    });
  });

  it.each([
    ['--limit', '"0"'],
    ['--limit', '"all"'],
    ['--segment', '"-1"'],
    ['--segment', '7'],
  ])('refuses %s %s', async (flag, seen) => {
    fill();
    const options = { [flag.slice(2)]: seen.replaceAll('"', '') };
    await expect(home.run(audit, { options })).rejects.toMatchObject({
      code: 'usage',
      message: `${flag} got ${seen}`,
    });
  });

  it('an empty ledger: says where transcripts are looked for', async () => {
    await expect(home.run(audit)).rejects.toMatchObject({ code: 'unknown-session' });
  });
});
