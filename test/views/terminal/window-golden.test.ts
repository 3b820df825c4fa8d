// Every window and overview screen as text: 60, 80 and 120 columns, plain, in another zone, empty.
// `vitest -u` rewrites the files; the diff is the review.
import { describe, expect, it } from 'vitest';
import { queryOverview } from '../../../src/query/overview/overview.ts';
import { queryWindowHistory } from '../../../src/query/window/history.ts';
import { queryWindow } from '../../../src/query/window/window.ts';
import { displayWidth } from '../../../src/shared/width.ts';
import { renderOverview } from '../../../src/views/terminal/overview.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import { renderWindow } from '../../../src/views/terminal/window.ts';
import { renderWindowHistory } from '../../../src/views/terminal/window-history.ts';
import { SCENE, SCENE_ROOTS } from '../../query/overview/scene.ts';
import { fiveHourHit, openTestLedger, type TestLedger } from '../../query/window/ledger.ts';

const screen = (width: number, more: Partial<Screen> = {}): Screen => ({
  width,
  color: false,
  unicode: true,
  plain: false,
  interactive: false,
  ...more,
});
const SCREENS: readonly [name: string, screen: Screen][] = [
  ['60', screen(60)],
  ['80', screen(80)],
  ['120', screen(120)],
  ['80-plain', screen(80, { plain: true, unicode: false })],
  ['80-color', screen(80, { color: true })],
];

const PLAN = { monthlyUsd: 200, renewalDay: 17, windowsPerPeriod: 50 };
const LEDGERS: readonly [name: string, ledger: () => TestLedger][] = [
  ['utc', () => openTestLedger(SCENE)],
  ['tokyo-plan', () => openTestLedger({ ...SCENE, timezone: 'Asia/Tokyo', plan: PLAN })],
  ['idle', () => openTestLedger({ ...SCENE, now: '2026-11-23 09:00' })],
  [
    'cut-off',
    () =>
      openTestLedger({ ...SCENE, events: [fiveHourHit('2026-11-21 18:42', '2026-11-21 20:30')] }),
  ],
  ['empty', () => openTestLedger({ now: SCENE.now, calls: [] })],
];

const VIEWS: readonly [name: string, render: (ledger: TestLedger, screen: Screen) => string][] = [
  ['overview', (ledger, on) => renderOverview(queryOverview(ledger, SCENE_ROOTS), on)],
  ['window', (ledger, on) => renderWindow(queryWindow(ledger), on)],
  [
    'window-history',
    (ledger, on) => renderWindowHistory(queryWindowHistory(ledger, { sinceDay: '2026-11-11' }), on),
  ],
];

describe.each(VIEWS)('%s', (view, render) => {
  describe.each(LEDGERS)('%s', (story, open) => {
    it.each(SCREENS)('at %s', async (size, on) => {
      const text = render(open(), on);
      for (const line of stripColors(text).split('\n')) {
        expect(displayWidth(line)).toBeLessThanOrEqual(on.width);
        expect(line).toBe(line.trimEnd());
      }
      await expect(text).toMatchFileSnapshot(`window-golden/${view}-${story}-${size}.txt`);
    });
  });
});

it('on samples the overview says what is worth a look, but suggests nothing', () => {
  const answer = queryOverview(openTestLedger(SCENE), SCENE_ROOTS);
  for (const on of [screen(60), screen(120), screen(80, { plain: true, unicode: false })]) {
    const text = renderOverview(answer, on, { isSample: true });
    expect(text).toContain('WORTH A LOOK\n');
    expect(text).not.toMatch(/ telltale [a-z]/);
  }
});

it('colour adds no word and no blank', () => {
  for (const [, render] of VIEWS) {
    const colored = render(openTestLedger(SCENE), screen(80, { color: true }));
    expect(stripColors(colored)).toBe(render(openTestLedger(SCENE), screen(80)));
  }
});

function stripColors(text: string): string {
  return text.replaceAll(COLORS, '');
}

const COLORS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
