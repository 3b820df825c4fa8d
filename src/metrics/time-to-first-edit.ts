// How long does it take from a prompt to the first edit? Measures by the clock of the records; what is done
// in between is others' business.
import type { SessionEvent } from '../model/session-event/session-event.ts';
import { toolClass } from '../model/session-event/tool-class.ts';
import {
  addToMedian,
  emptyMedian,
  type MedianState,
  medianCount,
  mergeMedians,
  readMedian,
} from './kit/median.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';

type State = {
  /** Of the prompt whose turn goes on without an edit; null: there is none, or it has no time. */
  promptMs: number | null;
  turns: number;
  /** From the prompt to the first edit. */
  waitsMs: MedianState;
};

const MINUTE_MS = 60_000;

export default defineMetric<State>({
  id: 'time_to_first_edit',
  options: {},
  create: () => ({
    id: 'time_to_first_edit',
    version: 1,
    needs: ['user', 'tool_call'],
    title: 'time to first edit',
    summary:
      'Minutes from your prompt to the first edit of its turn, as the median over turns with an edit. Reading first is often right, and waiting for your permission is in it, so it is not judged.',
    unit: 'minutes',
    decimals: 1,
    worse: 'none',
    thresholds: null,
    source: 'Our own choice. It only describes: neither a short nor a long time is bad by itself.',
    warmUp: '',
    numeratorOf: 'the median of those times, in minutes',
    denominatorOf: 'turns with an edit',
    columns: [
      { detail: 'turnsWithoutEdit', title: 'turns without edit', unit: 'turns', decimals: 0 },
    ],
    hits: { detail: 'turnsWithEdit', of: 'turns that came to an edit' },
    init: () => ({ promptMs: null, turns: 0, waitsMs: emptyMedian() }),
    step,
    carry: ({ promptMs }) => ({ promptMs, turns: 0, waitsMs: emptyMedian() }),
    merge: (earlier, later) => ({
      promptMs: later.promptMs,
      turns: earlier.turns + later.turns,
      waitsMs: mergeMedians(earlier.waitsMs, later.waitsMs),
    }),
    read,
  }),
});

function step(state: State, event: SessionEvent): State {
  if (event.kind === 'user' && event.origin === 'human') {
    state.promptMs = event.atMs;
    state.turns += 1;
  } else if (event.kind === 'tool_call' && toolClass(event.tool) === 'mutation') {
    if (state.promptMs !== null && event.atMs !== null)
      addToMedian(state.waitsMs, event.atMs - state.promptMs);
    state.promptMs = null;
  }
  return state;
}

function read({ turns, waitsMs }: State): MetricReading {
  const withEdit = medianCount(waitsMs);
  const medianMs = readMedian(waitsMs);
  const details = {
    turns,
    turnsWithEdit: withEdit,
    // An edit after midnight belongs to a turn of the day before.
    turnsWithoutEdit: Math.max(0, turns - withEdit),
  };
  if (medianMs === null) return { kind: 'no-data', reason: 'no turn with an edit', details };
  const value = medianMs / MINUTE_MS;
  return {
    kind: 'value',
    value,
    numerator: value,
    denominator: withEdit,
    n: withEdit,
    isWarm: true,
    details,
  };
}
