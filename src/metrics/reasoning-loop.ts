// How often does the assistant take back what it has just said? Counts such phrases against tool calls, and
// the longest run of messages with one. Knows names of phrases, never what was said.
import type { SessionEvent } from '../model/session-event/session-event.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';
import { readRate } from './kit/read-rate.ts';
import { createMarker } from './text/create-marker.ts';
import { SECOND_THOUGHTS, type Sureness } from './text/second-thoughts.ts';

type State = {
  toolCalls: number;
  messages: number;
  messagesWithHit: number;
  hits: { strict: number; loose: number; extra: number };
  /** Messages with a hit in a row, up to now; also those that do not count. */
  run: number;
  longestBurst: number;
};

const MARKER = 'reasoning_loop';
/** By the name of a find. */
const SURENESS = new Map(SECOND_THOUGHTS.map(({ name, sure }) => [name, sure]));
const PER = 1000;

interface Rules {
  readonly minToolCalls: number;
  readonly counted: readonly Sureness[];
}

export default defineMetric<State>({
  id: 'reasoning_loop',
  options: {
    min_tool_calls: {
      default: 20,
      min: 0,
      max: 100_000,
      doc: 'Tool calls before it is judged.',
    },
    strict: {
      default: 0,
      min: 0,
      max: 1,
      doc: '1: a phrase counts only at the start of a clause, and "wait" at the start of a sentence counts too. 0: "actually" counts wherever it stands, as the thresholds expect.',
    },
  },
  create: ({ option }) => {
    const rules: Rules = {
      minToolCalls: option('min_tool_calls'),
      counted: option('strict') >= 1 ? ['strict', 'extra'] : ['strict', 'loose'],
    };
    return {
      id: 'reasoning_loop',
      version: 1,
      needs: ['assistant', 'tool_call'],
      title: 'second thoughts',
      summary:
        'Phrases with which the assistant corrects itself, such as "actually" or "let me reconsider", against its tool calls. A correction may be a good one: it shows unrest, not mistakes. English only.',
      unit: 'per 1,000 tool calls',
      decimals: 1,
      worse: 'high',
      thresholds: { warn: 10, critical: 20 },
      source:
        'Rule and thresholds as in codevigil 0.4, after one user who saw 8.2 rise to 21 (anthropics/claude-code#42796); one user is no norm. `strictHits` leaves out the "actually" of ordinary prose.',
      warmUp: `${rules.minToolCalls} tool calls`,
      numeratorOf: 'phrases of self-correction in text messages',
      denominatorOf: 'tool calls',
      columns: [
        {
          detail: 'longestBurst',
          title: 'second thoughts in a row',
          unit: 'messages in a row',
          decimals: 0,
        },
        { detail: 'strictHits', title: 'second thoughts, strictly', unit: 'phrases', decimals: 0 },
      ],
      markers: [
        createMarker({ id: MARKER, on: 'assistant', phrases: SECOND_THOUGHTS, version: 1 }),
      ],
      countsMark: (name) => rules.counted.some((sure) => sure === SURENESS.get(name)),
      init: () => ({ ...empty(), run: 0 }),
      step: (state, event) => step(state, event, rules),
      carry: ({ run }) => ({ ...empty(), run }),
      merge,
      read: (state) => read(state, rules),
    };
  },
});

function empty(): Omit<State, 'run'> {
  return {
    toolCalls: 0,
    messages: 0,
    messagesWithHit: 0,
    hits: { strict: 0, loose: 0, extra: 0 },
    longestBurst: 0,
  };
}

function step(state: State, event: SessionEvent, rules: Rules): State {
  if (event.kind === 'tool_call') state.toolCalls += 1;
  if (event.kind !== 'assistant') return state;
  state.messages += 1;
  let hits = 0;
  for (const name of event.marks[MARKER] ?? []) {
    const sure = SURENESS.get(name);
    if (sure === undefined) continue;
    state.hits[sure] += 1;
    if (rules.counted.includes(sure)) hits += 1;
  }
  state.run = hits > 0 ? state.run + 1 : 0;
  if (hits > 0) state.messagesWithHit += 1;
  state.longestBurst = Math.max(state.longestBurst, state.run);
  return state;
}

function merge(earlier: State, later: State): State {
  const sum = (sure: Sureness): number => earlier.hits[sure] + later.hits[sure];
  return {
    toolCalls: earlier.toolCalls + later.toolCalls,
    messages: earlier.messages + later.messages,
    messagesWithHit: earlier.messagesWithHit + later.messagesWithHit,
    hits: { strict: sum('strict'), loose: sum('loose'), extra: sum('extra') },
    run: later.run,
    longestBurst: Math.max(earlier.longestBurst, later.longestBurst),
  };
}

function read(state: State, rules: Rules): MetricReading {
  const hits = rules.counted.reduce((sum, sure) => sum + state.hits[sure], 0);
  return readRate({
    numerator: hits,
    denominator: state.toolCalls,
    scale: PER,
    isWarm: state.toolCalls >= rules.minToolCalls,
    otherwise: 'no tool calls',
    details: {
      hits,
      strictHits: state.hits.strict + state.hits.extra,
      longestBurst: state.longestBurst,
      messages: state.messages,
      messagesWithHit: state.messagesWithHit,
    },
  });
}
