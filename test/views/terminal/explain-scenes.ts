// Answers of `explain` for its golden screens: findings as the model makes them, the session around them
// written by hand.

import { findAvoidable } from '../../../src/model/explain/find-avoidable.ts';
import type { Finding } from '../../../src/model/explain/finding.ts';
import { assembleAnswer } from '../../../src/query/explain/assemble-answer.ts';
import type { ExplainAnswer } from '../../../src/query/explain/explain-answer.ts';
import {
  billed,
  callOf,
  eventOf,
  placeOf,
  sessionOf,
  wasteOf,
} from '../../model/explain/scenes.ts';

const START_MS = Date.parse('2026-11-20T09:00:00Z');
const MINUTE = 60_000;
const ids = ['', ...'abcdefghijkl'].map((letter) => `msg_01Fq8Xk2LmR7vT4zN9sW${letter}`);

const identity = {
  sessionId: '4f2a91c3-0000-4000-8000-000000000001',
  shortId: '4f2a91c3',
  state: 'idle',
  title: 'Fix flaky retry test',
  titleSource: 'ai-title',
  project: { name: 'api-gateway', path: '/home/ana/api-gateway' },
  branch: 'retry-fix',
  firstAtMs: START_MS,
  lastAtMs: START_MS + 200 * MINUTE,
} as const;

const calls = Array.from({ length: 12 }, (_, index) =>
  callOf(index + 1, {
    callId: ids[index + 1] ?? '',
    atMs: START_MS + index * 15 * MINUTE,
    model: index >= 7 && index < 10 ? 'claude-haiku-4-5' : 'claude-opus-5',
    bill: billed(60_000, 90_000),
  }),
);

function event(number: number, changes: Parameters<typeof eventOf>[1]) {
  const { callId, atMs } = calls[number - 1] ?? { callId: '', atMs: null };
  const previousCallId = calls[number - 2]?.callId ?? null;
  return eventOf(number, { callId, previousCallId, atMs, ...changes });
}

function place(number: number, tokens: number) {
  return { ...placeOf(number, tokens), callId: ids[number] ?? '' };
}

const session = sessionOf({
  calls,
  events: [
    event(5, {
      rewrittenTokens: 212_000,
      excessNanoUsd: 1_219_000_000,
      previousContextTokens: 212_000,
    }),
    event(8, { cause: 'model-switch', excessNanoUsd: 52_000_000, evidence: [] }),
    event(11, { cause: 'model-switch', excessNanoUsd: 310_000_000, evidence: [] }),
    event(12, {
      cause: 'unexplained',
      agentId: null,
      excessNanoUsd: 287_500_000,
      evidence: ['nothing is known to have changed since the call before'],
    }),
  ],
  waste: [
    wasteOf({
      subject: '/home/ana/api-gateway/src/views/dashboard/dashboard.ts',
      count: 9,
      places: [2, 3, 4, 6, 7, 9].map((number) => place(number, 4_100)),
    }),
    wasteOf({
      kind: 'repeated-command',
      subject: 'npm test -- --reporter=verbose test/retry',
      count: 2,
      places: [place(6, 2_300)],
    }),
  ],
});

interface Changes {
  readonly findings?: readonly Finding[];
  readonly top?: number;
  readonly sum?: Partial<ExplainAnswer['sum']>;
  readonly alternatives?: ExplainAnswer['alternatives'];
  readonly content?: ExplainAnswer['content'];
  readonly identity?: Partial<typeof identity> | { readonly lastAtMs: number };
}

function answerOf(changes: Changes = {}): ExplainAnswer {
  return assembleAnswer({
    generatedAtMs: START_MS + 300 * MINUTE,
    timezone: 'Europe/Berlin',
    identity: { ...identity, ...changes.identity },
    sum: {
      calls: 148,
      finalCalls: 148,
      unpricedCalls: 0,
      costNanoUsd: 4_120_000_000,
      totalTokens: 9_100_000,
      tokens: {
        inputTokens: 1_204,
        cacheReadTokens: 8_900_000,
        cacheWrite5mTokens: 0,
        cacheWrite1hTokens: 212_000,
        outputTokens: 41_000,
      },
      ...changes.sum,
    },
    findings: changes.findings ?? findAvoidable(session),
    top: changes.top ?? 5,
    alternatives: changes.alternatives ?? [],
    content: changes.content ?? { files: 3, goneFiles: 0 },
  });
}

const FRESH_START = {
  kind: 'fresh-start',
  turn: 5,
  atMs: START_MS + 60 * MINUTE,
  savingNanoUsd: 910_000_000,
  savingRatio: 0.221,
  savingWeightedTokens: 182_000,
  assumptions: [],
} as const;

const unpriced = findAvoidable(
  sessionOf({
    calls: calls.map((call) => ({ ...call, bill: null })),
    events: session.events.slice(0, 1).map((one) => ({ ...one, excessNanoUsd: null })),
    waste: session.waste.slice(0, 1),
  }),
);

export const ANSWERS: readonly (readonly [name: string, answer: ExplainAnswer])[] = [
  [
    'full',
    answerOf({
      top: 4,
      alternatives: [
        FRESH_START,
        {
          kind: 'smaller-subagents',
          models: ['claude-opus-5', 'claude-sonnet-4-5'],
          calls: 31,
          costNanoUsd: 380_000_000,
          ratio: 0.092,
        },
      ],
    }),
  ],
  [
    'bound',
    answerOf({
      findings: findAvoidable({
        ...session,
        events: session.events.map((one, index) =>
          index === 2 ? { ...one, excessNanoUsd: null } : one,
        ),
        waste: [],
      }),
      sum: { finalCalls: 120, unpricedCalls: 3 },
      identity: { lastAtMs: START_MS + 48 * 60 * MINUTE },
      content: { files: 3, goneFiles: 1 },
    }),
  ],
  [
    'unpriced',
    answerOf({
      findings: unpriced,
      sum: { calls: 12, finalCalls: 12, unpricedCalls: 12, costNanoUsd: null },
    }),
  ],
  ['gone', answerOf({ findings: [], content: { files: 1, goneFiles: 1 } })],
  ['lean', answerOf({ findings: [] })],
  ['one-call', answerOf({ findings: [], sum: { calls: 1, finalCalls: 1 } })],
  [
    'empty',
    answerOf({
      findings: [],
      sum: { calls: 0, finalCalls: 0, costNanoUsd: 0 },
      content: { files: 1, goneFiles: 0 },
    }),
  ],
];
