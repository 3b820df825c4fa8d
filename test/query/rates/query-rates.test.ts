// Prices as the book has them, and keeping a cache warm against building it again. Values: the public
// price list, and the arithmetic of ctxprof's rates.
import { describe, expect, it } from 'vitest';
import { SHIPPED_BOOK, withOverrides } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { queryRates, type RatesQuestion } from '../../../src/query/rates/query-rates.ts';
import type { RatesAnswer } from '../../../src/query/rates/rates-answer.ts';
import { resolveModel } from '../../../src/query/rates/resolve-model.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { openLab } from '../../store/lab.ts';
import { contextOf } from '../cache/cache-lab.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const WARM = `
session aaaa1111 cwd /w/app version 2.1.212
11:50:00 user Begin
11:50:05 call claude-opus-4-8 1000 0 99000 0 10
11:58:00 call claude-opus-4-8 4 0 996 99000 10`;

async function rates(
  table: string,
  question: Partial<RatesQuestion> = {},
  change: (context: QueryContext) => QueryContext = (context) => context,
): Promise<RatesAnswer> {
  const lab = openLab();
  try {
    for (const file of buildTranscript(table)) lab.write(file.path, file.text);
    await lab.ingest();
    const context = change({ ...contextOf(lab), now: () => NOW_MS });
    return queryRates(context, { intervalSec: 240, ...question });
  } finally {
    lab.close();
  }
}

describe('keeping warm', () => {
  it('564,000 tokens of Opus 4.8: $3.525 to rebuild, worth it for 50 minutes, at any size', async () => {
    for (const contextTokens of [564_000, 1_000]) {
      const { keepWarm } = await rates('', { model: 'opus-4.8', contextTokens });
      const [short] = keepWarm?.lifetimes ?? [];
      if (contextTokens === 564_000) expect(short?.rebuildNanoUsd).toBe(3_525_000_000);
      expect(short?.breakEvenHours).toBeCloseTo(0.8333, 4);
      expect(keepWarm?.pingsPerHour).toBe(15);
    }
  });

  it('a ping is one read, an hour of them fifteen, the excess what a rebuild costs above it', async () => {
    const { keepWarm } = await rates('', { model: 'claude-opus-4-8', contextTokens: 100_000 });
    expect(keepWarm?.pingNanoUsd).toBe(50_000_000);
    expect(keepWarm?.warmPerHourNanoUsd).toBe(750_000_000);
    expect(keepWarm?.lifetimes).toEqual([
      {
        ttl: '5m',
        isInUse: null,
        isKept: true,
        rebuildNanoUsd: 625_000_000,
        excessNanoUsd: 575_000_000,
        breakEvenHours: 625 / 750,
        longestIntervalSec: 240,
        longestBreakEvenHours: 625 / 750,
      },
      {
        ttl: '1h',
        isInUse: null,
        isKept: true,
        rebuildNanoUsd: 1_000_000_000,
        excessNanoUsd: 950_000_000,
        breakEvenHours: 1000 / 750,
        longestIntervalSec: 3300,
        longestBreakEvenHours: expect.closeTo((20 * 3300) / 3600, 9),
      },
    ]);
  });

  it('an interval beyond a lifetime does not keep that cache', async () => {
    const { keepWarm } = await rates('', {
      model: 'opus-4.8',
      contextTokens: 1000,
      intervalSec: 1200,
    });
    expect(keepWarm?.lifetimes.map(({ isKept }) => isKept)).toEqual([false, true]);
    expect(keepWarm?.lifetimes[1]?.breakEvenHours).toBeCloseTo(10 / (0.5 * 3), 12);
  });

  it('takes the price of fast mode where the session runs in it, and only for its own model', async () => {
    const table = WARM.replaceAll(/(call .*) 10$/gm, '$1 10 speed=fast').replaceAll(
      'claude-opus-4-8',
      'claude-opus-5',
    );
    const own = await rates(table);
    expect([own.keepWarm?.isFast, own.keepWarm?.pingNanoUsd]).toEqual([true, 100_000_000]);
    const other = await rates(table, { model: 'opus-5' });
    expect([other.keepWarm?.isFast, other.keepWarm?.pingNanoUsd]).toEqual([false, 50_000_000]);
  });

  it('takes the rates that a prompt of this size has', async () => {
    const small = await rates('', { model: 'haiku-5.5', contextTokens: 100_000 });
    const large = await rates('', { model: 'haiku-5.5', contextTokens: 100_001 });
    expect(small.keepWarm?.pingNanoUsd).toBe(1_000_000);
    expect(large.keepWarm?.pingNanoUsd).toBe(Math.round(100_001 * 50));
  });
});

describe('the session', () => {
  it('gives context, model, lifetime in use and the time it goes cold', async () => {
    const { keepWarm, session } = await rates(WARM);
    expect([keepWarm?.contextTokens, keepWarm?.contextBasis]).toEqual([100_000, 'session']);
    expect([keepWarm?.model, keepWarm?.modelBasis]).toEqual(['claude-opus-4-8', 'session']);
    expect(keepWarm?.lifetimes.map(({ isInUse }) => isInUse)).toEqual([false, true]);
    expect(session?.coldAtMs).toBe(Date.parse('2026-11-20T12:58:00Z'));
  });

  it('is asked for by the beginning of its id, and refused when there is none', async () => {
    expect((await rates(WARM, { session: 'aaaa' })).session?.sessionId).toBe('aaaa1111');
    await expect(rates(WARM, { session: 'zzzz' })).rejects.toMatchObject({
      code: 'unknown-session',
    });
  });

  it.each([
    ['no-session', ''],
    ['no-price', WARM.replaceAll('claude-opus-4-8', 'claude-nobody-9')],
  ])('%s is said, not guessed', async (reason, table) => {
    const { keepWarm, keepWarmReason } = await rates(table);
    expect([keepWarm, keepWarmReason]).toEqual([null, reason]);
  });
});

describe('the book', () => {
  it('has the row in force of each model, in USD per million tokens', async () => {
    const { rows } = await rates('');
    expect(rows.every(({ isInForce }) => isInForce)).toBe(true);
    const opus = rows.find(({ id }) => id === 'claude-opus-4-8');
    expect(opus?.standard).toEqual([
      {
        abovePromptTokens: 0,
        inputUsd: 5,
        cacheReadUsd: 0.5,
        cacheWrite5mUsd: 6.25,
        cacheWrite1hUsd: 10,
        outputUsd: 25,
      },
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('has every row of one model, the newest first, one of them in force', async () => {
    const { rows } = await rates('', { model: 'sonnet-5.5' });
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter(({ isInForce }) => isInForce)).toHaveLength(1);
    const starts = rows.map(({ fromMs }) => fromMs ?? 0);
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
  });

  it('marks what the user has configured', async () => {
    const { rows } = await rates('', { model: 'house-model' }, (context) => ({
      ...context,
      book: withOverrides(
        SHIPPED_BOOK,
        {
          'house-model': {
            input: 1,
            output: 2,
            cacheRead: 0.1,
            cacheWrite5m: 1.25,
            cacheWrite1h: 2,
          },
        },
        {},
      ),
    }));
    expect(rows.map(({ confidence }) => confidence)).toEqual(['configured']);
  });
});

describe('names of models', () => {
  it.each([
    ['claude-opus-4-8', 'claude-opus-4-8'],
    ['Opus 4.8', 'claude-opus-4-8'],
    ['Opus 4.8 (1M context)', 'claude-opus-4-8'],
    ['opus-4-8[1m]', 'claude-opus-4-8'],
    ['sonnet 4.6', 'claude-sonnet-4-6'],
    ['us.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['Claude Fable 5 (1M context)', 'claude-fable-5'],
    ['haiku-4.5', 'claude-haiku-4-5-20251001'],
    ['opus 5', 'claude-opus-5'],
    ['Haiku 3.5', 'claude-3-5-haiku-20241022'],
  ])('%s is %s', (typed, id) => {
    expect(resolveModel(SHIPPED_BOOK, typed)).toBe(id);
  });

  it.each([
    ['sonnet 3.5', /stands for 2 models/],
    ['opus', /stands for \d+ models/],
    ['fable', /stands for 3 models/],
    ['opus 9.9', /has no model/],
    ['gpt-4', /has no model/],
    ['', /has no model/],
    ['()', /has no model/],
  ])('%j is refused', (typed, message) => {
    expect(() => resolveModel(SHIPPED_BOOK, typed)).toThrow(message);
  });
});
