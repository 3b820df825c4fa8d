// What it would have cost to keep a cache alive through a silence. Knows cache lifetimes; the size and
// the price of a read are handed in.
import type { CacheTtl } from '../cache/cache-event.ts';
import { TTL_MS } from '../cache/find-causes.ts';

const MINUTE_MS = 60_000;

/** As long as a ping may wait and still come in time: a minute, or five, before the entry ends. */
export const PING_INTERVAL_MS = {
  '5m': TTL_MS['5m'] - MINUTE_MS,
  '1h': TTL_MS['1h'] - 5 * MINUTE_MS,
} as const satisfies Record<CacheTtl, number>;

export interface KeepWarm {
  /** Messages in between, so that no silence is longer than the cache lives. */
  readonly messages: number;
  /** Each reads the whole context; its own few tokens are left out. */
  readonly costNanoUsd: number;
}

export function keepWarm(
  gapMs: number,
  ttl: CacheTtl,
  contextTokens: number,
  readRate: number,
): KeepWarm {
  const messages = gapMs <= TTL_MS[ttl] ? 0 : Math.ceil(gapMs / PING_INTERVAL_MS[ttl]) - 1;
  return { messages, costNanoUsd: Math.round(messages * contextTokens * readRate) };
}
