// What if everything had been cached for five minutes. The replay is replay-lifetime.ts's.
import { replayLifetimes } from '../replay-lifetime.ts';
import { defineScenario, ONLY } from '../scenario.ts';

export const ttl5m = defineScenario({
  id: 'ttl-5m',
  variants: () => ONLY,
  prepare: (world) => (session) => [replayLifetimes(session, '5m', world.price)],
  title: () => 'Cache for 5 minutes instead of 1 hour',
  countWord: 'rebuild more',
  assumptions: () => [
    'Every write costs the 5-minute rate',
    'After a silence of more than 5 minutes all that the call before had in the cache is written again',
    'What other sessions left in the cache is read as it was',
  ],
  how: () => 'FORCE_PROMPT_CACHING_5M=1',
  unlessWhy: 'everything was cached for 5 minutes already, or nothing was cached',
});
