// How many tool calls fail? Counts results that are errors, by tool and kind of tool. Knows whether a result
// is an error, not what it says.
import type { SessionEvent, ToolResultEvent } from '../model/session-event/session-event.ts';
import { toolClass } from '../model/session-event/tool-class.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';
import { readRate, share } from './kit/read-rate.ts';
import { addToTally, mergeTallies, sortedTally, type Tally } from './kit/tally.ts';

type State = {
  results: number;
  errors: number;
  rejected: number;
  resultsByKind: Tally;
  errorsByKind: Tally;
  errorsByTool: Tally;
};

const PERCENT = 100;

export default defineMetric<State>({
  id: 'tool_errors',
  options: {
    min_results: { default: 20, min: 1, max: 100_000, doc: 'Results before it is judged.' },
  },
  create: ({ option }) => ({
    id: 'tool_errors',
    version: 1,
    needs: ['tool_result'],
    title: 'tool errors',
    summary:
      'Tool calls that ended in an error. What you did not let run is left out. A failing test is an error too: work by trial has many, and a search that finds nothing may be one.',
    unit: '% of results',
    decimals: 1,
    worse: 'high',
    thresholds: { warn: 10, critical: 20 },
    source:
      'Our own choice, not measured on many users: replaced by your own range once it is learned.',
    warmUp: `${option('min_results')} results of tools`,
    numeratorOf: 'results that are errors, without those that you refused',
    denominatorOf: 'results of tools that ran',
    columns: [
      { detail: 'editErrorPercent', title: 'edit errors', unit: '% of edits', decimals: 1 },
      { detail: 'shellErrorPercent', title: 'shell errors', unit: '% of commands', decimals: 1 },
      { detail: 'rejected', title: 'refused by you', unit: 'calls', decimals: 0 },
    ],
    init: empty,
    step,
    carry: empty,
    merge: (earlier, later) => ({
      results: earlier.results + later.results,
      errors: earlier.errors + later.errors,
      rejected: earlier.rejected + later.rejected,
      resultsByKind: mergeTallies(earlier.resultsByKind, later.resultsByKind),
      errorsByKind: mergeTallies(earlier.errorsByKind, later.errorsByKind),
      errorsByTool: mergeTallies(earlier.errorsByTool, later.errorsByTool),
    }),
    read: (state) => read(state, option('min_results')),
  }),
});

function empty(): State {
  return {
    results: 0,
    errors: 0,
    rejected: 0,
    resultsByKind: {},
    errorsByKind: {},
    errorsByTool: {},
  };
}

function step(state: State, event: SessionEvent): State {
  if (event.kind !== 'tool_result') return state;
  if (event.isRejected) state.rejected += 1;
  else countResult(state, event);
  return state;
}

function countResult(state: State, { tool, isError }: ToolResultEvent): void {
  const kind = toolClass(tool);
  state.results += 1;
  addToTally(state.resultsByKind, kind);
  if (!isError) return;
  state.errors += 1;
  addToTally(state.errorsByKind, kind);
  addToTally(state.errorsByTool, tool === '' ? 'unknown' : tool);
}

function read(state: State, minResults: number): MetricReading {
  const percentOf = (kind: string): number | null => {
    const part = share(state.errorsByKind[kind] ?? 0, state.resultsByKind[kind] ?? 0);
    return part === null ? null : PERCENT * part;
  };
  return readRate({
    numerator: state.errors,
    denominator: state.results,
    scale: PERCENT,
    isWarm: state.results >= minResults,
    otherwise: 'no result of a tool',
    details: {
      results: state.results,
      errors: state.errors,
      rejected: state.rejected,
      editResults: state.resultsByKind.mutation ?? 0,
      editErrors: state.errorsByKind.mutation ?? 0,
      editErrorPercent: percentOf('mutation'),
      shellErrorPercent: percentOf('shell'),
      errorsByTool: sortedTally(state.errorsByTool),
    },
  });
}
