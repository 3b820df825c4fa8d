// How often was the context compacted? Counts compactions of a thread, by who asked for them. Knows that
// there was one, not what it left out.
import type { SessionEvent } from '../model/session-event/session-event.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';

type State = { automatic: number; manual: number; unknown: number; answers: number };

const COMPACTION = 'compact_boundary';

export default defineMetric<State>({
  id: 'compactions',
  options: {},
  create: () => ({
    id: 'compactions',
    version: 1,
    needs: ['system', 'assistant', 'tool_call'],
    title: 'compactions',
    summary:
      'Times that the conversation was replaced by its summary. Each may lose what was agreed; a long session with several may still go well.',
    unit: 'compactions',
    decimals: 0,
    worse: 'high',
    thresholds: { warn: 2, critical: 4 },
    source:
      'Our own choice, not measured on many users: replaced by your own range once it is learned.',
    warmUp: '',
    numeratorOf: 'compactions',
    denominatorOf: 'the thread: 1',
    columns: [
      { detail: 'automatic', title: 'automatic compactions', unit: 'compactions', decimals: 0 },
    ],
    init: empty,
    step,
    carry: empty,
    merge: (earlier, later) => ({
      automatic: earlier.automatic + later.automatic,
      manual: earlier.manual + later.manual,
      unknown: earlier.unknown + later.unknown,
      answers: earlier.answers + later.answers,
    }),
    read,
  }),
});

function empty(): State {
  return { automatic: 0, manual: 0, unknown: 0, answers: 0 };
}

function step(state: State, event: SessionEvent): State {
  if (event.kind === 'assistant' || event.kind === 'tool_call') state.answers += 1;
  else if (event.kind === 'system' && event.subkind === COMPACTION) {
    if (event.trigger === 'auto') state.automatic += 1;
    else if (event.trigger === 'manual') state.manual += 1;
    else state.unknown += 1;
  }
  return state;
}

function read({ automatic, manual, unknown, answers }: State): MetricReading {
  const value = automatic + manual + unknown;
  const details = { automatic, manual, unknown };
  if (value + answers === 0)
    return { kind: 'no-data', reason: 'the assistant has not answered', details };
  return {
    kind: 'value',
    value,
    numerator: value,
    denominator: 1,
    n: 1,
    isWarm: true,
    details,
  };
}
