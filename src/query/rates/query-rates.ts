// The question "what does a token cost now": the price book, and what the next message of a session costs
// warm and cold. Knows where context and model come from; the arithmetic is keep-warm.ts's.

import { billableUsage } from '../../model/billable-usage.ts';
import type { CacheTtl } from '../../model/cache/cache-event.ts';
import { type PriceBand, type PriceRow, rowAt } from '../../pricing/book.ts';
import { priceCall, ratesPaid } from '../../pricing/cost.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { NO_TOKENS } from '../../shared/tokens.ts';
import { readSessions } from '../../store/readers/sessions.ts';
import { type RecentCallRow, readRecentCalls } from '../../store/readers/verdict.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { contextOf, deriveNextMessage } from '../live/next-message.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSession } from '../sessions/find-session.ts';
import { weighKeepWarm } from './keep-warm.ts';
import type { RateBandFacts, RateRow, RatesAnswer, RatesSession } from './rates-answer.ts';
import { resolveModel } from './resolve-model.ts';

export interface RatesQuestion {
  /** As typed; undefined: all models, and the session's for the arithmetic. */
  readonly model?: string | undefined;
  readonly contextTokens?: number | undefined;
  /** Between two pings, at least 1. */
  readonly intervalSec: number;
  /** Session id or its beginning; undefined: the newest with a call. */
  readonly session?: string | undefined;
}

/** @throws TelltaleError `unknown-model`, and what findSession throws for a session asked for */
export function queryRates(asked: QueryContext, question: RatesQuestion): RatesAnswer {
  const context = atOneMoment(asked);
  const nowMs = context.now();
  const { book } = context;
  const model = question.model === undefined ? null : resolveModel(book, question.model);
  const seen = readSeen(context, question.session);
  return {
    kind: 'rates',
    formatVersion: 1,
    generatedAtMs: nowMs,
    timezone: context.zone.name,
    bookVersion: book.bookVersion,
    model,
    rows: rowsFor(context, model),
    ...keepWarmOf(context, question, model, seen),
    session: seen?.session ?? null,
  };
}

interface Seen {
  readonly session: RatesSession;
  readonly last: RecentCallRow;
  readonly ttl: CacheTtl | null;
}

/** As many as are looked through for the newest write. */
const RECENT_CALLS = 24;

/** The session asked for, or the newest that has a call; null: none. */
function readSeen(context: QueryContext, wanted: string | undefined): Seen | null {
  const { db } = context.store;
  const rows =
    wanted === undefined
      ? readSessions(db, { limit: 20 })
      : [findSession({ ...context, command: 'rates --session' }, wanted)];
  for (const row of rows) {
    const calls = readRecentCalls(db, row.id, RECENT_CALLS);
    const [last] = calls;
    if (last === undefined) continue;
    const { sessionId, shortId, title } = identifySession(context, row);
    const next = deriveNextMessage(calls, context.book);
    const isLong = next === null ? null : next.ttlMs > 5 * 60_000;
    return {
      session: { sessionId, shortId, title, coldAtMs: next?.coldAtMs ?? null },
      last,
      ttl: isLong === null ? null : isLong ? '1h' : '5m',
    };
  }
  return null;
}

function keepWarmOf(
  { book, now }: QueryContext,
  question: RatesQuestion,
  model: string | null,
  seen: Seen | null,
): Pick<RatesAnswer, 'keepWarm' | 'keepWarmReason'> {
  const none = (reason: RatesAnswer['keepWarmReason']) => ({
    keepWarm: null,
    keepWarmReason: reason,
  });
  const contextTokens =
    question.contextTokens ?? (seen === null ? undefined : contextOf(seen.last));
  const modelId = model ?? seen?.last.model;
  if (contextTokens === undefined || modelId === undefined) return none('no-session');
  if (contextTokens === 0) return none('no-context');
  // The next message runs as the last one did: fast, or with a data residency.
  const flags = model === null ? (seen?.last.flags ?? 0) : 0;
  const usage = billableUsage(
    { ...NO_TOKENS, cacheReadTokens: contextTokens, webSearches: 0 },
    flags,
  );
  const price = priceCall(usage, modelId, now(), book);
  const rates = ratesPaid(price);
  if (price.row === null || rates === null) return none('no-price');
  return {
    keepWarm: {
      model: oneLine(price.row.id),
      modelBasis: model === null ? 'session' : 'asked',
      isFast: usage.speed === 'fast' && price.row.fast !== null,
      contextBasis: question.contextTokens === undefined ? 'session' : 'asked',
      ...weighKeepWarm({
        rates,
        contextTokens,
        intervalSec: question.intervalSec,
        ttlInUse: seen?.ttl ?? null,
      }),
    },
    keepWarmReason: null,
  };
}

function rowsFor({ book, now }: QueryContext, model: string | null): RateRow[] {
  if (model !== null) {
    return [...(book.rowsById.get(model) ?? [])].reverse().map((row) => factsOf(row, book, now()));
  }
  return [...book.rowsById.values()].flatMap((rows) => {
    const row = rowAt(rows, now());
    return row === null ? [] : [factsOf(row, book, now())];
  });
}

function factsOf(row: PriceRow, { rowsById }: QueryContext['book'], nowMs: number): RateRow {
  const versions = rowsById.get(row.id) ?? [];
  return {
    id: oneLine(row.id),
    released: row.released,
    fromMs: row.fromMs,
    untilMs: row.untilMs,
    isInForce: rowAt(versions, nowMs) === row,
    versions: versions.length,
    standard: row.standard.map(bandOf),
    fast: row.fast === null ? null : row.fast.map(bandOf),
    source: row.source,
    confidence: row.confidence,
    note: row.note,
  };
}

function bandOf({ abovePromptTokens, rates }: PriceBand): RateBandFacts {
  return {
    abovePromptTokens,
    inputUsd: rates.input / 1000,
    cacheReadUsd: rates.cacheRead / 1000,
    cacheWrite5mUsd: rates.cacheWrite5m / 1000,
    cacheWrite1hUsd: rates.cacheWrite1h / 1000,
    outputUsd: rates.output / 1000,
  };
}
