// The answer to "what would a fresh start have saved": its shape, which `--json` prints unchanged.
// Nothing here computes.
import type { WriteKind } from '../../model/rotation/rotation-session.ts';
import type { FreshSize } from './fresh-size.ts';

/** All savings are estimates: a replay of the session's main-chain calls under `assumptions`. */
export interface RotationAnswer {
  readonly kind: 'rotation';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly sessionId: string;
  /** Main-chain calls with a time. */
  readonly calls: number;
  /** Turns of which such a call is known. */
  readonly turns: number;
  /** What these calls cost, API-equivalent; null: one of them has no price. */
  readonly costNanoUsd: number | null;
  /** The same in tokens of uncached input: cache read 0.1, write 1.25 or 2 (1 h), output 5. */
  readonly weightedTokens: number;
  readonly fresh: FreshSize | null;
  /** What a fresh context is given besides. */
  readonly handoffTokens: number;
  /** Lifetime of the cache entries that the session writes, by most tokens. */
  readonly writeKind: WriteKind;
  /** The single turn at which a fresh start would have saved most; null: see `reason`. */
  readonly bestTurn: (RotationPoint & RotationSaving) | null;
  /** In hindsight, the set of turns that would have saved most; null with `bestTurn`. */
  readonly optimal: (RotationSaving & { readonly turns: readonly RotationPoint[] }) | null;
  /** 'one-turn': no prompt came after a call of the same segment, so there was no place to start afresh. */
  readonly reason: 'no-calls' | 'one-turn' | 'nothing-saved' | null;
  /** Sentences without a full stop. */
  readonly assumptions: readonly string[];
}

export interface RotationPoint {
  /** 1 is the session's first prompt. */
  readonly turn: number;
  /** Index of the turn's first call among the main-chain calls, from 0. */
  readonly callIndex: number;
  readonly atMs: number;
}

export interface RotationSaving {
  /** Null: a call has no price, so the turns were chosen by weighted tokens. */
  readonly savingNanoUsd: number | null;
  /** Of `costNanoUsd`, or of `weightedTokens` where there is no cost. */
  readonly savingRatio: number;
  readonly savingWeightedTokens: number;
}
