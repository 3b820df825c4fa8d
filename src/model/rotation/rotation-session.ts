// What a replay of rotations is given: a session's main-chain calls, where its turns and segments begin,
// and how large a fresh context is. Shapes only; nothing here computes.
import type { PriceBand } from '../../pricing/book.ts';
import type { TokenCounts } from '../../shared/tokens.ts';

export interface RotationSession {
  /** Main-chain calls in the order of time. */
  readonly calls: readonly RotationCall[];
  /** Turns of which a call is known, in the order of time; each call begins at most one. */
  readonly turns: readonly TurnStart[];
  /** Indices of the first call after each compaction, rising. */
  readonly segmentStarts: readonly number[];
  /** Context of the first call of a fresh session, its handoff included. */
  readonly freshTokens: number;
  /** Of them, what other calls keep in the cache; left out: nothing. */
  readonly warmTokens?: number;
  /** How the session's own calls write to the cache, and so would the first fresh call. */
  readonly writeKind: WriteKind;
}

export interface RotationCall extends TokenCounts {
  /** Input, cache read and cache write: what the model was sent. */
  readonly contextTokens: number;
}

export interface TurnStart {
  /** 1 is the first prompt of the session. */
  readonly turn: number;
  /** Index of the turn's first call. */
  readonly callIndex: number;
}

/** 'none': the session uses no cache, all it sends is uncached input. */
export type WriteKind = '5m' | '1h' | 'none';

/** What a token costs, by call: nano-USD, or weights. By rising prompt size, as in the price book. */
export type RatesOf = (callIndex: number) => readonly RateBand[];

/** The name of a band is of no use here. */
export type RateBand = Pick<PriceBand, 'abovePromptTokens' | 'rates'>;
