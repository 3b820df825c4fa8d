// The settings from file and environment. The folders valid/ and invalid/ are the cases: each valid
// file beside the keys it sets with their lines, each invalid file beside its whole message.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  formatMistake,
  inspectSettings,
  loadSettings,
  type ResolvedSetting,
} from '../../src/config/load-settings.ts';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { TelltaleError } from '../../src/shared/errors.ts';

const CONFIG_FILE = '/home/ana/.config/telltale/config.toml';

const namesIn = (folder: string, ending: string) =>
  readdirSync(join(import.meta.dirname, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));

const textOf = (folder: string, name: string) =>
  readFileSync(join(import.meta.dirname, folder, name), 'utf8');

const load = (text: string | null, env: Record<string, string> = {}) =>
  loadSettings({
    env,
    homeDir: '/home/ana',
    platform: 'linux',
    readFile: (path) => {
      expect(path).toBe(CONFIG_FILE);
      if (text === null) throw Object.assign(new Error('no file'), { code: 'ENOENT' });
      return text;
    },
  });

const failureOf = async (promise: Promise<unknown>): Promise<TelltaleError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TelltaleError)) throw new Error(`no TelltaleError: ${String(error)}`);
  return error;
};

const fromFile = (values: readonly ResolvedSetting[]) =>
  Object.fromEntries(
    values.flatMap(({ key, value, source }) =>
      source.kind === 'file' ? [[key, [value, source.line]]] : [],
    ),
  );

describe('valid files', () => {
  it.each(namesIn('valid', '.toml'))('%s', async (name) => {
    const loaded = await load(textOf('valid', `${name}.toml`));
    expect(fromFile(loaded.values)).toEqual(JSON.parse(textOf('valid', `${name}.json`)));
    expect(loaded.fileExists).toBe(true);
  });

  it('become the settings object', async () => {
    const { settings } = await load(textOf('valid', 'everything.toml'));
    expect(settings).toEqual({
      roots: { extra: ['~/.claude-work', '/srv/claude'], defaults: 'always' },
      display: { timezone: 'Europe/Berlin', weekStart: 'monday' },
      plan: { monthlyUsd: 200, renewalDay: 17, windowsPerPeriod: 50 },
      health: { ...DEFAULT_SETTINGS.health, warnBelow: 40.5, growthSignal: false },
      hooks: { ...DEFAULT_SETTINGS.hooks, block: true, restoreTokens: 900 },
      handoff: { ...DEFAULT_SETTINGS.handoff, folder: '.claude/handoffs' },
      statusline: { ...DEFAULT_SETTINGS.statusline, segments: ['health', 'model'], plain: true },
      prices: {
        'my-model': {
          input: 5,
          output: 25.5,
          cacheRead: 0.5,
          cacheWrite5m: 6.25,
          cacheWrite1h: 10,
        },
      },
      modelAliases: { 'gateway-opus': 'claude-opus-4-8' },
      quality: { baselineSessions: 25, baselineSince: '2026-11-01', endedAfterMinutes: 60 },
      classifier: { enabled: false },
      metrics: {
        stop_phrase: {
          warn: 2,
          phrases: [
            { text: 'good enough', mode: 'word', category: 'custom', intent: null },
            { text: 'as[- ]is', mode: 'regex', category: 'leaving', intent: 'left undone' },
          ],
        },
        thinking: { enabled: false },
        read_edit_ratio: { options: { window: 80 } },
      },
    });
  });

  it('cannot reach a prototype', async () => {
    const { settings } = await load(textOf('valid', 'proto-model.toml'));
    expect(Object.entries(settings.prices)).toEqual([['__proto__', { input: 1 }]]);
    expect(({} as { input?: number }).input).toBeUndefined();
    expect(Object.entries(settings.modelAliases)).toEqual([['constructor', 'claude-opus-5']]);
  });
});

describe('invalid files', () => {
  it.each(namesIn('invalid', '.toml'))('%s', async (name) => {
    const error = await failureOf(load(textOf('invalid', `${name}.toml`)));
    expect(error.code).toBe('bad-config');
    expect(error.next).toContain('telltale config check');
    await expect(`${error.message}\n`).toMatchFileSnapshot(`invalid/${name}.message.txt`);
  });

  it('are all refused, and each case has its message', () => {
    expect(namesIn('invalid', '.message.txt')).toEqual(namesIn('invalid', '.toml'));
  });

  it('keep their good values when inspected', async () => {
    const { loaded, mistakes } = await inspectSettings({
      env: {},
      homeDir: '/home/ana',
      platform: 'linux',
      readFile: () => '[plan]\nmonthly_usd = 100\nrenewal_day = 99\n',
    });
    expect(loaded.settings.plan).toEqual({ ...DEFAULT_SETTINGS.plan, monthlyUsd: 100 });
    expect(mistakes.map(({ key }) => key)).toEqual(['plan.renewal_day']);
  });

  it('that cannot be read are a mistake, not "no file"', async () => {
    const { loaded, mistakes } = await inspectSettings({
      env: {},
      homeDir: '/home/ana',
      platform: 'linux',
      readFile: () => {
        throw Object.assign(new Error('denied'), { code: 'EACCES' });
      },
    });
    expect(loaded.fileExists).toBe(true);
    expect(mistakes.map(formatMistake)).toEqual([
      `${CONFIG_FILE}: the file cannot be read (EACCES); accepted: a file`,
    ]);
  });
});

describe('no file', () => {
  it('means the defaults, each with its provenance', async () => {
    const loaded = await load(null);
    expect(loaded.settings).toEqual(DEFAULT_SETTINGS);
    expect(loaded).toMatchObject({ file: CONFIG_FILE, fileExists: false });
    expect(loaded.values.every(({ source }) => source.kind === 'default')).toBe(true);
    expect(loaded.values).toHaveLength(34);
  });
});

describe('the environment', () => {
  it.each([
    ['TELLTALE_TIMEZONE', 'Asia/Tokyo', 'display.timezone', 'Asia/Tokyo'],
    ['TELLTALE_WEEK_START', ' monday ', 'display.week_start', 'monday'],
    ['TELLTALE_PLAN_MONTHLY_USD', '99.5', 'plan.monthly_usd', 99.5],
    ['TELLTALE_PLAN_RENEWAL_DAY', '31', 'plan.renewal_day', 31],
    ['TELLTALE_ROOTS_EXTRA', '~/a, /b', 'roots.extra', ['~/a', '/b']],
    ['TELLTALE_ROOTS_DEFAULTS', 'never', 'roots.defaults', 'never'],
  ])('%s=%s', async (name, text, key, value) => {
    const { values } = await load(null, { [name]: text });
    expect(values.find((entry) => entry.key === key)).toEqual({
      key,
      value,
      source: { kind: 'environment', name },
    });
  });

  it('wins over the file; an empty variable does not', async () => {
    const text = '[display]\ntimezone = "UTC"\n';
    const won = await load(text, { TELLTALE_TIMEZONE: 'Asia/Tokyo' });
    expect(won.settings.display.timezone).toBe('Asia/Tokyo');
    const empty = await load(text, { TELLTALE_TIMEZONE: '' });
    expect(empty.settings.display.timezone).toBe('UTC');
  });

  it('is named in a mistake, beside those of the file', async () => {
    const env = { TELLTALE_PLAN_RENEWAL_DAY: 'first', TELLTALE_PLAN_MONTHLY_USD: '0x10' };
    const error = await failureOf(load('[display]\nweek_start = 1\n', env));
    expect(error.message.split('\n')).toEqual([
      'The configuration has 3 mistakes:',
      `  ${CONFIG_FILE}:2: display.week_start is 1; accepted: one of sunday, monday, tuesday, wednesday, thursday, friday, saturday`,
      '  environment variable TELLTALE_PLAN_MONTHLY_USD: plan.monthly_usd is "0x10"; accepted: a number from 0 to 1000000',
      '  environment variable TELLTALE_PLAN_RENEWAL_DAY: plan.renewal_day is "first"; accepted: a whole number from 1 to 31',
    ]);
  });
});
