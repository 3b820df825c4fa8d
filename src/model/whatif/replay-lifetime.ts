// A chain again with another lifetime of its cache entries: other rates for what is written, and other
// silences that end in a rebuild. Knows lifetimes; what the user sets to get them is the scenarios'.
import type { CacheEvent, CacheTtl } from '../cache/cache-event.ts';
import { ttlOfWrites } from '../cache/derive-cache-events.ts';
import { TTL_MS, TTL_NOT_TOLD } from '../cache/find-causes.ts';
import { LINE_FLAG } from '../flags.ts';
import {
  type Change,
  changeCalls,
  heldTokens,
  readInstead,
  withLifetime,
  writeInstead,
} from './change-calls.ts';
import type { Price } from './price-replay.ts';
import { addReplayed, NOTHING, type Replayed } from './scenario.ts';
import type { WhatIfCall, WhatIfChain, WhatIfSession } from './whatif-session.ts';

/**
 * Where the lifetime in use was `ttl` already, a call stays as it was. A rebuild after a silence that the
 * longer lifetime outlasts becomes a read, if the silence is all that is known to have caused it; a read
 * after a silence that the shorter one does not outlast becomes a write of all that the call before had
 * in the cache.
 */
export function replayLifetime(chain: WhatIfChain, ttl: CacheTtl, price: Price): Replayed {
  let inUse: CacheTtl | null = null;
  let previous: WhatIfCall | null = null;
  return changeCalls(chain.calls, price, (call, index) => {
    const collapse = chain.collapses.get(index);
    const isOther = previous !== null && (inUse ?? TTL_NOT_TOLD) !== ttl;
    const outcome = isOther && previous !== null ? outcomeBy(ttl, previous, call, collapse) : null;
    // The search for collapses holds a call against the last one that left something in the cache, too.
    if (heldTokens(call) > 0 || collapse !== undefined) previous = call;
    inUse = lifetimeOf(call) ?? inUse;
    if (outcome !== null) return { call: withLifetime(outcome, ttl), isTime: true };
    return otherRate(call, ttl);
  });
}

/** Null: nothing was written with the other lifetime. */
function otherRate(call: WhatIfCall, ttl: CacheTtl): Change | null {
  const others = ttl === '1h' ? call.cacheWrite5mTokens : call.cacheWrite1hTokens;
  return others === 0 ? null : { call: withLifetime(call, ttl) };
}

/** Null: what the cache gave stays as it was. */
function outcomeBy(
  ttl: CacheTtl,
  before: WhatIfCall,
  call: WhatIfCall,
  collapse: CacheEvent | undefined,
): WhatIfCall | null {
  if (before.atMs === null || call.atMs === null) return null;
  const gapMs = call.atMs - before.atMs;
  if (ttl === '1h') {
    if (!isIdleOnly(collapse) || gapMs > TTL_MS['1h']) return null;
    return readInstead(call, collapse.rewrittenTokens);
  }
  const lost = Math.min(call.cacheReadTokens, heldTokens(before));
  return gapMs > TTL_MS['5m'] && lost > 0 ? writeInstead(call, lost, '5m') : null;
}

/** A rebuild of which nothing but the silence is known. */
export function isIdleOnly(collapse: CacheEvent | undefined): collapse is CacheEvent {
  return collapse !== undefined && collapse.cause === 'idle' && collapse.alsoPresent.length === 0;
}

export function lifetimeOf(call: WhatIfCall): CacheTtl | null {
  return ttlOfWrites(call, (call.flags & LINE_FLAG.writeSplit) !== 0);
}

/** All chains; calls that follow no other pay another rate, and read what they read. */
export function replayLifetimes({ chains }: WhatIfSession, ttl: CacheTtl, price: Price): Replayed {
  return chains
    .map(({ kind, calls, collapses }) =>
      kind === 'single'
        ? changeCalls(calls, price, (call) => otherRate(call, ttl))
        : replayLifetime({ kind, calls, collapses }, ttl, price),
    )
    .reduce(addReplayed, NOTHING);
}
