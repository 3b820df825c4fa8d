// The collapses of the cache in some sessions: hands their calls, prices and signals to the model. Knows
// where each fact is stored; what counts as a collapse is the model's.
import { billableUsage } from '../../model/billable-usage.ts';
import type { CacheCall, CacheRates, CopiedHistory } from '../../model/cache/cache-call.ts';
import type { CacheEvent } from '../../model/cache/cache-event.ts';
import {
  type CacheFindings,
  deriveCacheEvents,
  ttlOfWrites,
} from '../../model/cache/derive-cache-events.ts';
import { effortOf } from '../../model/effort.ts';
import { LINE_FLAG } from '../../model/flags.ts';
import type { PriceBook } from '../../pricing/book.ts';
import { priceCall, ratesPaid } from '../../pricing/cost.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import { type ChainCallRow, readChainCalls } from '../../store/readers/chain-calls.ts';
import { type CopiedCallRow, readCopiedHistory } from '../../store/readers/copied-history.ts';
import type { QueryContext } from '../context.ts';
import { groupBy } from '../sessions/group-by.ts';
import { readCacheSignals } from './read-cache-signals.ts';

/** Sessions are looked at so many at a time, so that memory stays bounded. */
const BATCH = 100;

/** Events of all chains in the order of time, by session.id; sessions without any have an empty list. */
export function readCacheEvents(
  context: QueryContext,
  sessionRowIds: readonly number[],
): Map<number, readonly CacheEvent[]> {
  const found = readCacheFindings(context, sessionRowIds);
  return new Map([...found].map(([id, { events }]) => [id, events]));
}

/** The same with the losses that are too small for an event. */
export function readCacheFindings(
  context: QueryContext,
  sessionRowIds: readonly number[],
): Map<number, CacheFindings> {
  const { db } = context.store;
  const found = new Map<number, CacheFindings>();
  for (let from = 0; from < sessionRowIds.length; from += BATCH) {
    const ids = sessionRowIds.slice(from, from + BATCH);
    const calls = groupBy(readChainCalls(db, ids), (call) => call.session);
    for (const [id, findings] of findingsOfCalls(context, ids, calls)) found.set(id, findings);
  }
  return found;
}

/** For a reader that has the calls of these sessions already, by session.id and in the order of time. */
export function findingsOfCalls(
  context: QueryContext,
  ids: readonly number[],
  calls: ReadonlyMap<number, readonly ChainCallRow[]>,
): Map<number, CacheFindings> {
  const { db } = context.store;
  const ratesOf = rateReader(context.book);
  const signals = readCacheSignals(context, ids);
  const copied = new Map(readCopiedHistory(db, ids).map((row) => [row.session, toCopied(row)]));
  return new Map(
    ids.map((id) => {
      const own = (calls.get(id) ?? []).map((row) => toCacheCall(row, ratesOf));
      const found = deriveCacheEvents(own, signals.get(id) ?? [], copied.get(id) ?? null);
      return [id, { ...found, events: found.events.map(cleanEvent) }];
    }),
  );
}

function toCopied(row: CopiedCallRow): CopiedHistory {
  return { contextTokens: row.contextTokens, atMs: row.atMs, ttl: ttlOfWrites(row, hasSplit(row)) };
}

function hasSplit({ flags }: { readonly flags: number }): boolean {
  return (flags & LINE_FLAG.writeSplit) !== 0;
}

function toCacheCall(
  row: ChainCallRow,
  ratesOf: (row: ChainCallRow) => CacheRates | null,
): CacheCall {
  return {
    callId: row.messageId,
    agentId: row.agentId,
    atMs: row.atMs,
    model: row.model,
    version: row.version,
    effort: effortOf(row.flags),
    isFast: (row.flags & LINE_FLAG.fast) !== 0,
    hasWriteSplit: hasSplit(row),
    costNanoUsd: row.costNanoUsd,
    rates: ratesOf(row),
    inputTokens: row.inputTokens,
    cacheReadTokens: row.cacheReadTokens,
    cacheWrite5mTokens: row.cacheWrite5mTokens,
    cacheWrite1hTokens: row.cacheWrite1hTokens,
    outputTokens: row.outputTokens,
  };
}

function rateReader(book: PriceBook): (row: ChainCallRow) => CacheRates | null {
  return (row) => {
    const usage = billableUsage(row, row.flags);
    return ratesPaid(priceCall(usage, row.model, row.atMs, book));
  };
}

/** Ids, models and versions are as a transcript has them: nothing of theirs may steer a terminal. */
function cleanEvent(event: CacheEvent): CacheEvent {
  const { callId, previousCallId, agentId, model, version, evidence } = event;
  return {
    ...event,
    callId: oneLine(callId),
    previousCallId: previousCallId === null ? null : oneLine(previousCallId),
    agentId: agentId === null ? null : oneLine(agentId),
    model: oneLine(model),
    version: version === null ? null : oneLine(version),
    evidence: evidence.map((sentence) => maskLine(sentence)),
  };
}
