// Is what failed tried again at once, and how often in a row? Compares a tool call with those that failed
// just before it. Knows tools, paths and hashes of inputs, never the inputs.
import type {
  SessionEvent,
  ToolCallEvent,
  ToolResultEvent,
} from '../model/session-event/session-event.ts';
import { type CallTable, closeCall, openCall } from './kit/call-table.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';
import { readRate } from './kit/read-rate.ts';

/** A call, and how often the same was tried before it. */
type Attempt = [tool: string, path: string | null, inputHash: string, retry: number];

type State = {
  /** Calls whose result is yet to come. */
  open: CallTable<Attempt>;
  /** What failed in the last results, until results of later calls come. */
  failed: Attempt[];
  /** A call was made after the last result. */
  isAnswered: boolean;
  toolCalls: number;
  retries: number;
  sameInput: number;
  /** First retries: each begins a run. */
  runs: number;
  longestRun: number;
};

const PER = 100;
/** A turn seldom makes more calls at once. Own choice: bounds the state. */
const MOST_FAILED = 32;

export default defineMetric<State>({
  id: 'retry_runs',
  options: {
    min_tool_calls: { default: 20, min: 1, max: 100_000, doc: 'Tool calls before it is judged.' },
  },
  create: ({ option }) => ({
    id: 'retry_runs',
    version: 1,
    needs: ['tool_call', 'tool_result'],
    title: 'retries',
    summary:
      'Tool calls that repeat a call which has just failed: the same tool with the same input, or on the same file. Trying again may be right; long runs rarely are. A change made in between ends a run.',
    unit: 'per 100 tool calls',
    decimals: 1,
    worse: 'high',
    thresholds: { warn: 3, critical: 8 },
    source:
      'Our own choice, not measured on many users: replaced by your own range once it is learned.',
    warmUp: `${option('min_tool_calls')} tool calls`,
    numeratorOf: 'calls that repeat one that failed in the results just before',
    denominatorOf: 'tool calls',
    columns: [
      {
        detail: 'longestRun',
        title: 'longest run of retries',
        unit: 'retries in a row',
        decimals: 0,
      },
    ],
    init: () => ({ ...EMPTY, open: {}, failed: [], isAnswered: false }),
    step,
    carry: ({ open, failed, isAnswered }) => ({ ...EMPTY, open, failed, isAnswered }),
    merge: (earlier, later) => ({
      open: later.open,
      failed: later.failed,
      isAnswered: later.isAnswered,
      toolCalls: earlier.toolCalls + later.toolCalls,
      retries: earlier.retries + later.retries,
      sameInput: earlier.sameInput + later.sameInput,
      runs: earlier.runs + later.runs,
      longestRun: Math.max(earlier.longestRun, later.longestRun),
    }),
    read: (state) => read(state, option('min_tool_calls')),
  }),
});

const EMPTY = { toolCalls: 0, retries: 0, sameInput: 0, runs: 0, longestRun: 0 };

function step(state: State, event: SessionEvent): State {
  if (event.kind === 'tool_call') takeCall(state, event);
  else if (event.kind === 'tool_result') takeResult(state, event);
  return state;
}

function takeCall(state: State, { call, tool, path, inputHash }: ToolCallEvent): void {
  state.toolCalls += 1;
  state.isAnswered = true;
  const place = state.failed.findIndex(
    (failed) =>
      failed[0] === tool && (failed[2] === inputHash || (path !== null && failed[1] === path)),
  );
  const [before] = place < 0 ? [] : state.failed.splice(place, 1);
  const retry = before === undefined ? 0 : before[3] + 1;
  openCall(state.open, call, [tool, path, inputHash, retry]);
  if (before === undefined) return;
  state.retries += 1;
  state.sameInput += before[2] === inputHash ? 1 : 0;
  state.runs += retry === 1 ? 1 : 0;
  state.longestRun = Math.max(state.longestRun, retry);
}

function takeResult(state: State, { call, isError, isRejected }: ToolResultEvent): void {
  if (state.isAnswered) state.failed = [];
  state.isAnswered = false;
  const attempt = closeCall(state.open, call);
  if (attempt === null || !isError || isRejected) return;
  state.failed.push(attempt);
  if (state.failed.length > MOST_FAILED) state.failed.shift();
}

function read(state: State, minToolCalls: number): MetricReading {
  const { toolCalls, retries, sameInput, runs, longestRun } = state;
  return readRate({
    numerator: retries,
    denominator: toolCalls,
    scale: PER,
    isWarm: toolCalls >= minToolCalls,
    otherwise: 'no tool calls',
    details: { retries, sameInput, sameFile: retries - sameInput, runs, longestRun },
  });
}
