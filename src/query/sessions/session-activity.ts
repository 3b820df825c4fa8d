// What each session is doing now. Believes hooks while they are fresh and the transcript does not tell
// otherwise; without them only whether something was written lately. The words are the view's.
import {
  type ActivityEvent,
  type ActivityState,
  foldActivity,
  type HookActivityKind,
} from '../../model/activity/fold-activity.ts';
import { maskLine } from '../../shared/secrets.ts';
import {
  type ActivityEventRow,
  prepareLastEvents,
  readSigns,
  type SignsRow,
} from '../../store/readers/activity.ts';
import type { QueryContext } from '../context.ts';

/** A session is active while its last record is at most this old. */
export const ACTIVE_WITHIN_MS = 10 * 60_000;

export interface SessionActivity {
  /**
   * 'active' and 'quiet' (no record for ten minutes) are all that a transcript tells; 'unknown': nothing
   * tells, or work was begun and nothing was heard of it for a quarter of an hour.
   */
  readonly kind: HookActivityKind | 'active' | 'quiet' | 'unknown';
  /** When that began; of 'active', 'quiet' and 'unknown' the last sign of life. Null: there is none. */
  readonly sinceMs: number | null;
  readonly basis: 'hooks' | 'transcript';
  /** The tool that runs or ran last, or waits for a permission. */
  readonly toolName: string | null;
  /** Of a failure the error's code, of an end its reason, of a compaction its trigger. */
  readonly detail: string | null;
}

/** The transcript lags behind the hooks, and they behind it, by less. Measured with the real client. */
const LAG_MS = 5_000;
/** Escape fires no hook and a killed client none either: work without a sign is then no longer believed. */
const WORK_BELIEVED_MS = 15 * 60_000;
/** Nor does a compaction that fails. Our own choice: the longest take some minutes. */
const COMPACTION_BELIEVED_MS = 5 * 60_000;
/** A killed client tells no end; nobody is there any more. Our own choice. */
const WAITING_BELIEVED_MS = 24 * 3_600_000;

/** By session id; every id that was asked for is there. */
export function readActivities(
  context: QueryContext,
  sessionIds: readonly string[],
): Map<string, SessionActivity> {
  const { db } = context.store;
  const nowMs = context.now();
  const lastEvents = prepareLastEvents(db);
  const activities = new Map<string, SessionActivity>();
  for (const signs of readSigns(db, [...new Set(sessionIds)])) {
    const events = signs.lastEventMs === null ? [] : lastEvents(signs.sessionId).map(eventOf);
    activities.set(signs.sessionId, deriveActivity(foldActivity(events), signs, nowMs));
  }
  return activities;
}

/** Whether something goes on, or waits for the person. */
export function isLive({ kind }: SessionActivity): boolean {
  return LIVE.has(kind);
}

const LIVE: ReadonlySet<SessionActivity['kind']> = new Set<SessionActivity['kind']>([
  'working',
  'waiting-permission',
  'waiting-input',
  'compacting',
  'active',
]);

/** For how long a live state can be believed at most: older sessions need no look. */
export const LIVE_WITHIN_MS = WAITING_BELIEVED_MS;

type Signs = Omit<SignsRow, 'sessionId'>;

export function deriveActivity(
  state: ActivityState | null,
  signs: Signs,
  nowMs: number,
): SessionActivity {
  const { lastEventMs } = signs;
  if (state === null || lastEventMs === null) return fromTranscript(signs, nowMs);
  if (isOvertaken(state.kind, signs)) return fromTranscript(signs, nowMs);
  const silentMs = nowMs - lastEventMs;
  switch (state.kind) {
    case 'working':
      return silentMs > WORK_BELIEVED_MS ? bare('unknown', 'hooks', lastEventMs) : fromHooks(state);
    case 'compacting':
      return silentMs > COMPACTION_BELIEVED_MS ? fromTranscript(signs, nowMs) : fromHooks(state);
    case 'waiting-permission':
    case 'waiting-input':
    case 'idle':
    case 'failed':
      return silentMs > WAITING_BELIEVED_MS
        ? bare('quiet', 'hooks', lastEventMs)
        : fromHooks(state);
    case 'ended':
      return fromHooks(state);
    default:
      return state.kind satisfies never;
  }
}

/**
 * Whether the transcript went on without the hooks. While it works or asks, any record may be the one
 * that ends it; a resting session writes notes of its own, so there only a new call counts.
 */
function isOvertaken(kind: HookActivityKind, signs: Signs): boolean {
  const { lastEventMs, lastRecordMs, lastCallMs } = signs;
  const isBusy = kind === 'working' || kind === 'waiting-permission';
  const grownMs = isBusy ? lastRecordMs : lastCallMs;
  return grownMs !== null && lastEventMs !== null && grownMs > lastEventMs + LAG_MS;
}

function fromHooks({ kind, sinceMs, toolName, detail }: ActivityState): SessionActivity {
  return {
    kind,
    sinceMs,
    basis: 'hooks',
    toolName: toolName === null ? null : maskLine(toolName),
    detail: detail === null ? null : maskLine(detail),
  };
}

function fromTranscript({ lastRecordMs }: Signs, nowMs: number): SessionActivity {
  if (lastRecordMs === null) return bare('unknown', 'transcript', null);
  const isActive = nowMs - lastRecordMs <= ACTIVE_WITHIN_MS;
  return bare(isActive ? 'active' : 'quiet', 'transcript', lastRecordMs);
}

function bare(
  kind: SessionActivity['kind'],
  basis: SessionActivity['basis'],
  sinceMs: number | null,
): SessionActivity {
  return { kind, sinceMs, basis, toolName: null, detail: null };
}

function eventOf({ atMs, event, data }: ActivityEventRow): ActivityEvent {
  return { atMs, event, data: objectOf(data) };
}

/** Anything that is no object tells nothing. */
function objectOf(text: string): ActivityEvent['data'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as ActivityEvent['data']) : {};
  } catch {
    return {};
  }
}
