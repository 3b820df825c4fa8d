// The price of one call with its derivation, for the eye: row, rates and products. The arithmetic is
// the pricing room's; here it is laid out and nothing is computed anew.
import { billableUsage } from '../../model/billable-usage.ts';
import type { PriceBook } from '../../pricing/book.ts';
import {
  type BillableUsage,
  type CallPrice,
  priceCall,
  WEB_SEARCH_NANO_USD,
} from '../../pricing/cost.ts';
import { oneLine } from '../../shared/sanitize.ts';
import type { CallRow } from '../../store/readers/call.ts';
import type { ArithmeticRow, CallPriceFacts } from './call-answer.ts';

export interface PricedCall {
  readonly price: CallPriceFacts;
  readonly arithmetic: readonly ArithmeticRow[];
  readonly costNanoUsd: number | null;
}

export function derivePrice(call: CallRow, book: PriceBook): PricedCall {
  const usage = billableUsage(call, call.flags);
  const price = priceCall(usage, call.model, call.atMs, book);
  return {
    price: factsOf(price, book),
    arithmetic: layOut(usage, price),
    costNanoUsd: price.costNanoUsd,
  };
}

function factsOf(price: CallPrice, book: PriceBook): CallPriceFacts {
  const { row } = price;
  return {
    modelId: oneLine(price.canonicalId),
    reason: price.reason,
    row: row && {
      id: row.id,
      fromMs: row.fromMs,
      untilMs: row.untilMs,
      source: row.source,
      confidence: row.confidence,
      note: row.note,
    },
    band: price.band,
    multipliers: price.multipliers.map(({ name, factor, why }) => ({ name, factor, why })),
    notes: price.notes,
    bookVersion: book.bookVersion,
  };
}

/** Every kind, also those without tokens: the sum of the rows is the cost. */
function layOut(usage: BillableUsage, price: CallPrice): ArithmeticRow[] {
  const { parts, rates } = price;
  if (parts === null || rates === null) return [];
  const factor = price.multipliers.reduce((product, one) => product * one.factor, 1);
  const tokens = (
    item: ArithmeticRow['item'],
    count: number,
    rateNanoUsd: number,
    costNanoUsd: number,
  ): ArithmeticRow => ({ item, count, priceUsd: rateNanoUsd / 1000, factor, costNanoUsd });
  return [
    tokens('input', usage.inputTokens, rates.input, parts.inputNanoUsd),
    tokens('cache read', usage.cacheReadTokens, rates.cacheRead, parts.cacheReadNanoUsd),
    tokens(
      'cache write 5m',
      usage.cacheWrite5mTokens,
      rates.cacheWrite5m,
      parts.cacheWrite5mNanoUsd,
    ),
    tokens(
      'cache write 1h',
      usage.cacheWrite1hTokens,
      rates.cacheWrite1h,
      parts.cacheWrite1hNanoUsd,
    ),
    tokens('output', usage.outputTokens, rates.output, parts.outputNanoUsd),
    {
      item: 'web search',
      count: usage.webSearches,
      priceUsd: WEB_SEARCH_NANO_USD / 1e6,
      factor: 1,
      costNanoUsd: parts.webSearchNanoUsd,
    },
  ];
}
