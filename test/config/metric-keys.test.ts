// What may stand below `metrics.` when the metrics of the program are known: names, ranges, the order of
// warn and critical. Two metrics of its own stand for all.
import { describe, expect, it } from 'vitest';
import { inspectSettings } from '../../src/config/load-settings.ts';
import type { MetricFacts } from '../../src/config/metric-keys.ts';

const METRICS: readonly MetricFacts[] = [
  {
    id: 'shouting',
    worse: 'high',
    thresholds: { warn: 1, critical: 3 },
    isIntegrity: false,
    options: { window: { default: 50, min: 5, max: 100, doc: 'Calls that it looks back.' } },
  },
  {
    id: 'listening',
    worse: 'low',
    thresholds: { warn: 4, critical: 2 },
    isIntegrity: false,
    options: {},
  },
  { id: 'words', worse: 'none', thresholds: null, isIntegrity: false, options: {} },
  {
    id: 'reading',
    worse: 'low',
    thresholds: { warn: 0.95, critical: 0.9 },
    isIntegrity: true,
    options: {},
  },
  {
    id: 'stop_phrase',
    worse: 'high',
    thresholds: { warn: 1, critical: 3 },
    isIntegrity: false,
    options: {},
  },
];

const inspect = (text: string) =>
  inspectSettings({
    env: {},
    homeDir: '/home/ana',
    platform: 'linux',
    readFile: () => text,
    metrics: METRICS,
  });

describe('a mistake below metrics', () => {
  it.each([
    ['[metrics.shoutin]\nwarn = 2', 2, 'metrics.shoutin.warn', 'metrics.shouting.warn'],
    ['[metrics.zebra]\nwarn = 2', 2, 'metrics.zebra.warn', null],
    ['[metrics.shouting]\nwindwo = 9', 2, 'metrics.shouting.windwo', 'metrics.shouting.window'],
    ['[metrics.listening]\nwindow = 9', 2, 'metrics.listening.window', null],
    ['[metrics.shouting]\nwindow = 101', 2, 'metrics.shouting.window', null],
    ['[metrics.shouting]\nwindow = "9"', 2, 'metrics.shouting.window', null],
    ['[metrics.shouting]\nenabled = 1', 2, 'metrics.shouting.enabled', null],
    ['[metrics.shouting]\nphrases = ["a"]', 2, 'metrics.shouting.phrases', null],
    ['[metrics.words]\nwarn = 1', 2, 'metrics.words.warn', null],
    ['[metrics.reading]\nenabled = false', 2, 'metrics.reading.enabled', null],
    ['[metrics]\nshouting = 3', 2, 'metrics.shouting', null],
    ['[metrics.shouting]\nwarn = 4', 2, 'metrics.shouting.warn', null],
    ['[metrics.shouting]\ncritical = 0.5', 2, 'metrics.shouting.critical', null],
    ['[metrics.shouting]\nwarn = 9\ncritical = 8', 3, 'metrics.shouting.critical', null],
    ['[metrics.listening]\nwarn = 1', 2, 'metrics.listening.warn', null],
    ['[metrics.listening]\ncritical = 5', 2, 'metrics.listening.critical', null],
  ])('%j', async (text, line, key, nearest) => {
    const { mistakes } = await inspect(text);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatchObject({ key, nearest, source: { kind: 'file', line } });
    expect(mistakes[0]?.accepted).not.toBe('');
  });

  it('tells in which order the marks have to stand', async () => {
    const { mistakes, loaded } = await inspect('[metrics.listening]\nwarn = 1');
    expect(mistakes[0]).toMatchObject({
      seen: '1',
      accepted: 'a number of at least 2, which critical is by default (lower is worse)',
    });
    expect(loaded.settings.metrics.listening).toBeUndefined();
  });

  it('leaves the others as they are set', async () => {
    const { loaded, mistakes } = await inspect('[metrics.shouting]\nwarn = 2\nwindow = 1\n');
    expect(mistakes.map(({ key }) => key)).toEqual(['metrics.shouting.window']);
    expect(loaded.settings.metrics.shouting).toEqual({ warn: 2 });
  });
});

describe('the list of what holds', () => {
  it('has every setting of every metric, with its source', async () => {
    const { loaded, mistakes } = await inspect('[metrics.shouting]\nwarn = 2\n');
    expect(mistakes).toEqual([]);
    const metrics = loaded.values.filter(({ key }) => key.startsWith('metrics.'));
    const none = { kind: 'default' };
    expect(metrics).toEqual([
      { key: 'metrics.shouting.enabled', value: true, source: none },
      {
        key: 'metrics.shouting.warn',
        value: 2,
        source: { kind: 'file', path: '/home/ana/.config/telltale/config.toml', line: 2 },
      },
      { key: 'metrics.shouting.critical', value: 3, source: none },
      { key: 'metrics.shouting.window', value: 50, source: none },
      { key: 'metrics.listening.enabled', value: true, source: none },
      { key: 'metrics.listening.warn', value: 4, source: none },
      { key: 'metrics.listening.critical', value: 2, source: none },
      { key: 'metrics.words.enabled', value: true, source: none },
      { key: 'metrics.reading.enabled', value: true, source: none },
      { key: 'metrics.reading.warn', value: 0.95, source: none },
      { key: 'metrics.reading.critical', value: 0.9, source: none },
      { key: 'metrics.stop_phrase.enabled', value: true, source: none },
      { key: 'metrics.stop_phrase.warn', value: 1, source: none },
      { key: 'metrics.stop_phrase.critical', value: 3, source: none },
      { key: 'metrics.stop_phrase.phrases', value: [], source: none },
    ]);
  });

  it('takes marks that are equal', async () => {
    const { mistakes } = await inspect('[metrics.shouting]\nwarn = 3\n');
    expect(mistakes).toEqual([]);
  });
});

describe('a flag', () => {
  it('wins over everything and is named as the source', async () => {
    const { loaded } = await inspectSettings({
      env: { TELLTALE_TIMEZONE: 'Asia/Tokyo' },
      homeDir: '/home/ana',
      platform: 'linux',
      readFile: () => '[display]\ntimezone = "UTC"\n',
      flags: [{ name: '--timezone', key: 'display.timezone', text: 'Europe/Berlin' }],
    });
    expect(loaded.settings.display.timezone).toBe('Europe/Berlin');
    expect(loaded.values.find(({ key }) => key === 'display.timezone')).toEqual({
      key: 'display.timezone',
      value: 'Europe/Berlin',
      source: { kind: 'flag', name: '--timezone' },
    });
  });

  it('that is wrong is a mistake', async () => {
    const { mistakes } = await inspectSettings({
      env: {},
      homeDir: '/home/ana',
      platform: 'linux',
      readFile: () => '',
      flags: [{ name: '--timezone', key: 'display.timezone', text: 'Europe/Berln' }],
    });
    expect(mistakes).toMatchObject([
      { key: 'display.timezone', nearest: '"Europe/Berlin"', source: { kind: 'flag' } },
    ]);
  });
});
