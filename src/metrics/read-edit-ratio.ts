// Are files looked at before they are changed? Counts reads, searches and edits of the last tool calls, and
// edits of files that were not looked at shortly before. Knows tool calls only, never what a file holds.
import type { SessionEvent, ToolCallEvent } from '../model/session-event/session-event.ts';
import { toolClass, writesWholeFile } from '../model/session-event/tool-class.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';

/** One letter per tool call of the window: read, research, mutation or other. */
type Letter = 'r' | 's' | 'm' | 'o';

type State = {
  /** Tool calls of the thread so far, also those that do not count. */
  position: number;
  /** Files looked at in the last `blind_window_calls` calls, oldest first, each with the call's position. */
  looks: [path: string, position: number][];
  /** The last `window_calls` calls that count. */
  window: string;
  mutations: number;
  /** Mutations that name a file. */
  tracked: number;
  blind: number;
  writes: number;
};

interface Rules {
  readonly windowCalls: number;
  readonly blindWindowCalls: number;
  readonly confidenceFloor: number;
  readonly minClassified: number;
}

export default defineMetric<State>({
  id: 'read_edit_ratio',
  options: {
    window_calls: {
      default: 50,
      min: 1,
      max: 10_000,
      doc: 'Tool calls that the ratio looks back.',
    },
    blind_window_calls: {
      default: 20,
      min: 1,
      max: 1_000,
      doc: 'An edit is blind when its file was not looked at within so many tool calls before it.',
    },
    confidence_floor: {
      default: 0.95,
      min: 0,
      max: 1,
      doc: 'No rate of blind edits is given when a smaller share of the edits names its file.',
    },
    min_classified: {
      default: 10,
      min: 0,
      max: 10_000,
      doc: 'Reads, searches and edits in the window before it is judged.',
    },
  },
  create: ({ option }) => {
    const rules: Rules = {
      windowCalls: option('window_calls'),
      blindWindowCalls: option('blind_window_calls'),
      confidenceFloor: option('confidence_floor'),
      minClassified: option('min_classified'),
    };
    return {
      id: 'read_edit_ratio',
      version: 1,
      needs: ['tool_call'],
      title: 'read before edit',
      summary:
        'Files read for each edit, over the last tool calls. It does not show whether what was read was what mattered.',
      unit: 'reads per edit',
      decimals: 1,
      worse: 'low',
      thresholds: { warn: 4, critical: 2 },
      source:
        'Rule and thresholds as in codevigil 0.4, after one user who saw 6.6 fall to 2.0 as his sessions got worse (anthropics/claude-code#42796); one user is no norm.',
      warmUp: `${rules.minClassified} reads, searches and edits`,
      numeratorOf: `files read in the last ${rules.windowCalls} tool calls`,
      denominatorOf: `edits and writes in the last ${rules.windowCalls} tool calls`,
      columns: [
        {
          detail: 'researchMutationRatio',
          title: 'reads and searches per edit',
          unit: 'per edit',
          decimals: 1,
        },
        { detail: 'blindEditRate', title: 'blind edits', unit: 'share of edits', decimals: 2 },
        {
          detail: 'writePrecision',
          title: 'whole-file writes',
          unit: 'share of edits',
          decimals: 2,
        },
      ],
      hits: { detail: 'blindEdits', of: 'edits of files that were not looked at shortly before' },
      init: () => ({
        position: 0,
        looks: [],
        window: '',
        mutations: 0,
        tracked: 0,
        blind: 0,
        writes: 0,
      }),
      step: (state, event) => step(state, event, rules),
      carry: ({ position, looks }) => ({ ...EMPTY, position, looks }),
      merge: (earlier, later) => ({
        position: later.position,
        looks: later.looks,
        window: (earlier.window + later.window).slice(-rules.windowCalls),
        mutations: earlier.mutations + later.mutations,
        tracked: earlier.tracked + later.tracked,
        blind: earlier.blind + later.blind,
        writes: earlier.writes + later.writes,
      }),
      read: (state) => read(state, rules),
    };
  },
});

const EMPTY = { window: '', mutations: 0, tracked: 0, blind: 0, writes: 0 };

function step(state: State, event: SessionEvent, rules: Rules): State {
  if (event.kind !== 'tool_call') return state;
  state.position += 1;
  while (isLongAgo(state, rules)) state.looks.shift();
  const letter = letterOf(event.tool);
  state.window = (state.window + letter).slice(-rules.windowCalls);
  if (letter === 'm') countMutation(state, event);
  else if (letter !== 'o' && event.path !== null) state.looks.push([event.path, state.position]);
  return state;
}

function isLongAgo({ looks, position }: State, { blindWindowCalls }: Rules): boolean {
  const first = looks[0];
  return first !== undefined && position - first[1] > blindWindowCalls;
}

function countMutation(state: State, { tool, path }: ToolCallEvent): void {
  state.mutations += 1;
  if (writesWholeFile(tool)) state.writes += 1;
  if (path === null) return;
  state.tracked += 1;
  if (!state.looks.some(([looked]) => looked === path)) state.blind += 1;
}

function letterOf(tool: string): Letter {
  switch (toolClass(tool)) {
    case 'read':
      return 'r';
    case 'research':
      return 's';
    case 'mutation':
      return 'm';
    default:
      return 'o';
  }
}

function read(state: State, rules: Rules): MetricReading {
  const counts = { r: 0, s: 0, m: 0, o: 0 };
  for (const letter of state.window) counts[letter as Letter] += 1;
  const { r: reads, s: research, m: mutations, o: other } = counts;
  const details = {
    reads,
    research,
    mutations,
    other,
    researchMutationRatio: mutations === 0 ? null : (reads + research) / mutations,
    ...cumulativeDetails(state, rules),
  };
  if (mutations === 0) {
    const where = state.mutations === 0 ? '' : ` in the last ${rules.windowCalls} tool calls`;
    return { kind: 'no-data', reason: `no edits${where}`, details };
  }
  const n = reads + research + mutations;
  return {
    kind: 'value',
    value: reads / mutations,
    numerator: reads,
    denominator: mutations,
    n,
    isWarm: n >= rules.minClassified,
    details,
  };
}

/** Of all edits that count, not only those of the window. */
function cumulativeDetails({ mutations, tracked, blind, writes }: State, rules: Rules) {
  const trackingConfidence = mutations === 0 ? null : tracked / mutations;
  const isTracked = trackingConfidence !== null && trackingConfidence >= rules.confidenceFloor;
  return {
    allMutations: mutations,
    blindEdits: blind,
    blindEditRate: isTracked && tracked > 0 ? blind / tracked : null,
    trackingConfidence,
    tracking: trackingConfidence === null ? 'no edits' : isTracked ? 'ok' : 'insufficient data',
    writes,
    edits: mutations - writes,
    writePrecision: mutations === 0 ? null : writes / mutations,
  };
}
