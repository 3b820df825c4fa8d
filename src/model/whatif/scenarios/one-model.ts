// What if the main chain had stayed with one model: the one that made most of its calls. Knows which
// rebuilds a switch alone explains.
import { canonicalModelId } from '../../../pricing/canonical.ts';
import { changeCalls, readInstead } from '../change-calls.ts';
import type { Price } from '../price-replay.ts';
import { defineScenario, NOTHING, ONLY, type Replayed } from '../scenario.ts';
import type { WhatIfCall, WhatIfChain } from '../whatif-session.ts';

export const oneModel = defineScenario({
  id: 'one-model',
  variants: () => ONLY,
  prepare:
    ({ price }) =>
    ({ chains }) => [
      chains
        .filter(({ kind }) => kind === 'main')
        .map((chain) => stayWithOne(chain, price))
        .at(0) ?? NOTHING,
    ],
  title: () => 'No switch of model in the main conversation',
  countWord: 'rebuild less',
  assumptions: () => [
    'All of its calls run on the model that made most of them, with the same tokens; another tokenizer would count differently',
    'A rebuild becomes a read where nothing but the switch is known to have caused it',
  ],
  how: () => 'use a subagent for the cheap part: it keeps its own cache',
  unlessWhy: 'each main conversation stayed with one model',
});

function stayWithOne({ calls, collapses }: WhatIfChain, price: Price): Replayed {
  const model = mostUsed(calls);
  if (model === null) return NOTHING;
  const wanted = canonicalModelId(model);
  return changeCalls(calls, price, (call, index) => {
    const collapse = collapses.get(index);
    const isSwitch = collapse?.cause === 'model-switch' && collapse.alsoPresent.length === 0;
    if (!isSwitch && canonicalModelId(call.model) === wanted) return null;
    const kept = isSwitch ? readInstead(call, collapse.rewrittenTokens) : call;
    return { call: { ...kept, model }, isTime: isSwitch };
  });
}

/** Of equally many the first; null: only one model was used. */
function mostUsed(calls: readonly WhatIfCall[]): string | null {
  const written = new Map<string, number>();
  for (const { model } of calls) written.set(model, (written.get(model) ?? 0) + 1);
  const counts = new Map<string, { model: string; calls: number }>();
  for (const [model, count] of written) {
    const key = canonicalModelId(model);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { model, calls: count });
    else known.calls += count;
  }
  if (counts.size < 2) return null;
  return [...counts.values()].reduce((best, one) => (one.calls > best.calls ? one : best)).model;
}
