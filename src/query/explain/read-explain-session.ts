// What the search for avoidable costs needs of one session: its calls with their bills, its cache events,
// its waste. Knows where each comes from; derives none of them.
import { calibrateTrace } from '../../model/audit/calibrate-trace.ts';
import { freshShare, heldShare } from '../../model/audit/carrying-cost.ts';
import { deriveWaste } from '../../model/audit/derive-waste.ts';
import { billableUsage } from '../../model/billable-usage.ts';
import type { ExplainCall, ExplainSession, SentBill } from '../../model/explain/explain-session.ts';
import type { SessionTrace, TraceCall } from '../../model/trace/session-trace.ts';
import type { PriceBook } from '../../pricing/book.ts';
import { priceCall, ratesPaid } from '../../pricing/cost.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { readCacheEvents } from '../cache/read-cache-events.ts';
import type { QueryContext } from '../context.ts';
import { readSessionTrace } from '../trace/read-session-trace.ts';
import type { ContentCoverage } from './explain-answer.ts';

export function readExplainSession(
  context: QueryContext,
  sessionRowId: number,
): { readonly session: ExplainSession; readonly content: ContentCoverage } {
  const trace = readSessionTrace(context, sessionRowId);
  const calibrated = calibrateTrace(trace);
  return {
    session: {
      chains: trace.chains.map(({ agentId, calls }, chain) => ({
        agentId: agentId === null ? null : oneLine(agentId),
        calls: calls.map((call, index) => {
          const inserted = freshShare(call, calibrated.tokens);
          const held = heldShare(call, calibrated.chains[chain]?.calls[index]);
          return explainCall(call, index, billOf(call, context.book, inserted, held));
        }),
      })),
      events: readCacheEvents(context, [sessionRowId]).get(sessionRowId) ?? [],
      waste: deriveWaste(trace, calibrated),
    },
    content: coverageOf(trace),
  };
}

function explainCall(call: TraceCall, index: number, bill: SentBill | null): ExplainCall {
  const { callId, parent, part, isCopy, atMs, model, version, effort, isFast, contextTokens } =
    call;
  return {
    callId,
    number: index + 1,
    parent,
    isAdvisor: part > 0,
    isOwn: !isCopy,
    atMs,
    model: oneLine(model),
    version: version === null ? null : oneLine(version),
    effort,
    isFast,
    contextTokens,
    bill,
  };
}

/** At the price of its day, as the ledger has it. */
function billOf(
  { tokens, webSearches, flags, model, atMs }: TraceCall,
  book: PriceBook,
  insertShare: number,
  heldShare: number,
): SentBill | null {
  const usage = billableUsage({ ...tokens, webSearches }, flags);
  const price = priceCall(usage, model, atMs, book);
  const { parts } = price;
  const rates = ratesPaid(price);
  if (parts === null || rates === null) return null;
  const { inputTokens, cacheWrite5mTokens, cacheWrite1hTokens } = tokens;
  const freshTokens = inputTokens + cacheWrite5mTokens + cacheWrite1hTokens;
  const { inputNanoUsd, cacheWrite5mNanoUsd, cacheWrite1hNanoUsd, cacheReadNanoUsd } = parts;
  const freshNanoUsd = inputNanoUsd + cacheWrite5mNanoUsd + cacheWrite1hNanoUsd;
  const freshRate = freshTokens === 0 ? 0 : freshNanoUsd / freshTokens;
  const readRate = rates.cacheRead;
  return {
    freshNanoUsd,
    readNanoUsd: cacheReadNanoUsd,
    freshRate,
    readRate,
    insertRate: freshRate * insertShare * heldShare,
    carryRate: readRate * heldShare,
  };
}

function coverageOf({ files }: SessionTrace): ContentCoverage {
  const goneFiles = files.filter(({ state }) => state === 'vanished').length;
  return { files: files.length, goneFiles };
}
