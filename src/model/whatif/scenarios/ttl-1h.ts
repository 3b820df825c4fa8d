// What if everything had been cached for an hour. The replay is replay-lifetime.ts's.
import { replayLifetimes } from '../replay-lifetime.ts';
import { defineScenario, ONLY } from '../scenario.ts';

export const ttl1h = defineScenario({
  id: 'ttl-1h',
  variants: () => ONLY,
  prepare: (world) => (session) => [replayLifetimes(session, '1h', world.price)],
  title: () => 'Cache for 1 hour instead of 5 minutes',
  countWord: 'rebuild less',
  assumptions: () => [
    'Every write costs the 1-hour rate',
    'A rebuild after a silence of 5 to 60 minutes becomes a read, where nothing but the silence is known to have caused it',
    'What other sessions left in the cache is read as it was',
  ],
  how: () =>
    'ENABLE_PROMPT_CACHING_1H=1 with an API key; subscriptions have it for the main conversation',
  unlessWhy: 'everything was cached for an hour already, or nothing was cached',
});
