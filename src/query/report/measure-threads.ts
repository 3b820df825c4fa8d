// Measures each session's part in each window or group: every part by itself, but knowing what went before
// it. Knows threads, metrics and keys; sums nothing up.
import { type FoldProgress, foldApart, readFold } from '../../metrics/kit/fold-events.ts';
import type { Metric, Reading } from '../../metrics/kit/metric.ts';
import { judge, type Severity, type Thresholds } from '../../metrics/kit/severity.ts';
import { taskFold } from '../../metrics/task/task-fold.ts';
import type { SessionEvent } from '../../model/session-event/session-event.ts';
import type { EventKey, KeyEvents } from './event-keys.ts';
import { type ReportThread, timesOf } from './report-thread.ts';

/** One way to take the sessions apart. */
export interface Division {
  readonly metrics: readonly Metric[];
  readonly keys: KeyEvents;
  /** Parts that consist of others, these in the order of time: the last 7 days hold today. */
  readonly unions?: Readonly<Record<string, readonly string[]>>;
}

export interface Part {
  readonly key: string;
  readonly thread: ReportThread;
  /** The kind of work of the whole session; null: not told. */
  readonly task: string | null;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** That count; 0 where only lines without an event do. */
  readonly events: number;
  /** By metric id; a metric that nothing happened for is not in it. */
  readonly readings: ReadonlyMap<string, Reading>;
  readonly severities: ReadonlyMap<string, Severity | null>;
}

/** For each division its parts, in the order of the threads. */
export function measureThreads(
  threads: readonly ReportThread[],
  divisions: readonly Division[],
  thresholds: ReadonlyMap<string, Thresholds>,
): Part[][] {
  const found = divisions.map((): Part[] => []);
  for (const thread of threads) {
    const opened = openThread(thread);
    divisions.forEach((division, index) => {
      found[index]?.push(...divideThread(opened, division, thresholds));
    });
  }
  return found;
}

interface OpenedThread {
  readonly thread: ReportThread;
  readonly events: readonly SessionEvent[];
  readonly times: readonly (number | null)[];
  readonly task: string | null;
  readonly isCopied: readonly boolean[];
}

function openThread(thread: ReportThread): OpenedThread {
  const { events, copiedUntilMs, copies } = thread.read();
  const times = timesOf(events);
  const ownFrom = copiedUntilMs === null ? 0 : findOwn(events, copiedUntilMs);
  const isCopied = events.map((event, index) => index < ownFrom || copies.has(event));
  return { thread, events, times, isCopied, task: taskOf(events, isCopied) };
}

/** As where a session is measured by itself: all that stands before the first event that was not copied. */
function findOwn(events: readonly SessionEvent[], copiedUntilMs: number): number {
  const at = events.findIndex(
    ({ kind, atMs, chain }) =>
      kind !== 'lines' && chain === null && atMs !== null && atMs > copiedUntilMs,
  );
  return at < 0 ? events.length : at;
}

/** Of the whole session, so that each session is one kind of work. */
function taskOf(events: readonly SessionEvent[], isCopied: readonly boolean[]): string | null {
  const keys = new Map(events.map((event, index) => [event, isCopied[index] ? null : 'own']));
  const state = foldApart(taskFold, events, (event) => keys.get(event) ?? null).get('own');
  return state === undefined ? null : taskFold.read(state).label;
}

function divideThread(
  opened: OpenedThread,
  { metrics, keys, unions }: Division,
  thresholds: ReadonlyMap<string, Thresholds>,
): Part[] {
  const { thread, events, times, task, isCopied } = opened;
  const given = keys({ projectPath: thread.projectPath, task, events, times });
  const keyOf = new Map<SessionEvent, EventKey>(
    events.map((event, index) => [event, isCopied[index] ? null : (given[index] ?? null)]),
  );
  const tallies = tallyEvents(opened, keyOf);
  const wanted = Object.entries(
    unions ?? Object.fromEntries([...tallies.keys()].map((key) => [key, [key]])),
  );
  const read = metrics.map((metric) => ({
    metric,
    readings: readApart(metric, events, (event) => keyOf.get(event) ?? null, wanted),
  }));
  return wanted.flatMap(([key, members]): Part[] => {
    const tally = members.reduce<Tally | undefined>(
      (sum, one) => both(sum, tallies.get(one)),
      undefined,
    );
    if (tally === undefined) return [];
    const readings = new Map<string, Reading>();
    const severities = new Map<string, Severity | null>();
    for (const { metric, readings: own } of read) {
      const reading = own.get(key);
      if (reading === undefined) continue;
      readings.set(metric.id, reading);
      severities.set(metric.id, judge(metric, reading, thresholds.get(metric.id) ?? null));
    }
    return [{ key, thread, task, ...tally, readings, severities }];
  });
}

function tallyEvents(
  { events, times }: OpenedThread,
  keyOf: ReadonlyMap<SessionEvent, EventKey>,
): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  events.forEach((event, index) => {
    const key = keyOf.get(event) ?? null;
    if (event.chain !== null || key === null) return;
    const atMs = times[index] ?? null;
    const own = { firstMs: atMs, lastMs: atMs, events: event.kind === 'lines' ? 0 : 1 };
    tallies.set(key, both(tallies.get(key), own) as Tally);
  });
  return tallies;
}

/** A metric that fails is an error in every part; the others stand. */
function readApart(
  metric: Metric,
  events: readonly SessionEvent[],
  keyOf: (event: SessionEvent) => EventKey,
  groups: readonly (readonly [key: string, members: readonly string[]])[],
): Map<string, Reading> {
  try {
    const states = foldApart(metric, events, keyOf);
    return new Map(
      groups.flatMap(([key, members]) => {
        const own = members.flatMap((member) => states.get(member) ?? []);
        const [first, ...rest] = own.length > 1 ? structuredClone(own) : own;
        if (first === undefined) return [];
        const progress: FoldProgress = { state: rest.reduce(metric.merge, first), trail: [] };
        return [[key, readFold(metric, progress)] as const];
      }),
    );
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return new Map(groups.map(([key]) => [key, { kind: 'error', reason }]));
  }
}

type Tally = Pick<Part, 'firstMs' | 'lastMs' | 'events'>;

function both(a: Tally | undefined, b: Tally | undefined): Tally | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    firstMs: pick(Math.min, a.firstMs, b.firstMs),
    lastMs: pick(Math.max, a.lastMs, b.lastMs),
    events: a.events + b.events,
  };
}

function pick(choose: (a: number, b: number) => number, a: number | null, b: number | null) {
  return a === null || b === null ? (a ?? b) : choose(a, b);
}
