// `telltale config` on real folders: what it prints, writes and refuses.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import config from '../../src/commands/config.ts';
import sessions from '../../src/commands/sessions.ts';
import { createMetrics, DEFAULT_METRICS_SETTINGS } from '../../src/metrics/kit/create-metrics.ts';
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

describe('check of metrics', () => {
  it('takes the example file with everything uncommented', async () => {
    await run('init');
    const file = join(home.path, 'state/config.toml');
    const text = readFileSync(file, 'utf8');
    home.write('state/config.toml', text.replaceAll(/^# (\[.*|\w[\w-]* = .*)$/gm, '$1'));
    const { answer } = await json('check');
    expect(answer.mistakes).toEqual([]);
  });

  it('lists every setting of every metric with its source', async () => {
    home.write('state/config.toml', '[metrics.read_edit_ratio]\nwarn = 5\n');
    const env = { TELLTALE_QUALITY_BASELINE_SESSIONS: '3' };
    const { out, code } = await run('check', undefined, {
      options: { json: true, timezone: 'Europe/Berlin' },
      env,
    });
    expect(code).toBe(0);
    const { settings } = JSON.parse(out);
    const sources = Object.fromEntries(
      settings.map((it: { key: string; value: unknown; source: object }) => [it.key, it]),
    );
    const path = join(home.path, 'state/config.toml');
    expect(sources).toMatchObject({
      'display.timezone': { value: 'Europe/Berlin', source: { kind: 'flag', name: '--timezone' } },
      'quality.baseline_sessions': { value: 3, source: { kind: 'environment' } },
      'metrics.read_edit_ratio.warn': { value: 5, source: { kind: 'file', path, line: 2 } },
      'metrics.stop_phrase.phrases': { value: [], source: { kind: 'default' } },
    });
    for (const metric of createMetrics(DEFAULT_METRICS_SETTINGS)) {
      const names = metric.thresholds === null ? ['enabled'] : ['enabled', 'warn', 'critical'];
      for (const name of [...names, ...Object.keys(metric.options ?? {})])
        expect(Object.keys(sources)).toContain(`metrics.${metric.id}.${name}`);
    }
  });

  it.each([
    ['[metrics.read_edit_ration]\nwarn = 3', 'metrics.read_edit_ratio.warn'],
    ['[metrics.read_edit_ratio]\nwindow = 3', 'metrics.read_edit_ratio.window_calls'],
    ['[metrics.read_edit_ratio]\nwarn = 1', 'at least 2, which critical is by default'],
    ['[metrics.parse_health]\nenabled = false', 'always measured'],
  ])('exits with 2 for %j, and every command refuses it', async (text, told) => {
    home.write('state/config.toml', `${text}\n`);
    const { out, code } = await run('check');
    expect(code).toBe(2);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(told);
    await expect(home.run(sessions)).rejects.toMatchObject({ code: 'bad-config' });
  });
});

describe('explain', () => {
  it('knows the default, the range and the words of one metric', async () => {
    home.write('state/config.toml', '[metrics.read_edit_ratio]\nwindow_calls = 80\n');
    const { answer } = await json('explain', 'metrics.read_edit_ratio.window_calls');
    const [setting, ...others] = answer.settings;
    expect(others).toEqual([]);
    expect(setting).toMatchObject({
      key: 'metrics.read_edit_ratio.window_calls',
      default: 50,
      accepted: 'a number from 1 to 10000',
      current: [{ value: 80 }],
    });
    expect(setting.doc).toBe('Tool calls that the ratio looks back.');
    const { answer: warn } = await json('explain', 'metrics.read_edit_ratio.warn');
    expect(warn.settings[0]).toMatchObject({ default: 4, current: [{ value: 4 }] });
  });

  it('knows all settings of one metric', async () => {
    const { answer } = await json('explain', 'metrics.compactions');
    expect(answer.settings.map(({ key }: { key: string }) => key)).toEqual([
      'metrics.compactions.enabled',
      'metrics.compactions.warn',
      'metrics.compactions.critical',
    ]);
  });

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
