// What a token of a call costs, by the size of the whole prompt, with all multipliers in it: prices in
// the form that a replay takes. Knows the price book's door; computes no cost.
import { billableUsage } from '../../model/billable-usage.ts';
import type { RateBand } from '../../model/rotation/rotation-session.ts';
import type { PriceBook } from '../../pricing/book.ts';
import { type CallPrice, priceCall } from '../../pricing/cost.ts';
import type { RotationCallRow } from '../../store/readers/rotation.ts';

/** The bands of each call at the prices of its day; null as soon as one call has no price. */
export function readCallRates(
  calls: readonly RotationCallRow[],
  book: PriceBook,
): (readonly RateBand[])[] | null {
  const known = new Map<string, readonly RateBand[]>();
  const rates: (readonly RateBand[])[] = [];
  for (const call of calls) {
    const usage = billableUsage({ ...call, webSearches: 0 }, call.flags);
    const price = priceCall(usage, call.model, call.atMs, book);
    if (price.row === null) return null;
    const { id, fromMs, fast } = price.row;
    const isFast = usage.speed === 'fast' && fast !== null;
    const factor = price.multipliers.reduce((product, one) => product * one.factor, 1);
    const key = `${id} ${fromMs} ${isFast} ${factor}`;
    let bands = known.get(key);
    if (bands === undefined) {
      bands = bandsOf(price.row, isFast, factor);
      known.set(key, bands);
    }
    rates.push(bands);
  }
  return rates;
}

function bandsOf(
  row: NonNullable<CallPrice['row']>,
  isFast: boolean,
  factor: number,
): readonly RateBand[] {
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
