// What it costs to have tokens in a context: the price of writing them, then of reading them again on
// every later call that holds them. Knows that no call's bill is exceeded; prices are handed in.
import type { TraceBlock, TraceCall } from '../trace/session-trace.ts';
import type { CalibratedCall, CalibratedChain } from './calibrate-trace.ts';
import type { ChainView } from './waste/chain-view.ts';

/** What a call paid, in nano-USD per token, every multiplier in it. */
export interface CallRates {
  /** Mean over its input and cache writes. */
  readonly fresh: number;
  /** List price of a cache read. */
  readonly read: number;
}

export interface CarryingCost {
  /** Whole nano-USD, cut off. Null: the call has no price. */
  readonly insertNanoUsd: number | null;
  /** Null: no later call of this session has a price. 0: there is none. */
  readonly carryNanoUsd: number | null;
}

/**
 * For so many tokens that a call was first sent. Reading counts at the price of a cache read also on a call
 * that built its cache again: what that cost beyond is the rebuild's. Where the blocks of a call are
 * estimated larger than what it was sent, or than what it paid fresh, all count for less.
 */
export function carryingCost(
  { chain, laterCalls }: ChainView,
  { calls: calibrated }: CalibratedChain,
  ratesOf: (call: TraceCall) => CallRates | null,
  tokensOf: ReadonlyMap<TraceBlock, number>,
): (call: number, tokens: number) => CarryingCost {
  const rates = chain.calls.map((call) => (call.isCopy || call.part > 0 ? null : ratesOf(call)));
  /** Price of reading one token on every call that continues this one. */
  const later = chain.calls.map(() => 0);
  const priced = chain.calls.map(() => 0);
  for (let at = chain.calls.length - 1; at > 0; at--) {
    const { parent, part } = chain.calls[at] as TraceCall;
    if (parent === null || part > 0) continue;
    const read = rates[at]?.read;
    const fits = heldShare(chain.calls[at] as TraceCall, calibrated[at]);
    later[parent] = (later[parent] ?? 0) + (later[at] ?? 0) + (read ?? 0) * fits;
    priced[parent] = (priced[parent] ?? 0) + (priced[at] ?? 0) + (read === undefined ? 0 : 1);
  }
  return (at, tokens) => {
    const call = chain.calls[at] as TraceCall;
    const rate = rates[at]?.fresh;
    const isUnread = (laterCalls[at] ?? 0) === 0;
    const share = freshShare(call, tokensOf) * heldShare(call, calibrated[at]);
    return {
      insertNanoUsd: rate === undefined ? null : Math.floor(tokens * rate * share),
      carryNanoUsd:
        isUnread || (priced[at] ?? 0) > 0 ? Math.floor(tokens * (later[at] ?? 0)) : null,
    };
  };
}

/** How much of the parts of its context a call can have been sent. */
export function heldShare(
  { contextTokens }: TraceCall,
  calibrated: CalibratedCall | undefined,
): number {
  const held = (calibrated?.parts ?? []).reduce((sum, tokens) => sum + tokens, 0);
  return held === 0 ? 0 : Math.min(1, contextTokens / held);
}

/** How much of its new blocks a call can have paid fresh. */
export function freshShare(
  { inputs, tokens }: TraceCall,
  tokensOf: ReadonlyMap<TraceBlock, number>,
): number {
  const fresh = tokens.inputTokens + tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens;
  const sent = inputs.reduce((sum, block) => sum + (tokensOf.get(block) ?? 0), 0);
  return sent === 0 ? 0 : Math.min(1, fresh / sent);
}
