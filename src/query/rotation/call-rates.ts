// What a token of a call costs, by the size of the whole prompt, with all multipliers in it: prices in
// the form that a replay takes. Knows the price book's door; computes no cost.
import { billableUsage } from '../../model/billable-usage.ts';
import type { RateBand } from '../../model/rotation/rotation-session.ts';
import { findPrice, type PriceBook, type PriceRow } from '../../pricing/book.ts';
import { priceCall } from '../../pricing/cost.ts';
import type { RotationCallRow } from '../../store/readers/rotation.ts';

/** The bands of each call at the prices of its day; null as soon as one call has no price. */
export function readCallRates(
  calls: readonly PricedByDay[],
  book: PriceBook,
): (readonly RateBand[])[] | null {
  const read = bandReader(book);
  const rates: (readonly RateBand[])[] = [];
  for (const call of calls) {
    const bands = read(call);
    if (bands === null) return null;
    rates.push(bands);
  }
  return rates;
}

export type PricedByDay = Omit<RotationCallRow, 'id'>;

/** The bands of one call after the other; null: no price known. */
export function bandReader(book: PriceBook): (call: PricedByDay) => readonly RateBand[] | null {
  const known = new Map<PriceRow, Map<number, readonly RateBand[]>>();
  return (call) => {
    const row = findPrice(book, call.model, call.atMs);
    if (row === null) return null;
    const byFlags = known.get(row) ?? new Map<number, readonly RateBand[]>();
    known.set(row, byFlags);
    let bands = byFlags.get(call.flags);
    if (bands === undefined) {
      const usage = billableUsage({ ...call, webSearches: 0 }, call.flags);
      const { multipliers } = priceCall(usage, call.model, call.atMs, book);
      const factor = multipliers.reduce((product, one) => product * one.factor, 1);
      bands = bandsOf(row, usage.speed === 'fast' && row.fast !== null, factor);
      byFlags.set(call.flags, bands);
    }
    return bands;
  };
}

function bandsOf(row: PriceRow, isFast: boolean, factor: number): readonly RateBand[] {
  const bands = isFast && row.fast !== null ? row.fast : row.standard;
  return bands.map(({ abovePromptTokens, rates }) => ({
    abovePromptTokens,
    rates: {
      input: rates.input * factor,
      cacheRead: rates.cacheRead * factor,
      cacheWrite5m: rates.cacheWrite5m * factor,
      cacheWrite1h: rates.cacheWrite1h * factor,
      output: rates.output * factor,
    },
  }));
}
