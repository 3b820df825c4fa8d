// What each grouping shows, what the filters let through, and what is said about the unknown.

import { describe, expect, test } from 'vitest';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { usageRows } from '../../../src/query/usage/answer.ts';
import { queryUsage } from '../../../src/query/usage/query-usage.ts';
import type { UsageQuestion } from '../../../src/query/usage/question.ts';
import { TelltaleError } from '../../../src/shared/errors.ts';
import { rebuildQuarterSums } from '../../../src/store/quarter-sums.ts';
import { type TestCall, testLedger } from './ledger.ts';

const MILLION = 1_000_000;

function rowsOf(
  calls: readonly TestCall[],
  question: UsageQuestion,
  options: Parameters<typeof testLedger>[1] = {},
) {
  return usageRows(queryUsage(testLedger(calls, options), question));
}

function keysOf(calls: readonly TestCall[], question: UsageQuestion, timezone = 'UTC') {
  return rowsOf(calls, question, { timezone }).map((row) => row.key);
}

describe('time groupings', () => {
  // Saturday evening in UTC, Sunday in Tokyo, month's end in both.
  const calls = [{ at: '2026-02-28T16:00:00Z', input: 1 }];
  test.each([
    ['daily', 'UTC', '2026-02-28'],
    ['daily', 'Asia/Tokyo', '2026-03-01'],
    ['weekly', 'UTC', '2026-02-22'],
    ['weekly', 'Asia/Tokyo', '2026-03-01'],
    ['monthly', 'UTC', '2026-02'],
    ['monthly', 'Asia/Tokyo', '2026-03'],
  ] as const)('%s in %s is %s', (groupBy, timezone, key) => {
    expect(keysOf(calls, { groupBy }, timezone)).toEqual([key]);
  });

  test('a week can begin on Monday', () => {
    const question: UsageQuestion = { groupBy: 'weekly', weekStart: 'monday' };
    expect(keysOf(calls, question, 'Asia/Tokyo')).toEqual(['2026-02-23']);
  });

  test('half an hour of summer time moves no quarter: Lord Howe ends it at 02:00', () => {
    // 2026-04-05 02:00 +11 → 01:30 +10:30; local midnight is 13:00Z before and 13:30Z after.
    const around = [
      { at: '2026-04-04T12:59:00Z', input: 1 },
      { at: '2026-04-04T13:00:00Z', input: 1 },
      { at: '2026-04-05T13:29:00Z', input: 1 },
      { at: '2026-04-05T13:30:00Z', input: 1 },
    ];
    const rows = rowsOf(around, { groupBy: 'daily' }, { timezone: 'Australia/Lord_Howe' });
    expect(rows.map((row) => [row.key, row.calls])).toEqual([
      ['2026-04-04', 1],
      ['2026-04-05', 2],
      ['2026-04-06', 1],
    ]);
  });

  test.each([
    // New York's 23-hour day is 8 March 2026, its 25-hour day 1 November.
    ['2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T03:59:59Z', '2026-03-09T04:00:00Z'],
    ['2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T04:59:59Z', '2026-11-02T05:00:00Z'],
  ])('%s begins and ends at its own midnights', (day, first, last, next) => {
    const before = new Date(Date.parse(first) - 1000).toISOString();
    const around = [before, first, last, next].map((at) => ({ at, input: 1 }));
    const context = testLedger(around, { timezone: 'America/New_York' });
    const rows = usageRows(queryUsage(context, { groupBy: 'daily' }));
    expect(rows.map((row) => row.calls)).toEqual([1, 2, 1]);
    expect(rows[1]?.key).toBe(day);
    const { totals } = queryUsage(context, { groupBy: 'model', since: day, until: day });
    expect(totals.calls).toBe(2);
  });

  test('a zone whose days begin between two quarters is refused', () => {
    const context = testLedger(calls, { timezone: '+05:20' });
    expect(() => queryUsage(context, { groupBy: 'daily' })).toThrow(/quarter of an hour/);
  });

  test('desc turns the dates, the unknown date stays last', () => {
    const some = [
      { at: '2026-07-01T10:00:00Z', input: 1 },
      { at: '2026-07-03T10:00:00Z', input: 1 },
      { at: null, input: 1 },
    ];
    expect(keysOf(some, { groupBy: 'daily' })).toEqual(['2026-07-01', '2026-07-03', 'unknown']);
    expect(keysOf(some, { groupBy: 'daily', order: 'desc' })).toEqual([
      '2026-07-03',
      '2026-07-01',
      'unknown',
    ]);
  });

  test('instances keep the projects apart, under the folder names ccusage uses', () => {
    const some = [
      { at: '2026-07-01T10:00:00Z', session: 's1', project: '/home/me/web', input: 1 },
      { at: '2026-07-01T11:00:00Z', session: 's2', project: '/home/me-web', input: 2 },
      { at: '2026-07-01T12:00:00Z', session: 's3', project: null, input: 3 },
    ];
    const answer = queryUsage(testLedger(some), { groupBy: 'daily', byProject: true });
    if (!('projects' in answer)) throw new Error('no projects in the answer');
    const inputs = Object.entries(answer.projects).map(([name, rows]) => [
      name,
      rows.map((row) => [row.project, row.inputTokens]),
    ]);
    expect(inputs).toEqual([
      ['(no project)', [['(no project)', 3]]],
      ['-home-me-web', [['-home-me-web', 2]]],
      ['-home-me-web (2)', [['-home-me-web (2)', 1]]],
    ]);
    expect('daily' in answer).toBe(false);
  });
});

describe('dates', () => {
  const calls = [
    { at: '2026-07-29T10:00:00Z', input: 1 },
    { at: '2026-07-30T10:00:00Z', input: 10 },
    { at: '2026-07-31T10:00:00Z', input: 100 },
    { at: '2026-08-01T10:00:00Z', input: 1000 },
    { at: null, input: 10_000 },
  ];
  test.each([
    [{}, 11_111],
    [{ since: '2026-07-30' }, 1110],
    [{ since: '20260730', until: '2026-07-31' }, 110],
    [{ until: '2026-07-29' }, 1],
    [{ since: 'yesterday' }, 1100],
    [{ last: 1 }, 1000],
    [{ last: 3 }, 1110],
  ])('%o lets %d through', (limits, inputTokens) => {
    const { totals } = queryUsage(testLedger(calls), { groupBy: 'daily', ...limits });
    expect(totals.inputTokens).toBe(inputTokens);
  });

  test('last counts weeks and months from their first day', () => {
    const context = testLedger(calls);
    expect(queryUsage(context, { groupBy: 'weekly', last: 1 }).since).toBe('2026-07-26');
    expect(queryUsage(context, { groupBy: 'weekly', last: 2 }).since).toBe('2026-07-19');
    expect(queryUsage(context, { groupBy: 'monthly', last: 1 }).since).toBe('2026-08-01');
    expect(queryUsage(context, { groupBy: 'monthly', last: 9 }).since).toBe('2025-12-01');
  });

  test('calls without a time are said to be left out, or where they stand', () => {
    const context = testLedger(calls);
    expect(queryUsage(context, { groupBy: 'model', since: '2026-07-30' }).notes).toEqual([
      '1 call has no readable time and no place in this period',
    ]);
    expect(queryUsage(context, { groupBy: 'daily' }).notes).toEqual([
      '1 call has no readable time: see "unknown date"',
    ]);
    expect(queryUsage(context, { groupBy: 'model' }).notes).toEqual([]);
  });

  test('an end before the beginning is refused', () => {
    const ask = () =>
      queryUsage(testLedger(calls), { groupBy: 'daily', since: '2026-07-02', until: '2026-07-01' });
    expect(ask).toThrow(/--since 2026-07-02 is later than --until 2026-07-01/);
  });
});

describe('projects and models', () => {
  const calls = [
    { session: 's1', project: '/home/me/web', model: 'claude-opus-4-8', input: 1 },
    { session: 's2', project: '/home/me/web-api', model: 'claude-haiku-4-5-20251001', input: 10 },
    { session: 's3', project: 'C:\\Work\\Web', model: 'claude-opus-4-8[1m]', input: 100 },
    { session: 's4', project: null, model: 'claude-x-9', input: 1000 },
  ];
  test.each([
    ['/home/me/web', 1],
    ['/home/me/web/', 1],
    ['-home-me-web', 1],
    ['C--Work-Web', 100],
    ['c:\\work\\web', 100],
    ['web', 101],
    ['api', 10],
    ['home', 11],
  ])('--project %s lets %d tokens through', (project, inputTokens) => {
    const { totals } = queryUsage(testLedger(calls), { groupBy: 'agent', project });
    expect(totals.inputTokens).toBe(inputTokens);
  });

  test.each([
    ['claude-opus-4-8', 101],
    ['opus', 101],
    ['claude-haiku-4-5', 10],
    ['claude-haiku-4-5-20251001', 10],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 10],
    ['X-9', 1000],
  ])('--model %s lets %d tokens through', (model, inputTokens) => {
    const { totals } = queryUsage(testLedger(calls), { groupBy: 'daily', model });
    expect(totals.inputTokens).toBe(inputTokens);
  });

  test.each([
    [{ project: 'wbe' }, 'no project matches "wbe"', 'C:\\Work\\Web'],
    [{ model: 'claude-opus-9' }, 'no model matches "claude-opus-9"', 'claude-opus-4-8'],
  ])('%o is refused with the nearest names', (filter, what, near) => {
    const error = errorOf(() => queryUsage(testLedger(calls), { groupBy: 'daily', ...filter }));
    expect(error).toMatchObject({ code: 'usage', message: what });
    expect(error.why).toContain(near);
  });
});

describe('the other groupings', () => {
  test('branch: nothing, blank and a detached head are not attributable', () => {
    const calls = [
      { branch: null, input: 1 },
      { branch: '', input: 10 },
      { branch: 'HEAD', input: 100 },
      { branch: 'main', input: 2, session: 's1', project: '/a' },
      { branch: 'main', input: 3, session: 's2', project: '/b' },
    ];
    const answer = queryUsage(testLedger(calls), { groupBy: 'branch' });
    if (answer.groupBy !== 'branch') throw new Error(answer.groupBy);
    expect(
      answer.branch.map((row) => [row.key, row.branch, row.inputTokens, row.projectDirectories]),
    ).toEqual([
      ['(not attributable)', null, 111, ['/home/me/web']],
      ['main', 'main', 5, ['/a', '/b']],
    ]);
  });

  test('agent: chains, and subagents by the type told in their session or elsewhere', () => {
    const calls = [
      { chain: 0, input: 32, session: 's1' },
      { chain: 1, agent: 'a1', agentType: 'Explore', input: 16, session: 's1' },
      { chain: 1, agent: 'a1', agentType: 'Plan', input: 8, session: 's2' },
      { chain: 1, agent: 'a2', agentType: 'Explore', input: 4, session: 's2' },
      { chain: 1, agent: 'a2', input: 4, session: 's3' },
      { chain: 1, agent: 'a1', input: 2, session: 's3' },
      { chain: 2, agent: 'acompact-1', input: 1, session: 's1' },
      { chain: 3, agent: 'aprompt-1', session: 's1' },
    ] as const;
    const answer = queryUsage(testLedger(calls), { groupBy: 'agent' });
    if (answer.groupBy !== 'agent') throw new Error(answer.groupBy);
    expect(answer.agent.map((row) => [row.key, row.inputTokens, row.agents])).toEqual([
      ['main', 32, 0],
      ['subagent:Explore', 24, 3],
      ['subagent:Plan', 8, 1],
      ['subagent:(type not told)', 2, 1],
      ['compaction', 1, 1],
      ['other', 0, 1],
    ]);
  });

  test('model: spellings of one model are one row, fast calls a breakdown of their own', () => {
    const calls = [
      { model: 'claude-haiku-4-5-20251001', input: 1 },
      { model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0', input: 2 },
      { model: 'claude-opus-4-8', input: MILLION, at: '2026-07-01T00:00:00Z' },
      {
        model: 'claude-opus-4-8',
        input: MILLION,
        at: '2026-07-01T00:00:00Z',
        flags: LINE_FLAG.fast,
      },
    ];
    const answer = queryUsage(testLedger(calls), { groupBy: 'model' });
    if (answer.groupBy !== 'model') throw new Error(answer.groupBy);
    expect(answer.model.map((row) => [row.key, row.modelIds.length, row.totalCost])).toEqual([
      ['claude-opus-4-8', 1, 15],
      ['claude-haiku-4-5-20251001', 2, 0.000003],
    ]);
    const [opus] = answer.model;
    expect(opus?.modelBreakdowns.map(({ modelName, cost }) => [modelName, cost])).toEqual([
      ['claude-opus-4-8-fast', 10],
      ['claude-opus-4-8', 5],
    ]);
  });

  test('session: dearest first, with title, place and the span of its calls', () => {
    const calls = [
      { session: 'aaaa', at: '2026-07-01T10:00:00Z', input: 1 },
      { session: 'bbbb', at: '2026-07-02T10:00:00Z', input: 5, title: 'Dark mode' },
      { session: 'bbbb', at: '2026-07-02T09:00:00.500Z', input: 5 },
    ];
    const answer = queryUsage(testLedger(calls), { groupBy: 'session' });
    if (answer.groupBy !== 'session') throw new Error(answer.groupBy);
    expect(answer.sessions.map((row) => row.sessionId)).toEqual(['bbbb', 'aaaa']);
    expect(answer.sessions[0]).toMatchObject({
      label: 'Dark mode',
      title: 'Dark mode',
      projectPath: '-home-me-web',
      projectDirectory: '/home/me/web',
      firstActivity: '2026-07-02T09:00:00.500Z',
      lastActivity: '2026-07-02T10:00:00.000Z',
    });
    expect(answer.sessions[1]).toMatchObject({ label: 'aaaa', title: null });
  });

  test('project: named by the last part, by all of the path where two end the same', () => {
    const calls = [
      { session: 's1', project: '/home/me/web', input: 4 },
      { session: 's2', project: '/srv/web', input: 3 },
      { session: 's3', project: '/srv/api', input: 2 },
      { session: 's4', project: null, input: 1 },
    ];
    const labels = rowsOf(calls, { groupBy: 'project' }).map((row) => row.label);
    expect(labels).toEqual(['/home/me/web', '/srv/web', 'api', 'no project']);
  });
});

describe('the unknown', () => {
  const calls = [
    { at: '2026-07-01T10:00:00Z', model: 'claude-x-9', input: 7, isFinal: false },
    { at: '2026-07-02T10:00:00Z', model: 'claude-opus-4-8', input: 1 },
    { at: '2026-07-02T10:00:00Z', model: 'claude-x-9', input: 5, output: 1 },
  ];
  const answer = queryUsage(testLedger(calls), { groupBy: 'daily' });

  test('a row without any price has no cost; with some, the sum of those', () => {
    const [first, second] = usageRows(answer);
    expect(first).toMatchObject({ costNanoUsd: null, unpricedCalls: 1, unpricedTokens: 7 });
    expect(second).toMatchObject({ costNanoUsd: 5000, unpricedCalls: 1, unpricedTokens: 6 });
  });

  test('what has no price is listed', () => {
    expect(answer.unpriced).toEqual([
      { modelName: 'claude-x-9', calls: 2, tokens: 13, reason: 'unknown-model' },
    ]);
    expect(answer.totals.unpricedModels).toEqual(['claude-x-9']);
  });

  test('coverage counts final outputs', () => {
    expect(answer.coverage).toEqual({ calls: 3, finalCalls: 2, finalRatio: 2 / 3 });
  });

  test('an empty ledger costs nothing and covers nothing', () => {
    const empty = queryUsage(testLedger([]), { groupBy: 'daily' });
    expect(empty.totals).toMatchObject({ calls: 0, costNanoUsd: 0, totalCost: 0 });
    expect(empty.coverage.finalRatio).toBeNull();
    expect(usageRows(empty)).toEqual([]);
  });
});

describe('prices', () => {
  // Sonnet 4.5 had a premium above 200,000 prompt tokens of one request; today it has none.
  const calls = [
    { at: '2025-12-01T10:00:00Z', model: 'claude-sonnet-4-5-20250929', input: 300_000 },
    { at: '2025-12-01T10:01:00Z', model: 'claude-sonnet-4-5-20250929', input: 100_000 },
  ];
  test('then: each request at the prices and the band of its day', () => {
    const { totals, pricesOn } = queryUsage(testLedger(calls), { groupBy: 'daily' });
    expect(totals.costNanoUsd).toBe(300_000 * 6000 + 100_000 * 3000);
    expect(pricesOn).toBeNull();
  });

  test('today: each request at the prices and the band of now', () => {
    const question: UsageQuestion = { groupBy: 'daily', prices: 'today' };
    const then = testLedger(calls, { now: '2025-12-15T00:00:00Z' });
    expect(queryUsage(then, question).totals.costNanoUsd).toBe(300_000 * 6000 + 100_000 * 3000);
    const now = queryUsage(testLedger(calls), question);
    expect(now.totals.costNanoUsd).toBe(400_000 * 3000);
    expect(now.pricesOn).toBe('2026-08-01');
  });
});

test('today: fast calls stay apart from standard ones', () => {
  const at = '2026-07-01T10:00:00Z';
  const calls = [
    { at, input: 1 },
    { at, input: 1, flags: LINE_FLAG.fast },
  ];
  const [row] = rowsOf(calls, { groupBy: 'daily', prices: 'today' });
  expect(
    row?.modelBreakdowns.map(({ modelName, costNanoUsd }) => [modelName, costNanoUsd]),
  ).toEqual([
    ['claude-opus-4-8-fast', 10_000],
    ['claude-opus-4-8', 5000],
  ]);
});

test('a sum beyond exact integers is refused, not rounded', () => {
  const context = testLedger([{ input: 1 }]);
  context.store.db.exec('UPDATE call SET input_tokens = 9007199254740993');
  rebuildQuarterSums(context.store.db);
  expect(() => queryUsage(context, { groupBy: 'daily' })).toThrow(RangeError);
});

function errorOf(run: () => unknown): TelltaleError {
  try {
    run();
  } catch (error) {
    if (error instanceof TelltaleError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
