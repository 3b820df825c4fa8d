// Each other choice on sessions small enough to be worked out by hand. Opus 5 costs, in millions of
// nano-USD per 1,000 tokens: input 5, read 0.5, write 6.25 (5 m) or 10 (1 h), output 25; Haiku 4.5 a fifth.
import { describe, expect, it } from 'vitest';
import { runScenarios } from '../../../src/model/whatif/run-scenarios.ts';
import { NOTHING, type Replayed, type Scenario } from '../../../src/model/whatif/scenario.ts';
import { clearAt } from '../../../src/model/whatif/scenarios/clear-at.ts';
import { compactAt } from '../../../src/model/whatif/scenarios/compact-at.ts';
import { freshBestTurns } from '../../../src/model/whatif/scenarios/fresh-best-turns.ts';
import { freshEachTurn } from '../../../src/model/whatif/scenarios/fresh-each-turn.ts';
import { keepItWarm } from '../../../src/model/whatif/scenarios/keep-warm.ts';
import { noCache } from '../../../src/model/whatif/scenarios/no-cache.ts';
import { oneModel } from '../../../src/model/whatif/scenarios/one-model.ts';
import { smallerSubagents } from '../../../src/model/whatif/scenarios/smaller-subagents.ts';
import { ttl1h } from '../../../src/model/whatif/scenarios/ttl-1h.ts';
import { ttl5m } from '../../../src/model/whatif/scenarios/ttl-5m.ts';
import { withoutMcp } from '../../../src/model/whatif/scenarios/without-mcp.ts';
import { SCENARIOS } from '../../../src/model/whatif/scenarios.ts';
import { HAIKU, type Scene, type Spec, sessionOf, UNPRICED, WORLD } from './sessions.ts';

const M = 1_000_000;
const k = (thousands: number): number => thousands * 1000;

function run(scenario: Scenario, scene: Scene, wishes = WORLD.wishes): readonly Replayed[] {
  const world = { ...WORLD, wishes };
  return scenario.prepare(world, scenario.variants(world))(sessionOf(scene));
}

const result = (saving: number, times: number, changedCalls: number, unpricedCalls = 0) => ({
  savingNanoUsd: saving * M,
  times,
  changedCalls,
  unpricedCalls,
});

/** Contexts of 20k, 70k, 72k and 74k, each answered with 1k. */
const GROWING: readonly Spec[] = [
  { cacheWrite1hTokens: k(20), outputTokens: k(1) },
  { cacheReadTokens: k(20), cacheWrite1hTokens: k(50), outputTokens: k(1) },
  { cacheReadTokens: k(70), cacheWrite1hTokens: k(2), outputTokens: k(1) },
  { cacheReadTokens: k(72), cacheWrite1hTokens: k(2), outputTokens: k(1) },
];

describe('compact at 60k', () => {
  const at = { atTokens: k(60) };

  // Before call 3 there are 71k: summary 35.5 + 100; then 16k read, 15k written (158) for 55; 20.5 less on call 4.
  it('pays for the summary and for the smaller context once more', () => {
    expect(run(compactAt, { main: GROWING }, at)).toEqual([result(-135.5 - 103 + 20.5, 1, 2)]);
  });

  it('saves on every call that follows', () => {
    const later = Array.from({ length: 20 }, () => GROWING[3] as Spec);
    const scene = { main: [...GROWING, ...later] };
    expect(run(compactAt, scene, at)).toEqual([result(-135.5 - 103 + 20.5 * 21, 1, 22)]);
  });

  it('begins anew where the session was compacted itself', () => {
    const scene = { main: GROWING, compactions: [3] };
    expect(run(compactAt, scene, at)).toEqual([result(-135.5 - 103, 1, 1)]);
    expect(run(compactAt, { main: GROWING, compactions: [2] }, at)).toEqual([
      // Before call 4 there are 73k: 36.5 + 100 for the summary, 158 for 56.
      result(-136.5 - 102, 1, 1),
    ]);
  });

  it('does nothing at a bound below what a compaction leaves', () => {
    expect(run(compactAt, { main: GROWING }, { atTokens: k(30) })).toEqual([NOTHING]);
  });
});

describe('clear at 60k', () => {
  const at = { atTokens: k(60) };
  // 16k read and 5k written (58) for 55, then 51k less read.
  it.each([
    ['at the prompt after it', [0, 2], result(-3 + 25.5, 1, 2)],
    ['at a later one', [0, 3], result(-2, 1, 1)],
    ['nowhere without a prompt', [0], NOTHING],
  ])('%s', (_story, turns, expected) => {
    expect(run(clearAt, { main: GROWING, turns }, at)).toEqual([expected]);
  });
});

describe('fresh sessions', () => {
  // 25k fresh, 46k left behind: call 3 writes 26k (260 for 55), call 4 reads 46k less.
  it.each([
    ['each turn', freshEachTurn, result(-205 + 23, 1, 2)],
    ['at the best turns, of which there is none', freshBestTurns, NOTHING],
  ])('%s', (_story, scenario, expected) => {
    expect(run(scenario, { main: GROWING, turns: [0, 2] })).toEqual([expected]);
  });
});

describe('another lifetime', () => {
  const short = (at: number): Scene => ({
    main: [
      { at: 0, cacheWrite5mTokens: k(20) },
      { at, cacheWrite5mTokens: k(22) },
    ],
  });
  const long = (at: number): Scene => ({
    main: [
      { at: 0, cacheWrite1hTokens: k(20) },
      { at, cacheReadTokens: k(20), cacheWrite1hTokens: k(2) },
    ],
  });

  it.each([
    ['1 h turns a rebuild into a read', ttl1h, short(30), result(-75 + 107.5, 1, 2)],
    ['1 h is outlived too', ttl1h, short(61), result(-75 - 82.5, 0, 2)],
    ['5 m turns a read into a rebuild', ttl5m, long(30), result(75 - 107.5, 1, 2)],
    ['5 m is enough', ttl5m, long(5), result(75 + 7.5, 0, 2)],
    ['1 h is there already', ttl1h, long(30), NOTHING],
    ['5 m is there already', ttl5m, short(30), NOTHING],
  ])('%s', (_story, scenario, scene, expected) => {
    expect(run(scenario, scene)).toEqual([expected]);
  });

  it('leaves a rebuild that something else may have caused', () => {
    const [first, second] = short(30).main as [Spec, Spec];
    const scene = { main: [first, { ...second, model: HAIKU }] };
    expect(run(ttl1h, scene)).toEqual([result(-75 - 22 * 0.75, 0, 2)]);
  });

  it('holds for subagents, each with its own silences', () => {
    expect(run(ttl1h, { main: [], subagents: [short(30).main, short(61).main] })).toEqual([
      result(32.5 - 157.5, 1, 4),
    ]);
  });

  it('counts calls without a price, and puts them in no sum', () => {
    const main = short(30).main.map((spec) => ({ ...spec, model: UNPRICED }));
    expect(run(ttl1h, { main })).toEqual([result(0, 1, 2, 2)]);
  });
});

describe('one model', () => {
  const main: readonly Spec[] = [
    { cacheWrite1hTokens: k(20) },
    { model: HAIKU, cacheWrite1hTokens: k(22), outputTokens: 100 },
    { cacheReadTokens: k(20), cacheWrite1hTokens: k(3) },
  ];

  it('turns the rebuild of the switch into a read, at the price of the other model', () => {
    // Haiku: 44 + 0.5; Opus: 20k read, 2k written, 100 out: 10 + 20 + 2.5.
    expect(run(oneModel, { main })).toEqual([result(44.5 - 32.5, 1, 1)]);
  });

  it('changes nothing in a session that stayed with one, nor in subagents', () => {
    expect(run(oneModel, { main: GROWING, subagents: [main] })).toEqual([NOTHING]);
  });
});

describe('subagents on Haiku 4.5', () => {
  const wishes = { subagentModel: HAIKU };
  const call: Spec = { cacheWrite5mTokens: k(10), outputTokens: k(1) };

  it.each<[string, Scene, Replayed]>([
    ['take a fifth', { main: [call], subagents: [[call], [call]] }, result(140, 2, 2)],
    ['stay where they are', { main: [], subagents: [[{ ...call, model: HAIKU }]] }, NOTHING],
    ['cannot be sent 201k', { main: [], subagents: [[{ cacheReadTokens: k(201) }]] }, NOTHING],
    ['are not the main chain', { main: [call] }, NOTHING],
    [
      'have no saving without a price',
      { main: [], subagents: [[{ ...call, model: UNPRICED }]] },
      result(0, 1, 1, 1),
    ],
  ])('%s', (_story, scene, expected) => {
    expect(run(smallerSubagents, scene, wishes)).toEqual([expected]);
  });
});

describe('a cache that is kept warm', () => {
  const after = (at: number): Scene => ({
    main: [
      { at: 0, cacheWrite5mTokens: k(20) },
      { at, cacheWrite5mTokens: k(22) },
    ],
  });
  // In the order of the limits: half an hour, 1, 2, 4, 8 and 24 hours. A message reads 20k: 10.
  it.each([
    ['within the lifetime', 5, [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]],
    ['for half an hour', 30, [45, 45, 45, 45, 45, 45], [7, 7, 7, 7, 7, 7]],
    ['for two hours', 120, [-70, -140, -175, -175, -175, -175], [7, 14, 29, 29, 29, 29]],
  ])('%s', (_story, at, savings, times) => {
    const found = run(keepItWarm, after(at));
    expect(found.map(({ savingNanoUsd }) => savingNanoUsd / M)).toEqual(savings);
    expect(found.map((one) => one.times)).toEqual(times);
  });
});

it('without any cache all is input', () => {
  const main = [{ inputTokens: 100, cacheReadTokens: k(20), cacheWrite1hTokens: k(2) }];
  expect(run(noCache, { main })).toEqual([result(30.5 - 110.5, 1, 1)]);
});

it('without a server what its tools cost is saved', () => {
  const use = { toolCalls: 3, calls: 5, tokens: k(9), costNanoUsd: 70 * M, unpricedCalls: 1 };
  const mcp = [
    { server: 'sentry', ...use, costNanoUsd: 1 },
    { server: 'github', ...use },
  ];
  expect(run(withoutMcp, { main: GROWING, mcp })).toEqual([result(70, 3, 5, 1)]);
});

describe('all scenarios together', () => {
  it.each<[string, Scene]>([
    ['no call', { main: [] }],
    ['one call that caches nothing', { main: [{ inputTokens: k(10), outputTokens: 100 }] }],
  ])('change nothing in a session of %s', (_story, scene) => {
    const { outcomes, base } = runScenarios(SCENARIOS, WORLD, [sessionOf(scene)]);
    expect(outcomes.flatMap(({ best }) => best ?? [])).toEqual([]);
    expect(base.calls).toBe(scene.main.length);
  });

  it('sum up sessions, and pick the bound that is best for all of them', () => {
    const later = Array.from({ length: 60 }, () => GROWING[3] as Spec);
    const scenes = [{ main: [...GROWING, ...later] }, { main: GROWING }];
    const { outcomes, base } = runScenarios([compactAt], WORLD, scenes.map(sessionOf));
    const [{ best, variants }] = outcomes as [(typeof outcomes)[number]];
    const alone = scenes.map((scene) => run(compactAt, scene));
    const sums = variants.map((_, at) =>
      alone.reduce((sum, all) => sum + (all[at]?.savingNanoUsd ?? 0), 0),
    );
    expect(variants.map(({ savingNanoUsd }) => savingNanoUsd)).toEqual(sums);
    expect(best?.savingNanoUsd).toBe(Math.max(...sums.filter((sum) => sum !== 0)));
    expect(base.calls).toBe(68);
  });
});
