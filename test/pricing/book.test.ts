// The shipped table holds together, and a model id finds its own row or none.
import { describe, expect, it } from 'vitest';
import { findPrice, lookupModel, SHIPPED_BOOK, versionOf } from '../../src/pricing/book.ts';
import { BOOK_ALIASES, BOOK_LINES } from '../../src/pricing/book-data.ts';
import { listPrices } from '../../src/pricing/list-prices.ts';
import { at } from './usage.ts';

describe('the shipped table', () => {
  const models = [...SHIPPED_BOOK.rowsById];

  it.each(models)('%s: windows follow each other, open at both ends', (_id, rows) => {
    expect(rows[0]?.fromMs).toBeNull();
    expect(rows.at(-1)?.untilMs).toBeNull();
    for (let i = 1; i < rows.length; i++) {
      expect(rows[i]?.fromMs).toBe(rows[i - 1]?.untilMs);
      expect(rows[i]?.fromMs).toBeGreaterThan(rows[i - 1]?.fromMs ?? 0);
    }
  });

  it.each(models)(
    '%s: rates are whole nano-USD, and larger prompts never cost less',
    (_id, rows) => {
      for (const row of rows) {
        for (const bands of [row.standard, row.fast ?? []]) {
          for (const [i, band] of bands.entries()) {
            for (const [kind, rate] of Object.entries(band.rates)) {
              expect(Number.isInteger(rate), `${kind} ${rate}`).toBe(true);
              expect(rate).toBeGreaterThan(0);
              const below = bands[i - 1]?.rates[kind as keyof typeof band.rates] ?? 0;
              expect(rate).toBeGreaterThan(below);
            }
          }
        }
      }
    },
  );

  it('keeps the vendor’s multipliers of the input price, but for the known exceptions', () => {
    const odd = SHIPPED_BOOK.rows.filter(({ standard: [band] }) => {
      const rates = band?.rates;
      if (!rates) return true;
      const { input, cacheRead, cacheWrite5m, cacheWrite1h } = rates;
      return (
        cacheRead * 10 !== input || cacheWrite5m * 4 !== input * 5 || cacheWrite1h !== input * 2
      );
    });
    const names = [...new Set(odd.map((row) => row.id))].sort();
    expect(names).toEqual([
      'claude-3-haiku-20240307',
      'claude-fable-5-1',
      'claude-fable-5-2',
      'claude-mythos-5-1',
      'claude-mythos-5-2',
      'claude-opus-5-5',
      'claude-sonnet-5-5',
    ]);
  });

  it('derives the cache prices of dearer bands from the dearer input price', () => {
    const first = SHIPPED_BOOK.rowsById.get('claude-opus-4-6')?.[0];
    expect(first?.standard[1]).toEqual({
      name: 'prompt over 200k',
      abovePromptTokens: 200_000,
      rates: {
        input: 10e3,
        cacheRead: 1e3,
        cacheWrite5m: 12.5e3,
        cacheWrite1h: 20e3,
        output: 37.5e3,
      },
    });
    expect(first?.fast?.[1]?.rates).toEqual({
      input: 60e3,
      cacheRead: 6e3,
      cacheWrite5m: 75e3,
      cacheWrite1h: 120e3,
      output: 225e3,
    });
    const haiku = SHIPPED_BOOK.rowsById.get('claude-haiku-5-5')?.[0]?.standard;
    expect(haiku?.[0]?.rates).toEqual({
      input: 100,
      cacheRead: 10,
      cacheWrite5m: 125,
      cacheWrite1h: 200,
      output: 500,
    });
    expect(haiku?.[1]?.rates).toEqual({
      input: 500,
      cacheRead: 50,
      cacheWrite5m: 625,
      cacheWrite1h: 1000,
      output: 2500,
    });
    const opus55 = SHIPPED_BOOK.rowsById.get('claude-opus-5-5')?.[0]?.fast?.[0]?.rates;
    expect(opus55).toMatchObject({ input: 8e3, cacheRead: 400, output: 40e3 });
  });

  it('marks as reported exactly what no official page shows', () => {
    const reported = SHIPPED_BOOK.rows.filter((row) => row.confidence === 'reported');
    expect([...new Set(reported.map((row) => row.id))].sort()).toEqual([
      'claude-fable-5-1',
      'claude-fable-5-2',
      'claude-haiku-5-5',
      'claude-mythos-5-1',
      'claude-mythos-5-2',
      'claude-opus-4-8',
      'claude-opus-5-5',
      'claude-sonnet-5-5',
    ]);
  });

  it('charges US residency from the 4.6 generation on', () => {
    const older = SHIPPED_BOOK.rows.filter((row) => !row.geoUs).map((row) => row.id);
    for (const id of new Set(older)) expect(id).toMatch(/-20\d{6}$/);
    expect(new Set(older).size).toBe(12);
  });

  it('lets every alias lead to a row', () => {
    for (const [name, id] of Object.entries(BOOK_ALIASES)) {
      expect(SHIPPED_BOOK.rowsById.has(id), name).toBe(true);
      expect(SHIPPED_BOOK.rowsById.has(name), name).toBe(false);
    }
  });
});

describe('findPrice', () => {
  it.each([
    ['claude-opus-5', 'claude-opus-5'],
    ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929'],
    ['claude-opus-5-20260724', 'claude-opus-5'],
    ['claude-haiku-4-5-20260101', 'claude-haiku-4-5-20251001'],
    ['claude-opus-4-6[1m]', 'claude-opus-4-6'],
    ['anthropic/claude-opus-4.5', 'claude-opus-4-5-20251101'],
    ['us.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['claude-3-5-haiku-latest', 'claude-3-5-haiku-20241022'],
    ['claude-mythos-5', 'claude-mythos-5'],
  ])('%s is priced as %s', (written, id) => {
    expect(findPrice(SHIPPED_BOOK, written, at('2026-08-01'))?.id).toBe(id);
    expect(lookupModel(SHIPPED_BOOK, written).canonicalId).toBe(id);
  });

  it.each([
    'claude-opus-4', // a prefix of eight rows with a three-fold spread
    'claude-haiku-5', // not Haiku 5.5
    'claude-opus-5-6',
    'claude-opus-5-5-preview',
    'claude-mythos-preview',
    'claude-opus-4-20260101',
    'opus',
    'sonnet',
    'haiku',
    'fable',
    'best',
    'default',
    'opusplan',
    'sonnet[1m]',
    'gpt-5.5',
    'my-foundry-deployment',
    'arn:aws:bedrock:us-east-1:1:application-inference-profile/ab12cd',
    '<synthetic>',
    '__proto__',
    'constructor',
    '',
  ])('%s has no price', (written) => {
    expect(findPrice(SHIPPED_BOOK, written, at('2026-08-01'))).toBeNull();
  });

  it.each([
    ['claude-opus-4-6', '2025-12-31', null, '2026-02-22'],
    ['claude-opus-4-6', '2026-02-21T23:59:59.999Z', null, '2026-02-22'],
    ['claude-opus-4-6', '2026-02-22', '2026-02-22', '2026-03-13'],
    ['claude-opus-4-6', '2026-03-13', '2026-03-13', '2026-06-29'],
    ['claude-opus-4-6', '2026-06-29', '2026-06-29', null],
    ['claude-opus-4-7', '2026-07-23T23:59:59Z', null, '2026-07-24'],
    ['claude-sonnet-4-5', '2026-03-31', '2026-03-31', null],
    ['claude-sonnet-5-5', '2026-10-06T23:59:59Z', null, '2026-10-07'],
    ['claude-opus-4-8', '2026-11-30', '2026-11-30', null],
    ['claude-opus-5', '2020-01-01', null, null],
  ])('%s at %s: the row from %s until %s', (id, time, from, until) => {
    const row = findPrice(SHIPPED_BOOK, id, at(time));
    expect(row?.fromMs).toBe(from === null ? null : at(from));
    expect(row?.untilMs).toBe(until === null ? null : at(until));
  });

  it('gives the newest row to a call without a time', () => {
    expect(findPrice(SHIPPED_BOOK, 'claude-opus-4-6', null)?.fromMs).toBe(at('2026-06-29'));
  });
});

describe('the book object', () => {
  it('is plain data that another thread can receive', () => {
    const copy = structuredClone(SHIPPED_BOOK);
    expect(findPrice(copy, 'claude-opus-5', null)).toEqual(
      findPrice(SHIPPED_BOOK, 'claude-opus-5', null),
    );
  });

  it('has a version of fixed form', () => {
    expect(SHIPPED_BOOK.bookVersion).toBe(versionOf(SHIPPED_BOOK.rows, SHIPPED_BOOK.aliases));
  });
});

describe('listPrices', () => {
  it('lists every line, with its bands and speeds, as plain JSON', () => {
    const listed = listPrices(SHIPPED_BOOK);
    expect(JSON.parse(JSON.stringify(listed))).toEqual(listed);
    const extra = BOOK_LINES.reduce((sum, line) => {
      const { over, fast, fastOver } = line[11];
      return sum + [over, fast, fastOver].filter(Boolean).length;
    }, 0);
    expect(listed).toHaveLength(BOOK_LINES.length + extra);
  });

  it('lists what was valid at a time', () => {
    const then = listPrices(SHIPPED_BOOK, { atMs: at('2026-02-10') });
    const opus46 = then.filter((price) => price.id === 'claude-opus-4-6');
    expect(opus46.map((price) => [price.speed, price.band, price.usdPerMTok.input])).toEqual([
      ['standard', 'prompt up to 200k', 5],
      ['standard', 'prompt over 200k', 10],
      ['fast', 'fast, prompt up to 200k', 30],
      ['fast', 'fast, prompt over 200k', 60],
    ]);
    expect(opus46[0]).toMatchObject({ from: null, until: '2026-02-22', geoUsFactor: 1.1 });
    const haiku = then.find((price) => price.id === 'claude-haiku-4-5-20251001');
    expect(haiku?.aliases).toEqual(['claude-haiku-4-5']);
  });
});
