// An answer holds for one moment, however long it takes to make: a clock that moves on at every look
// changes none of its parts.
import { expect, it } from 'vitest';
import type { QueryContext } from '../../src/query/context.ts';
import { queryOverview } from '../../src/query/overview/overview.ts';
import { queryBlocks } from '../../src/query/window/blocks-document.ts';
import { queryWindowHistory } from '../../src/query/window/history.ts';
import { queryWindow } from '../../src/query/window/window.ts';
import { fiveHourHit, instant, openTestLedger } from '../query/window/ledger.ts';

const NOW = '2026-11-21 18:46';
const still = openTestLedger({
  now: NOW,
  calls: [
    { at: '2026-11-19 09:00', usd: 4 },
    { at: '2026-11-21 16:10', usd: 1 },
    { at: '2026-11-21 18:30', usd: 1 },
  ],
  events: [fiveHourHit('2026-11-19 09:30', null)],
  plan: { monthlyUsd: 20 },
});

function hurried(): QueryContext {
  let nowMs = instant(NOW);
  return {
    ...still,
    now: () => {
      nowMs += 60_000;
      return nowMs - 60_000;
    },
  };
}

it.each([
  ['the window', queryWindow],
  ['past windows', (context: QueryContext) => queryWindowHistory(context)],
  ['blocks', (context: QueryContext) => queryBlocks(context, {})],
  ['the overview', (context: QueryContext) => queryOverview(context)],
] as const)('%s', (_name, query) => {
  expect(query(hurried())).toEqual(query(still));
});

it('a rate says how many of its calls have no price or no final count', () => {
  const ledger = openTestLedger({
    now: NOW,
    calls: [
      { at: '2026-11-21 18:30', usd: 1 },
      { at: '2026-11-21 18:31', usd: null },
      { at: '2026-11-21 18:32', usd: 1, final: false },
    ],
  });
  expect(queryWindow(ledger).current?.burn).toMatchObject({
    calls: 3,
    unpricedCalls: 1,
    finalCalls: 2,
  });
});
