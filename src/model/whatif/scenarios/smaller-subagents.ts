// What if subagents had run on a smaller model: their calls at its prices of the day. Knows which calls
// it can take over.
import { modelLabel } from '../../../shared/model-label.ts';
import { promptTokens } from '../../../shared/tokens.ts';
import { CHAIN } from '../../derive-call.ts';
import { changeCalls } from '../change-calls.ts';
import { addReplayed, defineScenario, NOTHING } from '../scenario.ts';
import type { WhatIfCall } from '../whatif-session.ts';

/** Source: the vendor's small and middle models with an official price. */
const SMALLER: readonly string[] = ['claude-haiku-4-5', 'claude-sonnet-5'];

export const smallerSubagents = defineScenario({
  id: 'smaller-subagents',
  variants: ({ wishes }) =>
    (wishes.subagentModel === undefined ? SMALLER : [wishes.subagentModel]).map((value) => ({
      value,
      label: modelLabel(value),
    })),
  prepare: ({ price, windowOf }, variants) => {
    const models = variants.map(({ value }) => ({
      model: String(value),
      window: windowOf(String(value)),
    }));
    return ({ chains }) =>
      models.map(({ model, window }) =>
        chains
          .map(({ calls }) =>
            changeCalls(calls, price, (call) => {
              const fits = promptTokens(call) <= window;
              if (call.chain !== CHAIN.subagent || !fits || !isDearer(call, model, price))
                return null;
              return { call: { ...call, model }, isTime: true };
            }),
          )
          .reduce(addReplayed, NOTHING),
      );
  },
  title: ({ label }) => `Subagents on ${label}`,
  anyTitle: 'Subagents on a smaller model',
  countWord: 'subagent call',
  assumptions: ({ label }) => [
    `Calls of subagents on dearer models run on ${label}, at its prices of the day`,
    'They take as many calls and as many tokens; another tokenizer would count differently',
    'Calls that are too large for its context window stay as they were',
  ],
  how: ({ value }) => `set model: ${familyOf(String(value))} in the subagent's file`,
  unlessWhy: 'no subagent ran on a dearer model',
});

/** By the price of a million tokens of input, whatever the call itself holds. */
function isDearer(call: WhatIfCall, model: string, price: (call: WhatIfCall) => number | null) {
  const probe = { ...call, ...NO_COUNTS };
  const own = price(probe);
  const other = price({ ...probe, model });
  return own === null || other === null || own > other;
}

const NO_COUNTS = {
  inputTokens: 1000,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  webSearches: 0,
} as const;

/** As an agent's file takes it. */
function familyOf(model: string): string {
  return /haiku|sonnet|opus/.exec(model)?.[0] ?? model;
}
