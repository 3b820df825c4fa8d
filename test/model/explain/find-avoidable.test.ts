import { describe, expect, it } from 'vitest';
import type { CacheEvent } from '../../../src/model/cache/cache-event.ts';
import type { ExplainCall } from '../../../src/model/explain/explain-session.ts';
import { findAvoidable, sumFindings } from '../../../src/model/explain/find-avoidable.ts';
import { shortSubject } from '../../../src/model/explain/short-subject.ts';
import { billed, callOf, eventOf, placeOf, READ, sessionOf, WRITE, wasteOf } from './scenes.ts';

const EXCESS = WRITE - READ;

describe('a cache that was built again', () => {
  it('is priced at its excess over a warm read, one finding for each cause', () => {
    const events = [
      eventOf(2),
      eventOf(4, { cause: 'model-switch', rewrittenTokens: 10, excessNanoUsd: 10 * EXCESS }),
      eventOf(5),
    ];
    const findings = findAvoidable(sessionOf({ events }));
    expect(findings.map(({ kind, basis, costNanoUsd }) => [kind, basis, costNanoUsd])).toEqual([
      ['idle', 'measured', 100_000 * EXCESS],
      ['model-switch', 'measured', 10 * EXCESS],
    ]);
    expect(
      findings[0]?.calls.map(({ callId, callNumber, rebuiltTokens, costNanoUsd }) => [
        callId,
        callNumber,
        rebuiltTokens,
        costNanoUsd,
      ]),
    ).toEqual([
      ['msg_2', 2, 50_000, 50_000 * EXCESS],
      ['msg_5', 5, 50_000, 50_000 * EXCESS],
    ]);
  });

  it.each(['warm-up', 'clear', 'fork', 'compaction', 'idle'] as const)(
    '%s is none if it is expected',
    (cause) => {
      expect(
        findAvoidable(sessionOf({ events: [eventOf(2, { cause, isExpected: true })] })),
      ).toEqual([]);
    },
  );

  const one = (changes: Partial<CacheEvent>, calls?: ExplainCall[]) =>
    findAvoidable(sessionOf({ events: [eventOf(2, changes)], ...(calls ? { calls } : {}) }))[0];

  it.each<[string, Partial<CacheEvent>, Partial<ExplainCall>, string]>([
    ['idle', {}, {}, 'Cache rebuilt after 1 h 14 m idle (TTL in use: 1 h)'],
    ['idle', { ttl: null }, {}, 'Cache rebuilt after 1 h 14 m idle'],
    ['model-switch', {}, { model: 'claude-haiku-4-5' }, 'Model switched: opus-5 → haiku-4.5'],
    ['effort-switch', {}, { effort: 'max' }, 'Effort switched: high → max'],
    ['effort-switch', {}, { effort: null }, 'Effort switched'],
    ['fast-switch', {}, { isFast: true }, 'Fast mode switched: standard → fast'],
    [
      'upgrade',
      {},
      { version: '2.2.0' },
      'Claude Code upgraded within the session: 2.1.197 → 2.2.0',
    ],
    ['tools-change', {}, {}, 'Tools or MCP servers changed, 50k tokens sent again'],
    ['resume', {}, {}, 'Session resumed, 50k tokens sent again'],
    ['unexplained', {}, {}, 'Cache lost with no change seen here, 50k tokens sent again'],
  ])('%s says what happened', (cause, event, call, title) => {
    const finding = one({ cause: cause as CacheEvent['cause'], ...event }, [
      callOf(1),
      callOf(2, call),
    ]);
    expect(finding?.title).toBe(title);
    expect(finding?.fix).toMatch(/^[a-z/].{20,}[^.]$/);
    expect(finding?.isOwn).toBe(cause !== 'unexplained');
  });

  it('says how often, and what it went back and forth between', () => {
    const calls = ['opus-5', 'haiku-4-5', 'opus-5', 'sonnet-5', 'opus-5'].map((model, index) =>
      callOf(index + 1, { model: `claude-${model}` }),
    );
    const switches = (...numbers: number[]) =>
      findAvoidable(
        sessionOf({ calls, events: numbers.map((n) => eventOf(n, { cause: 'model-switch' })) }),
      )[0]?.title;
    expect(switches(2, 3)).toBe('Model switched twice: opus-5 → haiku-4.5 → opus-5');
    expect(switches(2, 3, 4, 5)).toBe(
      'Model switched 4 times: opus-5 → haiku-4.5 → opus-5 → … → opus-5',
    );
  });

  it('says which silences, and what keeping the cache warm would have cost instead', () => {
    // 75 min at a life of 1 h: one message after 55 min. 50,000 tokens × 500 = $0.025.
    expect(one({ gapMs: 75 * 60_000 })?.fix).toMatch(
      /\/compact.*about \$0\.03 in one short message/,
    );
    // A day at a life of 5 min: 359 messages.
    const long = one({ gapMs: 24 * 3_600_000, ttl: '5m' });
    expect(long?.fix).toMatch(/would have cost about \$8\.98 in 359 short messages, no less/);
    expect(one({ ttl: null })?.fix).toMatch(/about \$0\.45 in 18 short messages/);
    expect(one({ gapMs: null })?.fix).toBe('run /compact before a longer break');
    const events = [eventOf(2), eventOf(4, { gapMs: 60_000 * 200, ttl: '5m' })];
    expect(findAvoidable(sessionOf({ events }))[0]?.title).toBe(
      'Cache rebuilt twice after 1 h 14 m to 3 h 20 m idle (TTL in use: 1 h and 5 m)',
    );
  });

  it('without a price has tokens and no cost, and comes last', () => {
    const events = [
      eventOf(2, { excessNanoUsd: null, cause: 'upgrade' }),
      eventOf(3, { excessNanoUsd: 1, rewrittenTokens: 1 }),
      eventOf(4, { excessNanoUsd: null, rewrittenTokens: 1 }),
    ];
    const findings = findAvoidable(sessionOf({ events }));
    expect(
      findings.map(({ kind, costNanoUsd, unpricedCalls, tokens }) => [
        kind,
        costNanoUsd,
        unpricedCalls,
        tokens,
      ]),
    ).toEqual([
      ['idle', 1, 1, 2],
      ['upgrade', null, 1, 50_000],
    ]);
    expect(sumFindings(findings, 'measured')).toEqual({
      findings: 2,
      costNanoUsd: 1,
      notOwnNanoUsd: 0,
      unpricedCalls: 2,
      tokens: 50_002,
    });
    const unpriced = findings.filter(({ costNanoUsd }) => costNanoUsd === null);
    expect(sumFindings(unpriced, 'measured').costNanoUsd).toBeNull();
    expect(sumFindings([], 'measured').costNanoUsd).toBe(0);
  });
});

describe('content that was not needed', () => {
  it('is written once and read on every later call until the context begins anew', () => {
    const calls = [1, 2, 3, 4, 5, 6].map((number) =>
      callOf(number, {
        bill: billed(5_000, 45_000),
        ...(number === 6 ? { parent: null } : {}),
      }),
    );
    const [finding] = findAvoidable(sessionOf({ calls, waste: [wasteOf()] }));
    expect(finding).toMatchObject({ kind: 'repeated-read', basis: 'estimated', tokens: 4_000 });
    expect(
      finding?.calls.map((call) => [
        call.callId,
        call.insertedTokens,
        call.carriedTokens,
        call.costNanoUsd,
      ]),
    ).toEqual([
      ['msg_2', 4_000, 0, 4_000 * WRITE],
      ['msg_3', 0, 4_000, 4_000 * READ],
      ['msg_4', 0, 4_000, 4_000 * READ],
      ['msg_5', 0, 4_000, 4_000 * READ],
    ]);
    expect(finding?.costNanoUsd).toBe(4_000 * (WRITE + 3 * READ));
  });

  it('that is carried over a rebuild costs a read there: the excess is measured', () => {
    const calls = [1, 2, 3, 4].map((number) =>
      callOf(number, { bill: number === 3 ? billed(51_000, 0) : billed(5_000, 45_000) }),
    );
    const waste = [wasteOf({ places: [placeOf(2, 4_000)] })];
    const shareAt3 = (events: CacheEvent[]) =>
      findAvoidable(sessionOf({ calls, waste, events }))
        .find(({ basis }) => basis === 'estimated')
        ?.calls.find(({ callId }) => callId === 'msg_3')?.costNanoUsd;
    expect(shareAt3([eventOf(3)])).toBe(4_000 * READ);
    expect(shareAt3([])).toBe(4_000 * READ);
  });

  it('that came with a rebuild leaves to it what it built again', () => {
    const calls = [callOf(1), callOf(2, { bill: billed(51_000, 0) })];
    const waste = [wasteOf({ places: [placeOf(2, 4_000)] })];
    const findings = findAvoidable(sessionOf({ calls, waste, events: [eventOf(2)] }));
    // 51,000 fresh tokens less 50,000 built again leave 1,000 for what was new.
    expect(findings.map(({ costNanoUsd }) => costNanoUsd)).toEqual([
      50_000 * EXCESS,
      1_000 * WRITE,
    ]);
  });

  it('shares what a call was billed where two findings ask for more', () => {
    const calls = [callOf(1), callOf(2, { bill: billed(1_000, 2_000) }), callOf(3)];
    const waste = [
      wasteOf({ places: [placeOf(2, 3_000)] }),
      wasteOf({ kind: 'dead-read', subject: 'b.ts', places: [placeOf(2, 1_000)] }),
    ];
    const at2 = findAvoidable(sessionOf({ calls, waste })).map(({ calls: [share] }) => [
      share?.callId,
      share?.costNanoUsd,
    ]);
    expect(at2).toEqual([
      ['msg_2', 750 * WRITE],
      ['msg_2', 250 * WRITE],
    ]);
  });

  it('is not carried by what was rewound past it, nor by an advisor', () => {
    const calls = [1, 2, 3, 4, 5].map((number) =>
      callOf(number, { parent: number === 1 ? null : ([0, 1, 0, 3][number - 2] ?? null) }),
    );
    const carriers = (some: ExplainCall[]) =>
      findAvoidable(sessionOf({ calls: some, waste: [wasteOf()] }))[0]?.calls.map(
        ({ callId }) => callId,
      );
    expect(carriers(calls)).toEqual(['msg_2', 'msg_3']);
    const advised = calls.map((call) => ({ ...call, isAdvisor: call.number === 3 }));
    expect(carriers(advised)).toEqual(['msg_2']);
  });

  it('is not paid by calls of another session, nor past the end of the chain', () => {
    const calls = [callOf(1), callOf(2, { isOwn: false }), callOf(3)];
    const [finding] = findAvoidable(sessionOf({ calls, waste: [wasteOf()] }));
    expect(finding?.calls.map(({ callId }) => callId)).toEqual(['msg_3']);
    const copied = calls.map((call) => ({ ...call, isOwn: false }));
    expect(findAvoidable(sessionOf({ calls: copied, waste: [wasteOf()] }))).toEqual([]);
  });

  it('has no cost where a call has no price', () => {
    const calls = [callOf(1), callOf(2, { bill: null }), callOf(3, { bill: null })];
    const [finding] = findAvoidable(sessionOf({ calls, waste: [wasteOf()] }));
    expect(finding).toMatchObject({ costNanoUsd: null, unpricedCalls: 2, tokens: 4_000 });
  });

  it.each([
    [
      'repeated-read',
      '/w/app/src/a.ts',
      'a.ts read 3 times unchanged, 4,000 tokens more than once',
    ],
    ['duplicate-blob', 'C:\\w\\a.ts', 'The same text 3 times (a.ts), 4,000 tokens more than once'],
    [
      'repeated-command',
      'npm test',
      'npm test run 3 times with the same output, 4,000 tokens more than once',
    ],
    ['dead-read', 'src/a.ts', 'src/a.ts read and not mentioned again, 4,000 tokens'],
    [
      'large-result',
      'Bash',
      'Large results, 3 of them (Bash), 4,000 tokens beyond 8,000 characters',
    ],
    [
      'large-paste',
      'prompt',
      'Large pastes, 3 of them in a prompt, 4,000 tokens beyond 4,000 characters',
    ],
  ] as const)('%s says what it is', (kind, subject, title) => {
    const waste = [wasteOf({ kind, subject, count: 3 })];
    const [finding] = findAvoidable(sessionOf({ waste }));
    expect([finding?.title, finding?.subject]).toEqual([title, subject]);
    expect(finding?.fix).toMatch(/^[a-z].{20,}[^.]$/);
  });
});

it.each([
  ['/w/app/src/a.ts', 'a.ts'],
  ['Read /w/app/src/a.ts', 'Read a.ts'],
  ['/w/app/a.ts 460:60', 'a.ts lines 460 to 519'],
  ['C:\\w\\a.ts :80', 'a.ts first 80 lines'],
  ['./a.ts 12:', 'a.ts from line 12'],
  ['src/a.ts', 'src/a.ts'],
  ['./run /tmp/x y', './run /tmp/x y'],
  [`Bash ${'x'.repeat(80)}`, `Bash ${'x'.repeat(54)}…`],
])('%s is %s in a title', (subject, short) => {
  expect(shortSubject(subject)).toBe(short);
});

it('ranks by money, then by tokens, then by kind and place, whatever the order of the input', () => {
  const waste = [
    wasteOf({ subject: 'b', places: [placeOf(1, 10)] }),
    wasteOf({ subject: 'a', places: [placeOf(1, 10)] }),
    wasteOf({ kind: 'dead-read', subject: 'c', places: [placeOf(1, 10)] }),
    wasteOf({ subject: 'd', places: [placeOf(5, 20)] }),
  ];
  const ranked = (some: typeof waste) =>
    findAvoidable(sessionOf({ waste: some })).map(({ subject }) => subject);
  expect(ranked(waste)).toEqual(['d', 'a', 'b', 'c']);
  expect(ranked(waste.toReversed())).toEqual(['d', 'a', 'b', 'c']);
});
