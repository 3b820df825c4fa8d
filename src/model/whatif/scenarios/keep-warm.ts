// What if short messages had kept the cache alive through the breaks, up to a limit. Knows which breaks
// there were; what a message costs is explain/keep-warm.ts's.
import { formatDuration } from '../../../shared/format.ts';
import { promptTokens } from '../../../shared/tokens.ts';
import type { CacheTtl } from '../../cache/cache-event.ts';
import { TTL_NOT_TOLD } from '../../cache/find-causes.ts';
import { keepWarm } from '../../explain/keep-warm.ts';
import { heldTokens, readInstead, withTokens } from '../change-calls.ts';
import type { Price } from '../price-replay.ts';
import { isIdleOnly, lifetimeOf } from '../replay-lifetime.ts';
import { defineScenario, NOTHING, type Replayed, type Variant } from '../scenario.ts';
import type { WhatIfCall, WhatIfChain } from '../whatif-session.ts';

const HOUR_MS = 3_600_000;
/** Own choice. */
const LIMIT_HOURS: readonly number[] = [0.5, 1, 2, 4, 8, 24];

export const keepItWarm = defineScenario({
  id: 'keep-warm',
  variants: () =>
    LIMIT_HOURS.map((value) => ({ value, label: `up to ${formatDuration(value * HOUR_MS)}` })),
  prepare:
    ({ price }, variants) =>
    ({ chains }) => {
      const main = chains.find(({ kind }) => kind === 'main');
      return variants.map((variant) =>
        main === undefined ? NOTHING : replayWarm(main, limitOf(variant), price),
      );
    },
  title: ({ label }) => `Keep the cache warm through breaks ${label}`,
  anyTitle: 'Keep the cache warm through breaks',
  countWord: 'short message',
  assumptions: (variant) => [
    'A message every 4 minutes (5-minute lifetime) or 55 minutes (1 hour) reads the whole context; its own few tokens are left out',
    `In a longer break they end after ${formatDuration(limitOf(variant))}, and the rebuild comes all the same`,
    "None is sent after the session's last call",
    'A rebuild becomes a read where nothing but the silence is known to have caused it',
  ],
  how: () => 'telltale rates shows how long a break may be',
  unlessWhy: 'no break was longer than the cache lives',
});

function limitOf({ value }: Variant): number {
  return Number(value) * HOUR_MS;
}

function replayWarm({ calls, collapses }: WhatIfChain, limitMs: number, price: Price): Replayed {
  let [savingNanoUsd, changedCalls, unpricedCalls, times] = [0, 0, 0, 0];
  let inUse: CacheTtl = TTL_NOT_TOLD;
  let before: WhatIfCall | null = null;
  for (let index = 0; index < calls.length; index++) {
    const call = calls[index] as WhatIfCall;
    const collapse = collapses.get(index);
    const gapMs = before === null ? 0 : (call.atMs ?? 0) - (before.atMs ?? 0);
    const silenceMs = Math.min(gapMs, limitMs);
    const messages = before === null ? 0 : keepWarm(silenceMs, inUse, 0, 0).messages;
    if (before !== null && messages > 0) {
      // Where the rebuild comes all the same, its break is changed by the messages alone.
      const isKept = gapMs <= limitMs && isIdleOnly(collapse);
      const cost = price(call);
      const warm = isKept ? price(readInstead(call, collapse.rewrittenTokens)) : cost;
      const ping = price(pingAfter(before));
      changedCalls += 1;
      times += messages;
      if (cost === null || warm === null || ping === null) unpricedCalls += 1;
      else savingNanoUsd += cost - warm - messages * ping;
    }
    if (heldTokens(call) > 0 || collapse !== undefined) before = call;
    inUse = lifetimeOf(call) ?? inUse;
  }
  return { savingNanoUsd, changedCalls, unpricedCalls, times };
}

/** Reads all that the call was sent, and nothing else. */
function pingAfter(call: WhatIfCall): WhatIfCall {
  return {
    ...withTokens(call, {
      inputTokens: 0,
      cacheReadTokens: promptTokens(call),
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      outputTokens: 0,
    }),
    webSearches: 0,
  };
}
