// When a warning is due, and that of many who ask at the same time one is told to give it.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claimAlert, isOutdated, noteCompaction } from '../../src/live/alert-memory.ts';
import type { HealthLevel } from '../../src/model/health/level.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 21);

let dir = '';
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'telltale-alerts-')), 'alerts');
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

function ask(level: HealthLevel, minute: number, segment = 0, session = 's1'): boolean {
  const nowMs = START + minute * MINUTE;
  const clock = { nowMs, cooldownMs: 10 * MINUTE };
  return claimAlert(dir, session, { level, segment, atMs: nowMs }, clock);
}

/** Level, minute, segment → whether a warning is given. */
type Step = readonly [level: HealthLevel, minute: number, segment: number, isShown: boolean];

const STORIES: Readonly<Record<string, readonly Step[]>> = {
  'once per level': [
    ['ok', 0, 0, false],
    ['warn', 1, 0, true],
    ['warn', 2, 0, false],
    ['warn', 600, 0, false],
  ],
  'a worse level at once': [
    ['warn', 0, 0, true],
    ['handoff', 1, 0, true],
    ['critical', 2, 0, true],
    ['critical', 3, 0, false],
  ],
  'a better level in silence, worse again after the cooldown': [
    ['critical', 0, 0, true],
    ['ok', 11, 0, false],
    ['warn', 12, 0, true],
  ],
  'to and fro within the cooldown is one warning': [
    ['warn', 0, 0, true],
    ['ok', 1, 0, false],
    ['warn', 2, 0, false],
    ['ok', 3, 0, false],
    ['warn', 4, 0, false],
    ['warn', 10, 0, true],
  ],
  'what the cooldown held back comes later if it still holds': [
    ['critical', 0, 0, true],
    ['ok', 1, 0, false],
    ['handoff', 9, 0, false],
    ['handoff', 11, 0, true],
    ['handoff', 12, 0, false],
  ],
  'a new stretch starts afresh': [
    ['warn', 0, 0, true],
    ['warn', 30, 1, true],
    ['warn', 31, 1, false],
  ],
  'a new stretch within the cooldown waits, unless it is worse': [
    ['warn', 0, 0, true],
    ['warn', 5, 1, false],
    ['critical', 6, 1, true],
  ],
  'nothing known changes nothing': [
    ['warn', 0, 0, true],
    ['unknown', 20, 0, false],
    ['warn', 21, 0, false],
  ],
};

describe('a warning is due', () => {
  test.each(Object.entries(STORIES))('%s', (_story, steps) => {
    expect(steps.map(([level, minute, segment]) => ask(level, minute, segment))).toEqual(
      steps.map(([, , , isShown]) => isShown),
    );
  });

  test('for each session by itself', () => {
    expect(ask('warn', 0, 0, 's1')).toBe(true);
    expect(ask('warn', 0, 0, 's1.2')).toBe(true);
    expect(ask('warn', 1, 0, 's1')).toBe(false);
  });

  test('for nobody when it cannot be remembered', () => {
    writeFileSync(dir, 'a file where the folder should be');
    expect(ask('critical', 0)).toBe(false);
  });
});

describe('the files', () => {
  test('a session that is well leaves none', () => {
    ask('ok', 0);
    ask('unknown', 1);
    expect(() => readdirSync(dir)).toThrow('ENOENT');
  });

  test('stay few, and no draft stays', () => {
    for (let at = 0; at < 20; at++) ask(at % 2 === 0 ? 'warn' : 'ok', at * 20);
    expect(readdirSync(dir).sort()).toEqual(['s1.19.json', 's1.20.json']);
  });

  test('a broken one counts as nothing known', () => {
    ask('warn', 0);
    writeFileSync(join(dir, 's1.1.json'), '{"level":');
    expect(ask('warn', 1)).toBe(true);
  });
});

describe('a compaction', () => {
  test.each([
    ['holds the warnings back until a verdict knows of it', 1, 0, false],
    ['is over when a verdict knows of it', 1, 1, true],
    ['that failed is forgotten after ten minutes', 12, 0, true],
  ])('%s', (_what, minute, segment, isShown) => {
    noteCompaction(dir, 's1', 0, START);
    expect(ask('critical', minute, segment)).toBe(isShown);
  });

  test('of which no verdict was known is judged by the time', () => {
    noteCompaction(dir, 's1', null, START);
    const judged = { level: 'critical', segment: 3, atMs: START } as const;
    expect(isOutdated(dir, 's1', judged, START + MINUTE)).toBe(true);
    expect(isOutdated(dir, 's1', { ...judged, atMs: START + 1 }, START + MINUTE)).toBe(false);
    expect(isOutdated(dir, 's2', judged, START + MINUTE)).toBe(false);
  });

  test('does not bring an old warning back', () => {
    ask('warn', 0);
    noteCompaction(dir, 's1', 0, START + MINUTE);
    expect(ask('warn', 2)).toBe(false);
    expect(ask('warn', 12)).toBe(false);
  });
});
