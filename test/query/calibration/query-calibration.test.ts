import { describe, expect, it } from 'vitest';
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
