// What a call paid per token for what it was sent, at the prices of its day. Knows the price book's door;
// what is waste and what it costs is the model's business.
import type { CallRates } from '../../model/audit/derive-waste.ts';
import { billableUsage } from '../../model/billable-usage.ts';
import type { TraceCall } from '../../model/trace/session-trace.ts';
import type { PriceBook } from '../../pricing/book.ts';
import { priceCall, ratesPaid } from '../../pricing/cost.ts';

/** Nano-USD per token; null: no price known. */
export function ratesOfCall(call: TraceCall, book: PriceBook): CallRates | null {
  const { tokens, webSearches, flags, model, atMs } = call;
  const usage = billableUsage({ ...tokens, webSearches }, flags);
  const price = priceCall(usage, model, atMs, book);
  const { parts } = price;
  const rates = ratesPaid(price);
  if (parts === null || rates === null) return null;
  const freshTokens = tokens.inputTokens + tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens;
  const freshNanoUsd = parts.inputNanoUsd + parts.cacheWrite5mNanoUsd + parts.cacheWrite1hNanoUsd;
  return {
    fresh: freshTokens === 0 ? 0 : freshNanoUsd / freshTokens,
    read: rates.cacheRead,
  };
}
