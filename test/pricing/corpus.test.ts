// The real transcripts cost what their README says: per model from the expected token counts, and
// call by call at the prices of their day.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHIPPED_BOOK } from '../../src/pricing/book.ts';
import { costNanoUsd } from '../../src/pricing/cost.ts';
import { at, NANO, usageOf } from './usage.ts';

const CORPUS = process.env.TELLTALE_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus');

const EXPECTED_TOTAL_NANO_USD = 222_359_769_300; // README: $222.359769
const EXPECTED_USD: Readonly<Record<string, string>> = {
  'claude-fable-5': '141.3019',
  'claude-opus-4-8': '51.2812',
  'claude-opus-4-6': '22.2881',
  'claude-sonnet-4-20250514': '5.1737',
  'claude-opus-4-7': '0.9633',
  'claude-opus-4-5-20251101': '0.4172',
  'claude-haiku-4-5-20251001': '0.3742',
  'claude-sonnet-5': '0.2968',
  'claude-sonnet-4-5-20250929': '0.2634',
};

interface ExpectedTokens {
  readonly input: number;
  readonly output: number;
  readonly cache_write: number;
  readonly cache_write_1h: number;
  readonly cache_read: number;
}

interface UsageLine {
  readonly type?: string;
  readonly timestamp: string;
  readonly requestId?: string;
  readonly message?: {
    readonly id: string;
    readonly model: string;
    readonly usage?: {
      readonly input_tokens: number;
      readonly output_tokens: number;
      readonly cache_read_input_tokens: number;
      readonly cache_creation_input_tokens: number;
      readonly cache_creation?: { readonly ephemeral_1h_input_tokens: number };
    };
  };
}

describe.skipIf(!existsSync(CORPUS))('the real transcripts', () => {
  it('cost what is expected, from the token sums of each model', () => {
    const expected = JSON.parse(readFileSync(join(CORPUS, 'expected.json'), 'utf8'));
    const byModel: Record<string, ExpectedTokens> = expected.last_by_model;
    const costs: Record<string, string> = {};
    let total = 0;
    for (const [model, sum] of Object.entries(byModel)) {
      if (model === '<synthetic>') continue;
      // a day without premiums: a sum of many prompts is not one large prompt
      const cost = costNanoUsd(usageOfSum(sum), model, at('2026-08-01'), SHIPPED_BOOK) ?? 0;
      costs[model] = (cost / NANO).toFixed(4);
      total += cost;
    }
    expect(costs).toEqual(EXPECTED_USD);
    expect(total).toBe(EXPECTED_TOTAL_NANO_USD);
  });

  it('cost the same call by call, at the prices of their day', () => {
    let total = 0;
    let calls = 0;
    for (const { timestamp, message } of lastLines().values()) {
      if (!message?.usage || message.model === '<synthetic>') continue;
      const { usage } = message;
      const counts = usageOfSum({
        input: usage.input_tokens,
        output: usage.output_tokens,
        cache_read: usage.cache_read_input_tokens,
        cache_write: usage.cache_creation_input_tokens,
        cache_write_1h: usage.cache_creation?.ephemeral_1h_input_tokens ?? 0,
      });
      const cost = costNanoUsd(counts, message.model, Date.parse(timestamp), SHIPPED_BOOK);
      expect(cost, message.model).not.toBeNull();
      total += cost ?? 0;
      calls += 1;
    }
    expect(calls).toBe(1605);
    expect(total).toBe(EXPECTED_TOTAL_NANO_USD);
  });
});

function usageOfSum(sum: ExpectedTokens) {
  return usageOf({
    inputTokens: sum.input,
    outputTokens: sum.output,
    cacheReadTokens: sum.cache_read,
    cacheWrite5mTokens: sum.cache_write - sum.cache_write_1h,
    cacheWrite1hTokens: sum.cache_write_1h,
  });
}

/** The last usage line of each message and request, over all files. */
function lastLines(): Map<string, UsageLine> {
  const calls = new Map<string, UsageLine>();
  const projects = join(CORPUS, 'projects');
  for (const name of readdirSync(projects, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.jsonl')) continue;
    for (const text of readFileSync(join(projects, name), 'utf8').split('\n')) {
      if (!text.includes('"usage"')) continue;
      const line: UsageLine = JSON.parse(text);
      if (line.type !== 'assistant' || !line.message?.usage) continue;
      calls.set(`${line.message.id} ${line.requestId}`, line);
    }
  }
  return calls;
}
