// What the status line knows, from what it was told and from the verdict.
import { describe, expect, test } from 'vitest';
import { toFacts } from '../../../src/actions/statusline/to-facts.ts';
import { parseHeartbeat } from '../../../src/live/parse-heartbeat.ts';
import type { Heartbeat } from '../../../src/live/spool-record.ts';
import type { Verdict } from '../../../src/live/verdict.ts';

const NOW = Date.UTC(2026, 10, 21, 18, 30);
const TOLD = parseHeartbeat({ session_id: 's1' }) as Heartbeat;
const VERDICT: Verdict = {
  formatVersion: 1,
  sessionId: 's1',
  atMs: NOW,
  projectPath: null,
  branch: 'main',
  healthPercent: 93,
  level: 'ok',
  waste: 1,
  mayAlert: true,
  segment: 0,
  alertText: null,
  mayBlock: false,
  model: 'claude-opus-4-8',
  lastCallAtMs: NOW,
  contextTokens: 100,
  windowTokens: 200_000,
  effectiveWindowTokens: null,
  costNanoUsd: 5,
  isLowerBound: true,
  next: { warmNanoUsdPerToken: 2, coldNanoUsdPerToken: 20, coldAtMs: NOW + 1_000, ttlMs: 300_000 },
  recent: [{ contextTokens: 1, readRatio: 1 }],
  handoffPath: null,
  handoffKey: null,
};
const USAGE = { lastInputTokens: 1, lastCacheReadTokens: 90, lastCacheWriteTokens: 9 };
const ZERO = { lastInputTokens: 0, lastCacheReadTokens: 0, lastCacheWriteTokens: 0 };

function factsOf(told: Partial<Heartbeat>, verdict: Partial<Verdict> | null = {}) {
  return toFacts({
    heartbeat: { ...TOLD, ...told },
    verdict: verdict === null ? null : { ...VERDICT, ...verdict },
    nowMs: NOW,
    readBranch: (folder) => `branch of ${folder}`,
  });
}

test('nothing told and nothing worked out: nothing is known', () => {
  expect(factsOf({}, null)).toEqual({
    nowMs: NOW,
    model: null,
    project: null,
    context: { usedPercent: null, windowTokens: null, fullPercent: null },
    cost: null,
    next: null,
    fiveHour: null,
    sevenDay: null,
    health: null,
    recent: [],
  });
});

test.each([
  [{ modelId: 'claude-opus-4-8[1m]' }, { label: 'opus-4.8', isFast: false, agentName: null }],
  [
    { modelId: 'claude-haiku-4-5-20251001', fastMode: true },
    { label: 'haiku-4.5', isFast: true },
  ],
  [
    { modelId: 'claude-opus-4-8-fast', fastMode: true },
    { label: 'opus-4.8-fast', isFast: false },
  ],
  [
    { modelName: 'Opus 5', agentName: 'a\u001b[2Jb' },
    { label: 'Opus 5', agentName: 'ab' },
  ],
] as const)('model %o', (told, model) => {
  expect(factsOf(told).model).toMatchObject(model);
});

describe('project', () => {
  const told = { projectDir: '/home/ana/web', cwd: '/home/ana/web/src' };
  test.each([
    [{ ...told, worktreeBranch: 'login' }, {}, { name: 'web', branch: 'login' }],
    [told, {}, { name: 'web', branch: 'main' }],
    [told, { branch: null }, { name: 'web', branch: 'branch of /home/ana/web' }],
    [told, { branch: 'HEAD' }, { name: 'web', branch: 'branch of /home/ana/web' }],
    [{ cwd: 'C:\\work\\app' }, {}, { name: 'app', branch: 'main' }],
    [{ cwd: '/' }, {}, { name: '/', branch: 'main' }],
    [{ cwd: '/w/a\u001b]0;x\u0007b' }, { branch: 'x\ny' }, { name: 'ab', branch: 'x y' }],
  ])('%o', (heartbeat, verdict, project) => {
    expect(factsOf(heartbeat, verdict).project).toEqual(project);
  });
});

test.each([
  [{ ...USAGE, usedPercent: 31, windowTokens: 1_000_000 }, 31, 1_000_000],
  [{ ...USAGE, usedPercent: null, windowTokens: 400 }, 25, 400],
  [{ ...USAGE, usedPercent: null }, 0.05, 200_000],
  [{ ...ZERO, usedPercent: 0, windowTokens: 400 }, null, 400],
  [{ ...ZERO, usedPercent: null, windowTokens: 400 }, null, 400],
  [{ usedPercent: 0, windowTokens: 400 }, null, 400],
  [{ usedPercent: 12 }, 12, 200_000],
])('context %o', (told, usedPercent, windowTokens) => {
  expect(factsOf(told).context).toEqual({ usedPercent, windowTokens, fullPercent: null });
});

test.each([
  [{ costNanoUsd: 7 }, {}, { nanoUsd: 7, isEstimated: false, isLowerBound: false }],
  [{ costNanoUsd: 0 }, {}, { nanoUsd: 0, isEstimated: false, isLowerBound: false }],
  [{}, {}, { nanoUsd: 5, isEstimated: true, isLowerBound: true }],
  [{}, { isLowerBound: false }, { nanoUsd: 5, isEstimated: true, isLowerBound: false }],
  [{}, { costNanoUsd: null }, null],
])('cost %o, %o', (told, verdict, cost) => {
  expect(factsOf(told, verdict).cost).toEqual(cost);
});

describe('next message', () => {
  const [warm, cold] = [{ warmNanoUsd: 200, coldNanoUsd: 2_000 }, { coldNanoUsd: 2_000 }];
  test.each([
    ['while warm', USAGE, {}, { ...warm, coldAtMs: NOW + 1_000 }],
    ['with the answer', { ...USAGE, lastOutputTokens: 100 }, {}, { warmNanoUsd: 400 }],
    ['without a usage', {}, {}, { warmNanoUsd: 200 }],
    ['after a compaction', ZERO, {}, null],
    ['without prices', USAGE, { next: null }, null],
    ['of another model', { ...USAGE, modelId: 'claude-opus-5' }, {}, null],
    ['of the same', { ...USAGE, modelId: 'us.anthropic.claude-opus-4-8-v1:0' }, {}, warm],
    ['of an unnamed one', { ...USAGE, modelId: 'arn:aws:x/y' }, {}, warm],
    ['told cold', { ...USAGE, cacheWarm: false }, {}, { ...cold, warmNanoUsd: null }],
    ['told to last', { ...USAGE, cacheExpiresAtMs: NOW + 9 }, {}, { ...warm, coldAtMs: NOW + 9 }],
    ['told past', { ...USAGE, cacheExpiresAtMs: NOW }, {}, { warmNanoUsd: null, coldAtMs: null }],
  ])('%s', (_, told, verdict, next) => {
    if (next === null) expect(factsOf(told, verdict).next).toBeNull();
    else expect(factsOf(told, verdict).next).toMatchObject(next);
  });

  test('a call since the verdict: warm, whatever the verdict estimated, unless told cold', () => {
    const older = { contextTokens: 90 };
    const past = { ...older, next: { ...VERDICT.next, coldAtMs: 1 } as Verdict['next'] };
    for (const verdict of [older, past]) {
      expect(factsOf(USAGE, verdict).next).toEqual({ ...warm, coldAtMs: null });
      expect(factsOf({ ...USAGE, cacheWarm: false }, verdict).next?.warmNanoUsd).toBeNull();
      const told = { ...USAGE, cacheExpiresAtMs: NOW + 9 };
      expect(factsOf(told, verdict).next?.coldAtMs).toBe(NOW + 9);
    }
  });

  test('past by our estimate, and told to be warm', () => {
    const next = { ...VERDICT.next, coldAtMs: NOW } as Verdict['next'];
    expect(factsOf(USAGE, { next }).next).toMatchObject({ warmNanoUsd: null, coldAtMs: null });
    const told = { ...USAGE, cacheWarm: true };
    expect(factsOf(told, { next }).next).toMatchObject({ ...warm, coldAtMs: null });
  });
});

test.each([
  [41, NOW + 1, { usedPercent: 41, resetsAtMs: NOW + 1 }],
  [41, null, { usedPercent: 41, resetsAtMs: null }],
  [0, null, { usedPercent: 0, resetsAtMs: null }],
  [41, NOW, null],
  [null, NOW + 1, null],
])('limit of %s percent until %s', (percent, resetsAtMs, limit) => {
  expect(factsOf({ fiveHourPercent: percent, fiveHourResetsAtMs: resetsAtMs }).fiveHour).toEqual(
    limit,
  );
  expect(factsOf({ sevenDayPercent: percent, sevenDayResetsAtMs: resetsAtMs }).sevenDay).toEqual(
    limit,
  );
});

test('how full follows where Claude Code compacts, if that is known', () => {
  const context = (verdict: Partial<Verdict>) => factsOf(USAGE, verdict).context;
  expect(context({ effectiveWindowTokens: 400 })).toMatchObject({ fullPercent: 25 });
  expect(context({ effectiveWindowTokens: null })).toMatchObject({ fullPercent: null });
  expect(factsOf(ZERO, { effectiveWindowTokens: 400 }).context?.fullPercent).toBeNull();
});

test('after a compaction the verdict of before is not shown', () => {
  expect(factsOf(ZERO)).toMatchObject({ health: null, recent: [] });
  const anew = factsOf(ZERO, { recent: [], healthPercent: 88 });
  expect(anew).toMatchObject({ health: { percent: 88 }, recent: [] });
});

test('unknown health is none', () => {
  expect(factsOf({}).health).toEqual({ percent: 93, level: 'ok' });
  expect(factsOf({}, { healthPercent: null, level: 'unknown' }).health).toBeNull();
});
