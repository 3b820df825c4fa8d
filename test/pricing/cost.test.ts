// The price of single calls, as tables: what the vendor bills, beside what other monitors answer.
import { describe, expect, it } from 'vitest';
import { SHIPPED_BOOK } from '../../src/pricing/book.ts';
import {
  type BillableUsage,
  costNanoUsd,
  priceCall,
  WEB_SEARCH_NANO_USD,
} from '../../src/pricing/cost.ts';
import { at, NANO, usageOf } from './usage.ts';

const M = 1_000_000;

interface Case {
  readonly name: string;
  readonly model: string;
  readonly day: string;
  readonly usage: Partial<BillableUsage>;
  readonly usd: number | null;
  /** Answers of other tools, measured on their released programs; undefined: right or not tried. */
  readonly ccusage?: number;
  readonly codeBurn?: number;
}

const premium250k = { inputTokens: 100_000, cacheReadTokens: 150_000, outputTokens: 1_000 };
const fresh300k = { inputTokens: 300_000, outputTokens: 1_000 };

// biome-ignore format: a table is read line by line
const CASES: readonly Case[] = [
  { name: 'the reference’s check case', model: 'claude-opus-5', day: '2026-08-01', usage: { inputTokens: 1_000, cacheWrite1hTokens: 2_000, cacheReadTokens: 100_000, outputTokens: 500 }, usd: 0.0875 },
  // 1-hour writes and the long-context premium: by date, for the whole request
  { name: '1M of 1-hour writes, premium era', model: 'claude-sonnet-4-5', day: '2026-01-15', usage: { cacheWrite1hTokens: M }, usd: 12, ccusage: 10.8, codeBurn: 6 },
  { name: '1M of 1-hour writes, flat', model: 'claude-sonnet-4-5', day: '2026-04-15', usage: { cacheWrite1hTokens: M }, usd: 6, ccusage: 10.8 },
  { name: 'writes of unknown lifetime count as 5-minute, flat', model: 'claude-sonnet-4-5', day: '2026-04-15', usage: { cacheWrite5mTokens: M }, usd: 3.75, ccusage: 0 },
  { name: 'writes of unknown lifetime, premium era', model: 'claude-sonnet-4-5', day: '2026-01-15', usage: { cacheWrite5mTokens: M }, usd: 7.5, ccusage: 0, codeBurn: 3.75 },
  { name: '250k prompt, premium era', model: 'claude-sonnet-4-5-20250929', day: '2025-12-01', usage: premium250k, usd: 0.7125, ccusage: 0.36, codeBurn: 0.36 },
  { name: '250k prompt, flat', model: 'claude-sonnet-4-5-20250929', day: '2026-03-31', usage: premium250k, usd: 0.36 },
  { name: '300k fresh input, premium era', model: 'claude-sonnet-4-5', day: '2025-12-01', usage: fresh300k, usd: 1.8225, ccusage: 1.215, codeBurn: 0.915 },
  { name: '300k fresh input, flat', model: 'claude-sonnet-4-5', day: '2026-05-01', usage: fresh300k, usd: 0.915, ccusage: 1.215 },
  { name: '300k fresh input, Sonnet 4, premium era', model: 'claude-sonnet-4-20250514', day: '2025-09-01', usage: fresh300k, usd: 1.8225 },
  { name: '300k fresh input, Sonnet 4.6, premium era', model: 'claude-sonnet-4-6', day: '2026-03-12', usage: fresh300k, usd: 1.8225 },
  { name: '300k fresh input, Sonnet 4.6, flat', model: 'claude-sonnet-4-6', day: '2026-03-13', usage: fresh300k, usd: 0.915 },
  { name: '300k fresh input, Opus 4.6, premium era', model: 'claude-opus-4-6', day: '2026-03-01', usage: fresh300k, usd: 3.0375 },
  { name: '300k fresh input, Opus 4.6, flat', model: 'claude-opus-4-6', day: '2026-03-14', usage: fresh300k, usd: 1.525 },
  { name: 'exactly 200k is no premium', model: 'claude-sonnet-4-5', day: '2025-12-01', usage: { inputTokens: 50_000, cacheReadTokens: 50_000, cacheWrite5mTokens: 50_000, cacheWrite1hTokens: 50_000 }, usd: 0.6525 },
  { name: '200,001 is; output does not count', model: 'claude-sonnet-4-5', day: '2025-12-01', usage: { inputTokens: 200_001, outputTokens: 0 }, usd: 1.200006 },
  { name: 'a long answer to a short prompt is no premium', model: 'claude-sonnet-4-5', day: '2025-12-01', usage: { inputTokens: 1_000, outputTokens: 300_000 }, usd: 4.503 },
  { name: '300k on Opus 4.5 never had a premium', model: 'claude-opus-4-5', day: '2026-01-01', usage: { inputTokens: 300_000 }, usd: 1.5 },
  // Haiku 5.5's tier
  { name: 'Haiku 5.5, 100k', model: 'claude-haiku-5-5', day: '2026-11-01', usage: { inputTokens: 100_000, outputTokens: 10_000 }, usd: 0.015 },
  { name: 'Haiku 5.5, 100,001', model: 'claude-haiku-5-5', day: '2026-11-01', usage: { inputTokens: 1, cacheReadTokens: 100_000, outputTokens: 10_000 }, usd: 0.0300005 },
  // fast mode, by date
  { name: 'Opus 4.6 fast at launch, small prompt', model: 'claude-opus-4-6', day: '2026-02-10', usage: { inputTokens: 100_000, outputTokens: 100_000, speed: 'fast' }, usd: 18 },
  { name: 'Opus 4.6 fast at launch, 1M', model: 'claude-opus-4-6', day: '2026-02-10', usage: { inputTokens: M, outputTokens: M, speed: 'fast' }, usd: 285 },
  { name: 'Opus 4.6 fast, 1M, no fast premium any more', model: 'claude-opus-4-6', day: '2026-02-22', usage: { inputTokens: M, speed: 'fast' }, usd: 30 },
  { name: 'Opus 4.6 fast, 1M, spring', model: 'claude-opus-4-6', day: '2026-05-01', usage: { inputTokens: M, speed: 'fast' }, usd: 30 },
  { name: 'Opus 4.6 fast, 1M, billed as standard', model: 'claude-opus-4-6', day: '2026-06-29', usage: { inputTokens: M, speed: 'fast' }, usd: 5, ccusage: 30, codeBurn: 30 },
  { name: 'Opus 4.7 fast, 1M', model: 'claude-opus-4-7', day: '2026-07-23', usage: { inputTokens: M, speed: 'fast' }, usd: 30 },
  { name: 'Opus 4.7 fast, 1M, after its end', model: 'claude-opus-4-7', day: '2026-07-24', usage: { inputTokens: M, speed: 'fast' }, usd: 5, ccusage: 30, codeBurn: 30 },
  { name: 'Opus 4.8 fast, 1M', model: 'claude-opus-4-8', day: '2026-08-01', usage: { inputTokens: M, speed: 'fast' }, usd: 10 },
  { name: 'Opus 4.8 fast, 1M, after its end', model: 'claude-opus-4-8', day: '2026-12-01', usage: { inputTokens: M, speed: 'fast' }, usd: 5 },
  { name: 'Opus 5 fast, all kinds', model: 'claude-opus-5', day: '2026-08-01', usage: { inputTokens: M, cacheReadTokens: M, cacheWrite5mTokens: M, cacheWrite1hTokens: M, outputTokens: M, speed: 'fast' }, usd: 10 + 1 + 12.5 + 20 + 50 },
  { name: 'Opus 5.5 fast keeps its 0.05 read', model: 'claude-opus-5-5', day: '2026-11-01', usage: { cacheReadTokens: M, outputTokens: M, speed: 'fast' }, usd: 40.4 },
  { name: 'Fable 5.2 fast', model: 'claude-fable-5-2', day: '2026-11-10', usage: { inputTokens: M, outputTokens: M, speed: 'fast' }, usd: 96 },
  { name: 'Sonnet has no fast price', model: 'claude-sonnet-5', day: '2026-08-01', usage: { inputTokens: M, speed: 'fast' }, usd: 2 },
  // dated cache read
  { name: 'Sonnet 5.5 read, before', model: 'claude-sonnet-5-5', day: '2026-10-06', usage: { cacheReadTokens: M }, usd: 0.2 },
  { name: 'Sonnet 5.5 read, after', model: 'claude-sonnet-5-5', day: '2026-10-07', usage: { cacheReadTokens: M }, usd: 0.1 },
  // searches, residency, batch
  { name: '100 web searches', model: 'claude-sonnet-4-5', day: '2026-08-01', usage: { webSearches: 100 }, usd: 1, ccusage: 0 },
  { name: 'US residency', model: 'claude-opus-5', day: '2026-08-01', usage: { inputTokens: M, cacheReadTokens: M, cacheWrite5mTokens: M, cacheWrite1hTokens: M, outputTokens: M, geo: 'us' }, usd: 51.425, ccusage: 46.75, codeBurn: 46.75 },
  { name: 'US residency does not touch searches', model: 'claude-opus-5', day: '2026-08-01', usage: { webSearches: 3, geo: 'us', tier: 'batch' }, usd: 0.03 },
  { name: 'US residency, 4.6 generation', model: 'claude-sonnet-4-6', day: '2026-08-01', usage: { outputTokens: M, geo: 'us' }, usd: 16.5 },
  { name: 'US residency costs nothing on 4.5', model: 'claude-sonnet-4-5', day: '2026-08-01', usage: { outputTokens: M, geo: 'us' }, usd: 15 },
  { name: 'batch', model: 'claude-opus-5', day: '2026-08-01', usage: { inputTokens: M, outputTokens: M, tier: 'batch' }, usd: 15, ccusage: 30, codeBurn: 30 },
  { name: 'batch and US residency stack', model: 'claude-opus-5', day: '2026-08-01', usage: { inputTokens: M, tier: 'batch', geo: 'us' }, usd: 2.75 },
  { name: 'US residency and fast stack', model: 'claude-opus-5', day: '2026-08-01', usage: { inputTokens: M, speed: 'fast', geo: 'us' }, usd: 11 },
  { name: 'priority tier at list price', model: 'claude-opus-5', day: '2026-08-01', usage: { inputTokens: M, tier: 'priority' }, usd: 5 },
  // model ids
  { name: 'Opus 5', model: 'claude-opus-5', day: '2026-08-01', usage: { inputTokens: M }, usd: 5, codeBurn: 0 },
  { name: 'Sonnet 5', model: 'claude-sonnet-5', day: '2026-09-15', usage: { inputTokens: M }, usd: 2, codeBurn: 3 },
  { name: 'Fable 5', model: 'claude-fable-5', day: '2026-08-01', usage: { inputTokens: M }, usd: 10 },
  { name: 'Opus 4.1', model: 'claude-opus-4-1', day: '2026-01-01', usage: { inputTokens: M, outputTokens: M }, usd: 90 },
  { name: '[1m] suffix', model: 'claude-opus-4-6[1m]', day: '2026-08-01', usage: { inputTokens: M }, usd: 5, codeBurn: 15 },
  { name: 'Bedrock in a region: the regional 10 % is left out', model: 'us.anthropic.claude-opus-4-6-v1', day: '2026-08-01', usage: { inputTokens: M }, usd: 5, ccusage: 5.5 },
  { name: 'unknown model', model: 'claude-haiku-5', day: '2026-08-01', usage: { inputTokens: M }, usd: null, ccusage: 0, codeBurn: 0 },
  { name: 'model without a published price', model: 'claude-mythos-preview', day: '2026-08-01', usage: { inputTokens: M }, usd: null },
  { name: 'a call before the release day', model: 'claude-opus-5', day: '2026-07-20', usage: { inputTokens: M }, usd: 5 },
  { name: 'Claude 3 Haiku’s own write factor', model: 'claude-3-haiku-20240307', day: '2025-01-01', usage: { cacheWrite5mTokens: M }, usd: 0.3 },
];

describe('priceCall', () => {
  it.each(CASES)('$name: $usd', ({ model, day, usage, usd, ccusage, codeBurn }) => {
    const price = priceCall(usageOf(usage), model, at(day), SHIPPED_BOOK);
    const expected = usd === null ? null : Math.round(usd * NANO);
    expect(price.costNanoUsd).toBe(expected);
    expect(costNanoUsd(usageOf(usage), model, at(day), SHIPPED_BOOK)).toBe(expected);
    for (const wrong of [ccusage, codeBurn]) {
      if (wrong !== undefined) expect(price.costNanoUsd).not.toBe(Math.round(wrong * NANO));
    }
  });

  it('shows how the cost of a plain call comes about', () => {
    const usage = usageOf({
      inputTokens: 1_000,
      cacheWrite1hTokens: 2_000,
      cacheReadTokens: 100_000,
      outputTokens: 500,
    });
    const price = priceCall(usage, 'claude-opus-5', at('2026-08-01'), SHIPPED_BOOK);
    expect(price).toMatchObject({
      reason: null,
      canonicalId: 'claude-opus-5',
      band: null,
      multipliers: [],
      notes: [],
    });
    expect(price.parts).toEqual({
      inputNanoUsd: 5_000_000,
      cacheReadNanoUsd: 50_000_000,
      cacheWrite5mNanoUsd: 0,
      cacheWrite1hNanoUsd: 20_000_000,
      outputNanoUsd: 12_500_000,
      webSearchNanoUsd: 0,
    });
  });

  it('adds web searches at their own rate', () => {
    const usage = usageOf({ webSearches: 7, geo: 'us' });
    const price = priceCall(usage, 'claude-opus-5', at('2026-08-01'), SHIPPED_BOOK);
    expect(price.parts?.webSearchNanoUsd).toBe(70_000_000);
    expect(price.costNanoUsd).toBe(7 * WEB_SEARCH_NANO_USD);
  });

  it('names the band', () => {
    const band = (usage: Partial<BillableUsage>, model = 'claude-opus-4-6') =>
      priceCall(usageOf(usage), model, at('2026-02-10'), SHIPPED_BOOK).band;
    expect(band({ inputTokens: 200_000 })).toBe('prompt up to 200k');
    expect(band({ inputTokens: 200_001 })).toBe('prompt over 200k');
    expect(band({ inputTokens: 200_000, speed: 'fast' })).toBe('fast, prompt up to 200k');
    expect(band({ inputTokens: 200_001, speed: 'fast' })).toBe('fast, prompt over 200k');
    expect(band({ inputTokens: 200_001, speed: 'fast' }, 'claude-opus-5')).toBe('fast');
    expect(band({ inputTokens: 100_001 }, 'claude-haiku-5-5')).toBe('prompt over 100k');
  });

  it('names the multipliers', () => {
    const usage = usageOf({ inputTokens: 10, geo: 'us', tier: 'batch' });
    const { multipliers } = priceCall(usage, 'claude-opus-5', at('2026-08-01'), SHIPPED_BOOK);
    expect(multipliers.map(({ name, factor }) => [name, factor])).toEqual([
      ['geo', 1.1],
      ['batch', 0.5],
    ]);
  });

  it('rounds each part half up', () => {
    // 5 nano-USD per token of read; × 1.1 / 2: 3 tokens are 0.825 × 10 nano-USD = 8.25, 10 are 27.5
    const cost = (cacheReadTokens: number) =>
      costNanoUsd(
        usageOf({ cacheReadTokens, geo: 'us', tier: 'batch' }),
        'claude-haiku-5-5',
        null,
        SHIPPED_BOOK,
      );
    expect(cost(1)).toBe(6); // 5.5
    expect(cost(2)).toBe(11); // 11
    expect(cost(3)).toBe(17); // 16.5
  });

  it('gives an unknown model no price, and says why', () => {
    const price = priceCall(
      usageOf({ inputTokens: M }),
      'Claude-X-9[1m]',
      at('2026-08-01'),
      SHIPPED_BOOK,
    );
    expect(price).toEqual({
      costNanoUsd: null,
      reason: 'unknown-model',
      row: null,
      canonicalId: 'claude-x-9',
      band: null,
      rates: null,
      multipliers: [],
      parts: null,
      notes: [],
    });
  });

  it.each([
    ['no time', 'claude-opus-4-6', null, {}, 'no readable time'],
    ['a region', 'eu.anthropic.claude-opus-5', '2026-08-01', {}, 'Bedrock region eu'],
    [
      'fast without a price',
      'claude-opus-4-6',
      '2026-08-01',
      { speed: 'fast' },
      'billed as standard',
    ],
    ['priority', 'claude-opus-5', '2026-08-01', { tier: 'priority' }, 'by contract'],
    ['us on 4.5', 'claude-opus-4-5', '2026-08-01', { geo: 'us' }, 'nothing extra'],
  ] as const)('notes %s', (_name, model, day, usage, text) => {
    const atMs = day === null ? null : at(day);
    const { notes, reason } = priceCall(usageOf(usage), model, atMs, SHIPPED_BOOK);
    expect(reason).toBeNull();
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(text);
  });

  it.each(['global.anthropic.claude-opus-5', 'anthropic.claude-opus-5', 'claude-opus-5'])(
    'has nothing to note about %s',
    (model) => {
      expect(priceCall(usageOf({}), model, at('2026-08-01'), SHIPPED_BOOK).notes).toEqual([]);
    },
  );

  it('says no-price-then when the windows of a model do not reach', () => {
    const rows = (SHIPPED_BOOK.rowsById.get('claude-opus-4-7') ?? []).slice(0, 1);
    const book = {
      ...SHIPPED_BOOK,
      rowsById: new Map([['claude-opus-4-7', rows]]),
      lookups: new Map(),
    };
    const price = priceCall(usageOf({ inputTokens: 1 }), 'claude-opus-4-7', at('2026-07-24'), book);
    expect(price).toMatchObject({ costNanoUsd: null, reason: 'no-price-then' });
  });
});
