// The feed of calls: its own usage per call, gaps along each chain, causes, what is unknown and why, and
// that it reads no more than it shows.
import { afterEach, describe, expect, it } from 'vitest';
import { costLevelOf } from '../../../src/query/steps/cost-levels.ts';
import { querySteps, type StepsQuestion } from '../../../src/query/steps/query-steps.ts';
import { readNewestSteps } from '../../../src/store/readers/steps.ts';
import { API, at, openSteps, SCENE, type StepsLab, WEB } from './steps-lab.ts';

let lab: StepsLab;
afterEach(() => lab.close());

const ask = (question: Partial<StepsQuestion> = {}) =>
  querySteps(lab.context, { limit: 20, order: 'asc', ...question });
const ids = (answer: ReturnType<typeof ask>) => answer.steps.map(({ callId }) => callId.slice(4));

describe('what is in the feed', () => {
  it('is the newest of all sessions, the newest last, or first when asked', async () => {
    lab = await openSteps(SCENE);
    expect(ids(ask())).toEqual([
      ...['api_1', 'api_2', 'api_3', 'api_4', 'api_5', 'api_6', 'api_7'],
      ...['web_1', 'web_2'],
    ]);
    expect(ids(ask({ limit: 3 }))).toEqual(['api_7', 'web_1', 'web_2']);
    expect(ids(ask({ limit: 3, order: 'desc' }))).toEqual(['web_2', 'web_1', 'api_7']);
    expect(ask({ limit: 3 })).toMatchObject({ matchingCalls: 9, knownCalls: 9, limit: 3 });
  });

  it('follows a session and a moment', async () => {
    lab = await openSteps(SCENE);
    expect(ids(ask({ wanted: API.slice(0, 4), limit: 2 }))).toEqual(['api_6', 'api_7']);
    expect(ids(ask({ sinceMs: at('09:30:10') }))).toEqual(['api_6', 'api_7', 'web_1', 'web_2']);
    expect(ids(ask({ sinceMs: at('09:30:10.001') }))).toEqual(['api_7', 'web_1', 'web_2']);
    expect(ids(ask({ wanted: API, sinceMs: at('09:30:11') }))).toEqual(['api_7']);
    expect(ask({ wanted: API, sinceMs: at('09:30:11') })).toMatchObject({
      matchingCalls: 1,
      filter: { session: { sessionId: API, project: { name: 'api-gateway' } } },
    });
    expect(ask({ sinceMs: at('23:00:00') })).toMatchObject({ steps: [], matchingCalls: 0 });
    expect(() => ask({ wanted: 'zzz' })).toThrow(/no session id starts with/);
  });

  it('is each call’s own usage', async () => {
    lab = await openSteps(SCENE);
    const [, second] = ask().steps;
    expect(second).toMatchObject({
      requestId: 'req_api_2',
      contextTokens: 62_002,
      tokens: {
        inputTokens: 2,
        cacheReadTokens: 60_000,
        cacheWrite5mTokens: 2_000,
        cacheWrite1hTokens: 0,
        outputTokens: 400,
      },
      model: 'claude-opus-4-8',
      branch: 'main',
      session: { title: 'Fix the flaky retry test' },
      gapMs: 30_000,
    });
    // Two equal calls are two steps, where a difference of snapshots would be nothing.
    const twice =
      'at who model w5m\n09:00 user Go\n09:01 call claude-opus-4-8 90k\n09:20 call - 90k';
    lab.close();
    lab = await openSteps(`session ${API} cwd /w/a\n${twice}`);
    expect(ask().steps.map(({ tokens }) => tokens.cacheWrite5mTokens)).toEqual([90_000, 90_000]);
  });
});

describe('what is said of a call', () => {
  it('gaps run along each chain', async () => {
    lab = await openSteps(SCENE);
    const gaps = ask().steps.map(({ chain, gapMs, gapReason }) => [
      chain.agentType ?? chain.kind,
      gapMs === null ? gapReason : gapMs / 1000,
    ]);
    expect(gaps).toEqual([
      ['main', 'first-of-chain'],
      ['main', 30],
      ['Explore', 'first-of-chain'],
      ['Explore', 10],
      ['main', 40],
      ['main', 1730],
      ['main', 30],
      ['main', 'first-of-chain'],
      ['main', 21],
    ]);
  });

  it('an advisor has no gap, and is none to the call behind it', async () => {
    lab = await openSteps(`
session ${API} cwd /w/a
09:00:00 user Go
09:00:10 call claude-opus-4-8 id=msg_a advisor=claude-fable-5:4/0/900/12000/300
09:00:30 call - id=msg_b
`);
    expect(ask().steps.map(({ callId, gapMs, gapReason }) => [callId, gapMs ?? gapReason])).toEqual(
      [
        ['msg_a', 'first-of-chain'],
        ['msg_a#1', 'advisor'],
        ['msg_b', 20_000],
      ],
    );
  });

  it('a rebuild has its cause, with what it cost over a warm read', async () => {
    lab = await openSteps(SCENE);
    const causes = ask().steps.map(({ rebuild }) => rebuild?.cause ?? '-');
    expect(causes).toEqual(['warm-up', '-', 'warm-up', '-', '-', 'idle', '-', 'warm-up', '-']);
    const rebuild = ask().steps[5]?.rebuild;
    expect(rebuild).toMatchObject({ isExpected: false, ttl: '5m', gapMs: 1_730_000 });
    // 242,000 tokens at 6.25 − 0.5 USD a million.
    expect(rebuild?.excessNanoUsd).toBe(242_000 * 5_750);
  });

  it('stands out by its cost', async () => {
    lab = await openSteps(SCENE);
    expect(ask().steps.map(({ costLevel }) => costLevel)).toEqual([
      ...['warn', 'normal', 'normal', 'normal', 'critical', 'critical', 'normal'],
      ...[null, 'normal'],
    ]);
    const levels = [0, 249_999_999, 250_000_000, 999_999_999, 1_000_000_000].map(costLevelOf);
    expect(levels).toEqual(['normal', 'normal', 'warn', 'warn', 'critical']);
    expect(costLevelOf(null)).toBeNull();
  });

  it('unknown is not zero', async () => {
    lab = await openSteps(SCENE);
    const { steps, sum } = ask({ wanted: WEB });
    expect(steps).toMatchObject([
      { costNanoUsd: null, unpricedReason: 'unknown-model', isOutputFinal: true },
      { isOutputFinal: false, unpricedReason: null, apiTime: { ms: null, reason: 'no-heartbeat' } },
    ]);
    expect(sum).toMatchObject({ calls: 2, finalCalls: 1, unpricedCalls: 1 });
  });

  it('stays when the transcripts are gone', async () => {
    lab = await openSteps(SCENE);
    const before = ask();
    lab.remove('projects');
    await lab.ingest();
    expect(ask().steps.map(({ session: _session, ...step }) => step)).toEqual(
      before.steps.map(({ session: _session, ...step }) => step),
    );
  });

  it('an empty ledger and a session without a call', async () => {
    lab = await openSteps(`session ${API} cwd /w/a\n09:00:00 user Hello`);
    expect(ask()).toMatchObject({ steps: [], knownCalls: 0, sum: { costNanoUsd: 0 } });
    expect(ask({ wanted: API })).toMatchObject({ steps: [], matchingCalls: 0 });
  });
});

describe('the time at the API', () => {
  it('is known where refreshes stand around exactly one call', async () => {
    lab = await openSteps(SCENE);
    const usd = (amount: number) => Math.round(amount * 1e9);
    const [first, second] = ask().steps;
    const costs = [first?.costNanoUsd ?? 0, second?.costNanoUsd ?? 0] as const;
    lab.tell(API, '09:00:00', { apiDurationMs: 0, durationMs: 1_000, costNanoUsd: 0 });
    lab.tell(API, '09:00:11', {
      ...{ apiDurationMs: 8_200, durationMs: 12_000, costNanoUsd: costs[0] },
      ...{ lastInputTokens: 4, lastCacheReadTokens: 0, lastCacheWriteTokens: 60_000 },
    });
    // The same said again: one row, whose durations are the later ones.
    lab.tell(API, '09:00:30', {
      ...{ apiDurationMs: 8_200, durationMs: 31_000, costNanoUsd: costs[0] },
      ...{ lastInputTokens: 4, lastCacheReadTokens: 0, lastCacheWriteTokens: 60_000 },
    });
    lab.tell(API, '09:00:41', {
      ...{ apiDurationMs: 11_700, durationMs: 42_000, costNanoUsd: costs[0] + costs[1] },
      ...{ lastInputTokens: 2, lastCacheReadTokens: 60_000, lastCacheWriteTokens: 2_000 },
    });
    lab.tell(API, '09:01:21', { apiDurationMs: 30_000, costNanoUsd: usd(9) });
    const times = ask().steps.map(({ apiTime }) => apiTime.ms ?? apiTime.reason);
    expect(times).toEqual([
      ...[8_200, 3_500, 'several-calls', 'several-calls', 'several-calls'],
      ...['no-heartbeat', 'no-heartbeat', 'no-heartbeat', 'no-heartbeat'],
    ]);
    // The limit changes nothing of what is known of a call.
    const last = ask({ wanted: API, limit: 6 }).steps[0]?.apiTime;
    expect(last).toEqual({ ms: 3_500, reason: null });
  });
});

it('reads by an index, and as many calls as are shown', async () => {
  lab = await openSteps(SCENE);
  const { db } = lab.store;
  const plans: string[] = [];
  const spy = new Proxy(db, {
    get: (target, name) =>
      name === 'prepare'
        ? (sql: string) => {
            const plan = target.prepare(`EXPLAIN QUERY PLAN ${sql}`);
            return {
              all: (values: object) => {
                const used = plan.all(values) as { detail: string }[];
                plans.push(used.map(({ detail }) => detail).join('\n'));
                return target.prepare(sql).all(values);
              },
            };
          }
        : Reflect.get(target, name),
  });
  for (const filter of [
    { session: null, sinceMs: null },
    { session: null, sinceMs: at('09:30:00') },
    { session: 1, sinceMs: null },
    { session: 1, sinceMs: at('09:30:00') },
  ]) {
    expect(readNewestSteps(spy, filter, 2)).toHaveLength(2);
  }
  expect(plans).toHaveLength(4);
  for (const [index, plan] of plans.entries()) {
    expect(plan).toMatch(
      index < 2 ? /c USING (COVERING )?INDEX call_time/ : /c USING (COVERING )?INDEX call_session/,
    );
    expect(plan).not.toMatch(/SCAN (c|p|call)(?! USING INDEX call_time)/);
  }
});
