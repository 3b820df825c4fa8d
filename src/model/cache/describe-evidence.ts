// What was seen at a collapse, in short sentences. Knows the words and figures; no sentence claims that
// one thing came from another.
import { formatDuration, formatTokens } from '../../shared/format.ts';
import { promptTokens } from '../../shared/tokens.ts';
import type { CacheCall, CacheSignal } from './cache-call.ts';
import type { CacheTtl } from './cache-event.ts';
import { TTL_MS, TTL_NOT_TOLD } from './find-causes.ts';

export interface CollapseFacts {
  readonly call: CacheCall;
  readonly previous: CacheCall | null;
  /** The request of the call before, a hit, was sent after this; null: no hit, or nothing tells. */
  readonly sentAfterMs: number | null;
  readonly between: readonly CacheSignal[];
  readonly ttl: CacheTtl | null;
  readonly gapMs: number | null;
}

/** Without full stops. */
export function describeEvidence(facts: CollapseFacts): string[] {
  const { call, previous } = facts;
  const read = `read ${formatTokens(call.cacheReadTokens)}`;
  const before =
    previous === null ? read : `${read} of ${formatTokens(promptTokens(previous))} sent before`;
  return [
    before,
    ...gapWords(facts),
    ...(previous === null ? [] : changeWords(call, previous)),
    ...signalWords(facts.between),
  ];
}

/** The gap is from first line to first line, and a lifetime counts from request to request. */
function gapWords({ call, sentAfterMs, gapMs, ttl }: CollapseFacts): string[] {
  if (gapMs === null) return [];
  const gap = `${formatDuration(gapMs)} after the call before`;
  const taken = ttl ?? TTL_NOT_TOLD;
  const words = { '5m': '5 m', '1h': '1 h' }[taken];
  const name = ttl === null ? `the usual TTL of ${words} (not told)` : `the TTL in use of ${words}`;
  const ttlMs = TTL_MS[taken];
  if (gapMs > ttlMs) {
    const isClose = formatDuration(gapMs) === formatDuration(ttlMs);
    return [`${gap}, ${isClose ? `${formatDuration(gapMs - ttlMs)} ` : ''}over ${name}`];
  }
  const mostMs = sentAfterMs === null ? 0 : call.atMs - sentAfterMs;
  return [
    `${gap}, within ${name}`,
    ...(mostMs > ttlMs
      ? [`the request of the call before was up to ${formatDuration(mostMs)} old, over that TTL`]
      : []),
  ];
}

function changeWords(call: CacheCall, previous: CacheCall): string[] {
  const pairs: readonly (readonly [string, string | null, string | null])[] = [
    ['model', previous.model, call.model],
    ['effort', previous.effort, call.effort],
    ['speed', previous.isFast ? 'fast' : 'standard', call.isFast ? 'fast' : 'standard'],
    ['Claude Code', previous.version, call.version],
  ];
  return pairs.flatMap(([name, from, to]) =>
    from !== null && to !== null && from !== to ? [`${name} ${from} → ${to}`] : [],
  );
}

function signalWords(signals: readonly CacheSignal[]): string[] {
  const words = signals.flatMap(({ kind, detail }) => {
    switch (kind) {
      case 'compaction':
        return ['a compaction before it'];
      case 'start':
        return detail === null ? [] : [`the session was started (${detail})`];
      case 'tools':
        return [`tool list changed: ${detail ?? 'not told how'}`];
      case 'notice':
        return ["a background task's notification before it"];
      case 'command':
        return detail === null ? [] : [`command ${detail}`];
      case 'clear':
        return ['the session began by /clear'];
      case 'prompt':
        return [];
      default: {
        const unknown: never = kind;
        return [String(unknown)];
      }
    }
  });
  return [...new Set(words)];
}
