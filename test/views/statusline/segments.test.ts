// What each segment says at the edges of what it knows.
import { describe, expect, test } from 'vitest';
import type { StatuslineFacts } from '../../../src/views/statusline/facts.ts';
import { renderStatusline } from '../../../src/views/statusline/render-statusline.ts';
import { cut, mostCells } from '../../../src/views/statusline/spans.ts';
import { FACTS, lineScreenOf, NOW } from './facts.ts';

function say(segment: string, facts: Partial<StatuslineFacts>, screen = {}): string {
  return renderStatusline({ ...FACTS, ...facts }, [segment], lineScreenOf(screen));
}

describe('context', () => {
  test.each([
    [0.4, 200_000, '▏░░░░░░░░░ <1 % of 200k'],
    [31, 1_000_000, '███▏░░░░░░ 31 % of 1M'],
    [100, 200_000, '██████████ 100 % of 200k'],
    [50, null, '█████░░░░░ 50 %'],
    [null, 200_000, 'context – of 200k'],
    [null, null, 'context –'],
  ])('%s of %s', (usedPercent, windowTokens, text) => {
    expect(say('context', { context: { usedPercent, windowTokens, fullPercent: null } })).toBe(
      text,
    );
  });

  test.each([
    [60, ''],
    [61, '33'],
    [80, '33'],
    [81, '1;31'],
  ])('%s percent has its colour', (usedPercent, code) => {
    const context = { usedPercent, windowTokens: null, fullPercent: null };
    const line = say('context', { context }, { color: true });
    expect(line.includes('\u001b')).toBe(code !== '');
    if (code !== '') expect(line).toContain(`\u001b[${code}m${usedPercent} %\u001b[0m`);
  });
});

test('the colour is that of the room before a compaction, the figure that of the window', () => {
  const context = { usedPercent: 31, windowTokens: 1_000_000, fullPercent: 83 };
  expect(say('context', { context }, { color: true })).toContain('\u001b[1;31m31 %\u001b[0m');
});

describe('cost', () => {
  const cost = { nanoUsd: 1_800_000_000, isEstimated: true, isLowerBound: true };
  test.each([
    [{ ...cost, isEstimated: false, isLowerBound: false }, {}, '$1.80'],
    [{ ...cost, isLowerBound: false }, {}, '~$1.80'],
    [cost, {}, '≥ ~$1.80'],
    [cost, { unicode: false }, '>= ~$1.80'],
    [cost, { plain: true }, 'cost at least about $1.80'],
    [{ ...cost, nanoUsd: 1_000_000 }, {}, '≥ <$0.01'],
  ])('%o on %o', (given, screen, text) => {
    expect(say('cost', { cost: given }, screen)).toBe(text);
  });
  test('unknown says nothing', () => expect(say('cost', { cost: null })).toBe(''));
});

describe('next', () => {
  const at = (leftMs: number | null) => ({
    next: {
      warmNanoUsd: 90_000_000,
      coldNanoUsd: 3_900_000_000,
      coldAtMs: leftMs === null ? null : NOW + leftMs,
    },
  });
  test.each([
    [250_000, 'next ~$0.09, cold in 4:10 then ~$3.90'],
    [250_999, 'next ~$0.09, cold in 4:10 then ~$3.90'],
    [59_000, 'next ~$0.09, cold in 0:59 then ~$3.90'],
    [3_600_000, 'next ~$0.09, cold in 60:00 then ~$3.90'],
    [3_730_000, 'next ~$0.09, cold in 1:02:10 then ~$3.90'],
    [null, 'next ~$0.09'],
  ])('%s ms before the cache is cold', (leftMs, text) => {
    expect(say('next', at(leftMs))).toBe(text);
  });
  test.each([
    [37, 'next ~$0.09, cold in 4:10 then ~$3.90'],
    [36, 'next ~$0.09, cold in 4:10'],
    [24, 'next ~$0.09'],
  ])('in %s cells', (width, text) => {
    expect(say('next', at(250_000), { width })).toBe(text);
  });
  test('cold already', () => {
    const next = { warmNanoUsd: null, coldNanoUsd: 3_900_000_000, coldAtMs: null };
    expect(say('next', { next })).toBe('next ~$3.90, cold');
    expect(say('next', { next }, { plain: true })).toBe(
      'next message about $3.90 with a cold cache',
    );
  });
  test.each([
    [30_000, 'less than a minute'],
    [60_000, '1 minute'],
    [250_000, '4 minutes'],
  ])('%s ms in words', (leftMs, text) => {
    expect(say('next', at(leftMs), { plain: true })).toBe(
      `next message about $0.09, cache cold in ${text}, then about $3.90`,
    );
  });
});

describe('limits', () => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = (atMs: number): string => {
    const date = new Date(atMs);
    return `${two(date.getHours())}:${two(date.getMinutes())}`;
  };
  const soon = { usedPercent: 41, resetsAtMs: NOW + 3_600_000 };
  const far = { usedPercent: 23, resetsAtMs: NOW + 3 * 86_400_000 };
  const day = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ')[new Date(far.resetsAtMs).getDay()];
  const [soonAt, farAt] = [`↻${clock(soon.resetsAtMs)}`, `↻${day} ${clock(far.resetsAtMs)}`];
  test.each([
    [200, soon, far, `5h 41 % ${soonAt} · wk 23 % ${farAt}`],
    [30, soon, far, `5h 41 % ${soonAt} · wk 23 %`],
    [20, soon, far, '5h 41 % · wk 23 %'],
    [10, soon, far, '5h 41 %'],
    [10, { ...soon, usedPercent: 5 }, far, 'wk 23 %'],
    [200, null, far, `wk 23 % ${farAt}`],
    [10, null, far, 'wk 23 %'],
    [200, soon, null, `5h 41 % ${soonAt}`],
    [200, { ...soon, resetsAtMs: null }, null, '5h 41 %'],
    [200, null, null, ''],
  ])('in %s cells: %o, %o', (width, fiveHour, sevenDay, text) => {
    expect(say('limits', { fiveHour, sevenDay }, { width })).toBe(text);
  });
  test.each([
    [79, null],
    [80, '33'],
    [94, '33'],
    [95, '1;31'],
  ])('%s percent has its colour', (usedPercent, code) => {
    const fiveHour = { usedPercent, resetsAtMs: null };
    const line = say('limits', { fiveHour, sevenDay: null }, { color: true });
    const text = `5h ${usedPercent} %`;
    expect(line).toBe(code === null ? text : `\u001b[${code}m${text}\u001b[0m`);
  });
});

describe('health', () => {
  test.each([
    [93, 'ok', {}, 'health 93'],
    [42, 'warn', {}, 'health 42 ⚠'],
    [15, 'handoff', {}, 'health 15 ⚠'],
    [3, 'critical', {}, 'health 3 ✖'],
    [3, 'critical', { unicode: false }, 'health 3 X'],
    [3, 'critical', { plain: true }, 'health 3 percent critical'],
    [42, 'warn', { color: true }, '\u001b[33mhealth 42 ⚠\u001b[0m'],
    [93, 'unknown', { color: true }, 'health 93'],
  ] as const)('%s, %s on %o', (percent, level, screen, text) => {
    expect(say('health', { health: { percent, level } }, screen)).toBe(text);
  });
});

describe('spark', () => {
  const calls = (count: number, readRatio: (at: number) => number) =>
    Array.from({ length: count }, (_, at) => ({ contextTokens: at + 1, readRatio: readRatio(at) }));
  test('as many calls as there is room for, the newest', () => {
    const recent = calls(24, () => 1);
    expect(mostCells(say('spark', { recent }))).toBe(24);
    expect(mostCells(say('spark', { recent }, { width: 20 }))).toBe(12);
    expect(say('spark', { recent }, { width: 8 })).toBe('▆▆▇▇▇▇██');
  });
  test('green where it was read, cyan where it was written', () => {
    const recent = calls(4, (at) => (at === 2 ? 0.1 : 0.9));
    expect(say('spark', { recent }, { color: true })).toBe(
      '\u001b[32m▃▅\u001b[0m\u001b[36m▆\u001b[0m\u001b[32m█\u001b[0m',
    );
  });
  test('one call is no curve, and a plain screen has none', () => {
    expect(say('spark', { recent: calls(1, () => 1) })).toBe('');
    expect(say('spark', { recent: calls(9, () => 1) }, { plain: true })).toBe('');
  });
});

test.each([
  ['web', 3],
  ['写真', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['🚀', 2],
  ['│▏█⎇↻–…≥⚠✖', 10],
  ['\ue0b0', 1],
])('%s takes at most %s cells', (text, cells) => expect(mostCells(text)).toBe(cells));

test('a name is cut by cells, not by characters', () => {
  expect(cut('写真アプリ', 5, '…')).toBe('写真…');
  expect(cut('web', 3, '…')).toBe('web');
});
