// What had changed between a call and the one before, in the order in which a cause is taken. Each is a
// fact of the two calls or of a record between them; that it was the reason is not said.
import { canonicalModelId } from '../../pricing/canonical.ts';
import type { CacheCall, CacheSignal } from './cache-call.ts';
import type { CacheCause, CacheTtl } from './cache-event.ts';

/** Source: Anthropic's two cache lifetimes; each read renews them. */
export const TTL_MS: Readonly<Record<CacheTtl, number>> = { '5m': 5 * 60_000, '1h': 60 * 60_000 };

/** Where writes are not told by lifetime: Claude Code knew no other when it wrote such lines. */
export const TTL_NOT_TOLD: CacheTtl = '5m';

/** In the order of CACHE_CAUSES; 'unexplained' alone when nothing is known to have changed. */
export function findCauses(
  call: CacheCall,
  previous: CacheCall,
  between: readonly CacheSignal[],
  ttl: CacheTtl | null,
): CacheCause[] {
  const causes: CacheCause[] = [];
  const has = (kind: CacheSignal['kind']): boolean => between.some((one) => one.kind === kind);
  if (has('compaction')) causes.push('compaction');
  if (call.atMs - previous.atMs > TTL_MS[ttl ?? TTL_NOT_TOLD]) causes.push('idle');
  if (canonicalModelId(call.model) !== canonicalModelId(previous.model)) {
    causes.push('model-switch');
  }
  if (isEffortSwitch(call, previous, between)) causes.push('effort-switch');
  if (call.isFast !== previous.isFast) causes.push('fast-switch');
  if (differ(call.version, previous.version)) causes.push('upgrade');
  if (has('tools')) causes.push('tools-change');
  if (between.some(({ kind, detail }) => kind === 'start' && detail === 'resume')) {
    causes.push('resume');
  }
  return causes.length === 0 ? ['unexplained'] : causes;
}

/** Before 2.1.212 no call tells its level; the command stands in transcripts since 2.1.197 at the latest. */
function isEffortSwitch(
  { effort }: CacheCall,
  previous: CacheCall,
  between: readonly CacheSignal[],
): boolean {
  if (effort !== null && previous.effort !== null) return effort !== previous.effort;
  return between.some(({ kind, detail }) => kind === 'command' && detail === '/effort');
}

/** Only where both say something: what is not told is not known to have changed. */
function differ<Value>(a: Value | null, b: Value | null): boolean {
  return a !== null && b !== null && a !== b;
}
