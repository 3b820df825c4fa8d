// `telltale config` on real folders: what it prints, writes and refuses.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import config from '../../src/commands/config.ts';
import { makeHome, type TestHome, type Words } from './home.ts';

let home: TestHome;
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

const run = (action: string | undefined, key?: string, words: Words = {}) =>
  home.run(config, { args: { action, key }, ...words });
const json = async (action: string, key?: string) => {
  const { out, code } = await run(action, key, { options: { json: true } });
  return { code, answer: JSON.parse(out) };
};

describe('check', () => {
  it('shows the defaults where there is no file', async () => {
    const { code, out } = await run('check');
    expect(code).toBe(0);
    expect(out).toContain('all settings are valid');
    expect(out).toContain(`no file at ${home.path}`);
    expect(out).toMatch(/^display\.week_start +"sunday" +default$/m);
  });

  it('exits with 2 and lists every mistake, good values still shown', async () => {
    home.write('state/config.toml', '[plan]\nrenewal_day = 0\nmonthly = 3\nmonthly_usd = 7\n');
    const { code, answer } = await json('check');
    expect(code).toBe(2);
    expect(answer).toMatchObject({ kind: 'config-check', formatVersion: 1, isValid: false });
    expect(answer.mistakes.map((it: { key: string }) => it.key)).toEqual([
      'plan.renewal_day',
      'plan.monthly',
    ]);
    expect(answer.settings).toContainEqual({
      key: 'plan.monthly_usd',
      value: 7,
      source: { kind: 'file', path: join(home.path, 'state/config.toml'), line: 4 },
    });
  });
});

describe('explain', () => {
  it('explains a setting, as text and as JSON', async () => {
    expect((await run('explain', 'plan.renewal_day')).out).toContain('a whole number from 1 to 31');
    const { answer } = await json('explain', 'plan.renewal_day');
    expect(answer.settings[0]).toMatchObject({
      default: 1,
      environmentVariable: 'TELLTALE_PLAN_RENEWAL_DAY',
    });
  });

  it.each([
    ['plan', 3],
    ['prices', 5],
    ['prices.claude-x.input', 1],
    ['prices.<model>.input', 1],
    ['prices.<model>', 5],
    ['model_aliases', 1],
  ])('%s is %i settings', async (key, count) => {
    const { answer } = await json('explain', key);
    expect(answer.settings).toHaveLength(count);
  });

  it('explains while the file is broken', async () => {
    home.write('state/config.toml', 'nonsense');
    expect((await run('explain', 'plan.renewal_day')).code).toBe(0);
  });

  it.each([
    ['plan.renewalday', 'did you mean plan.renewal_day?'],
    ['zebra', 'No setting is called "zebra"'],
    ['', 'No setting is called ""'],
  ])('does not know %j', async (key, words) => {
    await expect(run('explain', key)).rejects.toMatchObject({
      code: 'unknown-setting',
      message: expect.stringContaining(words),
    });
  });
});

describe('path and init', () => {
  it('prints the path alone, for scripts', async () => {
    expect((await run('path')).out).toBe(`${home.path}/state/config.toml\n`);
    expect((await json('path')).answer).toEqual({
      kind: 'config-path',
      formatVersion: 1,
      file: `${home.path}/state/config.toml`,
      fileExists: false,
      stateDir: `${home.path}/state`,
      ledgerFile: `${home.path}/state/ledger.db`,
    });
  });

  it('writes a private file that changes nothing, once', async () => {
    const file = join(home.path, 'state/config.toml');
    expect((await json('init')).answer).toEqual({ kind: 'config-init', formatVersion: 1, file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(home.path, 'state')).mode & 0o777).toBe(0o700);
    const { answer } = await json('check');
    expect(
      answer.settings.every((it: { source: { kind: string } }) => it.source.kind === 'default'),
    ).toBe(true);

    home.write('state/config.toml', '# mine\n');
    await expect(run('init')).rejects.toMatchObject({ code: 'target-exists' });
    expect(readFileSync(file, 'utf8')).toBe('# mine\n');
  });

  it('says why it cannot be written', async () => {
    home.write('state', 'a file in the way');
    await expect(run('init')).rejects.toMatchObject({
      code: 'state-unwritable',
      message: expect.stringContaining('cannot be written'),
    });
  });
});

describe('wrong usage', () => {
  it.each([
    ['explain', undefined, 'needs the key'],
    ['check', 'plan', 'takes no key'],
    ['paint', undefined, 'not "paint"'],
    [undefined, undefined, 'check, explain, path, init'],
  ])('config %s %s', async (action, key, words) => {
    const promise = Promise.resolve().then(() => run(action, key));
    await expect(promise).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(words),
    });
  });
});
