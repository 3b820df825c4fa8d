// `telltale browse` where there is no terminal to fill, nothing to show, or JSON is wanted.
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import browse from '../../src/commands/browse.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { makeHome, type TestHome } from './home.ts';

const ID = '5f0c0e0a-0000-4000-8000-000000000001';
const TABLE = `
session ${ID} cwd /w/app branch main version 2.1.270
at        who   model            in  w5m  w1h    read   out  tools  text
09:00:00  user                                                      Fix it
+4s       call  claude-opus-4-8  4   0    22000  0      90   Bash   I look.
`;

let home: TestHome;
afterEach(() => home.remove());

/** Never read or written in these tests. */
const terminal = {
  stdin: new PassThrough() as unknown as NodeJS.ReadStream,
  stdout: new PassThrough() as unknown as NodeJS.WriteStream,
  endBy: () => {},
};

function makeFull(): void {
  home = makeHome();
  for (const { path, text } of buildTranscript(TABLE, { date: '2026-11-21' })) {
    home.write(`.claude/${path}`, text);
  }
}

describe('without a terminal', () => {
  it('is refused with what to use instead', async () => {
    makeFull();
    await expect(home.run(browse)).rejects.toMatchObject({
      code: 'no-terminal',
      next: expect.stringContaining('telltale sessions'),
    });
  });

  it('is refused on a terminal that cannot move its cursor', async () => {
    makeFull();
    const words = { env: { TERM: 'dumb' }, overrides: { terminal } };
    await expect(home.run(browse, words)).rejects.toMatchObject({ code: 'no-terminal' });
  });

  it('answers as JSON, by id or the newest', async () => {
    makeFull();
    for (const args of [{ id: ID.slice(0, 4) }, {}]) {
      const { code, out } = await home.run(browse, { args, options: { json: true } });
      expect([code, JSON.parse(out)]).toMatchObject([
        0,
        { kind: 'browse', formatVersion: 1, sessionId: ID, turns: [{ title: 'Fix it' }] },
      ]);
    }
  });
});

it('an empty ledger gets the friendly page, not an empty screen', async () => {
  home = makeHome();
  home.write('.claude/projects/.keep', '');
  const { code, out } = await home.run(browse, { overrides: { terminal } });
  expect([code, out]).toEqual([0, expect.stringContaining('The ledger holds no session yet.')]);
});

it('an id that is not known is told before anything is drawn', async () => {
  makeFull();
  const words = { args: { id: 'zzzz' }, overrides: { terminal } };
  await expect(home.run(browse, words)).rejects.toMatchObject({ code: 'unknown-session' });
});
