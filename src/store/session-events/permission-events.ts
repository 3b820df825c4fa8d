// What hooks told of permissions, as session events: when Claude Code asked, and when it went on. Knows the
// noted hooks of a session's main chain; transcripts say nothing of it.
import type { Database } from 'better-sqlite3';
import type {
  PermissionEvent,
  Scene,
  SessionEvent,
} from '../../model/session-event/session-event.ts';

/** In the order of time. A question that was never followed by anything has no answer. */
export function readPermissionEvents(db: Database, sessionId: string): PermissionEvent[] {
  const sql = `
    SELECT at_ms AS atMs, event, json_extract(data, '$.toolName') AS tool,
      json_extract(data, '$.durationMs') AS durationMs
    FROM hook_event
    WHERE session_id = ? AND event IN (${TELLING}) AND json_extract(data, '$.agentId') IS NULL
    ORDER BY at_ms, id`;
  return derivePermissionEvents(db.prepare(sql).all(sessionId) as HookNote[]);
}

/** Changes when hooks tell more of a session's permissions; empty: they told nothing. */
export function hooksFingerprint(permissions: readonly PermissionEvent[]): string {
  const last = permissions.at(-1);
  return last === undefined ? '' : `${permissions.length}:${last.atMs}`;
}

export interface HookNote {
  readonly atMs: number;
  readonly event: string;
  readonly tool: string | null;
  /** Of a tool that ran. */
  readonly durationMs: number | null;
}

/** A tool's end tells that its question was answered before it began; the end of a turn that none is open. */
const TOOL_ENDS = ['PostToolUse', 'PostToolUseFailure', 'PermissionDenied'];
const TURN_ENDS = ['UserPromptSubmit', 'Stop', 'StopFailure', 'SessionEnd'];
const TELLING = ['PermissionRequest', ...TOOL_ENDS, ...TURN_ENDS].map((one) => `'${one}'`).join();

/** `notes`: in the order of time. */
export function derivePermissionEvents(notes: readonly HookNote[]): PermissionEvent[] {
  const events: PermissionEvent[] = [];
  let open: HookNote[] = [];
  const answer = (asked: HookNote, atMs: number): void => {
    events.push(permissionAt(atMs, 'answered', asked.tool));
    open = open.filter((one) => one !== asked);
  };
  for (const note of notes) {
    if (note.event === 'PermissionRequest') {
      events.push(permissionAt(note.atMs, 'asked', note.tool));
      open.push(note);
    } else if (TURN_ENDS.includes(note.event)) {
      for (const asked of open) answer(asked, note.atMs);
    } else {
      const asked = open.find(({ tool }) => tool === note.tool);
      if (asked !== undefined) answer(asked, answeredAt(asked, note));
    }
  }
  return events.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
}

/** The tool ran since; what it says of its own time cannot lead back to before the question. */
function answeredAt(asked: HookNote, end: HookNote): number {
  const began = end.atMs - (end.durationMs ?? 0);
  return began > asked.atMs ? began : end.atMs;
}

const NO_SCENE: Scene = {
  model: null,
  version: null,
  branch: null,
  effort: null,
  permissionMode: null,
};

function permissionAt(
  atMs: number,
  phase: PermissionEvent['phase'],
  tool: string | null,
): PermissionEvent {
  return { kind: 'permission', atMs, offset: null, chain: null, scene: NO_SCENE, phase, tool };
}

/**
 * Each permission stands before the first event of the transcript that is later, in the scene of what stands
 * before it; the transcript's own order stays.
 */
export function mergeByTime(
  events: readonly SessionEvent[],
  permissions: readonly PermissionEvent[],
): SessionEvent[] {
  if (permissions.length === 0) return [...events];
  const merged: SessionEvent[] = [];
  let next = 0;
  let scene = events[0]?.scene ?? NO_SCENE;
  const takeUntil = (untilMs: number): void => {
    for (; next < permissions.length; next++) {
      const permission = permissions[next] as PermissionEvent;
      if ((permission.atMs ?? 0) >= untilMs) return;
      merged.push({ ...permission, scene });
    }
  };
  for (const event of events) {
    if (event.atMs !== null) takeUntil(event.atMs);
    merged.push(event);
    if (event.chain === null) scene = event.scene;
  }
  takeUntil(Number.POSITIVE_INFINITY);
  return merged;
}
