// How often does the person put the assistant right? Counts prompts in which a phrase of correction was
// found; keeps names of phrases, never what was typed.
import type { SessionEvent, UserEvent } from '../model/session-event/session-event.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';
import { readRate } from './kit/read-rate.ts';
import { addToTally, mergeTallies, sortedTally, type Tally } from './kit/tally.ts';
import { CORRECTION_PHRASES } from './text/correction-phrases.ts';
import { createMarker } from './text/create-marker.ts';

type State = {
  /** The assistant has said or done something in this thread: there is something to put right. */
  isAnswered: boolean;
  prompts: number;
  corrections: number;
  byPhrase: Tally;
};

const MARKER = 'corrections';
const PER = 100;

export default defineMetric<State>({
  id: 'corrections',
  options: {
    min_prompts: {
      default: 5,
      min: 1,
      max: 10_000,
      doc: 'Prompts after the first answer, before it is judged.',
    },
  },
  create: ({ option }) => ({
    id: 'corrections',
    version: 1,
    needs: ['user', 'assistant', 'tool_call'],
    title: 'corrections',
    summary:
      'Prompts that say no, wrong, undo or not what I asked. The first prompt is never one. English only, and words only: a polite correction is missed, and a changed mind looks like one.',
    unit: 'per 100 prompts',
    decimals: 1,
    worse: 'high',
    thresholds: { warn: 20, critical: 40 },
    source:
      'Our own choice, not measured on many users: replaced by your own range once it is learned.',
    warmUp: `${option('min_prompts')} prompts after the first answer`,
    numeratorOf: 'prompts with a phrase of correction',
    denominatorOf: 'prompts of a person after the first answer',
    markers: [createMarker({ id: MARKER, on: 'human', phrases: CORRECTION_PHRASES, version: 1 })],
    init: () => ({ isAnswered: false, prompts: 0, corrections: 0, byPhrase: {} }),
    step,
    carry: ({ isAnswered }) => ({ isAnswered, prompts: 0, corrections: 0, byPhrase: {} }),
    merge: (earlier, later) => ({
      isAnswered: later.isAnswered,
      prompts: earlier.prompts + later.prompts,
      corrections: earlier.corrections + later.corrections,
      byPhrase: mergeTallies(earlier.byPhrase, later.byPhrase),
    }),
    read: (state) => read(state, option('min_prompts')),
  }),
});

function step(state: State, event: SessionEvent): State {
  if (event.kind === 'assistant' || event.kind === 'tool_call') state.isAnswered = true;
  else if (event.kind === 'user' && event.origin === 'human' && state.isAnswered)
    countPrompt(state, event);
  return state;
}

function countPrompt(state: State, { marks }: UserEvent): void {
  const names = marks[MARKER] ?? [];
  state.prompts += 1;
  if (names.length > 0) state.corrections += 1;
  for (const name of names) addToTally(state.byPhrase, name);
}

function read({ prompts, corrections, byPhrase }: State, minPrompts: number): MetricReading {
  return readRate({
    numerator: corrections,
    denominator: prompts,
    scale: PER,
    isWarm: prompts >= minPrompts,
    otherwise: 'no prompt after the first answer',
    details: { prompts, corrections, byPhrase: sortedTally(byPhrase) },
  });
}
