// Small sessions with known figures, each with a line of story, from transcript to reading. The figures are
// those of an earlier program's fixtures; the sessions are written anew.
import { describe, expect, test } from 'vitest';
import {
  createMetrics,
  DEFAULT_METRICS_SETTINGS,
  metricMarkers,
} from '../../src/metrics/kit/create-metrics.ts';
import {
  advanceFolds,
  foldApart,
  readFold,
  startFolds,
} from '../../src/metrics/kit/fold-events.ts';
import type { Reading } from '../../src/metrics/kit/metric.ts';
import { judge, type Severity } from '../../src/metrics/kit/severity.ts';
import type { SessionEvent } from '../../src/model/session-event/session-event.ts';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { createEventReader } from '../../src/transcript/session-events/event-reader.ts';
import { findMetric } from './events.ts';

const METRICS = createMetrics(DEFAULT_METRICS_SETTINGS);
const MARKERS = metricMarkers(METRICS);
const HEAD = 'session 5f0c0e0a-0000-4000-8000-000000000001 cwd /w/app version 2.1.197\n';

function eventsOf(rows: string, repeated: readonly number[] = []): SessionEvent[] {
  const [file] = buildTranscript(HEAD + rows, { date: '2026-01-01' });
  const lines = file?.lines ?? [];
  const reader = createEventReader({ resume: null, markers: MARKERS, agentId: null });
  const all = lines.flatMap((line, index) => (repeated.includes(index) ? [line, line] : [line]));
  let offset = 0;
  const events = all.flatMap((line) => {
    const bytes = Buffer.from(line);
    const found = reader.take(bytes, offset);
    offset += bytes.length + 1;
    return found;
  });
  return [...events, ...reader.flush()];
}

function readAll(events: readonly SessionEvent[]): Readonly<Record<string, Reading>> {
  const progress = advanceFolds(METRICS, startFolds(METRICS), events);
  return Object.fromEntries(
    METRICS.map((metric) => [metric.id, readFold(metric, progress[metric.id])]),
  );
}

function severityOf(id: string, reading: Reading | undefined): Severity | null {
  const metric = findMetric(id);
  if (metric.thresholds === null || reading === undefined) return null;
  const thresholds = { source: 'shipped', learning: null, learned: null } as const;
  return judge(metric, reading, { ...metric.thresholds, ...thresholds });
}

const READ = (...paths: string[]): string => paths.map((path) => `Read:${path}`).join(',');

interface Story {
  readonly name: string;
  readonly rows: string;
  /** Reads, searches, edits, others; the ratio, whether it is warm; blind edits; writes and edits. */
  readonly window: readonly [number, number, number, number];
  readonly ratio: number | null;
  readonly isWarm: boolean;
  readonly blind: number | null;
  readonly written: readonly [writes: number, edits: number];
  readonly severity: Severity | null;
  readonly messages: number;
  readonly prompts: number;
}

const STORIES: readonly Story[] = [
  {
    // Someone reads around, says what he found, and changes one line.
    name: 'healthy',
    rows: `09:00 user Rename the option
+5s says I look at the option first.
+5s call tools=${READ('a.ts', 'b.ts', 'c.ts', 'd.ts')}
+5s call tools=Grep:option
+5s says It is used in three places.
+5s call tools=${READ('e.ts', 'f.ts', 'g.ts')}
+5s call tools=Edit:g.ts
+5s says Renamed.`,
    window: [7, 1, 1, 0],
    ratio: 7,
    isWarm: false,
    blind: 0,
    written: [0, 1],
    severity: 'ok',
    messages: 3,
    prompts: 1,
  },
  {
    // Nine changes after two looks, half of them of files never seen.
    name: 'hasty',
    rows: `09:00 user Build the page
+5s call tools=${READ('a.ts', 'b.ts')}
+5s call tools=Edit:a.ts,Edit:b.ts,Edit:a.ts,Edit:b.ts,Edit:a.ts
+5s call tools=Write:c.ts,Write:d.ts,Edit:e.ts,Edit:f.ts`,
    window: [2, 0, 9, 0],
    ratio: 2 / 9,
    isWarm: true,
    blind: 4 / 9,
    written: [2, 7],
    severity: 'critical',
    messages: 0,
    prompts: 1,
  },
  {
    // Much reading for one change: the mark of four is far away.
    name: 'careful',
    rows: `09:00 user Why does it fail?
+5s says I read the modules.
+5s call tools=${READ('a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts', 'f.ts', 'g.ts', 'h.ts')}
+5s call tools=Grep:fail
+5s says It is the cache.
+5s call tools=Edit:h.ts
+5s says Done.`,
    window: [8, 1, 1, 0],
    ratio: 8,
    isWarm: true,
    blind: 0,
    written: [0, 1],
    severity: 'ok',
    messages: 3,
    prompts: 1,
  },
  {
    // Twelve searches and no edit: nothing to divide by.
    name: 'search party',
    rows: `09:00 user Where is it?
${Array.from({ length: 12 }, (_none, index) => `+1s call tools=Grep:w${index}`).join('\n')}`,
    window: [0, 12, 0, 0],
    ratio: null,
    isWarm: false,
    blind: null,
    written: [0, 0],
    severity: null,
    messages: 0,
    prompts: 1,
  },
];

describe.each(STORIES)('$name', (story) => {
  const readings = readAll(eventsOf(story.rows));
  const ratio = readings.read_edit_ratio;

  test('read_edit_ratio', () => {
    const [reads, research, mutations, other] = story.window;
    const [writes, edits] = story.written;
    expect(ratio).toMatchObject({
      details: { reads, research, mutations, other, writes, edits, blindEditRate: story.blind },
    });
    expect(ratio?.kind === 'value' ? [ratio.value, ratio.isWarm] : [null, false]).toEqual([
      story.ratio,
      story.isWarm,
    ]);
    expect(severityOf('read_edit_ratio', ratio)).toBe(story.severity);
  });

  test('messages, loops and prompts', () => {
    expect(readings.prompts).toMatchObject({ value: story.prompts });
    const calls = story.window.reduce((sum, count) => sum + count, 0);
    expect(readings.reasoning_loop).toMatchObject({ value: 0, denominator: calls });
    if (story.messages === 0) expect(readings.stop_phrase).toMatchObject({ kind: 'no-data' });
    else expect(readings.stop_phrase).toMatchObject({ numerator: 0, denominator: story.messages });
  });
});

test('a new client writes ten messages without their message: the integrity gate', () => {
  const rows = ['09:00 says One.', ...Array.from({ length: 44 }, (_n, i) => `+1s says Line ${i}.`)];
  const bad = Array.from({ length: 10 }, () => '+1s bad message');
  const readings = readAll(eventsOf([...rows, ...bad].join('\n')));
  expect(readings.parse_health).toMatchObject({
    value: 45 / 55,
    details: { lines: 55, bad: 10, missing: { message: 10 } },
  });
  expect(severityOf('parse_health', readings.parse_health)).toBe('critical');
  expect(readings.stop_phrase).toMatchObject({ numerator: 0, denominator: 45 });
});

test('asks for leave twice, stops early, and names two limitations', () => {
  const readings = readAll(
    eventsOf(`09:00 user Finish the importer
+5s says I wrote the parser. Would you like me to add tests? Should I continue with the writer?
+5s call tools=Read:a.ts
+5s says This is a good place to stop.
+5s says Nested tables are a gap: this is a known limitation. Merged cells are out of scope.
+5s says The parser handles plain tables.
+5s call tools=Edit:a.ts`),
  );
  expect(readings.stop_phrase).toMatchObject({
    numerator: 3,
    denominator: 4,
    isWarm: true,
    details: {
      hits: 5,
      byCategory: { permission_seeking: 2, premature_stopping: 1, known_limitation: 2 },
    },
  });
  expect(severityOf('stop_phrase', readings.stop_phrase)).toBe('critical');
});

describe('lines that stand in a file twice', () => {
  const rows = `09:00 user Go
+5s says I look.
+5s call tools=Read:a.ts,Read:b.ts lines=2
+5s call tools=Edit:a.ts
+5s user And now?
+5s says Done.`;

  test('count once, whichever they are', () => {
    const whole = readAll(eventsOf(rows));
    for (const repeated of [[0], [1], [2, 3], [0, 1, 2, 3, 4, 5]]) {
      const again = readAll(eventsOf(rows, repeated));
      for (const id of ['read_edit_ratio', 'stop_phrase', 'prompts', 'tool_errors', 'thinking'])
        expect(again[id], id).toEqual(whole[id]);
    }
    expect(whole.read_edit_ratio).toMatchObject({ value: 2, details: { blindEdits: 0 } });
    expect(whole.prompts).toMatchObject({ value: 2 });
  });

  test('every tool call of a message counts, though its lines have one id', () => {
    const events = eventsOf(
      '09:00 user Go\n+5s call tools=Read:a.ts,Read:b.ts,Edit:a.ts,Bash lines=4',
    );
    expect(readAll(events).read_edit_ratio).toMatchObject({
      details: { reads: 2, research: 0, mutations: 1, other: 1 },
    });
  });
});

test('a night’s work: what was read before midnight is known after it', () => {
  const events = eventsOf(`23:50 user Tidy the config
+10s says I look.
+10s call tools=Read:a.ts,Grep:config,Edit:b.ts
+60s call tools=Bash,Bash
date 2026-01-02
00:05 user And write it anew
+5s call tools=Write:a.ts,Bash,Bash
+5s says Done.`);
  const metric = findMetric('read_edit_ratio');
  expect(readAll(events).read_edit_ratio).toMatchObject({
    value: 0.5,
    details: {
      reads: 1,
      research: 1,
      mutations: 2,
      other: 4,
      researchMutationRatio: 1,
      blindEditRate: 0.5,
      writes: 1,
      edits: 1,
    },
  });
  const days = foldApart(metric, events, ({ atMs }) =>
    new Date(atMs ?? 0).toISOString().slice(0, 10),
  );
  const read = (day: string): Reading => metric.read(days.get(day) ?? metric.init());
  expect(read('2026-01-01')).toMatchObject({
    value: 1,
    details: { researchMutationRatio: 2, writePrecision: 0, blindEditRate: 1 },
  });
  // Counted on its own, the second day would call this edit blind.
  expect(read('2026-01-02')).toMatchObject({
    value: 0,
    details: { writePrecision: 1, blindEditRate: 0 },
  });
});
