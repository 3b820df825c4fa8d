// How often does the person stop the assistant? Counts interruptions against prompts. Knows that it was
// stopped, not why.
import type { SessionEvent } from '../model/session-event/session-event.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';
import { readRate } from './kit/read-rate.ts';

type State = { prompts: number; interruptions: number };

const PER = 100;

export default defineMetric<State>({
  id: 'interruptions',
  options: {
    min_prompts: { default: 5, min: 1, max: 10_000, doc: 'Prompts before it is judged.' },
  },
  create: ({ option }) => ({
    id: 'interruptions',
    version: 1,
    needs: ['user'],
    title: 'interruptions',
    summary:
      'Times that you stopped the assistant while it worked. You may have stopped it because it went wrong, or because you thought of something else.',
    unit: 'per 100 prompts',
    decimals: 1,
    worse: 'high',
    thresholds: { warn: 20, critical: 50 },
    source:
      'Our own choice, not measured on many users: replaced by your own range once it is learned.',
    warmUp: `${option('min_prompts')} prompts`,
    numeratorOf: 'interruptions by the person',
    denominatorOf: 'prompts of a person',
    init: empty,
    step,
    carry: empty,
    merge: (earlier, later) => ({
      prompts: earlier.prompts + later.prompts,
      interruptions: earlier.interruptions + later.interruptions,
    }),
    read: (state) => read(state, option('min_prompts')),
  }),
});

function empty(): State {
  return { prompts: 0, interruptions: 0 };
}

function step(state: State, event: SessionEvent): State {
  if (event.kind !== 'user') return state;
  if (event.origin === 'human') state.prompts += 1;
  if (event.origin === 'interrupt') state.interruptions += 1;
  return state;
}

function read({ prompts, interruptions }: State, minPrompts: number): MetricReading {
  return readRate({
    numerator: interruptions,
    denominator: prompts,
    scale: PER,
    isWarm: prompts >= minPrompts,
    otherwise: 'no prompt of a person',
    details: { prompts, interruptions },
  });
}
