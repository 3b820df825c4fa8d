// What every metric must have, so that every view can show it.
import { describe, expect, test } from 'vitest';
import {
  createMetrics,
  DEFAULT_METRICS_SETTINGS,
  metricMarkers,
  metricsFingerprint,
} from '../../src/metrics/kit/create-metrics.ts';
import type { Metric } from '../../src/metrics/kit/metric.ts';
import { METRICS } from '../../src/metrics/registry.gen.ts';
import { listFiles } from '../house/repository.ts';
import {
  assistant,
  inTime,
  lines,
  permission,
  readMetric,
  system,
  thinking,
  toolCall,
  toolResult,
  user,
} from './events.ts';

const ALL = createMetrics(DEFAULT_METRICS_SETTINGS);
const CASES = METRICS.map((definition, index) => {
  const metric = ALL[index];
  if (metric === undefined) throw new Error(`${definition.id} is missing`);
  return { id: definition.id, definition, metric };
});

/** A little of everything. */
const SESSION = inTime([
  user(),
  assistant(),
  thinking(),
  toolCall({ tool: 'Read', path: '/a' }),
  toolResult(),
  toolCall({ call: 1, tool: 'Edit', path: '/a' }),
  toolResult({ call: 1, tool: 'Edit' }),
  system({ subkind: 'compact_boundary' }),
  permission(),
  permission({ phase: 'answered' }),
  user(),
  lines(),
]);

test('the registry holds every file of src/metrics, in order', () => {
  const files = listFiles('src/metrics').filter((file) => /^src\/metrics\/[^/]+\.ts$/.test(file));
  const names = files.map((file) => file.slice('src/metrics/'.length, -'.ts'.length));
  const wanted = names.filter((name) => !name.endsWith('.gen')).sort();
  expect(METRICS.map(({ id }) => id.replaceAll('_', '-'))).toEqual(wanted);
  expect(wanted.length).toBeGreaterThan(13);
});

describe.each(CASES)('$id', ({ definition, metric }) => {
  test('is what its definition says', () => {
    expect(metric.id).toBe(definition.id);
    expect(metric.version).toBeGreaterThan(0);
    expect(metric.needs.length).toBeGreaterThan(0);
  });

  test('says in words what it is', () => {
    expect(metric.title).toMatch(/^[a-z]+( [a-z]+){0,3}$/);
    expect(metric.summary).toMatch(/^[A-Z].{40,}\.$/);
    expect(metric.source).toMatch(/^[A-Z].{20,}\.$/);
    for (const phrase of [metric.unit, metric.numeratorOf, metric.denominatorOf])
      expect(phrase).toMatch(/^\S.*[^.]$/);
    expect(metric.decimals).toBeLessThanOrEqual(2);
  });

  test('has marks where one side is worse, in their order, and none otherwise', () => {
    expect(metric.thresholds === null).toBe(metric.worse === 'none');
    if (metric.thresholds === null) return;
    const { warn, critical } = metric.thresholds;
    if (metric.worse === 'high') expect(critical).toBeGreaterThan(warn);
    else expect(critical).toBeLessThanOrEqual(warn);
  });

  test('its options have a default in their range', () => {
    for (const [name, option] of Object.entries(definition.options)) {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(['warn', 'critical', 'enabled', 'phrases']).not.toContain(name);
      expect(option.default).toBeGreaterThanOrEqual(option.min);
      expect(option.default).toBeLessThanOrEqual(option.max);
      expect(option.doc).toMatch(/^\S.*\.$/);
    }
  });

  test('nothing seen is no data, not zero', () => {
    expect(readMetric(metric, [])).toMatchObject({
      kind: 'no-data',
      reason: expect.stringMatching(/^[a-z].*[^.]$/),
    });
  });

  test('a reading rests on numbers', () => {
    const reading = readMetric(metric, SESSION);
    if (reading.kind !== 'value') throw new Error(JSON.stringify(reading));
    for (const figure of [reading.value, reading.numerator, reading.denominator, reading.n])
      expect(Number.isFinite(figure)).toBe(true);
    expect(reading.denominator).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
  });

  test('its columns are numbers or null, with data and without', () => {
    for (const events of [[], SESSION]) {
      const reading = readMetric(metric, events);
      if (reading.kind === 'error') throw new Error(reading.reason);
      for (const { detail } of metric.columns ?? []) {
        expect(Object.keys(reading.details)).toContain(detail);
        expect(['number', 'object']).toContain(typeof reading.details[detail]);
      }
    }
  });
});

describe('settings', () => {
  const withSettings = (settings: Partial<typeof DEFAULT_METRICS_SETTINGS>): readonly Metric[] =>
    createMetrics({ ...DEFAULT_METRICS_SETTINGS, ...settings });

  test('what is switched off is not there, but integrity is', () => {
    const ids = withSettings({ disabled: METRICS.map(({ id }) => id) }).map(({ id }) => id);
    expect(ids).toEqual(['parse_health']);
  });

  test('each kind of text is looked at by its own marker', () => {
    const markers = metricMarkers(ALL);
    expect(markers.map(({ id, on }) => `${id} on ${on}`)).toEqual([
      'corrections on human',
      'reasoning_loop on assistant',
      'stop_phrase on assistant',
    ]);
  });

  test('the fingerprint tells settings apart that change a reading', () => {
    const phrase = { text: 'tbd', mode: 'word', category: 'custom', intent: null } as const;
    const prints = [
      withSettings({}),
      withSettings({ disabled: ['prompts'] }),
      withSettings({ options: { read_edit_ratio: { window_calls: 20 } } }),
      withSettings({ phrases: [phrase] }),
      withSettings({ phrases: [{ ...phrase, intent: 'leaves a gap' }] }),
    ].map(metricsFingerprint);
    expect(new Set(prints).size).toBe(prints.length);
    const asShipped = withSettings({ options: { read_edit_ratio: { window_calls: 50 } } });
    expect(metricsFingerprint(asShipped)).toBe(prints[0]);
  });
});
