// What a metric counted last in a thread, with the time and the call, so that a figure can be looked into.
// Folds the stored events once more; a text is read from its transcript when it is asked for, never kept.
import type { Metric, Reading } from '../../metrics/kit/metric.ts';
import type { SessionEvent } from '../../model/session-event/session-event.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import { readCallIdsAt } from '../../store/readers/call-places.ts';
import { readThreadEvents, type ThreadRow } from '../../store/readers/threads.ts';
import type { QueryContext } from '../context.ts';
import type { MetricHit, MetricHits } from './quality-answer.ts';
import { readSnippets } from './read-snippets.ts';

/** So many are told. */
const LAST = 10;
/** A folded state is read after each of at most so many events; of a longer thread, the last ones. */
const MOST_READ = 20_000;

export function readHits(
  { store }: QueryContext,
  thread: ThreadRow,
  metric: Metric,
  { withText, reading }: { readonly withText: boolean; readonly reading: Reading },
): MetricHits {
  const events = readThreadEvents(store.db, thread.fileId).filter(({ chain }) => chain === null);
  const all = findHits(metric, events, thread.copiedUntilMs);
  const last = all.slice(-LAST);
  const offsets = last.flatMap(({ offset }) => offset ?? []);
  const placeOf = openPlaces(events);
  const calls = readCallIdsAt(
    store.db,
    thread.fileId,
    last.flatMap((event) => placeOf(event) ?? []),
  );
  const snippets = withText && !thread.isGone ? readSnippets(thread.path, offsets, metric) : null;
  return {
    of: metric.hits?.of ?? metric.numeratorOf,
    total: all.length,
    last: last.map((event): MetricHit => {
      const callId = calls.get(placeOf(event) ?? -1);
      const text = event.offset === null ? undefined : snippets?.get(event.offset);
      return {
        atMs: event.atMs,
        callId: callId === undefined ? null : oneLine(callId),
        found: foundIn(metric, event).map(maskLine),
        path: 'path' in event && event.path !== null ? maskLine(event.path) : null,
        text: text ?? null,
      };
    }),
    intents: intentsOf(reading),
    withText,
  };
}

/** Of the last finds, each once; `recent` of the details, where a metric tells it. */
function intentsOf(reading: Reading): MetricHits['intents'] {
  const recent = reading.kind === 'error' ? null : reading.details.recent;
  const intents = new Map<string, string>();
  for (const one of Array.isArray(recent) ? recent : []) {
    const { phrase, intent } = one ?? {};
    if (typeof phrase === 'string' && typeof intent === 'string') intents.set(phrase, intent);
  }
  return [...intents].map(([found, intent]) => ({ found, intent }));
}

/** Where the record of the call stands that an event belongs to: of a result, that of its tool call. */
function openPlaces(events: readonly SessionEvent[]): (event: SessionEvent) => number | null {
  const asked = new Map<number, number | null>();
  for (const event of events) if (event.kind === 'tool_call') asked.set(event.call, event.offset);
  return (event) =>
    event.kind === 'tool_result' ? (asked.get(event.call ?? -1) ?? null) : event.offset;
}

/** Events in which a marker of the metric found something, else those at which its count grew. */
function findHits(
  metric: Metric,
  events: readonly SessionEvent[],
  copiedUntilMs: number | null,
): SessionEvent[] {
  const isOwn = ({ atMs }: SessionEvent): boolean =>
    copiedUntilMs === null || atMs === null || atMs > copiedUntilMs;
  if ((metric.markers ?? []).length > 0) {
    return events.filter((event) => isOwn(event) && marksOf(metric, event).length > 0);
  }
  const needs = new Set(metric.needs);
  const hits: SessionEvent[] = [];
  const needed = events.filter(({ kind }) => needs.has(kind));
  let state = metric.init();
  let before = 0;
  let isCopied = copiedUntilMs !== null;
  for (const [index, event] of needed.entries()) {
    if (isCopied && isOwn(event)) {
      state = metric.carry(state);
      isCopied = false;
    }
    state = metric.step(state, event);
    if (isCopied || needed.length - index > MOST_READ) continue;
    const count = countOf(metric, state);
    if (count > before) hits.push(event);
    before = count;
  }
  return hits;
}

function countOf(metric: Metric, state: Parameters<Metric['read']>[0]): number {
  const reading = metric.read(structuredClone(state));
  const detail = metric.hits === undefined ? null : reading.details[metric.hits.detail];
  if (typeof detail === 'number') return detail;
  return reading.kind === 'value' ? reading.numerator : 0;
}

function marksOf(metric: Metric, event: SessionEvent): readonly string[] {
  if (event.kind !== 'assistant' && event.kind !== 'user') return [];
  const names = (metric.markers ?? []).flatMap(({ id }) => event.marks[id] ?? []);
  return names.filter((name) => metric.countsMark?.(name) ?? true);
}

function foundIn(metric: Metric, event: SessionEvent): readonly string[] {
  switch (event.kind) {
    case 'assistant':
    case 'user':
      return [...new Set(marksOf(metric, event))];
    case 'tool_call':
    case 'tool_result':
      return event.tool === '' ? [] : [event.tool];
    case 'system':
      return [event.subkind];
    case 'lines':
      return Object.keys(event.missing);
    default:
      return [];
  }
}
