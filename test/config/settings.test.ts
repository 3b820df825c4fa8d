// The table of settings and what derives from it: defaults, key search, JSON Schema, default file.
import { parse } from 'smol-toml';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { checkText, checkValue } from '../../src/config/check-value.ts';
import { defaultConfigText } from '../../src/config/default-file.ts';
import {
  findSetting,
  KNOWN_SETTINGS,
  nearestKey,
  parseKey,
} from '../../src/config/setting-keys.ts';
import { DEFAULT_SETTINGS, type PriceOverride, type Settings } from '../../src/config/settings.ts';
import { settingsJsonSchema } from '../../src/config/settings-schema.ts';
import type { Weekday } from '../../src/shared/zone.ts';

describe('the table', () => {
  it('gives these defaults', () => {
    expect(DEFAULT_SETTINGS).toEqual({
      roots: { extra: [], defaults: 'auto' },
      display: { timezone: null, weekStart: 'sunday' },
      plan: { monthlyUsd: null, renewalDay: 1, windowsPerPeriod: null },
      health: {
        minTurnsForAlert: 10,
        wasteThreshold: 2,
        handoffWasteThreshold: 10,
        warnBelow: 50,
        handoffBelow: 20,
        criticalBelow: 10,
        growthSignal: true,
        costSignal: true,
        pressureSignal: true,
      },
      hooks: {
        warn: true,
        cooldownMinutes: 10,
        block: false,
        restore: true,
        restoreTokens: 600,
      },
      handoff: { auto: true, inject: true, maxAgeHours: 48, folder: null },
      statusline: {
        segments: ['model', 'project', 'context', 'cost', 'next', 'limits', 'health', 'spark'],
        color: 'auto',
        plain: false,
        refreshSeconds: 10,
      },
      quality: { baselineSessions: 10, baselineSince: null, endedAfterMinutes: 35 },
      classifier: { enabled: true },
      metrics: { stop_phrase: { phrases: [] } },
      prices: {},
      modelAliases: {},
    });
  });

  it('gives these types', () => {
    expectTypeOf<Settings['roots']['extra']>().toEqualTypeOf<readonly string[]>();
    expectTypeOf<Settings['roots']['defaults']>().toEqualTypeOf<'auto' | 'always' | 'never'>();
    expectTypeOf<Settings['display']['timezone']>().toEqualTypeOf<string | null>();
    expectTypeOf<Settings['display']['weekStart']>().toEqualTypeOf<Weekday>();
    expectTypeOf<Settings['plan']['monthlyUsd']>().toEqualTypeOf<number | null>();
    expectTypeOf<Settings['plan']['renewalDay']>().toEqualTypeOf<number>();
    expectTypeOf<PriceOverride>().toEqualTypeOf<{
      readonly input?: number;
      readonly output?: number;
      readonly cacheRead?: number;
      readonly cacheWrite5m?: number;
      readonly cacheWrite1h?: number;
    }>();
  });

  it.each(KNOWN_SETTINGS.map(({ pattern, definition }) => [pattern, definition] as const))(
    '%s has a default and an example that fit it, and a full sentence',
    (_, definition) => {
      const { example } = parse(`example = ${definition.example}`);
      const check = checkValue(definition, example);
      expect(check.ok).toBe(true);
      if (definition.type !== 'phrases') expect(check).toEqual({ ok: true, value: example });
      if (definition.default !== null && definition.default !== undefined) {
        expect(checkValue(definition, definition.default).ok).toBe(true);
      }
      expect(definition.doc).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('names no environment variable twice', () => {
    const names = KNOWN_SETTINGS.flatMap(({ definition }) => definition.env ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^TELLTALE_[A-Z_]+$/.test(name))).toBe(true);
  });
});

describe('keys', () => {
  it.each([
    ['display.timezone', 'display.timezone'],
    ['prices.claude-x.input', 'prices.<model>.input'],
    ['prices."claude-4.5".cache_read', 'prices.<model>.cache_read'],
    ["model_aliases.'a b'", 'model_aliases.<id>'],
    ['display', undefined],
    ['display.timezone.city', undefined],
    ['prices.claude-x', undefined],
  ])('%s is %s', (text, pattern) => {
    expect(findSetting(parseKey(text) ?? [])?.pattern).toBe(pattern);
  });

  it.each(['', 'a..b', '.a', 'a.', '"a', 'a b', '[a]'])('cannot read the key %j', (text) => {
    expect(parseKey(text)).toBeNull();
  });

  it.each([
    ['display.timezome', 'display.timezone'],
    ['dispaly', 'display'],
    ['timezone', 'display.timezone'],
    ['dispaly.timezone', 'display.timezone'],
    ['prices.m.outptu', 'prices.m.output'],
    ['zebra', null],
  ])('takes %s for %s', (text, meant) => {
    expect(nearestKey(text.split('.'))).toBe(meant);
  });
});

describe('numbers in the environment', () => {
  const definition = findSetting(['plan', 'monthly_usd'])?.definition;
  it.each([
    ['200', 200],
    ['.5', 0.5],
    ['200.', 200],
    ['1e3', null],
    ['NaN', null],
    ['Infinity', null],
    ['2 00', null],
    ['-1', null],
  ])('%j', (text, value) => {
    if (definition === undefined) throw new Error('no such setting');
    const check = checkText(definition, text);
    expect(check.ok ? check.value : null).toBe(value);
  });
});

describe('the JSON Schema', () => {
  it('closes what is closed and opens what takes any name', () => {
    expect(settingsJsonSchema()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      additionalProperties: false,
      properties: {
        display: {
          additionalProperties: false,
          properties: {
            week_start: { enum: expect.arrayContaining(['monday']), default: 'sunday' },
          },
        },
        plan: { properties: { renewal_day: { type: 'integer', minimum: 1, maximum: 31 } } },
        prices: {
          properties: {},
          additionalProperties: {
            additionalProperties: false,
            properties: { cache_write_1h: { type: 'number', minimum: 0 } },
          },
        },
        model_aliases: { additionalProperties: { type: 'string' } },
      },
    });
  });

  it('gives a metric that is named what any metric has', () => {
    expect(settingsJsonSchema()).toMatchObject({
      properties: {
        metrics: {
          properties: {
            stop_phrase: {
              properties: {
                phrases: {
                  type: 'array',
                  items: { anyOf: [{ type: 'string' }, { type: 'object' }] },
                },
                warn: { type: 'number' },
                enabled: { type: 'boolean' },
              },
              additionalProperties: { type: 'number' },
            },
          },
          additionalProperties: { properties: { critical: { type: 'number' } } },
        },
      },
    });
  });
});

describe('the default file', () => {
  it('changes nothing as it is', () => {
    expect(parse(defaultConfigText())).toEqual({
      roots: {},
      display: {},
      plan: {},
      health: {},
      hooks: {},
      handoff: {},
      statusline: {},
      quality: {},
      classifier: {},
      metrics: { stop_phrase: {} },
      model_aliases: {},
    });
  });

  it('is a valid file with every example once uncommented', () => {
    const text = defaultConfigText().replaceAll(/^# (\[.*|\w[\w-]* = .*)$/gm, '$1');
    expect(parse(text)).toMatchObject({
      roots: { defaults: 'always' },
      display: { timezone: 'Europe/Berlin' },
      prices: { 'my-model': { input: 5, cache_write_1h: 10 } },
      model_aliases: { 'my-model': 'claude-opus-4-8' },
    });
  });
});
