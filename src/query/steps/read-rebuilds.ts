// The collapses of the cached prefix in some sessions, by the call that paid for them. What counts as one
// is the cache question's.
import type { CacheEvent } from '../../model/cache/cache-event.ts';
import { readCacheEvents } from '../cache/read-cache-events.ts';
import type { QueryContext } from '../context.ts';

/** By session.id, then by message id: only a message itself has a chain, no advisor's entry. */
export type Rebuilds = ReadonlyMap<number, ReadonlyMap<string, CacheEvent>>;

export function readRebuilds(context: QueryContext, sessions: readonly number[]): Rebuilds {
  const events = readCacheEvents(context, sessions);
  return new Map(
    [...events].map(([session, own]) => [
      session,
      new Map(own.map((event) => [event.callId, event])),
    ]),
  );
}
