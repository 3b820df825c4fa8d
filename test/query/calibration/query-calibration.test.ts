import { describe, expect, it } from 'vitest';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { NEWEST_SESSIONS } from '../../../src/model/health/calibrate.ts';
import {
  importCalibration,
  queryCalibration,
  resetCalibration,
} from '../../../src/query/calibration/query-calibration.ts';
import { refreshCalibration } from '../../../src/query/health/refresh-calibration.ts';
import { readCalibration } from '../../../src/store/calibration.ts';
import { healthLedger } from '../health/health-ledger.ts';
import { NOW_MS } from '../sessions/ledger-builder.ts';

const S = 'busy0000-0000-4000-8000-000000000001';
const HOUR = 3_600_000;

function learned(count = 4) {
  const ledger = healthLedger(S);
  for (let at = 0; at < count; at++) ledger.finished(20_000 + at * 1_000);
  ledger.calls(S, [40_000]);
  ledger.derive();
  return ledger;
}

const later = (ledger: ReturnType<typeof learned>, ms: number) => ({
  ...ledger.context,
  now: () => NOW_MS + ms,
});

describe('what is learned', () => {
  it('is told with its sessions, range and quartiles, and kept', () => {
    const ledger = learned();
    const answer = queryCalibration(ledger.context);
    expect(answer).toMatchObject({
      kind: 'calibration',
      action: 'shown',
      missingSessions: 0,
      neededSessions: 3,
      sinceMs: null,
      calibration: {
        source: 'learned',
        computedAtMs: NOW_MS,
        pooled: { sessions: 4, baselineTokens: 21_500, minTokens: 20_000, maxTokens: 23_000 },
      },
    });
    expect(answer.calibration?.pooled?.quartiles).toEqual([20_250, 21_500, 22_750]);
    expect(answer.calibration?.pooled?.growth).toBeNull();
    expect(readCalibration(ledger.db)?.calibration).toEqual(answer.calibration);
  });

  it('is nothing before there are three sessions, and nothing is kept', () => {
    const ledger = learned(2);
    expect(queryCalibration(ledger.context)).toMatchObject({
      calibration: null,
      missingSessions: 1,
    });
    expect(readCalibration(ledger.db)).toBeNull();
    expect(queryCalibration(learned(0).context).missingSessions).toBe(3);
  });

  it('is worked out again when it is old and a session has ended since', () => {
    const ledger = learned();
    refreshCalibration(ledger.context);
    const computed = (ms: number) => refreshCalibration(later(ledger, ms))?.computedAtMs;
    expect(computed(2 * HOUR)).toBe(NOW_MS + 2 * HOUR);
    expect(computed(2.5 * HOUR)).toBe(NOW_MS + 2 * HOUR);
    // Old, but nothing new.
    expect(computed(5 * HOUR)).toBe(NOW_MS + 2 * HOUR);
  });
});

describe('a model that is used less', () => {
  it('is measured by its own sessions, however many newer ones there are of another', () => {
    const ledger = healthLedger(S);
    const newer = 2 * NEWEST_SESSIONS + 20;
    for (let at = 0; at < newer; at++) ledger.finished(20_000);
    for (const size of [70_000, 80_000, 90_000]) {
      ledger.finished(size, { model: 'claude-opus-5' });
    }
    ledger.calls(S, [40_000]);
    ledger.derive();
    const { calibration } = queryCalibration(ledger.context);
    expect(calibration?.models).toMatchObject({
      'claude-opus-5': { sessions: 3, baselineTokens: 80_000 },
      'claude-sonnet-4-5-20250929': { sessions: NEWEST_SESSIONS, baselineTokens: 20_000 },
    });
    // All together: the newest of all, none of which is that old.
    expect(calibration?.pooled).toMatchObject({ sessions: NEWEST_SESSIONS, maxTokens: 20_000 });
  });
});

describe('what a session contributes', () => {
  const CUT = 'cut00000-0000-4000-8000-000000000002';
  const ENDED = { firstMs: NOW_MS - 3 * HOUR, lastMs: NOW_MS - HOUR };
  const flat = (count: number, size: number) => Array<number>(count).fill(size);

  it('to the fresh cost are its first three calls', () => {
    const ledger = healthLedger(S);
    for (let at = 0; at < 3; at++) ledger.growing([10_000, 20_000, 30_000, ...flat(3, 90_000)]);
    ledger.derive();
    const pooled = queryCalibration(ledger.context).calibration?.pooled;
    expect(pooled).toMatchObject({ freshWeighted: 2_000, baselineTokens: 30_000 });
  });

  it('counts for the model of its main chain, whatever its subagents run on', () => {
    const ids = ['a', 'b', 'c'].map((name) => `${name}0000000-0000-4000-8000-000000000001`);
    const ledger = healthLedger(S, ...ids);
    for (const id of ids) {
      ledger.session(id, ENDED);
      const agent = { model: 'claude-haiku-4-5', agentId: 'a1', flags: LINE_FLAG.sidechain };
      ledger.calls(id, [3_000, 4_000], agent);
      ledger.calls(id, flat(6, 20_000));
    }
    ledger.derive();
    const models = queryCalibration(ledger.context).calibration?.models;
    expect(Object.keys(models ?? {})).toEqual(['claude-sonnet-4-5-20250929']);
  });

  it('ends where it was compacted', () => {
    const ledger = healthLedger(S, CUT);
    for (let at = 0; at < 9; at++) ledger.growing([...flat(5, 10_000), 20_000]);
    ledger.session(CUT, ENDED);
    ledger.calls(CUT, flat(5, 10_000));
    ledger.compaction(CUT);
    ledger.calls(CUT, flat(10, 90_000));
    ledger.derive();
    const growth = queryCalibration(ledger.context).calibration?.pooled?.growth;
    expect(growth).toEqual({ sessions: 10, p75: [1, 1, 1, 1, 1, 2] });
  });

  it('is nothing where it was compacted before its fifth call', () => {
    const ledger = healthLedger(S, CUT);
    ledger.finished(20_000);
    ledger.finished(20_000);
    ledger.session(CUT, ENDED);
    ledger.calls(CUT, flat(4, 10_000));
    ledger.compaction(CUT);
    ledger.calls(CUT, flat(10, 90_000));
    ledger.derive();
    expect(queryCalibration(ledger.context)).toMatchObject({
      calibration: null,
      missingSessions: 1,
    });
  });
});

describe('a reset', () => {
  it('forgets, and only sessions that begin from then on teach', () => {
    const ledger = learned();
    refreshCalibration(ledger.context);
    resetCalibration(ledger.context);
    expect(readCalibration(ledger.db)).toBeNull();
    const answer = queryCalibration(ledger.context);
    expect(answer).toMatchObject({ calibration: null, missingSessions: 3, sinceMs: NOW_MS });
    expect(ledger.health(S).baseline.learnedTokens).toBeNull();
  });
});

describe('an imported one', () => {
  it('is used as it is until it is reset', () => {
    const ledger = learned();
    const own = queryCalibration(ledger.context).calibration;
    if (own?.pooled == null) throw new Error('nothing learned');
    const pooled = { ...own.pooled, baselineTokens: 10_000 };
    importCalibration(ledger.context, { ...own, source: 'imported', pooled, models: {} });
    expect(queryCalibration(later(ledger, 9 * HOUR)).calibration).toMatchObject({
      source: 'imported',
      computedAtMs: NOW_MS,
    });
    const ids = [ledger.db.prepare('SELECT id FROM session WHERE session_id = ?').pluck().get(S)];
    expect(ids).toHaveLength(1);
    expect(refreshCalibration(later(ledger, 9 * HOUR))?.source).toBe('imported');
    resetCalibration(ledger.context);
    expect(refreshCalibration(ledger.context)).toBeNull();
  });
});
