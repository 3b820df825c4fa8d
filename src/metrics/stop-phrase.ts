// How often does the assistant dodge, ask for leave, stop early or call a gap a known limitation? Counts
// messages in which a phrase was found; keeps names of phrases, never what was said.
import type { AssistantEvent, SessionEvent } from '../model/session-event/session-event.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';
import { readRate } from './kit/read-rate.ts';
import { addToTally, mergeTallies, sortedTally, type Tally } from './kit/tally.ts';
import { createMarker } from './text/create-marker.ts';
import { categoryOf, phraseName } from './text/phrase-finder.ts';
import { STOP_PHRASES } from './text/stop-phrases.ts';

type State = {
  messages: number;
  messagesWithHit: number;
  hits: number;
  byName: Tally;
  /** The last ones, oldest first. */
  recent: [name: string, atMs: number | null][];
};

const MARKER = 'stop_phrase';
const RECENT = 5;
const PER = 100;

interface Rules {
  readonly minMessages: number;
  readonly minMessagesWithHit: number;
  readonly intents: ReadonlyMap<string, string | null>;
}

export default defineMetric<State>({
  id: 'stop_phrase',
  options: {
    min_messages: {
      default: 10,
      min: 0,
      max: 100_000,
      doc: 'Messages before it is judged.',
    },
    min_messages_with_hit: {
      default: 3,
      min: 1,
      max: 100_000,
      doc: 'So many messages with a phrase are judged even in a shorter session.',
    },
  },
  create: ({ option, phrases }) => {
    const rules: Rules = {
      minMessages: option('min_messages'),
      minMessagesWithHit: option('min_messages_with_hit'),
      intents: new Map([
        ...STOP_PHRASES.map(({ name, intent }) => [name, intent] as const),
        ...phrases.map(
          ({ category, text, intent }) => [phraseName(category, text), intent] as const,
        ),
      ]),
    };
    return {
      id: 'stop_phrase',
      version: 1,
      needs: ['assistant'],
      title: 'stop phrases',
      summary:
        'Messages in which the assistant dodges a fault, asks whether to go on, stops early or calls a gap a known limitation. Such words may be right: a phrase is a reason to look, not a fault. English only, beside your own phrases.',
      unit: 'per 100 messages',
      decimals: 1,
      worse: 'high',
      thresholds: { warn: 1, critical: 3 },
      source:
        'Categories as in codevigil 0.4 with our own phrases; its marks of 1 and 3 hits per session became 1 and 3 messages in 100, because a sum over a session only grows with its length.',
      warmUp: `${rules.minMessages} messages, or ${rules.minMessagesWithHit} with a phrase`,
      numeratorOf: 'text messages of the assistant with at least one phrase',
      denominatorOf: 'text messages of the assistant',
      columns: [{ detail: 'hits', title: 'stop phrases found', unit: 'phrases', decimals: 0 }],
      markers: [
        createMarker({
          id: MARKER,
          on: 'assistant',
          phrases: STOP_PHRASES,
          custom: phrases,
          version: 1,
        }),
      ],
      init: empty,
      step,
      carry: empty,
      merge: (earlier, later) => ({
        messages: earlier.messages + later.messages,
        messagesWithHit: earlier.messagesWithHit + later.messagesWithHit,
        hits: earlier.hits + later.hits,
        byName: mergeTallies(earlier.byName, later.byName),
        recent: [...earlier.recent, ...later.recent].slice(-RECENT),
      }),
      read: (state) => read(state, rules),
    };
  },
});

function empty(): State {
  return { messages: 0, messagesWithHit: 0, hits: 0, byName: {}, recent: [] };
}

function step(state: State, event: SessionEvent): State {
  if (event.kind !== 'assistant') return state;
  state.messages += 1;
  const names = event.marks[MARKER] ?? [];
  if (names.length > 0) countHits(state, event, names);
  return state;
}

function countHits(state: State, { atMs }: AssistantEvent, names: readonly string[]): void {
  state.messagesWithHit += 1;
  state.hits += names.length;
  for (const name of names) addToTally(state.byName, name);
  const recent = names.slice(-RECENT).map((name): [string, number | null] => [name, atMs]);
  state.recent = [...state.recent, ...recent].slice(-RECENT);
}

function read(state: State, rules: Rules): MetricReading {
  const byCategory: Tally = {};
  for (const [name, count] of Object.entries(state.byName)) {
    addToTally(byCategory, categoryOf(name), count);
  }
  return readRate({
    numerator: state.messagesWithHit,
    denominator: state.messages,
    scale: PER,
    isWarm:
      state.messages >= rules.minMessages || state.messagesWithHit >= rules.minMessagesWithHit,
    otherwise: 'no message of the assistant',
    details: {
      hits: state.hits,
      byCategory: sortedTally(byCategory),
      byPhrase: sortedTally(state.byName),
      recent: state.recent.map(([phrase, atMs]) => ({
        phrase,
        category: categoryOf(phrase),
        intent: rules.intents.get(phrase) ?? null,
        atMs,
      })),
    },
  });
}
