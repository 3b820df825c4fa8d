// What every metric promises, whatever happens in a session: it may be folded in pieces, saved and taken up
// again, parted and put together, and one that fails leaves the others alone.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMetrics, DEFAULT_METRICS_SETTINGS } from '../../src/metrics/kit/create-metrics.ts';
import {
  advanceFolds,
  carryFolds,
  foldApart,
  type Progress,
  readFold,
  readTrail,
  startFolds,
} from '../../src/metrics/kit/fold-events.ts';
import type { Json, Metric } from '../../src/metrics/kit/metric.ts';
import type { SessionEvent } from '../../src/model/session-event/session-event.ts';
import { assistant, findMetric, inTime, toolCall, toolResult, user } from './events.ts';
import { cutAt, cutsOf, eventStream } from './generated-events.ts';

const METRICS = createMetrics(DEFAULT_METRICS_SETTINGS);
const CASES = METRICS.map((metric): [string, Metric] => [metric.id, metric]);
const RUNS = { numRuns: 60 };

const cutStream = eventStream.chain((events) =>
  cutsOf(events.length).map((cuts) => ({ events, cuts })),
);

function foldWhole(metrics: readonly Metric[], events: Iterable<SessionEvent>): Progress {
  return advanceFolds(metrics, startFolds(metrics), events);
}

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function stateOf(metric: Metric, progress: Progress): Json {
  const own = progress[metric.id];
  if (own === undefined || 'error' in own) throw new Error(own?.error ?? 'not run');
  return own.state;
}

test('folded piece by piece from saved JSON = folded whole, trail and all', () => {
  fc.assert(
    fc.property(cutStream, ({ events, cuts }) => {
      let progress = startFolds(METRICS);
      for (const piece of cutAt(events, cuts))
        progress = advanceFolds(METRICS, throughJson(progress), piece);
      const whole = foldWhole(METRICS, events);
      expect(progress).toEqual(whole);
      for (const metric of METRICS) {
        const [own, wanted] = [progress[metric.id], whole[metric.id]];
        expect(readFold(metric, own)).toEqual(readFold(metric, wanted));
        expect(readTrail(metric, own)).toEqual(readTrail(metric, wanted));
      }
    }),
    RUNS,
  );
});

describe.each(CASES)('%s', (_id, metric) => {
  test('what was carried and what came later, merged = the whole', () => {
    fc.assert(
      fc.property(cutStream, ({ events, cuts }) => {
        const [first = [], ...rest] = cutAt(events, cuts);
        let here = foldWhole([metric], first);
        let merged = structuredClone(stateOf(metric, here));
        for (const piece of rest) {
          here = advanceFolds([metric], carryFolds([metric], here), piece);
          merged = metric.merge(merged, structuredClone(stateOf(metric, here)));
        }
        expect(metric.read(merged)).toEqual(
          metric.read(stateOf(metric, foldWhole([metric], events))),
        );
      }),
      RUNS,
    );
  });

  test('nothing is counted right after carrying', () => {
    fc.assert(
      fc.property(eventStream, (events) => {
        const carried = carryFolds([metric], foldWhole([metric], events));
        const reading = readFold(metric, carried[metric.id]);
        expect(reading.kind).toBe('no-data');
      }),
      RUNS,
    );
  });

  test('folded apart by scene, the parts sum to the whole', () => {
    fc.assert(
      fc.property(eventStream, (events) => {
        const parts = foldApart(metric, events, (event) => event.scene.permissionMode);
        const whole = readFold(metric, foldWhole([metric], events)[metric.id]);
        const readings = [...parts.values()].map((part) => metric.read(part));
        for (const name of additiveDetails(metric)) {
          const sum = readings.reduce((total, { details }) => total + Number(details[name]), 0);
          const own = 'details' in whole ? Number(whole.details[name]) : Number.NaN;
          expect(sum, name).toBe(parts.size === 0 ? 0 : own);
        }
      }),
      RUNS,
    );
  });

  test('events of no key are known and not counted', () => {
    fc.assert(
      fc.property(eventStream, (events) => {
        expect(foldApart(metric, events, () => null).size).toBe(0);
      }),
      RUNS,
    );
  });

  test('reading changes nothing, and the state is JSON', () => {
    fc.assert(
      fc.property(eventStream, (events) => {
        const state = stateOf(metric, foldWhole([metric], events));
        const before = structuredClone(state);
        metric.read(deepFrozen(state));
        expect(state).toEqual(before);
        expect(throughJson(state)).toEqual(before);
      }),
      RUNS,
    );
  });

  test('the state stays small, however long the session', () => {
    const rounds = Array.from({ length: 4000 }, (_none, round) => [
      user({ marks: { corrections: [`correction: ${round}`] } }),
      assistant({
        marks: { stop_phrase: [`c${round}: x`], reasoning_loop: ['in passing: actually'] },
      }),
      toolCall({ call: 2 * round, tool: 'Read', path: `/w/${round}.ts` }),
      toolCall({
        call: 2 * round + 1,
        tool: 'Edit',
        path: `/w/${round}.ts`,
        inputHash: `${round}`,
      }),
      toolResult({ call: 2 * round + 1, tool: `Tool${round}`, isError: round % 2 === 0 }),
    ]).flat();
    const state = stateOf(metric, foldWhole([metric], inTime(rounds)));
    expect(JSON.stringify(state).length).toBeLessThan(20_000);
  });
});

test('one that throws is an error reading, and the rest stand', () => {
  const good = findMetric('prompts');
  const failing = (part: Partial<Metric>): Metric => ({ ...good, id: 'failing', ...part });
  const events = inTime([user(), assistant(), user()]);
  const boom = (): never => {
    throw new RangeError('boom');
  };
  for (const bad of [{ init: boom }, { step: boom }, { read: boom }, { carry: boom }]) {
    const metrics = [failing(bad), good];
    let progress = foldWhole(metrics, events);
    if ('carry' in bad) progress = carryFolds(metrics, progress);
    expect(readFold(failing(bad), progress.failing)).toEqual({
      kind: 'error',
      reason: 'RangeError: boom',
    });
    expect(readTrail(failing(bad), progress.failing)).toEqual([]);
    expect(progress.prompts).toEqual(
      'carry' in bad
        ? carryFolds([good], foldWhole([good], events)).prompts
        : foldWhole([good], events).prompts,
    );
  }
});

test('events of an inlined subagent are not the thread’s own', () => {
  const own = inTime([user(), toolCall({ tool: 'Read', path: '/a' })]);
  const inlined = inTime([user(), toolCall({ tool: 'Edit', path: '/b' })]).map((event) => ({
    ...event,
    chain: 'side',
  }));
  expect(foldWhole(METRICS, [...own, ...inlined])).toEqual(foldWhole(METRICS, own));
});

/** Figures that add up over the parts of a thread; a metric that is not listed has none. */
function additiveDetails({ id }: Metric): readonly string[] {
  const names: Readonly<Record<string, readonly string[]>> = {
    read_edit_ratio: ['allMutations', 'blindEdits', 'writes', 'edits'],
    stop_phrase: ['hits'],
    reasoning_loop: ['hits', 'strictHits', 'messages', 'messagesWithHit'],
    thinking: ['blocks', 'visible', 'redacted'],
    prompts: ['human', 'interrupt', 'userTexts'],
    parse_health: ['lines', 'bad'],
    tool_errors: ['results', 'errors', 'rejected', 'editErrors'],
    retry_runs: ['retries', 'sameInput', 'runs'],
    edit_churn: ['edits', 'repeated'],
    corrections: ['prompts', 'corrections'],
    interruptions: ['prompts', 'interruptions'],
    time_to_first_edit: ['turns', 'turnsWithEdit'],
    compactions: ['automatic', 'manual', 'unknown'],
    permission_waits: ['asked', 'waits'],
  };
  return names[id] ?? [];
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFrozen(inner);
    Object.freeze(value);
  }
  return value;
}
