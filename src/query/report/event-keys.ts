// Under what each event of a thread counts: a window of time, or a value of a dimension. Knows times and
// scenes; what is counted is the metrics' business.
import type { Scene, SessionEvent } from '../../model/session-event/session-event.ts';
import type { Zone } from '../../shared/zone.ts';
import { isoWeekOf } from './iso-week.ts';
import type { ReportGroup } from './report-answer.ts';

/** Null: known, and not counted. */
export type EventKey = string | null;

export interface KeyedThread {
  readonly projectPath: string | null;
  readonly task: string | null;
  readonly events: readonly SessionEvent[];
  /** Epoch ms of each event. */
  readonly times: readonly (number | null)[];
}

export type KeyEvents = (thread: KeyedThread) => readonly EventKey[];

/** From the first moment on, up to and without the last; null: not limited. */
export interface TimeWindow {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** An event without any time is in no window but the one without limits. */
export function isWithin(atMs: number | null, { fromMs, toMs }: TimeWindow): boolean {
  if (atMs === null) return fromMs === null && toMs === null;
  return (fromMs === null || atMs >= fromMs) && (toMs === null || atMs < toMs);
}

/** Each event under the first window that it falls in. */
export function byWindow(windows: readonly (TimeWindow & { readonly key: string })[]): KeyEvents {
  return ({ times }) =>
    times.map((atMs) => windows.find((window) => isWithin(atMs, window))?.key ?? null);
}

const SCENE_FIELDS = {
  model: 'model',
  permission_mode: 'permissionMode',
  version: 'version',
  effort: 'effort',
  branch: 'branch',
} as const satisfies Partial<Record<ReportGroup, keyof Scene>>;

export function byGroup(group: ReportGroup, zone: Zone): KeyEvents {
  const byDay = (keyOf: (day: string) => string): KeyEvents => {
    return ({ times }) => times.map((atMs) => (atMs === null ? null : keyOf(zone.dayKey(atMs))));
  };
  switch (group) {
    case 'day':
      return byDay((day) => day);
    case 'week':
      return byDay(isoWeekOf);
    case 'project':
      return ({ events, projectPath }) => events.map(() => projectPath);
    case 'task_type':
      return ({ events, task }) => events.map(() => task);
    default:
      return ({ events }) => byScene(events, SCENE_FIELDS[group]);
  }
}

/** The same, for events within the window; the others are known and not counted. */
export function within(window: TimeWindow, keys: KeyEvents): KeyEvents {
  return (thread) => {
    const all = keys(thread);
    return all.map((key, index) => (isWithin(thread.times[index] ?? null, window) ? key : null));
  };
}

/**
 * A prompt counts for the model (and the effort) that answers it, not for the one before; what no record
 * tells yet is what the next one tells.
 */
function byScene(events: readonly SessionEvent[], field: keyof Scene): EventKey[] {
  const isOfAnswer = field === 'model' || field === 'effort';
  const keys: EventKey[] = new Array<EventKey>(events.length).fill(null);
  let next: EventKey = null;
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index] as SessionEvent;
    const own = nameOf(event.scene[field]);
    const isPrompt = isOfAnswer && event.kind === 'user';
    keys[index] = isPrompt ? (next ?? own) : (own ?? next);
    const tells = isOfAnswer ? ANSWERS.has(event.kind) : true;
    if (tells && event.chain === null && own !== null) next = own;
  }
  return keys;
}

/** Lines, results and notices between a prompt and its answer are still of the model before. */
const ANSWERS: ReadonlySet<SessionEvent['kind']> = new Set(['assistant', 'thinking', 'tool_call']);

/** `<synthetic>` stands where no model answered. */
function nameOf(value: string | null): EventKey {
  return value === null || value === '' || value === '<synthetic>' ? null : value;
}
