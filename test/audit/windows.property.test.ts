// Windows of any calls, held against a plain reading of the rule: every call in one window, windows
// and gaps where the rule puts them, and sums that meet those of the other groupings.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryUsage } from '../../src/query/usage/query-usage.ts';
import { queryBlocks } from '../../src/query/window/blocks-document.ts';
import { queryWindowHistory } from '../../src/query/window/history.ts';
import { testLedger } from '../query/usage/ledger.ts';

const HOUR_MS = 3_600_000;
const FIVE_HOURS_MS = 5 * HOUR_MS;
const FIRST_MS = Date.parse('2026-07-01T00:00:00Z');
const MODELS = ['claude-opus-4-8', 'claude-haiku-4-5', 'claude-x-9'];

/** Steps from one call to the next: within a window, around its edges, and over days. */
const anyStep = fc.oneof(
  fc.integer({ min: 0, max: 40 * 60_000 }),
  fc.constantFrom(0, FIVE_HOURS_MS - 1, FIVE_HOURS_MS, FIVE_HOURS_MS + 1, HOUR_MS),
  fc.integer({ min: 0, max: 30 * HOUR_MS }),
);
const anyCalls = fc
  .array(
    fc.record({
      step: anyStep,
      model: fc.constantFrom(...MODELS),
      input: fc.nat(9_999),
      read: fc.nat(99_999),
      output: fc.nat(999),
      isTimed: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
    }),
    { maxLength: 40 },
  )
  .map((calls) => {
    let atMs = FIRST_MS;
    return calls.map(({ step, isTimed, ...call }) => {
      atMs += step;
      return { ...call, at: isTimed ? atMs : null };
    });
  });

test('every window is where the rule puts it and all sums meet', () => {
  fc.assert(
    fc.property(anyCalls, (calls) => {
      const context = testLedger(calls, { now: '2027-01-01T00:00:00Z' });
      const history = queryWindowHistory(context);
      const times = calls.flatMap(({ at }) => (at === null ? [] : [at]));
      const seen = history.windows.map((row) =>
        row.kind === 'gap'
          ? ['gap', row.startMs, row.endMs]
          : ['window', row.startMs, row.endMs, row.firstMs, row.lastMs, row.totals.calls],
      );
      expect(seen).toEqual(windowsByHand(times));
      const { totals } = queryUsage(context, { groupBy: 'model' });
      expect(history.totals.calls + history.notAttributable.calls).toBe(totals.calls);
      expect(history.totals.totalTokens + history.notAttributable.totalTokens).toBe(
        totals.totalTokens,
      );
      expect((history.totals.costNanoUsd ?? 0) + (history.notAttributable.costNanoUsd ?? 0)).toBe(
        totals.costNanoUsd ?? 0,
      );
      const starts = queryBlocks(context, {}).blocks.map(({ startTime }) => startTime);
      expect(starts).toEqual([...starts].sort());
      expect(starts).toHaveLength(seen.length);
      context.store.close();
    }),
    { numRuns: 150 },
  );
});

function windowsByHand(times: readonly number[]): (string | number)[][] {
  const rows: (string | number)[][] = [];
  let inside: number[] = [];
  const startMs = () => Math.floor((inside[0] ?? 0) / HOUR_MS) * HOUR_MS;
  const close = () => {
    const [first, last] = [inside[0] ?? 0, inside.at(-1) ?? 0];
    rows.push(['window', startMs(), startMs() + FIVE_HOURS_MS, first, last, inside.length]);
    inside = [];
  };
  for (const atMs of times) {
    const last = inside.at(-1);
    if (last !== undefined && atMs - last > FIVE_HOURS_MS) {
      close();
      rows.push(['gap', last + FIVE_HOURS_MS, atMs]);
    } else if (last !== undefined && atMs - startMs() > FIVE_HOURS_MS) close();
    inside.push(atMs);
  }
  if (inside.length > 0) close();
  return rows;
}
