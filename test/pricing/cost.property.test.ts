// Laws of the cost that hold for every call and every model of the book.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHIPPED_BOOK, withOverrides } from '../../src/pricing/book.ts';
import { type BillableUsage, costNanoUsd, priceCall } from '../../src/pricing/cost.ts';
import { at, usageOf } from './usage.ts';

const KINDS = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'outputTokens',
  'webSearches',
] as const;

const BOOK = withOverrides(
  SHIPPED_BOOK,
  { 'local-model': { input: 0.0375, output: 1.2345 }, 'claude-opus-4-1': { input: 12 } },
  {},
);

const tokens = fc.oneof(fc.nat(300), fc.nat(400_000), fc.nat(1_000_000_000));
const usages = fc.record({
  inputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWrite5mTokens: tokens,
  cacheWrite1hTokens: tokens,
  outputTokens: tokens,
  webSearches: fc.nat(50),
  speed: fc.constantFrom('standard' as const, 'fast' as const),
  geo: fc.constantFrom('global' as const, 'us' as const),
  tier: fc.constantFrom('standard' as const, 'batch' as const, 'priority' as const),
});
const models = fc.constantFrom(...BOOK.rowsById.keys(), ...BOOK.aliases.keys(), 'claude-haiku-5');
const times = fc.option(fc.integer({ min: at('2024-01-01'), max: at('2027-06-01') }));

/** Models without prompt bands: there the parts do not influence each other. */
const flatModels = fc.constantFrom(
  ...[...BOOK.rowsById]
    .filter(([, rows]) =>
      rows.every((row) => row.standard.length === 1 && (row.fast?.length ?? 1) === 1),
    )
    .map(([id]) => id),
);

describe('the cost of a call', () => {
  it('is the sum of its parts, whole, safe and the same in both forms', () => {
    fc.assert(
      fc.property(usages, models, times, (usage, model, atMs) => {
        const price = priceCall(usage, model, atMs, BOOK);
        expect(costNanoUsd(usage, model, atMs, BOOK)).toBe(price.costNanoUsd);
        if (price.parts === null) {
          expect(price.costNanoUsd).toBeNull();
          return;
        }
        const parts = Object.values(price.parts);
        expect(parts.every((part) => Number.isSafeInteger(part) && part >= 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(price.costNanoUsd);
      }),
      { numRuns: 1000 },
    );
  });

  it('equals exact arithmetic, half up, for every shipped model', () => {
    const shipped = fc.constantFrom(...SHIPPED_BOOK.rowsById.keys());
    fc.assert(
      fc.property(usages, shipped, times, (usage, model, atMs) => {
        const { costNanoUsd: cost, rates, row } = priceCall(usage, model, atMs, SHIPPED_BOOK);
        const times11 = usage.geo === 'us' && row?.geoUs ? 11n : 10n;
        const per = usage.tier === 'batch' ? 20n : 10n;
        const part = (count: number, rate = 0) =>
          (2n * BigInt(count) * BigInt(rate) * times11 + per) / (2n * per);
        const exact =
          part(usage.inputTokens, rates?.input) +
          part(usage.cacheReadTokens, rates?.cacheRead) +
          part(usage.cacheWrite5mTokens, rates?.cacheWrite5m) +
          part(usage.cacheWrite1hTokens, rates?.cacheWrite1h) +
          part(usage.outputTokens, rates?.output) +
          BigInt(usage.webSearches) * 10_000_000n;
        expect(BigInt(cost ?? -1)).toBe(exact);
      }),
      { numRuns: 1000 },
    );
  });

  it('never falls when a count grows', () => {
    fc.assert(
      fc.property(
        usages,
        models,
        times,
        fc.constantFrom(...KINDS),
        fc.nat(500_000),
        (usage, model, atMs, kind, more) => {
          const less = costNanoUsd(usage, model, atMs, BOOK) ?? 0;
          const grown: BillableUsage = { ...usage, [kind]: usage[kind] + more };
          expect(costNanoUsd(grown, model, atMs, BOOK) ?? 0).toBeGreaterThanOrEqual(less);
        },
      ),
    );
  });

  it('is the sum over the kinds, each alone, where prompts have one band', () => {
    fc.assert(
      fc.property(usages, flatModels, times, (usage, model, atMs) => {
        const { speed, geo, tier } = usage;
        let sum = 0;
        for (const kind of KINDS) {
          const alone = usageOf({ [kind]: usage[kind], speed, geo, tier });
          sum += costNanoUsd(alone, model, atMs, BOOK) ?? 0;
        }
        expect(costNanoUsd(usage, model, atMs, BOOK)).toBe(sum);
      }),
    );
  });

  it('of two calls together is the sum of both, without multipliers and bands', () => {
    const plain = usages.map((usage) => usageOf({ ...usage, geo: 'global', tier: 'standard' }));
    const wholeRates = flatModels.filter((id) => BOOK.rowsById.get(id)?.[0]?.scale === 1);
    fc.assert(
      fc.property(plain, plain, wholeRates, times, (a, b, model, atMs) => {
        const { speed } = a;
        const both: BillableUsage = { ...a };
        const sums = Object.fromEntries(KINDS.map((kind) => [kind, a[kind] + b[kind]]));
        const apart =
          (costNanoUsd(a, model, atMs, BOOK) ?? 0) +
          (costNanoUsd({ ...b, speed }, model, atMs, BOOK) ?? 0);
        expect(costNanoUsd({ ...both, ...sums }, model, atMs, BOOK)).toBe(apart);
      }),
    );
  });
});
