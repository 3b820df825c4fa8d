// Whose the growth of the running API time is, case by case.
import { describe, expect, it } from 'vitest';
import { deriveApiTimes } from '../../../src/query/steps/derive-api-times.ts';
import type { ApiTotalRow, StretchCallRow } from '../../../src/store/readers/api-times.ts';

const CENT = 10_000_000;

const call = (atMs: number, words: Partial<StretchCallRow> = {}): StretchCallRow => ({
  id: atMs,
  messageId: `msg_${atMs}`,
  part: 0,
  atMs,
  chain: 0,
  isFinal: true,
  promptTokens: 1_000 + atMs,
  costNanoUsd: 5 * CENT,
  ...words,
});
const told = (
  firstMs: number,
  apiDurationMs: number | null,
  words: Partial<ApiTotalRow> = {},
): ApiTotalRow => ({
  firstMs,
  apiDurationMs,
  costNanoUsd: null,
  lastPromptTokens: null,
  ...words,
});
/** A refresh right after the call at `atMs`. */
const after = (atMs: number, apiDurationMs: number | null, words: Partial<ApiTotalRow> = {}) =>
  told(atMs + 50, apiDurationMs, { lastPromptTokens: 1_000 + atMs, ...words });

type Case = readonly [
  what: string,
  calls: readonly StretchCallRow[],
  totals: readonly ApiTotalRow[],
  expected: number | string,
];

const CASES: readonly Case[] = [
  ['the only call between two refreshes', [call(100)], [told(10, 0), after(100, 2_400)], 2_400],
  [
    'of several calls the one at its refresh',
    [call(40), call(100)],
    [told(10, 0), after(40, 900), after(100, 3_000)],
    2_100,
  ],
  [
    'a refresh in mid-stream has the old total',
    [call(100)],
    [told(10, 700), told(105, 700), after(100, 3_000)],
    2_300,
  ],
  [
    'confirmed by cost alone',
    [call(100)],
    [told(10, 0, { costNanoUsd: CENT }), told(150, 800, { costNanoUsd: 6 * CENT })],
    800,
  ],
  [
    'a subagent by cost',
    [call(100, { chain: 1 })],
    [
      told(10, 0, { costNanoUsd: 0 }),
      told(150, 800, { costNanoUsd: 5 * CENT, lastPromptTokens: 7 }),
    ],
    800,
  ],
  [
    'an advisor is part of its call',
    [call(100), call(101, { id: 7, messageId: 'msg_100', part: 1 })],
    [told(10, 0, { costNanoUsd: 0 }), told(150, 800, { costNanoUsd: 10 * CENT })],
    800,
  ],
  ['nothing told', [call(100)], [], 'no-heartbeat'],
  ['nothing before', [call(100)], [after(100, 2_400)], 'no-heartbeat'],
  ['nothing after', [call(100)], [told(10, 0)], 'no-heartbeat'],
  ['told without API time', [call(100)], [told(10, null), after(100, 5)], 'not-told'],
  [
    'two calls in one stretch',
    [call(90), call(100)],
    [told(10, 0), after(100, 2_400)],
    'several-calls',
  ],
  ['a restart in between', [call(100)], [told(10, 9_000), after(100, 2_400)], 'restarted'],
  [
    'other usage than the call',
    [call(100)],
    [told(10, 0), after(100, 2_400, { lastPromptTokens: 5 })],
    'not-confirmed',
  ],
  [
    'a helper call cost more',
    [call(100)],
    [told(10, 0, { costNanoUsd: 0 }), after(100, 2_400, { costNanoUsd: 6 * CENT })],
    'not-confirmed',
  ],
  ['nothing to confirm it by', [call(100)], [told(10, 0), told(150, 800)], 'not-confirmed'],
  [
    'a placeholder output and no usage told',
    [call(100, { isFinal: false })],
    [told(10, 0, { costNanoUsd: 0 }), told(150, 800, { costNanoUsd: 5 * CENT })],
    'not-confirmed',
  ],
  [
    'no price, but the usage fits',
    [call(100, { costNanoUsd: null })],
    [told(10, 0, { costNanoUsd: 0 }), after(100, 800, { costNanoUsd: 5 * CENT })],
    800,
  ],
];

describe('the API time of a call', () => {
  it.each(CASES)('%s', (_what, calls, totals, expected) => {
    const time = deriveApiTimes(new Set([100]), calls, totals).get(100);
    expect(time).toEqual(
      typeof expected === 'number'
        ? { ms: expected, reason: null }
        : { ms: null, reason: expected },
    );
  });

  it('an advisor entry has none of its own', () => {
    const advisor = call(100, { part: 1 });
    expect(
      deriveApiTimes(new Set([100]), [advisor], [told(10, 0), after(100, 900)]).get(100),
    ).toEqual({
      ms: null,
      reason: 'no-own-time',
    });
  });
});
