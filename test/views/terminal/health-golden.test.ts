// Golden screens of `status` and `calibrate`; rewrite them with `vitest run -u`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import {
  importCalibration,
  queryCalibration,
} from '../../../src/query/calibration/query-calibration.ts';
import { queryStatus } from '../../../src/query/status/query-status.ts';
import type { ResolvedSetting } from '../../../src/query/status/status-answer.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderCalibration } from '../../../src/views/terminal/calibrate.ts';
import { formatAlert } from '../../../src/views/terminal/health-words.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { renderStatus } from '../../../src/views/terminal/status.ts';
import { healthLedger, rising } from '../../query/health/health-ledger.ts';
import { NOW_MS } from '../../query/sessions/ledger-builder.ts';
import { stripColors } from './screens.ts';
import { SCREENS } from './sessions-screens.ts';

const FULL = 'f0110000-0000-4000-8000-000000000001';
const FRESH = 'f4e50000-0000-4000-8000-000000000002';
const COMPACTED = 'c0de0000-0000-4000-8000-000000000003';
const EMPTY = 'e0000000-0000-4000-8000-000000000004';
const BURST = 'b0550000-0000-4000-8000-000000000005';

/** All with their defaults but one. */
const RESOLVED: readonly ResolvedSetting[] = [
  ...Object.entries({
    min_turns_for_alert: 10,
    waste_threshold: 2,
    handoff_waste_threshold: 10,
    warn_below: 50,
    handoff_below: 20,
  }).map(([name, value]) => ({
    key: `health.${name}`,
    value,
    source: { kind: 'default' as const },
  })),
  {
    key: 'health.critical_below',
    value: 12,
    source: { kind: 'file', path: '/home/ana/.config/telltale/config.toml', line: 7 },
  },
  { key: 'display.timezone', value: null, source: { kind: 'default' } },
];

function openScene() {
  const ledger = healthLedger(FULL, FRESH, COMPACTED, EMPTY, BURST);
  for (let at = 0; at < 12; at++) {
    const model = at < 7 ? 'claude-opus-5' : 'claude-sonnet-4-5';
    ledger.finished(22_000 + at * 900, { count: 8 + at, model, outputTokens: 300 });
  }
  const words = { outputTokens: 400 };
  ledger.session(FULL, {
    project: '/home/ana/api-gateway',
    title: 'Fix flaky retry test',
    firstMs: NOW_MS - 3_600_000,
    lastMs: NOW_MS - 60_000,
  });
  ledger.event('prompt', FULL, NOW_MS - 3_600_000 + 500, {});
  ledger.calls(FULL, rising(60, 28_000, 120_000), words);
  ledger.event('prompt', FULL, NOW_MS - 3_600_000 + 60_500, {});
  ledger.calls(FULL, rising(60, 122_000, 172_000), words);
  ledger.calls(FRESH, rising(3, 24_000, 27_000), words);
  ledger.calls(COMPACTED, rising(30, 24_000, 165_000), words);
  ledger.compaction(COMPACTED, 31_000);
  ledger.calls(BURST, [...rising(8, 26_000, 60_000), 197_000], words);
  ledger.derive();
  const settings = { ...DEFAULT_SETTINGS.health, criticalBelow: 12 };
  return { ledger, context: ledger.settings(settings) };
}

const { context } = openScene();
const learned = queryCalibration(context);
const bare = healthLedger(FRESH);
const status =
  (id: string, explain = false) =>
  (screen: Screen) =>
    renderStatus(
      queryStatus(context, { wanted: id, cwd: '/', runningSessionId: undefined }, RESOLVED),
      { explain },
      screen,
    );

const VIEWS: readonly (readonly [name: string, render: (screen: Screen) => string])[] = [
  ['status-warn', status(FULL)],
  ['status-explain', status(FULL, true)],
  ['status-fresh', status(FRESH)],
  ['status-compacted', status(COMPACTED, true)],
  ['status-empty', status(EMPTY, true)],
  ['status-critical', status(BURST)],
  ['calibrate-learned', (screen) => renderCalibration(learned, screen)],
  ['calibrate-none', (screen) => renderCalibration(queryCalibration(bare.context), screen)],
  [
    'calibrate-imported',
    (screen) =>
      renderCalibration(
        {
          ...learned,
          action: 'imported',
          file: '/home/ana/laptop.json',
          calibration:
            learned.calibration === null ? null : { ...learned.calibration, source: 'imported' },
        },
        screen,
      ),
  ],
];
const CASES = VIEWS.flatMap(([view, render]) =>
  SCREENS.map(([name, screen]) => [`${view}-${name}`, render, screen] as const),
);

describe('golden screens', () => {
  it.each(CASES)('%s', async (name, render, screen) => {
    const text = render(screen);
    await expect(text).toMatchFileSnapshot(`health-golden/${name}.txt`);
    for (const line of stripColors(text).split('\n')) {
      if (!line.includes('telltale '))
        expect(displayWidth(line), line).toBeLessThanOrEqual(screen.width);
    }
  });

  it('plain and ASCII screens hold no sign of ours beyond ASCII', () => {
    for (const [name, screen] of SCREENS) {
      if (name !== 'plain' && name !== 'ascii') continue;
      for (const [, render] of VIEWS) expect(render(screen)).toMatch(/^[\n -~]*$/);
    }
  });

  it('colour adds nothing but colour', () => {
    const screens = new Map(SCREENS);
    const [color, piped] = [screens.get('color'), screens.get('80')];
    if (color === undefined || piped === undefined) throw new Error('no such screen');
    for (const [, render] of VIEWS) expect(stripColors(render(color))).toBe(render(piped));
  });
});

it('the example of the documentation is what the screen says', () => {
  const screens = new Map(SCREENS);
  const piped = screens.get('80');
  if (piped === undefined) throw new Error('no such screen');
  const [, computed] = /HOW IT IS COMPUTED\n(.+?)\n\n/s.exec(status(FULL, true)(piped)) ?? [];
  const page = readFileSync(join(import.meta.dirname, '../../../docs/health.md'), 'utf8');
  expect(computed).toContain('growth');
  expect(page).toContain(`\`\`\`\n${computed}\n\`\`\``);
});

describe('the sentence of a warning', () => {
  const { ledger } = openScene();

  it('is one line of at most 200 characters with the cause and a command', () => {
    const text = formatAlert('f0110000', ledger.health(FULL));
    expect(text).toBe(
      'telltale: health 32 % (context 172k of 200k, 86 % full): consider /compact or a new session · telltale status f0110000',
    );
    expect(text?.length).toBeLessThanOrEqual(200);
  });

  it('fits whatever is the cause and the level, and names the cause with its numbers', () => {
    const health = ledger.health(FULL);
    const causes = {
      growth: /context 170k a call, 14\.9 × what is usual by now/,
      cost: /a call costs 14\.9 × a fresh session's/,
      pressure: /context 172k of 200k, 86 % full/,
    };
    const id = '4f2a91c3-0000-4000-8000-000000000001';
    for (const level of ['warn', 'handoff', 'critical'] as const) {
      for (const winner of ['growth', 'cost', 'pressure'] as const) {
        const text = formatAlert(id, { ...health, level, winner, waste: 14.9, healthPercent: 0 });
        expect(text).toMatch(causes[winner]);
        expect(text).toMatch(/^[^\n]{60,200}$/);
        expect(text).toMatch(new RegExp(`telltale status ${id}$`));
      }
    }
  });

  it('is not said of a session that is well or unknown', () => {
    expect(formatAlert('x', ledger.health(FRESH))).toBeNull();
    expect(formatAlert('x', ledger.health(EMPTY))).toBeNull();
  });
});

it('an imported calibration is what the status names', () => {
  const scene = openScene();
  const own = queryCalibration(scene.context).calibration;
  if (own === null) throw new Error('nothing learned');
  importCalibration(scene.context, { ...own, source: 'imported' });
  const wish = { wanted: FRESH, cwd: '/', runningSessionId: undefined };
  expect(queryStatus(scene.context, wish, []).health.baseline.source).toBe('imported');
});
