// The words and flags of rates, cache and compare: what is refused, and files that are written.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import cache from '../../src/commands/cache.ts';
import compare from '../../src/commands/compare.ts';
import rates from '../../src/commands/rates.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { makeHome, type TestHome } from './home.ts';

const TABLE = `
session aaaa1111 cwd /w/app version 2.1.212
08:00:00 user Begin
08:00:05 call claude-opus-4-8 4 0 60000 0 10
11:58:00 call claude-opus-4-8 4 0 61000 0 10`;

let home: TestHome;
beforeEach(() => {
  home = makeHome();
  for (const { path, text } of buildTranscript(TABLE)) home.write(`.claude/${path}`, text);
});
afterEach(() => home.remove());

describe('rates', () => {
  it.each([
    ['--context', { context: '12 apples' }],
    ['--context', { context: '0' }],
    ['--interval', { interval: '0' }],
    ['--interval', { interval: '-5' }],
    ['--interval', { interval: '1.5' }],
  ])('%s is refused', async (flag, options) => {
    await expect(home.run(rates, { options })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(flag),
    });
  });

  it.each([
    ['150000', 150_000],
    ['150k', 150_000],
    ['1.5M', 1_500_000],
    ['150,000', 150_000],
  ])('--context %s', async (context, tokens) => {
    const { out } = await home.run(rates, { options: { context, json: true } });
    expect(JSON.parse(out).keepWarm.contextTokens).toBe(tokens);
  });
});

describe('cache', () => {
  it('answers as JSON for one session and for all', async () => {
    const all = JSON.parse(
      (await home.run(cache, { options: { json: true, since: '2020-01-01' } })).out,
    );
    const one = JSON.parse(
      (await home.run(cache, { args: { id: 'aaaa' }, options: { json: true } })).out,
    );
    expect([all.kind, all.events.length, all.session]).toEqual(['cache', 2, null]);
    expect([one.events.length, one.session.sessionId]).toEqual([2, 'aaaa1111']);
  });

  it('writes the bundle to a private file, once', async () => {
    const run = (options: object) =>
      home.run(cache, { args: { id: 'aaaa' }, options: { evidence: 'bundle.json', ...options } });
    const { out } = await run({});
    const path = join(home.path, 'bundle.json');
    expect(out).toContain('1 collapse');
    expect(JSON.parse(readFileSync(path, 'utf8')).events).toHaveLength(1);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    await expect(run({})).rejects.toMatchObject({ code: 'target-exists' });
    expect((await run({ force: true })).code).toBe(0);
    await expect(run({ evidence: 'no/such/folder/x.json' })).rejects.toMatchObject({
      code: 'output-unwritable',
    });
  });

  it('prints the bundle to -', async () => {
    const { out } = await home.run(cache, { args: { id: 'aaaa' }, options: { evidence: '-' } });
    expect(JSON.parse(out).kind).toBe('cache-evidence');
  });
});

describe('compare', () => {
  it.each(['0', 'x', '-1'])('--limit %s is refused', async (limit) => {
    await expect(home.run(compare, { options: { limit } })).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('answers as JSON', async () => {
    const { out } = await home.run(compare, { options: { json: true } });
    expect(JSON.parse(out)).toMatchObject({ kind: 'compare', sessions: 1 });
  });
});
