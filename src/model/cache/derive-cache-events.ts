// Finds where the cached prefix of a session collapsed, call by call along each chain, and what stood
// between the two calls. Says what was there, never what the server did with it. Pure.
import { promptTokens } from '../../shared/tokens.ts';
import type { CacheCall, CacheSignal, CopiedHistory } from './cache-call.ts';
import type { CacheCause, CacheEvent, CacheTtl } from './cache-event.ts';
import { describeEvidence } from './describe-evidence.ts';
import { findCauses } from './find-causes.ts';
import { excessOf } from './price-excess.ts';

/**
 * A read of less than this share of what the cache held is a collapse. Source: of the real sessions
 * looked at, hits read over 99 % and collapses under 30 %; half lies far from both.
 */
export const COLLAPSE_RATIO = 0.5;

/** Fewer tokens sent anew are no event of their own. Source: the floor of ctxprof's audit. */
export const MIN_REWRITTEN_TOKENS = 2_000;

export interface CacheFindings {
  /** Of all chains, in the order of time. */
  readonly events: readonly CacheEvent[];
  /** What was sent anew though the call before had it in the cache, by call that is no event. */
  readonly partial: readonly PartialLoss[];
}

export interface PartialLoss {
  readonly atMs: number;
  readonly tokens: number;
}

/**
 * `calls` and `signals` in the order of time. `copied`: null unless the session begins as a copy.
 */
export function deriveCacheEvents(
  calls: readonly CacheCall[],
  signals: readonly CacheSignal[],
  copied: CopiedHistory | null = null,
): CacheFindings {
  const events: CacheEvent[] = [];
  const partial: PartialLoss[] = [];
  for (const [agentId, chain] of chainsOf(calls)) {
    const own = signals.filter((signal) => signal.agentId === agentId);
    followChain(chain, own, agentId === null ? copied : null, { events, partial });
  }
  events.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0) || (a.callId < b.callId ? -1 : 1));
  return { events, partial };
}

function chainsOf(calls: readonly CacheCall[]): Map<string | null, CacheCall[]> {
  const chains = new Map<string | null, CacheCall[]>();
  for (const call of calls) {
    const chain = chains.get(call.agentId);
    if (chain === undefined) chains.set(call.agentId, [call]);
    else chain.push(call);
  }
  return chains;
}

interface Findings {
  readonly events: CacheEvent[];
  readonly partial: PartialLoss[];
}

/**
 * Each call is held against the last one that left something in the cache: one in between that cached
 * nothing and lost nothing neither renewed nor changed it.
 */
function followChain(
  chain: readonly CacheCall[],
  signals: readonly CacheSignal[],
  copied: CopiedHistory | null,
  findings: Findings,
): void {
  let from = 0;
  let next = 0;
  let ttl: CacheTtl | null = copied?.ttl ?? null;
  let previous: CacheCall | null = null;
  let sentAfterMs: number | null = null;
  for (const [callIndex, call] of chain.entries()) {
    while (next < signals.length && (signals[next] as CacheSignal).atMs <= call.atMs) next += 1;
    const between = signals.slice(from, next);
    const step: Step = { call, callIndex, previous, sentAfterMs, between, ttl, copied };
    const event: CacheEvent | null =
      previous === null ? firstEvent(step) : laterEvent(step, previous);
    if (event !== null) findings.events.push(event);
    else if (previous !== null) notePartial(call, previous, findings);
    ttl = ttlOfWrites(call, call.hasWriteSplit) ?? ttl;
    if (event === null && heldTokens(call) === 0) continue;
    previous = call;
    sentAfterMs = event === null ? newest(chain[callIndex - 1], signals[next - 1]) : null;
    from = next;
  }
}

function newest(
  call: { readonly atMs: number } | undefined,
  signal: { readonly atMs: number } | undefined,
): number | null {
  if (call === undefined || signal === undefined) return call?.atMs ?? signal?.atMs ?? null;
  return Math.max(call.atMs, signal.atMs);
}

interface Step {
  readonly call: CacheCall;
  readonly callIndex: number;
  readonly previous: CacheCall | null;
  /** The request of the call before, a hit, was sent after this; null: no hit, or nothing tells. */
  readonly sentAfterMs: number | null;
  readonly between: readonly CacheSignal[];
  /** Of the newest writes before this call. */
  readonly ttl: CacheTtl | null;
  readonly copied: CopiedHistory | null;
}

/** The first call of a chain that caches writes what other sessions left nothing to read of. */
function firstEvent(step: Step): CacheEvent | null {
  const { call, between, copied } = step;
  const written = call.cacheWrite5mTokens + call.cacheWrite1hTokens;
  if (copied !== null) {
    const held = copied.contextTokens;
    if (!isCollapse(call, held)) return null;
    return toEvent(step, ['fork'], lostTokens(call, held), call.atMs - copied.atMs);
  }
  if (written === 0) return null;
  const isCleared = between.some(
    ({ kind, detail }) => kind === 'clear' || (kind === 'start' && detail === 'clear'),
  );
  return toEvent(step, [isCleared ? 'clear' : 'warm-up'], written, null);
}

function laterEvent(step: Step, previous: CacheCall): CacheEvent | null {
  const { call, between } = step;
  const held = heldTokens(previous);
  const isCompacted = between.some(({ kind }) => kind === 'compaction');
  if (held === 0 || (!isCompacted && !isCollapse(call, held))) return null;
  const causes = findCauses(call, previous, between, step.ttl);
  return toEvent(step, causes, lostTokens(call, held), call.atMs - previous.atMs);
}

/** A smaller context alone is none: a rewound conversation reads what is left of it. */
function isCollapse(call: CacheCall, heldBefore: number): boolean {
  const readable = Math.min(heldBefore, promptTokens(call));
  return (
    call.cacheReadTokens < COLLAPSE_RATIO * readable &&
    lostTokens(call, heldBefore) >= MIN_REWRITTEN_TOKENS
  );
}

/** What stood in the cache after the call. */
function heldTokens(call: CacheCall): number {
  return call.cacheReadTokens + call.cacheWrite5mTokens + call.cacheWrite1hTokens;
}

/** Of what the call wrote or sent uncached, as much as the cache had held and did not give. */
function lostTokens(call: CacheCall, heldBefore: number): number {
  const anew = promptTokens(call) - call.cacheReadTokens;
  return Math.min(anew, Math.max(0, heldBefore - call.cacheReadTokens));
}

/**
 * A loss below the threshold of an event. The last block of a request is often written anew with what
 * follows it, so what the call before sent uncached counts as held too.
 */
function notePartial(call: CacheCall, previous: CacheCall, { partial }: Findings): void {
  const tokens = lostTokens(call, heldTokens(previous));
  if (tokens === 0) return;
  partial.push({ atMs: call.atMs, tokens });
}

/** By the larger part of the writes; null: none, or not told apart. */
export function ttlOfWrites(
  writes: Pick<CacheCall, 'cacheWrite5mTokens' | 'cacheWrite1hTokens'>,
  hasWriteSplit: boolean,
): CacheTtl | null {
  const { cacheWrite5mTokens: short, cacheWrite1hTokens: long } = writes;
  if (!hasWriteSplit || short + long === 0) return null;
  return long >= short ? '1h' : '5m';
}

const EXPECTED: readonly CacheCause[] = ['warm-up', 'clear', 'fork', 'compaction'];

function toEvent(
  { call, callIndex, previous, sentAfterMs, between, ttl, copied }: Step,
  causes: readonly CacheCause[],
  rewrittenTokens: number,
  gapMs: number | null,
): CacheEvent {
  const [cause = 'unexplained', ...alsoPresent] = causes;
  const before = previous === null ? copied?.contextTokens : promptTokens(previous);
  const facts = { call, previous, sentAfterMs, between, ttl, gapMs };
  return {
    callId: call.callId,
    previousCallId: previous?.callId ?? null,
    callIndex,
    agentId: call.agentId,
    atMs: call.atMs,
    model: call.model,
    version: call.version,
    cause,
    alsoPresent,
    isExpected: EXPECTED.includes(cause),
    gapMs,
    ttl,
    previousContextTokens: before ?? null,
    readTokens: call.cacheReadTokens,
    writtenTokens: call.cacheWrite5mTokens + call.cacheWrite1hTokens,
    rewrittenTokens,
    excessNanoUsd: excessOf(call, rewrittenTokens),
    costNanoUsd: call.costNanoUsd,
    between: [...new Set(between.map(({ kind }) => kind))],
    evidence: describeEvidence(facts),
  };
}
