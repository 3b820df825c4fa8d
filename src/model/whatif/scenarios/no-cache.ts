// What if nothing had been cached: all that was read or written is sent at the price of input. A measure
// of what the cache is worth.
import { promptTokens } from '../../../shared/tokens.ts';
import { changeCalls, heldTokens, withTokens } from '../change-calls.ts';
import { addReplayed, defineScenario, NOTHING, ONLY } from '../scenario.ts';

export const noCache = defineScenario({
  id: 'no-cache',
  variants: () => ONLY,
  prepare:
    ({ price }) =>
    ({ chains }) => [
      chains
        .map(({ calls }) =>
          changeCalls(calls, price, (call) => {
            if (heldTokens(call) === 0) return null;
            const nothing = { cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
            return {
              call: withTokens(call, { ...nothing, inputTokens: promptTokens(call) }),
              isTime: call.cacheReadTokens > 0,
            };
          }),
        )
        .reduce(addReplayed, NOTHING),
    ],
  title: () => 'No prompt cache at all',
  countWord: 'read sent in full',
  assumptions: () => ['All that was read or written is sent as uncached input'],
  how: () => null,
  unlessWhy: 'nothing was cached',
});
