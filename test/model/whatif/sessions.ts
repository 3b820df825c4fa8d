// Sessions for the replay under other choices: written by hand for tables, and generated for laws. Their
// collapses are found by the real search, their prices are the shipped ones.
import fc from 'fast-check';
import type { CacheCall, CacheSignal } from '../../../src/model/cache/cache-call.ts';
import { deriveCacheEvents } from '../../../src/model/cache/derive-cache-events.ts';
import { CHAIN } from '../../../src/model/derive-call.ts';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { priceBy } from '../../../src/model/whatif/price-replay.ts';
import type { WhatIfWorld } from '../../../src/model/whatif/scenario.ts';
import type {
  WhatIfCall,
  WhatIfChain,
  WhatIfSession,
} from '../../../src/model/whatif/whatif-session.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { bandReader } from '../../../src/query/rotation/call-rates.ts';
import { promptTokens, type TokenCounts } from '../../../src/shared/tokens.ts';

export const price = priceBy(SHIPPED_BOOK);

export const WORLD: WhatIfWorld = {
  price,
  windowOf: () => 200_000,
  servers: ['github'],
  wishes: {},
};

export const START_MS = Date.parse('2026-10-20T10:00:00Z');
export const MINUTE = 60_000;
export const OPUS = 'claude-opus-5';
export const HAIKU = 'claude-haiku-4-5';
export const UNPRICED = 'house-model-1';

export interface Spec extends Partial<TokenCounts> {
  /** Minutes after the start of the session; left out: one after the other, a minute apart. */
  readonly at?: number;
  readonly model?: string;
  readonly flags?: number;
}

let serial = 0;

export function callsOf(specs: readonly Spec[], isSubagent = false): WhatIfCall[] {
  return specs.map(({ at, model, flags, ...counts }, index) => ({
    messageId: `msg_${(serial++).toString(36)}`,
    atMs: START_MS + (at ?? index) * MINUTE,
    model: model ?? OPUS,
    flags: flags ?? LINE_FLAG.final | LINE_FLAG.writeSplit,
    webSearches: 0,
    chain: isSubagent ? CHAIN.subagent : CHAIN.main,
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 0,
    ...counts,
  }));
}

export interface Scene {
  readonly main: readonly Spec[];
  readonly subagents?: readonly (readonly Spec[])[];
  /** Indices of the main calls that begin a turn; the first always does. */
  readonly turns?: readonly number[];
  /** Indices of the main calls that follow a compaction. */
  readonly compactions?: readonly number[];
  readonly freshTokens?: number;
  readonly startTokens?: number;
  readonly mcp?: WhatIfSession['mcp'];
}

export function sessionOf(scene: Scene): WhatIfSession {
  const main = callsOf(scene.main);
  const agents = (scene.subagents ?? []).map((specs) => callsOf(specs, true));
  const bands = bandReader(SHIPPED_BOOK);
  const rates = main.map((call) => bands({ ...call, atMs: call.atMs ?? 0 }) ?? NO_RATES);
  const compactions = scene.compactions ?? [];
  const signals = compactions.flatMap((at): CacheSignal[] => {
    const atMs = main[at]?.atMs;
    if (atMs === undefined || atMs === null) return [];
    return [{ agentId: null, kind: 'compaction', atMs: atMs - 1, detail: null }];
  });
  return {
    chains: [
      chainOf('main', main, signals),
      ...agents.map((calls) => chainOf('subagent', calls, [])),
    ],
    rotation: {
      calls: main.map((call) => ({ ...call, contextTokens: promptTokens(call) })),
      turns: (scene.turns ?? [0]).map((callIndex, at) => ({ turn: at + 1, callIndex })),
      segmentStarts: compactions,
      freshTokens: scene.freshTokens ?? 25_000,
      writeKind: writeKindOf(main),
    },
    ratesOf: (index) => rates[index] ?? NO_RATES,
    startTokens: scene.startTokens ?? (main[0] === undefined ? 0 : promptTokens(main[0])),
    mcp: scene.mcp ?? [],
  };
}

const ZERO = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };
const NO_RATES = [{ abovePromptTokens: 0, rates: ZERO }];

function writeKindOf(calls: readonly WhatIfCall[]): WhatIfSession['rotation']['writeKind'] {
  const short = calls.reduce((sum, call) => sum + call.cacheWrite5mTokens, 0);
  const long = calls.reduce((sum, call) => sum + call.cacheWrite1hTokens, 0);
  if (short + long === 0) return 'none';
  return long > short ? '1h' : '5m';
}

function chainOf(
  kind: 'main' | 'subagent',
  calls: readonly WhatIfCall[],
  signals: readonly CacheSignal[],
): WhatIfChain {
  const { events } = deriveCacheEvents(calls.map(toCacheCall), signals);
  const collapses = new Map(events.map((event) => [event.callIndex, event]));
  return { kind, calls, collapses };
}

function toCacheCall(call: WhatIfCall): CacheCall {
  return {
    ...call,
    callId: call.messageId,
    agentId: null,
    atMs: call.atMs ?? 0,
    version: null,
    effort: null,
    isFast: (call.flags & LINE_FLAG.fast) !== 0,
    hasWriteSplit: (call.flags & LINE_FLAG.writeSplit) !== 0,
    costNanoUsd: price(call),
    rates: null,
  };
}

const tokens = fc.oneof(fc.nat(500), fc.nat(250_000));
const spec = fc.record({
  inputTokens: fc.nat(5_000),
  cacheReadTokens: tokens,
  cacheWrite5mTokens: fc.oneof(fc.constant(0), fc.nat(60_000)),
  cacheWrite1hTokens: fc.oneof(fc.constant(0), tokens),
  outputTokens: fc.nat(5_000),
  model: fc.constantFrom(OPUS, OPUS, HAIKU, 'claude-sonnet-4-5', UNPRICED),
  flags: fc.constantFrom(
    LINE_FLAG.writeSplit,
    LINE_FLAG.writeSplit | LINE_FLAG.geoUs,
    LINE_FLAG.writeSplit | LINE_FLAG.batch,
    LINE_FLAG.writeSplit | LINE_FLAG.fast,
    0,
  ),
});

function timed<T>(specs: readonly T[], gaps: readonly number[]): (T & { at: number })[] {
  let at = 0;
  return specs.map((one, index) => {
    at += gaps[index % Math.max(1, gaps.length)] ?? 1;
    return { ...one, at };
  });
}

/** Minutes between calls: within every lifetime, beyond one, beyond both. */
export const ANY_GAPS: readonly number[] = [0, 1, 4, 5, 6, 30, 60, 61, 600];
export const SHORT_GAPS: readonly number[] = [0, 1, 4, 5];

/** Any sequence of calls, also ones that no client would make. */
export function anyScene(gaps: readonly number[] = ANY_GAPS): fc.Arbitrary<Scene> {
  const chain = (maxLength: number) =>
    fc
      .tuple(
        fc.array(spec, { maxLength }),
        fc.array(fc.constantFrom(...gaps), { minLength: 1, maxLength: 16 }),
      )
      .map(([specs, between]) => timed(specs, between));
  const places = (maxLength: number) =>
    fc.uniqueArray(fc.nat(19), { maxLength }).map((all) => all.sort((a, b) => a - b));
  return fc
    .record({
      main: chain(20),
      subagents: fc.array(chain(8), { maxLength: 2 }),
      turns: places(6),
      compactions: places(2),
      freshTokens: fc.nat(60_000),
      startTokens: fc.nat(60_000),
    })
    .map((scene) => {
      const isThere = (index: number): boolean => index < scene.main.length;
      return {
        ...scene,
        turns: scene.turns.filter(isThere),
        compactions: scene.compactions.filter(isThere),
      };
    });
}
