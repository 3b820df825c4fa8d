// A stretch of time: its sums, its lists, what became of the cache in its silences, and advice that is
// given only when a figure calls for it. The last group has values of ctxprof's digest.
import { afterEach, describe, expect, it } from 'vitest';
import { queryDigest } from '../../../src/query/digest/query-digest.ts';
import { API, at, DAY, openSteps, SCENE, type StepsLab, WEB } from '../steps/steps-lab.ts';

let lab: StepsLab;
afterEach(() => lab.close());

const digest = (sinceMs?: number) => queryDigest(lab.context, { sinceMs });

describe('the sums', () => {
  it('are those of the calls of today', async () => {
    lab = await openSteps(SCENE);
    const { sum, sessions, turns, period, cachedRatio } = digest();
    expect([sum.calls, sum.finalCalls, sum.unpricedCalls]).toEqual([9, 8, 1]);
    expect([sessions, turns]).toEqual([2, 3]);
    expect(period).toEqual({ sinceMs: at('00:00:00'), isDefault: true });
    expect(sum.tokens.cacheReadTokens).toBe(60_000 + 12_000 + 62_000 + 243_000 + 20_000);
    expect(cachedRatio).toBeGreaterThan(0.4);
  });

  it('begin with the moment asked for, to the millisecond', async () => {
    lab = await openSteps(SCENE);
    expect(digest(at('09:30:10')).sum.calls).toBe(4);
    expect(digest(at('09:30:10.001')).sum.calls).toBe(3);
    expect(digest(at('09:30:10.001')).turns).toBe(1);
    expect(digest(at('23:00:00'))).toMatchObject({ sessions: 0, knownCalls: 9, advice: [] });
  });

  it('today begins in the zone that was asked for', async () => {
    lab = await openSteps(SCENE, { timezone: 'Asia/Tokyo' });
    // 18:46 UTC is the next day in Tokyo.
    expect(digest().sum.calls).toBe(0);
  });
});

describe('the lists', () => {
  it('sessions by cost, those without a price last', async () => {
    lab = await openSteps(SCENE);
    const { bySession } = digest();
    expect(bySession.map(({ session }) => session.sessionId)).toEqual([API, WEB]);
    expect(bySession.map(({ turns }) => turns)).toEqual([2, 1]);
    const shares = bySession.reduce((all, { costRatio }) => all + (costRatio ?? 0), 0);
    expect(shares).toBeCloseTo(1, 12);
  });

  it('the dearest calls and the biggest writes, the largest first', async () => {
    lab = await openSteps(SCENE);
    const { dearestCalls, biggestWrites } = digest();
    const costs = dearestCalls.map(({ costNanoUsd }) => costNanoUsd ?? 0);
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    expect(dearestCalls[0]?.callId).toBe('msg_api_6');
    expect(biggestWrites.slice(0, 2).map(({ callId }) => callId)).toEqual([
      'msg_api_6',
      'msg_api_5',
    ]);
    expect(dearestCalls).toHaveLength(8);
  });

  it('silences with what became of the cache', async () => {
    lab = await openSteps(SCENE);
    const [longest, second] = digest().longestGaps;
    expect([longest?.gapMs, longest?.cache, longest?.step.callId]).toEqual([
      1_730_000,
      'expired',
      'msg_api_6',
    ]);
    expect(second?.cache).toBe('kept');
  });
});

describe('rebuilds and advice', () => {
  it('avoidable ones first, by cause, with what they cost over warm reads', async () => {
    lab = await openSteps(SCENE);
    const { rebuilds, avoidable } = digest();
    expect(rebuilds.map(({ cause, events }) => [cause, events])).toEqual([
      ['idle', 1],
      ['warm-up', 3],
    ]);
    expect(avoidable.excessNanoUsd).toBe(242_000 * 5_750);
  });

  it('says what stands out, the most money first, each with a command', async () => {
    lab = await openSteps(SCENE);
    const { advice } = digest();
    expect(advice.map(({ rule }) => rule).sort()).toEqual([
      'dear-calls',
      'one-session',
      'rebuilds',
    ]);
    for (const { command } of advice) expect(command).toMatch(/^telltale (explain|call|cache) /);
  });

  it('says nothing of a lean day', async () => {
    lab = await openSteps(`
session ${API} cwd /w/a
09:00:00 user Go
09:00:10 call claude-opus-4-8 4 0 2000 20000 90
session ${WEB} cwd /w/b
09:00:00 user Go
09:00:10 call claude-opus-4-8 4 0 2000 20000 90
09:00:40 call claude-opus-4-8 4 0 200 22000 90`);
    // The second session is just over half, so only that is said.
    expect(digest().advice.map(({ rule }) => rule)).toEqual(['one-session']);
    lab.close();
    lab = await openSteps(
      `session ${API} cwd /w/a\n09:00:00 user Go\n09:00:10 call claude-opus-4-8 4 0 2000 20000 90`,
    );
    expect(digest().advice).toEqual([]);
  });

  it('a rebuild without a price has no amount', async () => {
    lab = await openSteps(SCENE.replaceAll('claude-opus-4-8', 'claude-nobody-9'));
    const { avoidable, rebuilds } = digest();
    expect([avoidable.events, avoidable.excessNanoUsd, avoidable.unpricedEvents]).toEqual([
      1,
      null,
      1,
    ]);
    expect(rebuilds[0]?.excessNanoUsd).toBeNull();
  });
});

describe('values of the earlier digest', () => {
  // Input, output, read, written: a warm-up, two calls that read, and one that lost most.
  const FOUR = `
date ${DAY}
session ${API} cwd /w/sample-repo
09:00:00 call claude-opus-4-8 600 22000 0 0 120
09:00:30 call claude-opus-4-8 500 200 0 22000 300
09:01:00 call claude-opus-4-8 800 150 0 22200 300
09:01:30 call claude-opus-4-8 500 18000 0 500 200`;

  it('four calls of one session, .5256 of the cache traffic read, the fourth a loss', async () => {
    lab = await openSteps(FOUR);
    const { sum, sessions, rebuilds } = digest();
    expect([sum.calls, sessions]).toEqual([4, 1]);
    const { cacheReadTokens, cacheWrite5mTokens } = sum.tokens;
    expect([cacheReadTokens, cacheWrite5mTokens]).toEqual([44_700, 40_350]);
    expect(cacheReadTokens / (cacheReadTokens + cacheWrite5mTokens)).toBeCloseTo(0.525573, 6);
    expect(rebuilds.map(({ cause, events }) => [cause, events])).toEqual([
      ['unexplained', 1],
      ['warm-up', 1],
    ]);
  });
});
