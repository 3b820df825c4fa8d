// Sessions for the replay of rotations: written by hand for tables, and generated for laws.
import fc from 'fast-check';
import type {
  RateBand,
  RotationCall,
  RotationSession,
  WriteKind,
} from '../../../src/model/rotation/rotation-session.ts';
import { promptTokens, type TokenCounts } from '../../../src/shared/tokens.ts';

/** Opus prices, nano-USD per token. */
export const FLAT: readonly RateBand[] = [
  {
    abovePromptTokens: 0,
    rates: {
      input: 5000,
      cacheRead: 500,
      cacheWrite5m: 6250,
      cacheWrite1h: 10_000,
      output: 25_000,
    },
  },
];

/** The same, twice as dear above 200k. */
export const BANDED: readonly RateBand[] = [
  ...FLAT,
  {
    abovePromptTokens: 200_000,
    rates: {
      input: 10_000,
      cacheRead: 1000,
      cacheWrite5m: 12_500,
      cacheWrite1h: 20_000,
      output: 37_500,
    },
  },
];

export function callOf(counts: Partial<TokenCounts>): RotationCall {
  const whole = {
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 0,
    ...counts,
  };
  return { ...whole, contextTokens: promptTokens(whole) };
}

/** Calls whose context grows by `step` each: all read but the growth, which is written for an hour. */
export function growing(count: number, first: number, step: number): RotationCall[] {
  return Array.from({ length: count }, (_, index) =>
    callOf({
      cacheReadTokens: index === 0 ? 0 : first + (index - 1) * step,
      cacheWrite1hTokens: index === 0 ? first : step,
      outputTokens: 100,
    }),
  );
}

export function sessionOf(
  calls: readonly RotationCall[],
  turnStarts: readonly number[],
  more: Partial<RotationSession> = {},
): RotationSession {
  return {
    calls,
    turns: turnStarts.map((callIndex, index) => ({ turn: index + 1, callIndex })),
    segmentStarts: [],
    freshTokens: 20_000,
    writeKind: '1h',
    ...more,
  };
}

const tokens = fc.oneof(fc.nat(500), fc.nat(300_000));
const calls = fc
  .record({
    inputTokens: fc.nat(5_000),
    cacheReadTokens: tokens,
    cacheWrite5mTokens: fc.nat(40_000),
    cacheWrite1hTokens: tokens,
    outputTokens: fc.nat(5_000),
  })
  .map(callOf);

/** Any sequence of contexts, also ones that no client would make; at most 8 turns. */
export const anySession: fc.Arbitrary<RotationSession> = fc
  .record({
    calls: fc.array(calls, { maxLength: 24 }),
    starts: fc.uniqueArray(fc.nat(23), { maxLength: 8 }),
    segmentStarts: fc.uniqueArray(fc.nat(23), { maxLength: 2 }),
    freshTokens: fc.nat(60_000),
    writeKind: fc.constantFrom<WriteKind>('5m', '1h', 'none'),
  })
  .map(({ calls: all, starts, segmentStarts, ...rest }) => ({
    ...sessionOf(
      all,
      rising(starts).filter((start) => start < all.length),
    ),
    ...rest,
    segmentStarts: rising(segmentStarts),
  }));

export const anyBands = fc.constantFrom(FLAT, BANDED);

function rising(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}
