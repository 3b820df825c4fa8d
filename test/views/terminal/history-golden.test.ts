// The pages of `telltale history` at the widths people have, and the bars that are measured to the eighth.
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../../src/shared/width.ts';
import { formatHistoryDiff } from '../../../src/views/report/history-diff.ts';
import { heatBar, renderHeatmap } from '../../../src/views/terminal/history-heatmap.ts';
import { renderHistoryList } from '../../../src/views/terminal/history-list.ts';
import { renderHistorySession } from '../../../src/views/terminal/history-session.ts';
import type { Screen } from '../../../src/views/terminal/screen.ts';
import {
  DIFF,
  LEARNING,
  LIST,
  NO_FILTER,
  SESSION,
  SEVERITY_MAP,
  TASK_MAP,
} from './history-scenes.ts';
import { screenOf, stripColors } from './screens.ts';

const OFF = { ...SESSION, classifier: false, task: null, taskCounts: null };

function pages(screen: Screen): string[] {
  return [
    renderHistoryList(LIST, screen),
    renderHistoryList({ ...LIST, classifier: false, learning: LEARNING }, screen),
    renderHistoryList({ ...LIST, sessions: [], matchingSessions: 0 }, screen),
    renderHistoryList({ ...LIST, sessions: [], matchingSessions: 0, knownSessions: 0 }, screen),
    renderHistorySession(SESSION, screen),
    renderHistorySession(
      { ...OFF, timeline: [], agents: [], metrics: [], withText: false },
      screen,
    ),
    renderHeatmap(SEVERITY_MAP, screen),
    renderHeatmap(TASK_MAP, screen),
    renderHeatmap(
      { ...SEVERITY_MAP, session: SESSION, sessions: 1, turns: 0, filter: NO_FILTER },
      screen,
    ),
  ];
}

describe('the pages of history', () => {
  test.each([60, 80, 120])('at %i columns', async (width) => {
    const text = pages(screenOf(width)).join('\n');
    for (const line of text.split('\n')) {
      // A command to paste is never cut.
      if (!line.includes('telltale ')) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
    }
    await expect(text).toMatchFileSnapshot(`history-golden/pages-${width}.txt`);
  });

  test('in ASCII, and for a screen reader', async () => {
    const ascii = pages(screenOf(80, { unicode: false })).join('\n');
    expect([...ascii].filter((sign) => sign > '~' && !'“”'.includes(sign) && sign !== '…')).toEqual(
      [],
    );
    await expect(ascii).toMatchFileSnapshot('history-golden/pages-ascii.txt');
    const plain = pages(screenOf(80, { plain: true })).join('\n');
    expect(plain).not.toMatch(/[█▊⚠✖]/);
    await expect(plain).toMatchFileSnapshot('history-golden/pages-plain.txt');
  });

  test('colours say nothing that the text does not say', () => {
    const coloured = pages(screenOf(80, { color: true })).join('\n');
    expect(coloured).not.toBe(stripColors(coloured));
    expect(stripColors(coloured)).toBe(pages(screenOf(80)).join('\n'));
  });

  test('without the classifier there is no label on any page', () => {
    const text = [
      renderHistoryList({ ...LIST, classifier: false }, screenOf(120)),
      renderHistorySession(
        { ...OFF, timeline: OFF.timeline.map((turn) => ({ ...turn, task: null })), agents: [] },
        screenOf(120),
      ),
      formatHistoryDiff({ ...DIFF, classifier: false }),
    ].join('\n');
    expect(text).not.toMatch(/TASK|debug_loop|exploration|classifier|kind of work/);
  });

  test('two sessions side by side', async () => {
    const text = formatHistoryDiff(DIFF);
    expect(formatHistoryDiff(structuredClone(DIFF))).toBe(text);
    for (const line of text.split('\n').filter((one) => one.startsWith('|'))) {
      expect(line.replaceAll('\\|', '').split('|').length, line).toBeGreaterThanOrEqual(5);
    }
    await expect(text).toMatchFileSnapshot('history-golden/diff.txt');
  });
});

describe('a bar of the heatmap', () => {
  test.each([
    [0, ''],
    [1, '▊'],
    [2.5, '██'],
    [5, '████'],
    [10, '████████'],
  ])('%f of 10', (value, drawn) => {
    expect(heatBar(value, 10, { unicode: true, plain: false })).toBe(drawn);
  });

  test.each([
    [0, ''],
    [1, '#'],
    [5, '####'],
    [10, '########'],
  ])('%f of 10 in ASCII', (value, drawn) => {
    expect(heatBar(value, 10, { unicode: false, plain: false })).toBe(drawn);
  });

  test('nothing for the unknown, for no scale and for a screen reader', () => {
    expect(heatBar(null, 10, { unicode: true, plain: false })).toBe('');
    expect(heatBar(1, 0, { unicode: true, plain: false })).toBe('');
    expect(heatBar(5, 10, { unicode: true, plain: true })).toBe('');
  });
});
