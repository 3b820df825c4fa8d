// The line itself: what it says of each kind of session, and what gives way where there is little room.
import { expect, test } from 'vitest';
import { sampleFacts } from '../../../src/actions/statusline/sample-facts.ts';
import type { LineScreen, StatuslineFacts } from '../../../src/views/statusline/facts.ts';
import { renderStatusline } from '../../../src/views/statusline/render-statusline.ts';
import { mostCells } from '../../../src/views/statusline/spans.ts';
import { FACTS, lineScreenOf, NOW, SEGMENTS } from './facts.ts';

const SESSIONS: Readonly<Record<string, StatuslineFacts>> = {
  'all well': FACTS,
  'nearly over': {
    ...FACTS,
    model: { label: 'opus-4.8', isFast: true, agentName: 'reviewer' },
    project: {
      name: 'a-monorepo-with-a-long-name',
      branch: 'feature/PROJ-1234-a-very-long-branch',
    },
    context: { usedPercent: 84, windowTokens: 200_000, fullPercent: null },
    cost: { nanoUsd: 12_345_000_000, isEstimated: true, isLowerBound: true },
    next: { warmNanoUsd: null, coldNanoUsd: 3_900_000_000, coldAtMs: null },
    fiveHour: { usedPercent: 96, resetsAtMs: NOW + 60_000 },
    sevenDay: { usedPercent: 81, resetsAtMs: null },
    health: { percent: 7, level: 'critical' },
  },
  'just begun': {
    nowMs: NOW,
    model: { label: 'haiku-4.5', isFast: false, agentName: null },
    project: { name: '写真アプリ', branch: null },
    context: { usedPercent: null, windowTokens: 200_000, fullPercent: null },
    cost: { nanoUsd: 0, isEstimated: false, isLowerBound: false },
    next: null,
    fiveHour: null,
    sevenDay: null,
    health: null,
    recent: [],
  },
};

const SCREENS: Readonly<Record<string, Partial<LineScreen>>> = {
  '60': { width: 60 },
  '80': { width: 80 },
  '120': { width: 120 },
  '200': { width: 200 },
  plain: { plain: true, unicode: false, width: 400 },
  ascii: { unicode: false },
  colour: { color: true },
};

test('every kind of session on every kind of screen', async () => {
  const lines = Object.entries(SESSIONS).flatMap(([session, facts]) => [
    `# ${session}`,
    ...Object.entries(SCREENS).map(([name, screen]) => {
      const line = renderStatusline(facts, SEGMENTS, lineScreenOf(screen));
      return `${name.padStart(6)}  ${JSON.stringify(line).slice(1, -1)}`;
    }),
    '',
  ]);
  await expect(lines.join('\n')).toMatchFileSnapshot('golden/lines.txt');
});

test.each(Object.entries(SESSIONS))(
  '%s: never wider than the terminal, on one line',
  (_, facts) => {
    for (let width = 30; width <= 220; width++) {
      for (const screen of [{}, { unicode: false }, { plain: true, unicode: false }]) {
        const line = renderStatusline(facts, SEGMENTS, lineScreenOf({ ...screen, width }));
        expect(mostCells(line), line).toBeLessThanOrEqual(Math.max(width, 40));
        expect(line).toMatch(/^[^\n]+$/);
      }
    }
  },
);

test('a wider terminal never shows fewer segments', () => {
  const count = (width: number): number =>
    renderStatusline(FACTS, SEGMENTS, lineScreenOf({ width })).split(/ [│·] /).length;
  let before = 0;
  for (let width = 30; width <= 220; width++) {
    // The weekly limit is a part of its segment, which longer words may take the place of.
    expect(count(width) + 1).toBeGreaterThanOrEqual(before);
    before = count(width);
  }
});

test('segments come in the order given, each as often as it is named', () => {
  const line = (names: string[]): string => renderStatusline(FACTS, names, lineScreenOf());
  expect(line(['health', 'cost', 'model'])).toBe('health 93 │ $1.80 │ opus-5');
  expect(line(['cost', 'health', 'next'])).toMatch(/^\$1\.80 │ health 93 │ next /);
  expect(line(['no-such', 'constructor', 'model'])).toBe('opus-5');
  expect(line([])).toBe('');
});

test('the last segments drop out first, the first never', () => {
  const at = (width: number): string =>
    renderStatusline(FACTS, ['health', 'model', 'cost'], lineScreenOf({ width }));
  expect([26, 25, 17, 8].map(at)).toEqual([
    'health 93 │ opus-5 │ $1.80',
    'health 93 │ opus-5',
    'health 93',
    'health 93',
  ]);
});

test('colour changes nothing but colour, and is closed', () => {
  for (const facts of Object.values(SESSIONS)) {
    const painted = renderStatusline(facts, SEGMENTS, lineScreenOf({ color: true }));
    const code = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');
    expect(painted.replace(code, '')).toBe(renderStatusline(facts, SEGMENTS, lineScreenOf()));
    const codes = painted.match(code) ?? [];
    codes.forEach((each, index) => {
      expect(each.endsWith('[0m')).toBe(index % 2 === 1);
    });
  }
});

test('the example shows every segment', () => {
  const line = renderStatusline(sampleFacts(NOW), SEGMENTS, lineScreenOf());
  for (const part of ['opus-5', 'dark-mode', '31 %', '$1.80', 'next', '5h', 'wk', 'health', '▂']) {
    expect(line).toContain(part);
  }
});
