import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TelltaleError } from '../../../src/shared/errors.ts';
import { SCRIPT_SESSION, writeScript } from '../../transcript/trace/script.ts';
import { allOf, openWhatIfLab, scenarioOf, type WhatIfLab } from './whatif-lab.ts';

let world: WhatIfLab;
beforeEach(() => {
  world = openWhatIfLab();
});
afterEach(() => world.close());

const OPUS = 'claude-opus-4-8';
const S1 = '5f0c0e0a-0000-4000-8000-000000000001';
const S2 = '5f0c0e0a-0000-4000-8000-000000000002';
const M = 1_000_000;

/** Five-minute writes, and half an hour of silence: what another lifetime is about. */
const PAUSED = (id: string, cwd = '/w/app', day = '2026-11-20') => `date ${day}
session ${id} cwd ${cwd} version 2.1.212
09:00:00 user Begin
09:00:05 call ${OPUS} 0 20000 0 0 100
09:30:05 call ${OPUS} 0 22000 0 0 100`;

describe('one session', () => {
  it('is ranked by saving, each with its share and what is left to pay', async () => {
    await world.take(PAUSED(S1));
    const answer = world.ask({ session: S1 });
    // 42k written for 262.5, 200 tokens answered for 5.
    expect(answer.base).toEqual({
      sessions: 1,
      calls: 2,
      finalCalls: 2,
      unpricedCalls: 0,
      costNanoUsd: 267.5 * M,
    });
    const ranked = allOf(answer);
    expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, at) => at + 1));
    const savings = ranked.map(({ savingNanoUsd }) => savingNanoUsd);
    expect(savings).toEqual([...savings].sort((a, b) => b - a));
    expect(answer.scenarios.map(({ id, savingNanoUsd }) => [id, savingNanoUsd / M])).toEqual([
      ['no-cache', 262.5 - 210],
      ['keep-warm', 115 - 70],
      ['ttl-1h', 107.5 - 75],
    ]);
    const hour = scenarioOf(answer, 'ttl-1h');
    expect(hour).toMatchObject({ costNanoUsd: 235 * M, times: 1, changedCalls: 2 });
    expect(hour.savingRatio).toBeCloseTo(32.5 / 267.5, 12);
    expect(hour.assumptions.length).toBeGreaterThan(0);
  });

  it('tells of each choice that it changes nothing, and why', async () => {
    await world.take(PAUSED(S1));
    const { unchanged } = world.ask({ session: S1 });
    expect(unchanged.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['compact-at', 'ttl-5m', 'one-model', 'smaller-subagents']),
    );
    expect(unchanged.every(({ why }) => why.length > 0)).toBe(true);
  });

  it.each<[string, string, number]>([
    ['has one call', `09:00:00 user Hi\n09:00:05 call ${OPUS} 4 0 22000 0 90`, 1],
    ['has none', '09:00:00 user Hi', 0],
  ])('that %s has nothing to save on it but its cache', async (_story, lines, calls) => {
    await world.take(`session ${S1} cwd /w/app\n${lines}`);
    const answer = world.ask({ session: S1 });
    expect(answer.base.calls).toBe(calls);
    expect(answer.base.costNanoUsd === null).toBe(false);
    const told = allOf(answer).map(({ id }) => id);
    expect(told.sort()).toEqual(calls === 0 ? [] : ['no-cache', 'ttl-5m']);
  });

  it('leaves out the rest beyond the limit, and says how many', async () => {
    await world.take(PAUSED(S1));
    const answer = world.ask({ session: S1, top: 1 });
    expect([answer.scenarios.length, answer.leftOut]).toEqual([1, 2]);
  });

  it('knows the sizes and the model that were asked for', async () => {
    const calls = Array.from(
      { length: 40 },
      (_, at) => `+30s call ${OPUS} 0 0 2000 ${60_000 + at * 2_000} 100`,
    ).join('\n');
    await world.take(`session ${S1} cwd /w/app
09:00:00 user Begin
09:00:05 call ${OPUS} 0 0 20000 0 100
+30s call ${OPUS} 0 0 40000 20000 100
${calls}
+30s call ${OPUS} 0 0 100 140000 100 Agent
+1s agent a1 Explore Look
+1s call ${OPUS} 0 10000 0 0 1000
+1s end`);
    const answer = world.ask({ session: S1, atTokens: 70_000, subagentModel: 'Haiku 4.5' });
    expect(scenarioOf(answer, 'compact-at')).toMatchObject({ value: 70_000, variants: [] });
    expect(scenarioOf(answer, 'smaller-subagents')).toMatchObject({
      value: 'claude-haiku-4-5-20251001',
      savingNanoUsd: 70 * M,
      changedCalls: 1,
    });
    const ids = world
      .ask({ session: S1, subagentModel: 'haiku-4.5', top: 1 })
      .scenarios.map(({ id }) => id);
    expect(ids).toContain('smaller-subagents');
    expect(ids).toHaveLength(2);
    expect(() => world.ask({ session: S1, subagentModel: 'gpt' })).toThrow(TelltaleError);
  });
});

describe('prices', () => {
  it('that are unknown leave no cost and no saving, though the calls are counted', async () => {
    await world.take(PAUSED(S1).replaceAll(OPUS, 'house-model-1'));
    const answer = world.ask({ session: S1 });
    expect(answer.base).toMatchObject({ calls: 2, unpricedCalls: 2, costNanoUsd: null });
    expect(allOf(answer)).toEqual([]);
    expect(answer.unchanged.find(({ id }) => id === 'ttl-1h')?.why).toContain('price');
  });

  it('that are unknown for some leave these out', async () => {
    await world.take(`${PAUSED(S1)}\n09:31:00 call house-model-1 0 23000 0 0 100`);
    const answer = world.ask({ session: S1 });
    expect(answer.base).toMatchObject({ unpricedCalls: 1, costNanoUsd: 267.5 * M });
    expect(scenarioOf(answer, 'ttl-1h')).toMatchObject({
      savingNanoUsd: 32.5 * M,
      changedCalls: 3,
      unpricedCalls: 1,
    });
  });
});

describe('many sessions', () => {
  beforeEach(async () => {
    await world.take(`${PAUSED(S1)}\n${PAUSED(S2, '/w/web', '2026-11-10')}`);
  });

  it.each([
    ['all', { sinceMs: 0 }, 2],
    ['since a day', { sinceMs: Date.parse('2026-11-15T00:00:00Z') }, 1],
    ['of a project', { project: 'web' }, 1],
    ['of none', { sinceMs: Date.parse('2026-11-21T00:00:00Z') }, 0],
  ])('%s', (_story, question, sessions) => {
    const answer = world.ask(question);
    expect(answer.scope.session).toBeNull();
    expect(answer.base).toMatchObject({
      sessions,
      calls: 2 * sessions,
      costNanoUsd: 267.5 * M * sessions,
    });
    const hour = allOf(answer).find(({ id }) => id === 'ttl-1h');
    expect(hour?.savingNanoUsd ?? 0).toBe(32.5 * M * sessions);
  });

  it('are an empty ledger for a project that nobody has', () => {
    expect(() => world.ask({ project: 'nothing-like-it' })).toThrow(TelltaleError);
  });
});

describe('an MCP server', () => {
  const PATH = `projects/-w-app/${SCRIPT_SESSION}.jsonl`;
  const write = async (): Promise<void> => {
    const script = writeScript();
    script.prompt('Look at the issue.');
    script.call('msg_1', { write: 20_000, out: 60 }, [
      { use: 't1', name: 'mcp__tracker__get_issue', input: { number: 7 } },
    ]);
    script.result('t1', 'The login fails on Tuesdays. '.repeat(700));
    script.call('msg_2', { read: 20_000, write: 5_000, out: 30 }, [{ text: 'Tuesdays, then.' }]);
    script.prompt('Go on.');
    script.call('msg_3', { read: 25_000, write: 100, out: 30 }, [{ text: 'Done.' }]);
    world.lab.write(PATH, script.text());
    await world.lab.ingest();
  };

  it('costs its call, its result, and carrying both', async () => {
    await write();
    const found = scenarioOf(world.ask({ session: SCRIPT_SESSION }), 'without-mcp');
    expect(found).toMatchObject({ value: 'tracker', times: 1, isLowerBound: true });
    // At most all 5,060 tokens: answered 60 × 25, written × 6.25, read once × 0.5.
    const most = 60 * 25_000 + 5_060 * (6_250 + 500);
    expect(found.savingNanoUsd).toBeLessThanOrEqual(most);
    expect(found.savingNanoUsd).toBeGreaterThan(0.8 * most);
  });

  it('is looked at in many sessions only when it is asked for', async () => {
    await write();
    const told = (question: Parameters<WhatIfLab['ask']>[0]): boolean =>
      allOf(world.ask(question)).some(({ id }) => id === 'without-mcp');
    expect(told({ sinceMs: 0 })).toBe(false);
    expect(told({ sinceMs: 0, withoutMcp: 'tracker' })).toBe(true);
  });

  it('of another name is refused, with the one that is meant', async () => {
    await write();
    expect(() => world.ask({ session: SCRIPT_SESSION, withoutMcp: 'trakcer' })).toThrow(
      expect.objectContaining({ code: 'usage', next: 'telltale whatif --without-mcp tracker' }),
    );
  });

  it('cannot be told where the transcript is gone; all else can', async () => {
    await write();
    const before = world.ask({ session: SCRIPT_SESSION });
    world.lab.remove(PATH);
    await world.lab.ingest();
    const after = world.ask({ session: SCRIPT_SESSION });
    const others = (answer: typeof after) =>
      allOf(answer)
        .filter(({ id }) => id !== 'without-mcp')
        .map(({ id, savingNanoUsd }) => [id, savingNanoUsd]);
    expect(others(after)).toEqual(others(before));
    expect(after.base).toEqual(before.base);
    expect(after.unchanged.find(({ id }) => id === 'without-mcp')?.why).toContain('gone');
  });
});
