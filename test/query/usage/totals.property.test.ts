// Every grouping of the same calls sums to the same tokens and nano-dollars, in any zone, under any
// filter and at either prices; and to what a plain loop over the calls gives.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { priceCall } from '../../../src/pricing/cost.ts';
import {
  USAGE_GROUPS,
  type UsageAnswer,
  type UsageFigures,
  usageRows,
} from '../../../src/query/usage/answer.ts';
import { queryUsage } from '../../../src/query/usage/query-usage.ts';
import type { UsageQuestion } from '../../../src/query/usage/question.ts';
import { type TestCall, testLedger } from './ledger.ts';

const NOW = '2026-11-20T12:00:00Z';
/** Both ends of summer time in both zones, and days without any change. */
const FIRST_MS = Date.parse('2026-03-01T00:00:00Z');
const LAST_MS = Date.parse('2026-11-15T00:00:00Z');

const SESSIONS = [
  { session: 'aaaaaaaa-1', project: '/home/me/web' },
  { session: 'bbbbbbbb-2', project: '/home/me/web' },
  { session: 'cccccccc-3', project: 'C:\\work\\api gateway' },
  { session: 'dddddddd-4', project: null },
] as const;

const anyCall: fc.Arbitrary<TestCall> = fc
  .record({
    at: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: FIRST_MS, max: LAST_MS }) },
      { weight: 1, arbitrary: fc.constant(null) },
      // Around the changes of 25 October and 1 and 4 November and April.
      {
        weight: 3,
        arbitrary: fc
          .tuple(
            fc.constantFrom('2026-04-04T15:00Z', '2026-10-03T15:30Z', '2026-11-01T06:00Z'),
            fc.integer({ min: -86_400_000, max: 86_400_000 }),
          )
          .map(([at, shift]) => Date.parse(at) + shift),
      },
    ),
    place: fc.constantFrom(...SESSIONS),
    model: fc.constantFrom(
      'claude-opus-4-8',
      'claude-sonnet-4-5-20250929',
      'claude-haiku-4-5-20251001',
      'claude-haiku-4-5',
      'claude-x-9',
    ),
    branch: fc.constantFrom(null, '', 'HEAD', 'main', 'dark-mode'),
    chain: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
    agent: fc.constantFrom(null, 'a1', 'a2'),
    agentType: fc.constantFrom(null, 'Explore', 'general-purpose'),
    flags: fc
      .subarray([LINE_FLAG.fast, LINE_FLAG.batch, LINE_FLAG.geoUs])
      .map((flags) => flags.reduce((all, flag) => all | flag, 0)),
    input: fc.nat(400_000),
    read: fc.nat(300_000),
    write5m: fc.nat(50_001),
    write1h: fc.nat(50_001),
    output: fc.nat(9_999),
    searches: fc.nat(2),
    isFinal: fc.boolean(),
  })
  .map(({ place, ...call }) => ({ ...call, ...place }));

const anyFilter: fc.Arbitrary<Partial<UsageQuestion>> = fc.record({
  since: fc.option(fc.constantFrom('2026-04-05', '2026-11-01'), { nil: undefined }),
  until: fc.option(fc.constantFrom('2026-11-01', '2026-11-02'), { nil: undefined }),
  prices: fc.constantFrom('then' as const, 'today' as const),
});

describe.each(['UTC', 'America/New_York', 'Australia/Lord_Howe'])('%s', (timezone) => {
  test('every grouping sums to the same', () => {
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 40 }), anyFilter, (calls, filter) => {
        const context = testLedger(calls, { timezone, now: NOW });
        const expected = sumByHand(calls, filter, timezone);
        for (const groupBy of USAGE_GROUPS) {
          for (const byProject of [false, true]) {
            const answer = queryUsage(context, { ...filter, groupBy, byProject });
            expect(comparable(answer.totals)).toEqual(expected);
            expect(comparable(sumOfRows(answer))).toEqual(expected);
            for (const row of usageRows(answer)) {
              expect(comparable(sumFigures(row.modelBreakdowns))).toEqual(comparable(row));
            }
          }
        }
        context.store.close();
      }),
      { numRuns: 60 },
    );
  });

  test('a day row holds exactly the calls of that local day', () => {
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 30 }), (calls) => {
        const context = testLedger(calls, { timezone, now: NOW });
        const answer = queryUsage(context, { groupBy: 'daily' });
        const counts = new Map<string, number>();
        for (const { at } of calls) {
          const day = at == null ? 'unknown' : localDay(Number(at), timezone);
          counts.set(day, (counts.get(day) ?? 0) + 1);
        }
        const rows = usageRows(answer).map((row) => [row.key, row.calls]);
        expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(counts));
        context.store.close();
      }),
      { numRuns: 60 },
    );
  });
});

test('narrowing by project or model adds up to the whole', () => {
  fc.assert(
    fc.property(fc.array(anyCall, { minLength: 1, maxLength: 40 }), (calls) => {
      const context = testLedger(calls, { now: NOW });
      const whole = queryUsage(context, { groupBy: 'monthly' });
      const models = queryUsage(context, { groupBy: 'model' });
      const byModel = usageRows(models).map(
        ({ key }) => queryUsage(context, { groupBy: 'session', model: key }).totals,
      );
      expect(comparable(sumFigures(byModel))).toEqual(comparable(whole.totals));
      const projects = usageRows(queryUsage(context, { groupBy: 'project' }));
      const byProject = projects.map((row) =>
        row.key === '(no project)'
          ? row
          : queryUsage(context, { groupBy: 'daily', project: row.key }).totals,
      );
      expect(comparable(sumFigures(byProject))).toEqual(comparable(whole.totals));
      context.store.close();
    }),
    { numRuns: 60 },
  );
});

const FIELDS = [
  'calls',
  'finalCalls',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'cacheCreationTokens',
  'totalTokens',
  'unpricedCalls',
  'unpricedTokens',
  'costNanoUsd',
] as const;

type Sum = Record<(typeof FIELDS)[number], number>;

function comparable(figures: UsageFigures | Sum): Sum {
  return sumFigures([figures]);
}

function sumOfRows(answer: UsageAnswer): Sum {
  return sumFigures(usageRows(answer));
}

function sumFigures(all: readonly (UsageFigures | Sum)[]): Sum {
  const sum = Object.fromEntries(FIELDS.map((field) => [field, 0])) as Sum;
  for (const figures of all) for (const field of FIELDS) sum[field] += figures[field] ?? 0;
  return sum;
}

function sumByHand(
  calls: readonly TestCall[],
  { since, until, prices }: Partial<UsageQuestion>,
  timezone: string,
): Sum {
  const sums: UsageFigures[] = [];
  for (const call of calls) {
    const atMs = call.at == null ? null : Number(call.at);
    const day = atMs === null ? null : localDay(atMs, timezone);
    if (since !== undefined && (day === null || day < since)) continue;
    if (until !== undefined && (day === null || day > until)) continue;
    sums.push(figuresOfCall(call, prices === 'today' ? Date.parse(NOW) : atMs));
  }
  return sumFigures(sums);
}

function figuresOfCall(call: TestCall, priceMs: number | null): UsageFigures {
  const flags = call.flags ?? 0;
  const tokens = {
    inputTokens: call.input ?? 0,
    cacheReadTokens: call.read ?? 0,
    cacheWrite5mTokens: call.write5m ?? 0,
    cacheWrite1hTokens: call.write1h ?? 0,
    outputTokens: call.output ?? 0,
  };
  const totalTokens = Object.values(tokens).reduce((a, b) => a + b, 0);
  const { costNanoUsd } = priceCall(
    {
      ...tokens,
      webSearches: call.searches ?? 0,
      speed: flags & LINE_FLAG.fast ? 'fast' : 'standard',
      geo: flags & LINE_FLAG.geoUs ? 'us' : 'global',
      tier: flags & LINE_FLAG.batch ? 'batch' : 'standard',
    },
    call.model ?? '',
    priceMs,
    SHIPPED_BOOK,
  );
  return {
    ...tokens,
    cacheCreationTokens: tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens,
    totalTokens,
    calls: 1,
    finalCalls: call.isFinal === false ? 0 : 1,
    costNanoUsd,
    unpricedCalls: costNanoUsd === null ? 1 : 0,
    unpricedTokens: costNanoUsd === null ? totalTokens : 0,
  };
}

/** Not through our own Zone. */
function localDay(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(atMs);
}
