// How many prompts did a person type? Counts user messages by where they come from; knows no text.
import type { SessionEvent } from '../model/session-event/session-event.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';
import { mergeTallies, type Tally } from './kit/tally.ts';

type State = {
  human: number;
  command: number;
  interrupt: number;
  summary: number;
  harness: number;
};

export default defineMetric<State>({
  id: 'prompts',
  options: {},
  create: () => ({
    id: 'prompts',
    version: 1,
    needs: ['user'],
    title: 'prompts',
    summary:
      'Prompts that a person typed, each of which opens a turn. Many may mean a long task, close steering or much to put right.',
    unit: 'prompts',
    decimals: 0,
    worse: 'none',
    thresholds: null,
    source:
      'As in codevigil 0.4, corrected: reminders, echoes of commands, summaries and the prompts of subagents are no prompts of a person (its defect D14); `userTexts` has them all.',
    warmUp: '',
    numeratorOf: 'prompts of a person',
    denominatorOf: 'the thread: 1',
    columns: [{ detail: 'userTexts', title: 'user messages', unit: 'messages', decimals: 0 }],
    init: empty,
    step,
    carry: empty,
    merge: (earlier, later) => mergeTallies(earlier as Tally, later as Tally) as State,
    read,
  }),
});

function empty(): State {
  return { human: 0, command: 0, interrupt: 0, summary: 0, harness: 0 };
}

function step(state: State, event: SessionEvent): State {
  if (event.kind === 'user') state[event.origin] += 1;
  return state;
}

function read(state: State): MetricReading {
  const userTexts = Object.values(state).reduce((sum, count) => sum + count, 0);
  const details = { ...state, userTexts };
  if (userTexts === 0) return { kind: 'no-data', reason: 'no message of a user', details };
  const value = state.human;
  return {
    kind: 'value',
    value,
    numerator: value,
    denominator: 1,
    n: value,
    isWarm: true,
    details,
  };
}
