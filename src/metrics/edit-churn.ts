// Is the same file changed again and again? Counts edits of files that were changed shortly before. Knows
// paths and whether an edit went through, not what was changed.
import type { SessionEvent } from '../model/session-event/session-event.ts';
import { toolClass } from '../model/session-event/tool-class.ts';
import { type CallTable, closeCall, openCall } from './kit/call-table.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';
import { readRate } from './kit/read-rate.ts';
import { addToTally, mergeTallies, OTHER_NAMES, type Tally } from './kit/tally.ts';

type State = {
  /** Tool calls so far, also those that do not count. */
  position: number;
  /** Paths of edits whose results are yet to come. */
  open: CallTable<string>;
  /** Edits of the last `window_calls` calls, oldest first. */
  recent: [path: string, position: number][];
  edits: number;
  repeated: number;
  /** By hash of the path: paths would be too much to keep. */
  byFile: Tally;
};

interface Rules {
  readonly windowCalls: number;
  readonly after: number;
  readonly minEdits: number;
}

const PERCENT = 100;
/** More files are not counted one by one. Own choice: bounds the state. */
const MOST_FILES = 1_000;

export default defineMetric<State>({
  id: 'edit_churn',
  options: {
    window_calls: {
      default: 30,
      min: 1,
      max: 1_000,
      doc: 'Tool calls that it looks back from an edit.',
    },
    after_edits: {
      default: 3,
      min: 1,
      max: 100,
      doc: 'An edit is churn when the file was changed so many times in those calls already.',
    },
    min_edits: { default: 10, min: 1, max: 100_000, doc: 'Edits before it is judged.' },
  },
  create: ({ option }) => {
    const rules: Rules = {
      windowCalls: option('window_calls'),
      after: option('after_edits'),
      minEdits: option('min_edits'),
    };
    return {
      id: 'edit_churn',
      version: 2,
      needs: ['tool_call', 'tool_result'],
      title: 'edit churn',
      summary:
        'Edits of a file that was changed several times within the last tool calls. Small steps through one long file look the same as going round in circles.',
      unit: '% of edits',
      decimals: 1,
      worse: 'high',
      thresholds: { warn: 40, critical: 60 },
      source:
        'Our own choice, not measured on many users: replaced by your own range once it is learned.',
      warmUp: `${rules.minEdits} edits`,
      numeratorOf: `edits of a file that was changed ${rules.after} times or more in the ${rules.windowCalls} tool calls before`,
      denominatorOf: 'edits and writes that went through',
      columns: [{ detail: 'files', title: 'files changed', unit: 'files', decimals: 0 }],
      init: () => ({ position: 0, open: {}, recent: [], edits: 0, repeated: 0, byFile: {} }),
      step: (state, event) => step(state, event, rules),
      carry: ({ position, open, recent }) => ({
        position,
        open,
        recent,
        edits: 0,
        repeated: 0,
        byFile: {},
      }),
      merge: (earlier, later) => ({
        position: later.position,
        open: later.open,
        recent: later.recent,
        edits: earlier.edits + later.edits,
        repeated: earlier.repeated + later.repeated,
        byFile: mergeTallies(earlier.byFile, later.byFile, MOST_FILES),
      }),
      read: (state) => read(state, rules),
    };
  },
});

function step(state: State, event: SessionEvent, rules: Rules): State {
  if (event.kind === 'tool_call') {
    state.position += 1;
    if (event.path !== null && toolClass(event.tool) === 'mutation')
      openCall(state.open, event.call, event.path);
  } else if (event.kind === 'tool_result') {
    const path = closeCall(state.open, event.call);
    if (path !== null && !event.isError && !event.isRejected) countEdit(state, path, rules);
  }
  return state;
}

function countEdit(state: State, path: string, { windowCalls, after }: Rules): void {
  const since = state.position - windowCalls;
  state.recent = state.recent.filter(([, position]) => position >= since);
  const before = state.recent.filter(([edited]) => edited === path).length;
  state.edits += 1;
  if (before >= after) state.repeated += 1;
  addToTally(state.byFile, keyOf(path), 1, MOST_FILES);
  state.recent.push([path, state.position]);
  // Several calls may be answered at one position.
  if (state.recent.length > 2 * windowCalls) state.recent.shift();
}

/** 32 bits: of a thousand files two agree once in some 9,000 sessions. */
function keyOf(path: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193);
  // No name of a hash is that under which the others are counted.
  return `#${(hash >>> 0).toString(36)}`;
}

function read({ edits, repeated, byFile }: State, rules: Rules): MetricReading {
  const counts = Object.values(byFile);
  const isKnown = !Object.hasOwn(byFile, OTHER_NAMES);
  return readRate({
    numerator: repeated,
    denominator: edits,
    scale: PERCENT,
    isWarm: edits >= rules.minEdits,
    otherwise: 'no edits',
    details: {
      edits,
      repeated,
      files: isKnown ? counts.length : null,
      mostEditsOfOneFile: isKnown ? Math.max(0, ...counts) : null,
    },
  });
}
