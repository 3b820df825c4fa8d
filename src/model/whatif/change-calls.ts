// Calls again with something changed, one by one: what they cost less in sum. Knows how tokens move from
// one kind to another; which do is the scenarios' business.
import type { TokenCounts } from '../../shared/tokens.ts';
import type { CacheTtl } from '../cache/cache-event.ts';
import type { Price } from './price-replay.ts';
import type { Replayed } from './scenario.ts';
import type { WhatIfCall } from './whatif-session.ts';

export interface Change {
  readonly call: WhatIfCall;
  /** What the scenario counts happened here. */
  readonly isTime?: boolean;
}

/** `change`: null leaves the call as it was. */
export function changeCalls(
  calls: readonly WhatIfCall[],
  price: Price,
  change: (call: WhatIfCall, index: number) => Change | null,
): Replayed {
  let [savingNanoUsd, changedCalls, unpricedCalls, times] = [0, 0, 0, 0];
  for (let index = 0; index < calls.length; index++) {
    const call = calls[index] as WhatIfCall;
    const changed = change(call, index);
    if (changed === null) continue;
    const before = price(call);
    const after = price(changed.call);
    changedCalls += 1;
    if (changed.isTime === true) times += 1;
    if (before === null || after === null) unpricedCalls += 1;
    else savingNanoUsd += before - after;
  }
  return { savingNanoUsd, changedCalls, unpricedCalls, times };
}

/** Tokens that were sent anew are read: taken from the writes first, then from the uncached input. */
export function readInstead(call: WhatIfCall, tokens: number): WhatIfCall {
  const less5m = Math.min(tokens, call.cacheWrite5mTokens);
  const less1h = Math.min(tokens - less5m, call.cacheWrite1hTokens);
  const lessInput = Math.min(tokens - less5m - less1h, call.inputTokens);
  return withTokens(call, {
    inputTokens: call.inputTokens - lessInput,
    cacheReadTokens: call.cacheReadTokens + less5m + less1h + lessInput,
    cacheWrite5mTokens: call.cacheWrite5mTokens - less5m,
    cacheWrite1hTokens: call.cacheWrite1hTokens - less1h,
  });
}

/** Tokens that were read are written. */
export function writeInstead(call: WhatIfCall, tokens: number, ttl: CacheTtl): WhatIfCall {
  const moved = Math.min(tokens, call.cacheReadTokens);
  return withTokens(call, {
    cacheReadTokens: call.cacheReadTokens - moved,
    cacheWrite5mTokens: call.cacheWrite5mTokens + (ttl === '5m' ? moved : 0),
    cacheWrite1hTokens: call.cacheWrite1hTokens + (ttl === '1h' ? moved : 0),
  });
}

/** All writes with one lifetime. */
export function withLifetime(call: WhatIfCall, ttl: CacheTtl): WhatIfCall {
  const written = call.cacheWrite5mTokens + call.cacheWrite1hTokens;
  return withTokens(call, {
    cacheWrite5mTokens: ttl === '5m' ? written : 0,
    cacheWrite1hTokens: ttl === '1h' ? written : 0,
  });
}

export function withTokens(call: WhatIfCall, tokens: Partial<TokenCounts>): WhatIfCall {
  return { ...call, ...tokens };
}

/** What stood in the cache after the call. */
export function heldTokens(call: WhatIfCall): number {
  return call.cacheReadTokens + call.cacheWrite5mTokens + call.cacheWrite1hTokens;
}
