// What if the session had been cleared at the first prompt after its context grew to a bound. Knows what
// is left after /clear; the arithmetic of a smaller context is drop-history.ts's.
import { formatTokens } from '../../../shared/format.ts';
import { boundOf, boundsToTry } from '../context-bounds.ts';
import { dropHistory } from '../drop-history.ts';
import { defineScenario } from '../scenario.ts';
import { WARM_RATIO } from './compact-at.ts';

export const clearAt = defineScenario({
  id: 'clear-at',
  variants: boundsToTry,
  prepare: (_world, variants) => (session) => {
    const { startTokens } = session;
    const rule = {
      keptTokens: startTokens,
      warmTokens: Math.round(startTokens * WARM_RATIO),
      summaryTokens: 0,
      where: 'turns',
    } as const;
    return dropHistory(session, rule, variants.map(boundOf));
  },
  title: (variant) => `/clear at the first prompt beyond ${formatTokens(boundOf(variant))} tokens`,
  anyTitle: '/clear at the first prompt beyond a size',
  countWord: '/clear',
  assumptions: () => [
    `After it the context is the session's first one, ${WARM_RATIO * 100} % of it still cached`,
    'Nothing that was dropped is needed or read again: a bound for what can be saved',
    "The session's own compactions stay where they were",
  ],
  how: () => 'run /clear when the task changes; telltale handoff keeps what matters',
  unlessWhy: 'no prompt came after the context had grown that large',
});
