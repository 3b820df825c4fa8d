// What an earlier program's rules give for real sessions once every line is counted once: its reference
// values, read off independently. Where ours differ, the row says why.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createMetrics,
  DEFAULT_METRICS_SETTINGS,
  metricMarkers,
} from '../../src/metrics/kit/create-metrics.ts';
import { advanceFolds, readFold, startFolds } from '../../src/metrics/kit/fold-events.ts';
import type { MetricReading } from '../../src/metrics/kit/metric.ts';
import { judge } from '../../src/metrics/kit/severity.ts';
import type { SessionEvent } from '../../src/model/session-event/session-event.ts';
import { readTranscriptEvents } from '../../src/transcript/session-events/read-transcript-events.ts';
import { CORPUS, NO_CORPUS } from '../store/corpus-folder.ts';

interface Reference {
  readonly file: string;
  readonly toolCalls: number;
  /** Reads, searches, edits and others of the last fifty calls. */
  readonly window: readonly [number, number, number, number] | null;
  /** Null: no edits, where the earlier program said 0 or the number of reads (its defect D10). */
  readonly ratio: number | null;
}

/** Subagents: their tool calls fit into one window. */
const SUBAGENTS: readonly Reference[] = [
  { file: 'agent-a93ccab', toolCalls: 25, window: [18, 6, 0, 1], ratio: null },
  { file: 'agent-aa84377', toolCalls: 21, window: [11, 9, 0, 1], ratio: null },
  { file: 'agent-afc096d', toolCalls: 48, window: [30, 0, 0, 18], ratio: null },
  // The reference tells only how many calls there are.
  { file: 'agent-a881341', toolCalls: 2, window: null, ratio: null },
];

const SESSIONS = [
  {
    file: '258c7280-ae70-4798-800f-63464d01a85d',
    toolCalls: 186,
    results: 186,
    texts: 94,
    thinking: 19,
    thinkingMedian: 238,
    userTexts: 6,
    /** Typed while the agent worked: they stand in the queue only, where the earlier program did not look. */
    queuedPrompts: 2,
    humanPrompts: 4,
    system: 5,
    window: [13, 4, 15, 18],
    ratio: 0.8667,
    researchMutationRatio: 1.1333,
    blindEditRate: 0.25,
    writes: 13,
    edits: 35,
    loopHits: 0,
    loop: 0,
    loopBurst: 0,
    loopSeverity: 'ok',
  },
  {
    file: 'fa812bfe-b295-4cca-9c2f-fdf01028cb46',
    toolCalls: 197,
    results: 197,
    texts: 106,
    thinking: 11,
    thinkingMedian: 289,
    userTexts: 4,
    queuedPrompts: 0,
    humanPrompts: 2,
    system: 6,
    window: [5, 12, 14, 19],
    ratio: 0.3571,
    researchMutationRatio: 1.2143,
    blindEditRate: 0.371,
    writes: 12,
    edits: 50,
    loopHits: 4,
    loop: 20.305,
    loopBurst: 1,
    loopSeverity: 'critical',
  },
] as const;

describe.skipIf(CORPUS === null)(`reference values of real sessions${NO_CORPUS}`, () => {
  const metrics = createMetrics(DEFAULT_METRICS_SETTINGS);
  const markers = metricMarkers(metrics);
  const paths =
    CORPUS === null
      ? []
      : readdirSync(CORPUS, { recursive: true, encoding: 'utf8' }).map((path) =>
          join(CORPUS ?? '', path),
        );

  const eventsOf = (file: string): SessionEvent[] => {
    const path = paths.find((one) => one.endsWith(`/${file}.jsonl`));
    if (path === undefined) throw new Error(`${file} is not in the corpus`);
    return [...readTranscriptEvents(path, { markers })];
  };

  const readAll = (events: readonly SessionEvent[]): Record<string, MetricReading> => {
    const progress = advanceFolds(metrics, startFolds(metrics), events);
    return Object.fromEntries(
      metrics.map((metric) => {
        const reading = readFold(metric, progress[metric.id]);
        if (reading.kind === 'error') throw new Error(`${metric.id}: ${reading.reason}`);
        return [metric.id, reading];
      }),
    );
  };

  const severityOf = (id: string, reading: MetricReading | undefined): string | null => {
    const metric = metrics.find((one) => one.id === id);
    if (metric === undefined || reading === undefined || metric.thresholds === null) return null;
    const thresholds = { source: 'shipped', learning: null, learned: null } as const;
    return judge(metric, reading, { ...metric.thresholds, ...thresholds });
  };

  describe.each(SESSIONS)('$file', (wanted) => {
    const events = CORPUS === null ? [] : eventsOf(wanted.file);
    const readings = CORPUS === null ? {} : readAll(events);
    const count = (kind: string): number => events.filter((event) => event.kind === kind).length;

    test('events of each kind', () => {
      expect({
        calls: count('tool_call'),
        results: count('tool_result'),
        texts: count('assistant'),
        thinking: count('thinking'),
        system: count('system'),
      }).toEqual({
        calls: wanted.toolCalls,
        results: wanted.results,
        texts: wanted.texts,
        thinking: wanted.thinking,
        system: wanted.system,
      });
    });

    test('read_edit_ratio', () => {
      const [reads, research, mutations, other] = wanted.window;
      expect(readings.read_edit_ratio).toMatchObject({
        value: expect.closeTo(wanted.ratio, 4),
        n: reads + research + mutations,
        isWarm: true,
        details: {
          reads,
          research,
          mutations,
          other,
          researchMutationRatio: expect.closeTo(wanted.researchMutationRatio, 4),
          blindEditRate: expect.closeTo(wanted.blindEditRate, 3),
          trackingConfidence: 1,
          writes: wanted.writes,
          edits: wanted.edits,
        },
      });
      expect(severityOf('read_edit_ratio', readings.read_edit_ratio)).toBe('critical');
    });

    test('stop_phrase', () => {
      expect(readings.stop_phrase).toMatchObject({ numerator: 0, denominator: wanted.texts });
      expect(severityOf('stop_phrase', readings.stop_phrase)).toBe('ok');
    });

    test('reasoning_loop', () => {
      expect(readings.reasoning_loop).toMatchObject({
        value: expect.closeTo(wanted.loop, 3),
        numerator: wanted.loopHits,
        denominator: wanted.toolCalls,
        details: { longestBurst: wanted.loopBurst },
      });
      expect(severityOf('reasoning_loop', readings.reasoning_loop)).toBe(wanted.loopSeverity);
    });

    test('thinking: the median is exact', () => {
      expect(readings.thinking).toMatchObject({
        denominator: wanted.thinking,
        details: { visible: wanted.thinking, visibleCharsMedian: wanted.thinkingMedian },
      });
    });

    test('prompts: all user texts together are what the earlier program counted', () => {
      expect(readings.prompts).toMatchObject({
        value: wanted.humanPrompts,
        details: { userTexts: wanted.userTexts + wanted.queuedPrompts },
      });
    });

    test('parse_health and compactions', () => {
      expect(readings.parse_health).toMatchObject({ value: 1, details: { bad: 0 } });
      expect(readings.compactions).toMatchObject({ value: 1 });
    });
  });

  test.each(SUBAGENTS)('$file', ({ file, toolCalls, window, ratio }) => {
    const events = eventsOf(file);
    expect(events.filter(({ kind }) => kind === 'tool_call').length).toBe(toolCalls);
    const reading = readAll(events).read_edit_ratio;
    if (window !== null) {
      const [reads, research, mutations, other] = window;
      expect(reading).toMatchObject({ details: { reads, research, mutations, other } });
    }
    expect(reading?.kind === 'value' ? reading.value : null).toBe(ratio);
    expect(severityOf('read_edit_ratio', reading)).toBe(null);
  });

  test.each(['agent-acompact-70d8e7', 'agent-acompact-fffbd0'])(
    '%s has one answer and no tool call',
    (file) => {
      const events = eventsOf(file);
      expect(events.filter(({ kind }) => kind === 'assistant').length).toBe(1);
      expect(readAll(events).reasoning_loop).toMatchObject({
        kind: 'no-data',
        reason: 'no tool calls',
      });
    },
  );
});
