// How long did the session stand waiting for a permission? Measures from question to answer, as hooks told
// them. Knows nothing of what was asked.
import type { PermissionEvent, SessionEvent } from '../model/session-event/session-event.ts';
import { defineMetric, type MetricReading } from './kit/metric.ts';

type State = {
  /** Since when it waits; null: it does not. Several questions at once are one wait. */
  askedMs: number | null;
  /** Questions that count. */
  asked: number;
  waits: number;
  waitedMs: number;
  longestMs: number;
};

const MINUTE_MS = 60_000;

export default defineMetric<State>({
  id: 'permission_waits',
  options: {},
  create: () => ({
    id: 'permission_waits',
    version: 1,
    needs: ['permission'],
    title: 'permission waits',
    summary:
      'Minutes that the session stood still because it had asked you for a permission. It tells of your attention and your rules, not of the assistant, so it is not judged. Needs the hooks.',
    unit: 'minutes',
    decimals: 1,
    worse: 'none',
    thresholds: null,
    source:
      'Our own choice: from the question to the next sign that the session went on. A question that was never answered is left out.',
    warmUp: '',
    numeratorOf: 'minutes from questions to answers, together',
    denominatorOf: 'the thread: 1',
    columns: [
      { detail: 'waits', title: 'waits', unit: 'waits', decimals: 0 },
      { detail: 'longestMinutes', title: 'longest wait', unit: 'minutes', decimals: 1 },
    ],
    init: () => ({ ...EMPTY, askedMs: null }),
    step,
    carry: ({ askedMs }) => ({ ...EMPTY, askedMs }),
    merge: (earlier, later) => ({
      askedMs: later.askedMs,
      asked: earlier.asked + later.asked,
      waits: earlier.waits + later.waits,
      waitedMs: earlier.waitedMs + later.waitedMs,
      longestMs: Math.max(earlier.longestMs, later.longestMs),
    }),
    read,
  }),
});

const EMPTY = { asked: 0, waits: 0, waitedMs: 0, longestMs: 0 };

function step(state: State, event: SessionEvent): State {
  if (event.kind === 'permission') take(state, event);
  return state;
}

function take(state: State, { phase, atMs }: PermissionEvent): void {
  if (phase === 'asked') {
    state.asked += 1;
    state.askedMs ??= atMs;
    return;
  }
  if (state.askedMs !== null && atMs !== null) {
    const waitedMs = Math.max(0, atMs - state.askedMs);
    state.waits += 1;
    state.waitedMs += waitedMs;
    state.longestMs = Math.max(state.longestMs, waitedMs);
  }
  state.askedMs = null;
}

function read({ askedMs, asked, waits, waitedMs, longestMs }: State): MetricReading {
  const details = {
    asked,
    waits,
    longestMinutes: waits === 0 ? null : longestMs / MINUTE_MS,
    isWaiting: askedMs !== null,
  };
  if (waits === 0) {
    const reason =
      asked === 0
        ? 'no permission event was noted; hooks are off or nothing was asked'
        : 'no question was answered so far';
    return { kind: 'no-data', reason, details };
  }
  const value = waitedMs / MINUTE_MS;
  return {
    kind: 'value',
    value,
    numerator: value,
    denominator: 1,
    n: waits,
    isWarm: true,
    details,
  };
}
