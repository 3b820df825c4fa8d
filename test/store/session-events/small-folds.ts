// Small folds and a marker for tests of the second pass: what they count can be told beforehand.
import type { SavedFold } from '../../../src/metrics/kit/fold-events.ts';
import type { Json } from '../../../src/metrics/kit/metric.ts';
import type { Marker, SessionEventKind } from '../../../src/model/session-event/session-event.ts';

/** Counts events of some kinds. */
export function countingFold(id: string, needs: readonly SessionEventKind[]): SavedFold {
  return {
    id,
    version: 1,
    needs,
    init: (): Json => ({ known: 0, counted: 0 }),
    step: (state) => {
      const { known, counted } = countsOf(state);
      return { known: known + 1, counted: counted + 1 };
    },
    carry: (state) => ({ known: countsOf(state).known, counted: 0 }),
    merge: (earlier, later) => ({
      known: countsOf(later).known,
      counted: countsOf(earlier).counted + countsOf(later).counted,
    }),
    read: (state) => {
      const { known, counted: value } = countsOf(state);
      if (value === 0) return { kind: 'no-data', reason: 'none', details: { known } };
      const figures = { value, numerator: value, denominator: 1, n: value, isWarm: true };
      return { kind: 'value', ...figures, details: { known } };
    },
  };
}

function countsOf(state: Json): { readonly known: number; readonly counted: number } {
  return state as unknown as { known: number; counted: number };
}

export const SMALL_FOLDS: readonly SavedFold[] = [
  countingFold('calls', ['tool_call']),
  countingFold('prompts', ['user']),
  countingFold('lines', ['lines']),
  countingFold('waits', ['permission']),
  {
    ...countingFold('broken', ['tool_call']),
    step: () => {
      throw new Error('not today');
    },
  },
];

export const SMALL_MARKERS: readonly Marker[] = [
  {
    id: 'shout',
    on: 'human',
    find: (text) => (text.includes('!') ? ['loud'] : []),
    fingerprint: '1',
  },
];
