// What the readers of heartbeats and hook events give back of what was told.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../../src/live/spool-record.ts';
import {
  readHeartbeatHistory,
  readLatestHeartbeats,
  readLatestLimits,
} from '../../../src/store/readers/heartbeats.ts';
import { readHookEvents, readLatestHookEvents } from '../../../src/store/readers/hook-events.ts';
import { EVERYTHING, heartbeatOf } from '../../live/heartbeats.ts';
import { HOUR, HOUR_MS, hook, openSpoolLab, type SpoolLab } from '../spool/spool-lab.ts';

let lab: SpoolLab;
beforeEach(() => {
  lab = openSpoolLab();
});
afterEach(() => lab.close());

function tell(atMs: number, fields: Partial<Heartbeat>): void {
  lab.append({ kind: 'heartbeat', atMs, heartbeat: heartbeatOf(fields) });
  lab.ingest(atMs);
}

describe('heartbeats', () => {
  it('are whole again, the newest of each session and all of one', () => {
    tell(HOUR, { usedPercent: 1 });
    tell(HOUR + 1, { ...EVERYTHING, sessionId: 's1' });
    tell(HOUR + 2, { sessionId: 's2' });
    const latest = readLatestHeartbeats(lab.store.db, ['s1', 's2', 's3']);
    expect([...latest.keys()]).toEqual(['s1', 's2']);
    expect(latest.get('s1')).toEqual({
      source: 'statusline',
      firstMs: HOUR + 1,
      lastMs: HOUR + 1,
      refreshes: 1,
      heartbeat: { ...EVERYTHING, sessionId: 's1' },
    });
    const history = readHeartbeatHistory(lab.store.db, 's1');
    expect(history.map(({ heartbeat }) => heartbeat.usedPercent)).toEqual([1, 2]);
    expect(history[0]?.heartbeat).toEqual(heartbeatOf({ usedPercent: 1 }));
  });

  it('with damaged data are left out', () => {
    tell(HOUR, { usedPercent: 1 });
    lab.store.db.exec("UPDATE heartbeat SET data = '{'");
    expect(readLatestHeartbeats(lab.store.db, ['s1']).size).toBe(0);
    expect(readHeartbeatHistory(lab.store.db, 's1')).toEqual([]);
  });
});

describe('limits', () => {
  const five = (percent: number | null, resetsAtMs: number | null = HOUR + HOUR_MS) => ({
    fiveHourPercent: percent,
    fiveHourResetsAtMs: resetsAtMs,
  });
  const seven = (percent: number | null, resetsAtMs: number | null = HOUR + 48 * HOUR_MS) => ({
    sevenDayPercent: percent,
    sevenDayResetsAtMs: resetsAtMs,
  });
  type Told = readonly [atMs: number, fields: Partial<Heartbeat>];
  const told: readonly [string, readonly Told[], unknown, unknown][] = [
    ['nothing', [[HOUR, {}]], null, null],
    [
      'two sessions: the fresher counts, each limit for itself',
      [
        [HOUR, { ...five(10), ...seven(40) }],
        [HOUR + 1, { sessionId: 's2', ...five(20) }],
        [HOUR + 2, {}],
      ],
      [20, HOUR + HOUR_MS, HOUR + 1, 's2'],
      [40, HOUR + 48 * HOUR_MS, HOUR, 's1'],
    ],
    ['zero', [[HOUR, five(0)]], [0, HOUR + HOUR_MS, HOUR, 's1'], null],
    ['a window that has ended', [[HOUR, { ...five(90, HOUR + 5), ...seven(9, HOUR) }]], null, null],
    [
      'no reset, within the window',
      [[HOUR - 4 * HOUR_MS, five(7, null)]],
      [7, null, HOUR - 4 * HOUR_MS, 's1'],
      null,
    ],
    ['no reset, long ago', [[HOUR - 6 * HOUR_MS, five(7, null)]], null, null],
    [
      'no reset of the week',
      [[HOUR - 6 * HOUR_MS, seven(7, null)]],
      null,
      [7, null, HOUR - 6 * HOUR_MS, 's1'],
    ],
  ];
  it.each(told)('told of %s', (_story, beats, fiveHour, sevenDay) => {
    for (const [atMs, fields] of beats) tell(atMs, fields);
    const limits = readLatestLimits(lab.store.db, HOUR + 10);
    const shape = (limit: object | null | undefined) => (limit ? Object.values(limit) : null);
    expect([shape(limits?.fiveHour), shape(limits?.sevenDay)]).toEqual([fiveHour, sevenDay]);
    if (fiveHour === null && sevenDay === null) expect(limits).toBeNull();
  });
});

describe('hook events', () => {
  it('are the newest of a session, in the order of time', () => {
    for (const [at, event] of [
      [3, 'Stop'],
      [1, 'SessionStart'],
      [2, 'PreCompact'],
    ] as const)
      lab.append(hook(HOUR + at, event));
    lab.append(hook(HOUR, 'Stop', 's2'));
    lab.ingest(HOUR);
    const { db } = lab.store;
    expect(readHookEvents(db, 's1', 2).map(({ event }) => event)).toEqual(['PreCompact', 'Stop']);
    const latest = readLatestHookEvents(db, ['s1', 's2', 's3']);
    expect([...latest].map(([id, row]) => [id, row.event, row.atMs - HOUR])).toEqual([
      ['s1', 'Stop', 3],
      ['s2', 'Stop', 0],
    ]);
    expect(latest.get('s1')?.data).toEqual({
      toolName: 'Bash',
      durationMs: 12,
      isInterrupt: false,
    });
    db.exec("UPDATE hook_event SET data = '{'");
    expect(readHookEvents(db, 's2', 9)[0]?.data).toEqual({});
  });
});
