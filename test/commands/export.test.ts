import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import exportCommand from '../../src/commands/export.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { TelltaleError } from '../../src/shared/errors.ts';
import { MIXED, MIXED_TABLE } from '../query/profile/scenes.ts';
import { makeHome, type TestHome, type Words } from './home.ts';

let home: TestHome;
let empty: TestHome;
beforeAll(() => {
  home = makeHome();
  for (const { path, text } of buildTranscript(MIXED_TABLE)) home.write(`.claude/${path}`, text);
  empty = makeHome();
  empty.write('.claude/projects/keep', '');
});
afterAll(() => {
  home.remove();
  empty.remove();
});

const run = (words: Words, at: TestHome = home) => at.run(exportCommand, words);

async function failure(words: Words, at: TestHome = home): Promise<TelltaleError> {
  try {
    await run(words, at);
  } catch (error) {
    if (error instanceof TelltaleError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('telltale export', () => {
  test('prints text formats, and what is not in them on the side', async () => {
    let err = '';
    const overrides = {
      err: (text: string) => {
        err += text;
      },
    };
    const { code, out } = await run({
      args: { id: '5f0c' },
      options: { format: 'folded' },
      overrides,
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^Fix the flaky test;turn 1;call 1 opus-4\.8 msg_/);
    expect(err).toBe(
      'telltale: No price is known for 1 call of claude-x-9 (9,075 tokens): not in the cost\n',
    );
  });

  test('writes a file, its format by its name, and says how to open it', async () => {
    const { code, out } = await run({ options: { output: 'a.speedscope.json' } });
    expect(code).toBe(0);
    const file = join(home.path, 'a.speedscope.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      exporter: 'telltale',
      activeProfileIndex: 0,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(out).toContain('npx speedscope a.speedscope.json');
    expect(out).toContain('claude-x-9');
  });

  test('the answer itself with --json, also into a file', async () => {
    const { out } = await run({ options: { json: true } });
    expect(JSON.parse(out)).toMatchObject({
      kind: 'profile',
      formatVersion: 1,
      session: { sessionId: MIXED },
    });
    await run({ options: { json: true, output: 'answer.json' } });
    expect(JSON.parse(readFileSync(join(home.path, 'answer.json'), 'utf8'))).toMatchObject({
      kind: 'profile',
    });
  });

  test('bytes go out as they are', async () => {
    const pieces: Uint8Array[] = [];
    const overrides = {
      outBytes: (bytes: Uint8Array) => {
        pieces.push(bytes);
      },
    };
    await run({ options: { format: 'pprof', weight: 'cost' }, overrides });
    const profile = Profile.decode(new Uint8Array(gunzipSync(Buffer.concat(pieces))));
    expect(profile.sample.length).toBeGreaterThan(30);
    expect(profile.stringTable.strings[Number(profile.defaultSampleType)]).toBe('cost');
  });

  test.each<[what: string, options: Record<string, unknown>, message: RegExp]>([
    ['no format', {}, /needs a format/],
    ['a name that tells no format', { output: 'a.json' }, /does not tell in which format/],
    [
      'a weight where all figures are',
      { format: 'csv', weight: 'cost' },
      /--weight does not go with csv/,
    ],
    ['two formats', { format: 'csv', json: true }, /exclude each other/],
    ['a weight beside the answer', { weight: 'cost', json: true }, /both weights/],
  ])('%s is a wrong line', async (_what, options, message) => {
    const error = await failure({ options });
    expect([error.code, error.message]).toEqual(['usage', expect.stringMatching(message)]);
  });

  test('bytes are not written on a terminal', async () => {
    const screen = { width: 80, color: false, unicode: true, plain: false, interactive: true };
    const error = await failure({ options: { format: 'pprof' }, overrides: { screen } });
    expect([error.code, error.next]).toEqual([
      'usage',
      'telltale export --format pprof -o session.pb.gz',
    ]);
  });

  test('a file that is there needs --force', async () => {
    home.write('there.csv', 'mine');
    const error = await failure({ options: { output: 'there.csv' } });
    expect(error.code).toBe('target-exists');
    expect(readFileSync(join(home.path, 'there.csv'), 'utf8')).toBe('mine');
    await run({ options: { output: 'there.csv', force: true } });
    expect(readFileSync(join(home.path, 'there.csv'), 'utf8')).toMatch(/^sessionId,/);
  });

  test('an unknown session and an empty ledger are told as elsewhere', async () => {
    expect((await failure({ args: { id: 'zzzz' }, options: { format: 'csv' } })).code).toBe(
      'unknown-session',
    );
    expect((await failure({ options: { format: 'csv' } }, empty)).code).toBe('unknown-session');
  });

  test('a wrong id is answered with the same line and a right one', async () => {
    const options = { format: 'folded', weight: 'cost', output: 'my file', redact: true };
    const { next } = await failure({ args: { id: 'zzzz' }, options });
    expect(next).toContain(
      `telltale export --format folded --weight cost --output 'my file' --redact ${MIXED}`,
    );
  });

  test('redacted', async () => {
    const { out } = await run({ options: { format: 'folded', redact: true } });
    expect(out).toMatch(/^session 5f0c0e0a;turn 1;/);
    expect(out).toMatch(/;Read result;path-\d /);
    expect(out).not.toMatch(/src\/a\.ts|flaky/);
  });
});
