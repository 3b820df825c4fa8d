// Session events by hand, for tests of metrics: each a second after the one before, on the main chain. Knows
// the shapes; texts are looked at by the metrics' own markers.

import {
  createMetrics,
  DEFAULT_METRICS_SETTINGS,
  type MetricsSettings,
} from '../../src/metrics/kit/create-metrics.ts';
import { advanceFolds, readFold, startFolds } from '../../src/metrics/kit/fold-events.ts';
import type { Metric, Reading } from '../../src/metrics/kit/metric.ts';
import type {
  AssistantEvent,
  LinesEvent,
  PermissionEvent,
  Scene,
  SessionEvent,
  SystemEvent,
  ThinkingEvent,
  ToolCallEvent,
  ToolResultEvent,
  UserEvent,
} from '../../src/model/session-event/session-event.ts';

export const START_MS = Date.UTC(2026, 2, 2, 9);

export const SCENE: Scene = {
  model: 'claude-opus-4-8',
  version: '2.1.200',
  branch: 'main',
  effort: null,
  permissionMode: 'default',
};

const PLACE = { atMs: START_MS, offset: null, chain: null, scene: SCENE };

type Part<Event> = Partial<Omit<Event, 'kind'>>;

export function user(part: Part<UserEvent> = {}): UserEvent {
  return { ...PLACE, kind: 'user', origin: 'human', chars: 10, marks: {}, ...part };
}

export function assistant(part: Part<AssistantEvent> = {}): AssistantEvent {
  return { ...PLACE, kind: 'assistant', chars: 10, marks: {}, ...part };
}

export function thinking(part: Part<ThinkingEvent> = {}): ThinkingEvent {
  return {
    ...PLACE,
    kind: 'thinking',
    chars: 100,
    signatureChars: 300,
    isRedacted: false,
    ...part,
  };
}

export function toolCall(part: Part<ToolCallEvent> = {}): ToolCallEvent {
  return {
    ...PLACE,
    kind: 'tool_call',
    call: 0,
    tool: 'Read',
    path: null,
    inputHash: 'a',
    ...part,
  };
}

export function toolResult(part: Part<ToolResultEvent> = {}): ToolResultEvent {
  return {
    ...PLACE,
    kind: 'tool_result',
    call: 0,
    tool: 'Read',
    isError: false,
    isRejected: false,
    chars: 10,
    ...part,
  };
}

export function system(part: Part<SystemEvent> = {}): SystemEvent {
  return { ...PLACE, kind: 'system', subkind: 'turn_duration', trigger: null, ...part };
}

export function permission(part: Part<PermissionEvent> = {}): PermissionEvent {
  return { ...PLACE, kind: 'permission', phase: 'asked', tool: 'Bash', ...part };
}

export function lines(part: Part<LinesEvent> = {}): LinesEvent {
  return { ...PLACE, kind: 'lines', good: 1, bad: 0, missing: {}, ...part };
}

/** `count` times the same event. */
export function times(count: number, event: SessionEvent): SessionEvent[] {
  return Array.from({ length: count }, () => event);
}

/** `Read a`, `Edit b`, `Bash`: a tool and the file it names, if any; calls are numbered from 0. */
export function calls(...lines: readonly string[]): ToolCallEvent[] {
  return lines.map((line, call) => {
    const [tool = '', path] = line.split(' ');
    return toolCall({ call, tool, path: path ?? null, inputHash: line });
  });
}

/** What a person or the assistant says, as the metric's own marker sees it. */
export function said(metric: Metric, text: string, part: Part<UserEvent> = {}): SessionEvent {
  const [marker] = metric.markers ?? [];
  if (marker === undefined) throw new Error(`${metric.id} has no marker`);
  const marks = { [marker.id]: marker.find(text) };
  const event = { ...part, chars: text.length, marks };
  return marker.on === 'human' ? user(event) : assistant(event);
}

/** Each a second after the one before. */
export function inTime(events: readonly SessionEvent[], startMs = START_MS): SessionEvent[] {
  return events.map((event, index) => ({ ...event, atMs: startMs + index * 1000 }));
}

export function findMetric(id: string, settings: Partial<MetricsSettings> = {}): Metric {
  const all = createMetrics({ ...DEFAULT_METRICS_SETTINGS, ...settings });
  const metric = all.find((one) => one.id === id);
  if (metric === undefined) throw new Error(`no metric ${id}`);
  return metric;
}

export function readMetric(
  metric: string | Metric,
  events: Iterable<SessionEvent>,
  settings: Partial<MetricsSettings> = {},
): Reading {
  const known = typeof metric === 'string' ? findMetric(metric, settings) : metric;
  const folds = [known];
  return readFold(known, advanceFolds(folds, startFolds(folds), events)[known.id]);
}
