// Prices and names from the user's configuration, and the version that tells when to reprice.
import { describe, expect, it } from 'vitest';
import { findPrice, SHIPPED_BOOK, withOverrides } from '../../src/pricing/book.ts';
import { costNanoUsd, priceCall } from '../../src/pricing/cost.ts';
import { listPrices } from '../../src/pricing/list-prices.ts';
import { at, NANO, usageOf } from './usage.ts';

const M = 1_000_000;
const AUGUST = at('2026-08-01');

describe('withOverrides: prices', () => {
  it('prices an unknown model, deriving the cache prices and saying so', () => {
    const book = withOverrides(SHIPPED_BOOK, { 'My-Model': { input: 2, output: 8 } }, {});
    const row = findPrice(book, 'my-model', AUGUST);
    expect(row?.standard[0]?.rates).toEqual({
      input: 2000,
      cacheRead: 200,
      cacheWrite5m: 2500,
      cacheWrite1h: 4000,
      output: 8000,
    });
    expect(row?.source).toBe(
      'your configuration; derived from the input price: cache read 0.1 ×, 5-minute write 1.25 ×, 1-hour write 2 ×',
    );
    expect(row?.confidence).toBe('configured');
    expect(book.issues).toEqual([]);
  });

  it('says only "your configuration" when every price is given', () => {
    const full = { input: 1, output: 2, cacheRead: 0.3, cacheWrite5m: 0.4, cacheWrite1h: 0.5 };
    const row = findPrice(withOverrides(SHIPPED_BOOK, { local: full }, {}), 'local', null);
    expect(row?.source).toBe('your configuration');
    expect(row?.standard[0]?.rates).toEqual({
      input: 1000,
      output: 2000,
      cacheRead: 300,
      cacheWrite5m: 400,
      cacheWrite1h: 500,
    });
  });

  it.each([
    'claude-opus-4-6',
    'us.anthropic.claude-opus-4-6-v1',
    'claude-opus-4-6[1m]',
    'claude-opus-4.6',
  ])('replaces every era, band and fast price of a known model, written as %s', (written) => {
    const book = withOverrides(SHIPPED_BOOK, { [written]: { input: 4, output: 20 } }, {});
    for (const day of ['2026-02-10', '2026-03-01', '2026-05-01', '2026-08-01']) {
      for (const speed of ['standard', 'fast'] as const) {
        const usage = usageOf({ inputTokens: M, outputTokens: M, speed });
        expect(costNanoUsd(usage, 'claude-opus-4-6', at(day), book)).toBe(24 * NANO);
      }
    }
    expect(listPrices(book).filter(({ id }) => id === 'claude-opus-4-6')).toHaveLength(1);
  });

  it('applies to the id when an alias of the book is configured', () => {
    const book = withOverrides(SHIPPED_BOOK, { 'claude-sonnet-4-5': { input: 1, output: 1 } }, {});
    const price = priceCall(
      usageOf({ inputTokens: M }),
      'claude-sonnet-4-5-20250929',
      AUGUST,
      book,
    );
    expect(price).toMatchObject({ costNanoUsd: NANO, canonicalId: 'claude-sonnet-4-5-20250929' });
  });

  it('fills what is left out for a known model from the newest shipped row', () => {
    const book = withOverrides(SHIPPED_BOOK, { 'claude-opus-5-5': { output: 10 } }, {});
    const row = findPrice(book, 'claude-opus-5-5', AUGUST);
    expect(row?.standard[0]?.rates).toEqual({
      input: 4000,
      cacheRead: 200,
      cacheWrite5m: 5000,
      cacheWrite1h: 8000,
      output: 10000,
    });
    expect(row?.source).toBe(
      'your configuration; input, cache read, 5-minute write, 1-hour write from the shipped price book',
    );
  });

  it('lets a configured input price rule the cache prices', () => {
    const book = withOverrides(
      SHIPPED_BOOK,
      { 'claude-opus-5': { input: 4, cacheWrite1h: 9 } },
      {},
    );
    const row = findPrice(book, 'claude-opus-5', AUGUST);
    expect(row?.standard[0]?.rates).toEqual({
      input: 4000,
      cacheRead: 400,
      cacheWrite5m: 5000,
      cacheWrite1h: 9000,
      output: 25000,
    });
    expect(row?.source).toBe(
      'your configuration; output from the shipped price book; derived from the input price: cache read 0.1 ×, 5-minute write 1.25 ×',
    );
  });

  it('keeps US residency for known models only', () => {
    const book = withOverrides(
      SHIPPED_BOOK,
      { 'claude-opus-5': { input: 4 }, local: { input: 4, output: 4 } },
      {},
    );
    const usage = usageOf({ inputTokens: M, geo: 'us' });
    expect(costNanoUsd(usage, 'claude-opus-5', AUGUST, book)).toBe(4.4 * NANO);
    expect(costNanoUsd(usage, 'local', AUGUST, book)).toBe(4 * NANO);
  });

  it('counts prices below a nano-USD per token exactly', () => {
    const book = withOverrides(SHIPPED_BOOK, { tiny: { input: 0.0005, output: 0 } }, {});
    expect(costNanoUsd(usageOf({ inputTokens: 1 }), 'tiny', null, book)).toBe(1); // 0.5
    expect(costNanoUsd(usageOf({ inputTokens: 2 }), 'tiny', null, book)).toBe(1);
    expect(costNanoUsd(usageOf({ inputTokens: 3 }), 'tiny', null, book)).toBe(2); // 1.5
    expect(costNanoUsd(usageOf({ inputTokens: M, outputTokens: M }), 'tiny', null, book)).toBe(
      500_000,
    );
  });

  it('takes zero as a price', () => {
    const book = withOverrides(SHIPPED_BOOK, { free: { input: 0, output: 0 } }, {});
    expect(priceCall(usageOf({ inputTokens: M }), 'free', null, book)).toMatchObject({
      costNanoUsd: 0,
      reason: null,
    });
  });

  it.each([
    ['x', { input: 1 }, 'input and output are both needed'],
    ['x', {}, 'input and output are both needed'],
    ['claude-mythos-preview', { output: 1 }, 'input and output are both needed'],
    ['claude-opus-5', { input: -1 }, 'input price is not a number'],
    ['claude-opus-5', { output: Number.NaN }, 'output price is not a number'],
    [
      'claude-opus-5',
      { cacheWrite1h: Number.POSITIVE_INFINITY },
      '1-hour write price is not a number',
    ],
  ])('leaves out %s %o and says why', (name, override, why) => {
    const book = withOverrides(SHIPPED_BOOK, { [name]: override }, {});
    expect(book.issues).toHaveLength(1);
    expect(book.issues[0]).toMatchObject({ setting: 'prices', modelId: name });
    expect(book.issues[0]?.why).toContain(why);
    expect(findPrice(book, name, AUGUST)).toEqual(findPrice(SHIPPED_BOOK, name, AUGUST));
  });

  it('reports two prices for one model and keeps the first by name', () => {
    const prices = {
      'claude-opus-4-5-20251101': { input: 2, output: 2 },
      'claude-opus-4-5': { input: 1, output: 1 },
    };
    const book = withOverrides(SHIPPED_BOOK, prices, {});
    expect(findPrice(book, 'claude-opus-4-5', AUGUST)?.standard[0]?.rates.input).toBe(1000);
    expect(book.issues.map(({ modelId }) => modelId)).toEqual(['claude-opus-4-5-20251101']);
  });
});

describe('withOverrides: names', () => {
  it('prices a configured name as its model, at that model’s dates', () => {
    const arn = 'arn:aws:bedrock:us-east-1:1:application-inference-profile/Ab12cd';
    const aliases = { [arn]: 'us.anthropic.claude-opus-4-6-v1', opus: 'claude-opus-5' };
    const book = withOverrides(SHIPPED_BOOK, {}, aliases);
    const usage = usageOf({ inputTokens: 300_000 });
    expect(costNanoUsd(usage, arn, at('2026-03-01'), book)).toBe(3 * NANO);
    expect(costNanoUsd(usage, arn, AUGUST, book)).toBe(1.5 * NANO);
    expect(priceCall(usage, 'opus[1m]', AUGUST, book).canonicalId).toBe('claude-opus-5');
  });

  it('may redirect an id of the book, and may name a configured model', () => {
    const book = withOverrides(
      SHIPPED_BOOK,
      { local: { input: 1, output: 1 } },
      { 'claude-opus-5': 'claude-opus-4-1', mine: 'local' },
    );
    expect(findPrice(book, 'claude-opus-5', AUGUST)?.id).toBe('claude-opus-4-1-20250805');
    expect(findPrice(book, 'mine', AUGUST)?.id).toBe('local');
  });

  it.each([
    [{}, { mine: 'claude-x-9' }, 'does not know claude-x-9'],
    [{}, { a: 'b', b: 'claude-x-9' }, 'does not know'],
    [{ mine: { input: 1, output: 1 } }, { mine: 'claude-opus-5' }, 'used instead'],
    [
      { 'claude-opus-4-5': { input: 1, output: 1 } },
      { 'claude-opus-4-5': 'claude-opus-5' },
      'used instead',
    ],
  ])('leaves out a name that leads nowhere or is priced itself: %o %o', (prices, aliases, why) => {
    const book = withOverrides(SHIPPED_BOOK, prices, aliases);
    expect(book.issues).toHaveLength(Object.keys(aliases).length);
    for (const issue of book.issues) {
      expect(issue.setting).toBe('modelAliases');
      expect(issue.why).toContain(why);
    }
    const name = Object.keys(aliases)[0] ?? '';
    expect(findPrice(book, name, AUGUST)?.id).not.toBe('claude-opus-5');
  });
});

describe('bookVersion', () => {
  const version = (
    ...args: [Parameters<typeof withOverrides>[1], Parameters<typeof withOverrides>[2]]
  ) => withOverrides(SHIPPED_BOOK, ...args).bookVersion;

  it('stays when nothing is configured, or the same in another order', () => {
    expect(version({}, {})).toBe(SHIPPED_BOOK.bookVersion);
    const a = { input: 1, output: 2 };
    const b = { input: 3, output: 4 };
    expect(version({ a, b }, { x: 'claude-opus-5', y: 'a' })).toBe(
      version({ b, a }, { y: 'a', x: 'claude-opus-5' }),
    );
  });

  it('changes with every price and name', () => {
    const versions = [
      SHIPPED_BOOK.bookVersion,
      version({ 'claude-opus-5': { input: 5.001 } }, {}),
      version({ 'claude-opus-5': { input: 5.002 } }, {}),
      version({ 'claude-opus-5': { cacheWrite1h: 5.002 } }, {}),
      version({}, { x: 'claude-opus-5' }),
      version({}, { x: 'claude-opus-4-8' }),
      version({}, { y: 'claude-opus-4-8' }),
    ];
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('leaves the shipped book as it was', () => {
    const before = listPrices(SHIPPED_BOOK);
    withOverrides(SHIPPED_BOOK, { 'claude-opus-5': { input: 1 } }, { opus: 'claude-opus-5' });
    expect(listPrices(SHIPPED_BOOK)).toEqual(before);
    expect(findPrice(SHIPPED_BOOK, 'opus', AUGUST)).toBeNull();
  });
});
