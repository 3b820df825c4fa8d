import { describe, expect, test } from 'vitest';
import type { Metric } from '../../../src/metrics/kit/metric.ts';
import type { Thresholds } from '../../../src/metrics/kit/severity.ts';
import type { Scene, SessionEvent } from '../../../src/model/session-event/session-event.ts';
import { countFailures, countTools, findMarks } from '../../../src/query/history/describe-turn.ts';
import { labelTurns } from '../../../src/query/history/label-turns.ts';
import { readTurnEnds } from '../../../src/query/history/read-turn-ends.ts';
import { splitTurns } from '../../../src/query/history/split-turns.ts';
import { changesBetween, turnMetricsOf } from '../../../src/query/history/turn-changes.ts';
import { playTurns } from '../../metrics/task/play-turns.ts';

const EVENTS: readonly SessionEvent[] = playTurns([
  { prompt: 'where is the cache?', deeds: 'S R ~' },
  { prompt: 'fix it', deeds: 'E B! E B ~' },
  { prompt: 'thanks', deeds: '~' },
]);
const isPrompt = (event: SessionEvent): boolean =>
  event.kind === 'user' && event.origin === 'human';

describe('turns of a thread', () => {
  test('one per prompt, and what comes before the first one', () => {
    const [first] = EVENTS;
    const early: SessionEvent = {
      ...(first as SessionEvent),
      kind: 'thinking',
      signatureChars: 0,
      isRedacted: false,
    } as SessionEvent;
    const { turns, copied } = splitTurns([early, ...EVENTS], null);
    expect(turns.map(({ turn, opener }) => [turn, opener === null])).toEqual([
      [0, true],
      [1, false],
      [2, false],
      [3, false],
    ]);
    expect(copied).toEqual([]);
    expect(turns.flatMap(({ events }) => events)).toHaveLength(EVENTS.length + 1);
  });

  test('lines before the first prompt are no turn and are counted all the same', () => {
    const [first] = EVENTS;
    const lines = {
      ...(first as SessionEvent),
      kind: 'lines',
      good: 3,
      bad: 0,
      missing: {},
    } as unknown as SessionEvent;
    const { turns } = splitTurns([lines, ...EVENTS], null);
    expect(turns.map(({ turn }) => turn)).toEqual([1, 2, 3]);
    expect(turns[0]?.events[0]).toBe(lines);
    expect(splitTurns([lines], null).turns.map(({ turn }) => turn)).toEqual([0]);
  });

  test('what was copied stands apart, and inlined subagents are left out', () => {
    const second = EVENTS.findIndex((event, index) => index > 0 && isPrompt(event));
    const until = EVENTS[second]?.atMs ?? 0;
    const inlined = EVENTS.slice(-1).map((event) => ({ ...event, chain: 'side' }) as SessionEvent);
    const { copied, turns } = splitTurns([...EVENTS, ...inlined], until - 1);
    expect(copied).toEqual(EVENTS.slice(0, second));
    expect(turns.map(({ turn }) => turn)).toEqual([1, 2]);
    expect(turns.flatMap(({ events }) => events)).toHaveLength(EVENTS.length - second);
  });

  test("a fork's own notes before the copy do not end it", () => {
    const second = EVENTS.findIndex((event, index) => index > 0 && isPrompt(event));
    const until = (EVENTS[second]?.atMs ?? 0) - 1;
    const notes = {
      ...(EVENTS[0] as SessionEvent),
      kind: 'lines',
      atMs: until + 1,
      good: 1,
      bad: 0,
      missing: {},
    } as unknown as SessionEvent;
    expect(splitTurns([notes, ...EVENTS], until).copied).toEqual([
      notes,
      ...EVENTS.slice(0, second),
    ]);
  });

  test('each has its label; a turn that the copy cut in two keeps what was asked', () => {
    expect(labelTurns(splitTurns(EVENTS, null))).toEqual(['exploration', 'debug_loop', 'planning']);
    const edit = EVENTS.findIndex((event) => event.kind === 'tool_call' && event.tool === 'Edit');
    const cut = splitTurns(EVENTS, EVENTS[edit]?.atMs ?? 0);
    expect(cut.turns[0]?.turn).toBe(0);
    expect(labelTurns(cut)).toEqual(['debug_loop', 'planning']);
  });
});

describe('the end of a turn', () => {
  const shipped: Thresholds = {
    warn: 1,
    critical: 2,
    source: 'shipped',
    learning: null,
    learned: null,
  };
  const edits = countMetric(
    'edits',
    ({ kind, ...event }) => kind === 'tool_call' && 'tool' in event && event.tool === 'Edit',
  );

  test('is that of all turns up to there, judged', () => {
    const ends = readTurnEnds(splitTurns(EVENTS, null), [edits], new Map([['edits', shipped]]));
    expect(ends.map(({ severity }) => severity)).toEqual(['ok', 'warn', 'warn']);
    expect(ends.map((end) => turnMetricsOf(end).map(({ value }) => value))).toEqual([
      [0],
      [2],
      [2],
    ]);
  });

  test('what was copied does not count', () => {
    const last = EVENTS.findLast(isPrompt)?.atMs ?? 0;
    const ends = readTurnEnds(splitTurns(EVENTS, last - 1), [edits], new Map([['edits', shipped]]));
    expect(ends.map(({ severity }) => severity)).toEqual(['ok']);
  });

  test('a metric that throws is an error in its place, and the others stand', () => {
    const broken: Metric = {
      ...edits,
      id: 'broken',
      step: () => {
        throw new Error('x');
      },
    };
    const [, end] = readTurnEnds(
      splitTurns(EVENTS, null),
      [broken, edits],
      new Map([['edits', shipped]]),
    );
    expect(end?.readings.map(({ reading }) => reading.kind)).toEqual(['error', 'value']);
    expect(end?.severity).toBe('warn');
  });

  test('changes name what moved, severities first', () => {
    const before = [
      metricAt('a', 1, 'ok'),
      metricAt('b', 2, 'ok'),
      metricAt('c', 3, 'warn'),
      metricAt('d', 1, null),
    ];
    const after = [
      metricAt('a', 5, 'ok'),
      metricAt('b', 2, 'warn'),
      metricAt('c', 3, 'warn'),
      metricAt('d', 1, 'ok'),
    ];
    expect(changesBetween(before, after).map(({ metric }) => metric)).toEqual(['b', 'a', 'd']);
    expect(changesBetween([], after).map(({ metric, from }) => [metric, from])).toEqual([
      ['b', null],
      ['c', null],
      ['a', null],
      ['d', null],
    ]);
  });
});

describe('what happened in a turn', () => {
  test('tools by calls, with their errors', () => {
    const [, turn] = splitTurns(EVENTS, null).turns;
    expect(countTools(turn?.events ?? [])).toEqual([
      { tool: 'Bash', calls: 2, errors: 1 },
      { tool: 'Edit', calls: 2, errors: 0 },
    ]);
    expect(countFailures(turn?.events ?? [])).toBe(1);
  });

  test('switches are told where both sides are known, and against the turn before', () => {
    const scene: Scene = {
      model: 'a',
      version: '2.1.1',
      branch: null,
      effort: null,
      permissionMode: 'default',
    };
    const events = [
      text({ ...scene, model: null }),
      text({ ...scene, model: 'b', branch: 'main' }),
      text({ ...scene, model: 'b', permissionMode: 'plan' }),
    ];
    expect(findMarks(events, scene).map(({ kind, detail }) => [kind, detail])).toEqual([
      ['model', 'a → b'],
      ['permission-mode', 'default → plan'],
    ]);
    expect(findMarks(events.slice(0, 2), null)).toEqual([]);
  });

  test.each<[string, Partial<Record<string, unknown>>, string | null]>([
    ['compaction', { kind: 'system', subkind: 'compact_boundary', trigger: 'auto' }, 'auto'],
    ['api-error', { kind: 'system', subkind: 'api_error', trigger: null }, null],
    ['interrupt', { kind: 'user', origin: 'interrupt', chars: 1, marks: {} }, null],
    ['command', { kind: 'user', origin: 'command', chars: 1, marks: {} }, null],
    [
      'rejection',
      { kind: 'tool_result', call: 0, tool: 'Bash', isError: true, isRejected: true, chars: 1 },
      'Bash',
    ],
    ['permission', { kind: 'permission', phase: 'asked', tool: 'Edit' }, 'Edit'],
  ])('%s is a mark', (kind, event, detail) => {
    const marks = findMarks([{ ...text(NO_SCENE), ...event } as unknown as SessionEvent], null);
    expect(marks).toEqual([{ atMs: 1, kind, detail }]);
  });
});

const NO_SCENE: Scene = {
  model: null,
  version: null,
  branch: null,
  effort: null,
  permissionMode: null,
};

function text(scene: Scene): SessionEvent {
  return { kind: 'assistant', atMs: 1, offset: 0, chain: null, scene, chars: 1, marks: {} };
}

function metricAt(
  metric: string,
  value: number,
  severity: 'ok' | 'warn' | null,
): ReturnType<typeof turnMetricsOf>[number] {
  return { metric, value, severity, isWarm: true };
}

function countMetric(id: string, counts: (event: SessionEvent) => boolean): Metric {
  return {
    id,
    version: 1,
    needs: ['tool_call'],
    init: () => 0,
    step: (state, event) => (state as number) + (counts(event) ? 1 : 0),
    carry: () => 0,
    merge: (a, b) => (a as number) + (b as number),
    read: (state) => ({
      kind: 'value',
      value: state as number,
      numerator: state as number,
      denominator: 1,
      n: 1,
      isWarm: true,
      details: {},
    }),
    title: id,
    summary: '',
    unit: 'edits',
    decimals: 0,
    worse: 'high',
    thresholds: { warn: 1, critical: 2 },
    source: '',
    warmUp: '',
    numeratorOf: '',
    denominatorOf: '',
  };
}
