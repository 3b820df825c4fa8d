// What a call costs with other token counts or by another model: the price book's arithmetic, so that an
// unchanged call costs to the nano-dollar what the ledger has. Pure.
import type { PriceBook } from '../../pricing/book.ts';
import { costNanoUsd } from '../../pricing/cost.ts';
import { billableUsage } from '../billable-usage.ts';
import { LINE_FLAG } from '../flags.ts';
import type { WhatIfCall, WhatIfSession } from './whatif-session.ts';

/** Whole nano-USD at the prices of the call's day; null: no price known. */
export type Price = (call: WhatIfCall) => number | null;

export function priceBy(book: PriceBook): Price {
  return (call) => costNanoUsd(billableUsage(call, call.flags), call.model, call.atMs, book);
}

export interface ReplayedCost {
  readonly calls: number;
  /** Calls whose output count is final; the others' is a lower bound. */
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  /** Of the priced calls. */
  readonly costNanoUsd: number;
}

/** All calls under unchanged choices: what every saving is measured against. */
export function replayUnchanged({ chains }: WhatIfSession, price: Price): ReplayedCost {
  let [calls, finalCalls, unpricedCalls, sum] = [0, 0, 0, 0];
  for (const chain of chains) {
    for (const call of chain.calls) {
      const cost = price(call);
      calls += 1;
      if ((call.flags & LINE_FLAG.final) !== 0) finalCalls += 1;
      if (cost === null) unpricedCalls += 1;
      else sum += cost;
    }
  }
  return { calls, finalCalls, unpricedCalls, costNanoUsd: sum };
}
