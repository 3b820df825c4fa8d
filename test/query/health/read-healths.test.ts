import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { readHealths } from '../../../src/query/health/read-healths.ts';
import { readCalibration } from '../../../src/store/calibration.ts';
import { NOW_MS } from '../sessions/ledger-builder.ts';
import { healthLedger, rising } from './health-ledger.ts';

const S = 'busy0000-0000-4000-8000-000000000001';
const flat = (count: number, size: number) => Array<number>(count).fill(size);

describe('the unit is the call', () => {
  it('two prompts and 150 calls are judged by their calls', () => {
    const ledger = healthLedger(S);
    ledger.event('prompt', S, NOW_MS - 59 * 60_000, {});
    ledger.event('prompt', S, NOW_MS - 58 * 60_000, {});
    ledger.calls(S, rising(150, 28_000, 170_000));
    const health = ledger.health(S);
    expect(health).toMatchObject({
      mainCalls: 150,
      segment: 0,
      segmentCalls: 150,
      contextTokens: 170_000,
      windowTokens: 200_000,
      windowBasis: 'model',
      effectiveWindowTokens: 200_000,
      effectiveBasis: 'window',
      winner: 'pressure',
      level: 'warn',
      mayAlert: true,
      mayBlock: false,
      reason: null,
    });
    // 170k of 200k are 85 %: halfway between 8 and 12.2.
    expect([health.waste, health.healthPercent]).toEqual([10.1, 35]);
    expect(health.signals.growth).toMatchObject({ expectedGrowth: 1, callIndex: 149 });
    expect(health.signals.growth.value).toBeCloseTo(168_094 / 28_953, 3);
    expect(health.baseline).toMatchObject({ source: 'session', tokens: 28_953, sessions: null });
  });

  it('calls of subagents do not count', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, flat(20, 190_000), { agentId: 'a1', flags: LINE_FLAG.sidechain });
    expect(ledger.health(S)).toMatchObject({
      healthPercent: null,
      waste: null,
      level: 'unknown',
      reason: 'no-calls',
      winner: null,
      mayAlert: false,
      contextTokens: null,
      windowTokens: null,
      mainCalls: 0,
      tokensWasted: null,
      weightedTokens: 0,
    });
  });

  it('a session whose transcript is gone is judged all the same', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, rising(30, 28_000, 170_000));
    const before = ledger.health(S);
    ledger.db.prepare("UPDATE file SET state = 'vanished', vanished_ms = ?").run(NOW_MS);
    expect(ledger.health(S)).toEqual(before);
    expect(before).toMatchObject({ level: 'warn', mainCalls: 30 });
  });

  it('every id that is asked for has an answer', () => {
    const ledger = healthLedger(S);
    ledger.derive();
    expect([...readHealths(ledger.context, [1, 99]).keys()]).toEqual([1, 99]);
    expect(readHealths(ledger.context, []).size).toBe(0);
  });

  it('weighs tokens and counts what was sent beyond the baseline', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, [10_000, 10_000, 10_000, 10_000, 10_000, 30_000], { outputTokens: 100 });
    expect(ledger.health(S)).toMatchObject({ tokensWasted: 20_000, weightedTokens: 8_000 + 3_000 });
  });

  it('weighs the sum, so that nothing is lost in rounding call by call', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, flat(10, 4));
    expect(ledger.health(S).weightedTokens).toBe(4);
  });
});

describe('a compaction', () => {
  const compacted = (postTokens: number | null) => {
    const ledger = healthLedger(S);
    ledger.calls(S, rising(60, 28_000, 167_000));
    ledger.compaction(S, postTokens);
    return ledger;
  };

  it('brings health back', () => {
    const before = healthLedger(S);
    before.calls(S, rising(60, 28_000, 167_000));
    expect(before.health(S).healthPercent).toBeLessThan(50);
    const after = compacted(null);
    after.calls(S, rising(8, 33_000, 36_000));
    expect(after.health(S)).toMatchObject({
      healthPercent: expect.closeTo(99, -1) as number,
      level: 'ok',
      mainCalls: 68,
      segment: 1,
      segmentCalls: 8,
      contextTokens: 36_000,
      baseline: { ownTokens: 33_429 },
    });
  });

  it('before the next call is what Claude Code said is left', () => {
    const health = compacted(30_000).health(S);
    expect(health).toMatchObject({ contextTokens: 30_000, segment: 1, segmentCalls: 0 });
    expect(health).toMatchObject({ waste: 1, healthPercent: 100, winner: 'pressure' });
    expect(health.signals.growth).toMatchObject({
      value: null,
      reason: 'no-calls',
      callIndex: null,
    });
  });

  it('of which nothing is said leaves nothing to judge by', () => {
    expect(compacted(null).health(S)).toMatchObject({
      contextTokens: null,
      healthPercent: null,
      level: 'unknown',
      reason: 'no-signal',
      effectiveWindowTokens: 200_000,
    });
  });

  it('counts from the last one', () => {
    const ledger = compacted(null);
    ledger.calls(S, rising(20, 33_000, 150_000));
    ledger.compaction(S, null);
    ledger.calls(S, [40_000]);
    expect(ledger.health(S)).toMatchObject({ segment: 2, segmentCalls: 1, contextTokens: 40_000 });
  });
});

describe('a young session', () => {
  it('is well, and has no baseline of its own before five calls', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, [25_000, 60_000, 70_000, 80_000]);
    const { signals, baseline, ...health } = ledger.health(S);
    expect(health).toMatchObject({ healthPercent: 100, level: 'ok', mayAlert: false });
    expect(baseline).toMatchObject({ tokens: null, source: null });
    expect(signals.growth.reason).toBe('no-baseline');
    expect(signals.cost).toMatchObject({ reason: 'no-baseline', basis: null });
  });

  it('is measured against the calibration from its first call on', () => {
    const ledger = healthLedger(S);
    for (const size of [20_000, 22_000, 24_000]) ledger.finished(size);
    ledger.calls(S, [88_000]);
    expect(ledger.health(S)).toMatchObject({
      waste: 4,
      winner: 'growth',
      baseline: {
        tokens: 22_000,
        ownTokens: null,
        learnedTokens: 22_000,
        source: 'learned',
        model: 'claude-sonnet-4-5-20250929',
        sessions: 3,
      },
    });
  });

  it('warns from the tenth call on only', () => {
    const level = (calls: number) => {
      const ledger = healthLedger(S);
      ledger.calls(S, flat(calls, 190_000));
      const { level: name, mayAlert, mayBlock } = ledger.health(S);
      return [name, mayAlert, mayBlock];
    };
    expect(level(9)).toEqual(['handoff', false, false]);
    expect(level(10)).toEqual(['handoff', true, false]);
  });
});

describe('the baseline', () => {
  it('is the larger of the session’s own and the learned one', () => {
    const ledger = healthLedger(S);
    for (const size of [20_000, 20_000, 20_000]) ledger.finished(size);
    ledger.calls(S, flat(6, 50_000));
    expect(ledger.health(S)).toMatchObject({
      baseline: { tokens: 50_000, ownTokens: 50_000, learnedTokens: 20_000, source: 'session' },
      signals: { growth: { value: 1 } },
    });
  });

  it('is the model’s own, or that of all models together', () => {
    const own = healthLedger(S);
    for (const size of [20_000, 20_000, 20_000]) own.finished(size);
    for (const size of [90_000, 90_000, 90_000]) own.finished(size, { model: 'claude-opus-5' });
    own.calls(S, [30_000], { model: 'claude-opus-5' });
    expect(own.health(S).baseline).toMatchObject({ learnedTokens: 90_000, model: 'claude-opus-5' });

    const pooled = healthLedger(S);
    for (const size of [20_000, 20_000, 20_000]) pooled.finished(size);
    pooled.calls(S, [30_000], { model: 'claude-opus-5' });
    expect(pooled.health(S).baseline).toMatchObject({ learnedTokens: 20_000, model: null });
  });

  it('grows as all models do where a model has too few sessions for a curve of its own', () => {
    const ledger = healthLedger(S);
    for (const size of [20_000, 20_000, 20_000]) ledger.finished(size);
    for (let at = 0; at < 7; at++) {
      ledger.growing([20_000, 20_000, 20_000, 20_000, 40_000, 60_000], { model: 'claude-opus-5' });
    }
    ledger.calls(S, flat(6, 60_000));
    const { baseline, signals } = ledger.health(S);
    expect(baseline).toMatchObject({ model: 'claude-sonnet-4-5-20250929', learnedTokens: 20_000 });
    expect(signals.growth).toMatchObject({ expectedGrowth: 3, callIndex: 5 });
  });

  it('is not learned from fewer than three sessions, nor from short or running ones', () => {
    const ledger = healthLedger(S);
    ledger.finished(20_000);
    ledger.finished(20_000);
    ledger.finished(20_000, { count: 4 });
    ledger.calls(S, flat(6, 30_000));
    expect(ledger.health(S).baseline).toMatchObject({ learnedTokens: null, sessions: null });
    expect(readCalibration(ledger.db)).toBeNull();
  });
});

describe('every setting is used', () => {
  const filled = (context: number) => {
    const ledger = healthLedger(S);
    ledger.calls(S, [...flat(10, 28_000), ...flat(5, context)]);
    return ledger;
  };

  it.each([
    ['min_turns_for_alert', { minTurnsForAlert: 16 }, { level: 'warn', mayAlert: false }],
    ['waste_threshold', { wasteThreshold: 11 }, { level: 'ok', mayAlert: false }],
    ['warn_below', { warnBelow: 30 }, { level: 'ok' }],
    ['handoff_below', { handoffBelow: 40 }, { level: 'handoff', mayBlock: false }],
    ['critical_below', { criticalBelow: 40 }, { level: 'critical', mayBlock: true }],
    [
      'handoff_waste_threshold',
      { criticalBelow: 40, handoffWasteThreshold: 9_999 },
      { level: 'warn', mayBlock: false },
    ],
    ['pressure_signal', { pressureSignal: false }, { winner: 'growth', level: 'ok' }],
    [
      'growth_signal',
      { pressureSignal: false, growthSignal: false },
      { winner: 'cost', level: 'ok' },
    ],
    [
      'cost_signal',
      { pressureSignal: false, growthSignal: false, costSignal: false },
      { winner: null, level: 'unknown', reason: 'no-signal' },
    ],
  ] as const)('%s', (_, changes, expected) => {
    const ledger = filled(170_000);
    expect(ledger.health(S)).toMatchObject({ level: 'warn', mayAlert: true, winner: 'pressure' });
    expect(ledger.health(S, ledger.settings(changes))).toMatchObject(expected);
  });
});

describe('the window', () => {
  it('is what Claude Code told of this model', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, flat(6, 150_000));
    ledger.heartbeat(S, { modelId: 'claude-sonnet-4-5[1m]', windowTokens: 1_000_000 });
    expect(ledger.health(S)).toMatchObject({ windowTokens: 1_000_000, windowBasis: 'told' });
  });

  it('of a model that nobody knows is assumed, and said to be', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, flat(6, 150_000), { model: 'someone-elses-9' });
    expect(ledger.health(S)).toMatchObject({
      windowTokens: 200_000,
      windowBasis: 'assumed',
      baseline: { source: 'session', model: null },
    });
  });

  it('is each session’s own where several are asked for at once', () => {
    const other = 'other000-0000-4000-8000-000000000002';
    const ledger = healthLedger(S, other);
    ledger.calls(S, flat(6, 95_000));
    ledger.calls(other, flat(6, 95_000));
    ledger.heartbeat(S, { modelId: 'claude-sonnet-4-5', windowTokens: 1_000_000 });
    ledger.hook(other, { autoCompactWindow: 100_000 });
    ledger.derive();
    const rows = ledger.db.prepare('SELECT id, session_id AS sessionId FROM session').all() as {
      id: number;
      sessionId: string;
    }[];
    const ids = rows.map(({ id }) => id);
    const healths = readHealths(ledger.context, ids);
    const windows = rows.map(({ id, sessionId }) => {
      const { windowTokens, effectiveWindowTokens } = healths.get(id) ?? {};
      return [sessionId, [windowTokens, effectiveWindowTokens]];
    });
    expect(Object.fromEntries(windows)).toEqual({
      [S]: [1_000_000, 1_000_000],
      [other]: [200_000, 100_000],
    });
  });

  it('is not what it told of another model', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, flat(6, 150_000));
    ledger.heartbeat(S, { modelId: 'claude-opus-5', windowTokens: 1_000_000 });
    expect(ledger.health(S)).toMatchObject({ windowTokens: 200_000, windowBasis: 'model' });
  });

  it('is at least as large as a call of that model was', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, [...flat(6, 350_000), 90_000]);
    expect(ledger.health(S)).toMatchObject({ windowTokens: 1_000_000, windowBasis: 'seen' });
    const changed = healthLedger(S);
    changed.calls(S, flat(6, 350_000), { model: 'claude-opus-5' });
    changed.calls(S, [90_000]);
    expect(changed.health(S)).toMatchObject({ windowTokens: 200_000, windowBasis: 'model' });
  });

  it('ends where hooks told that Claude Code compacts', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, flat(6, 95_000));
    ledger.hook(S, { autoCompactWindow: 100_000 });
    expect(ledger.health(S)).toMatchObject({
      windowTokens: 200_000,
      effectiveWindowTokens: 100_000,
      effectiveBasis: 'hooks',
      waste: 13.6,
    });
  });

  it('is small where the large one is switched off', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, flat(6, 90_000), { model: 'claude-opus-5' });
    ledger.hook(S, { disable1m: true });
    expect(ledger.health(S)).toMatchObject({ windowTokens: 200_000, windowBasis: 'limited' });
  });

  it.each([
    ['a bound', '{"autoCompactWindow": 150000}', 150_000, 'settings'],
    [
      'its environment first',
      '{"autoCompactWindow": 150000, "env": {"CLAUDE_CODE_AUTO_COMPACT_WINDOW": "120000"}}',
      120_000,
      'settings',
    ],
    ['a bound out of range', '{"autoCompactWindow": 5000}', 200_000, 'window'],
    ['a bound beyond the window', '{"autoCompactWindow": 900000}', 200_000, 'window'],
    ['another type', '{"autoCompactWindow": "wide", "env": 3}', 200_000, 'window'],
    ['no object', 'null', 200_000, 'window'],
    ['no JSON', '{', 200_000, 'window'],
  ])('settings.json with %s', (_, text, tokens, basis) => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-window-')));
    writeFileSync(join(root, 'settings.json'), text);
    const ledger = healthLedger(S);
    ledger.root(root);
    ledger.calls(S, flat(6, 90_000));
    expect(ledger.health(S)).toMatchObject({
      effectiveWindowTokens: tokens,
      effectiveBasis: basis,
    });
    rmSync(root, { recursive: true });
  });

  it('is not hurt by an event that cannot be read', () => {
    const ledger = healthLedger(S);
    ledger.calls(S, flat(6, 90_000));
    ledger.db
      .prepare('INSERT INTO hook_event (session_id, at_ms, event, data) VALUES (?, ?, ?, ?)')
      .run(S, NOW_MS, 'Stop', '{broken');
    expect(ledger.health(S)).toMatchObject({ effectiveWindowTokens: 200_000 });
  });

  it('is not read from the folder that the program runs in', () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-cwd-')));
    writeFileSync(join(folder, 'settings.json'), '{"autoCompactWindow": 100000}');
    const ledger = healthLedger(S);
    ledger.db.exec('DELETE FROM file_session');
    ledger.calls(S, flat(6, 90_000));
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(ledger.health(S).effectiveWindowTokens).toBe(200_000);
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });
});
