// What a session is doing, from the events that hooks were told, one after the other. Knows which event
// leads to which state; how long a state may be believed is judged elsewhere. Pure.

export type HookActivityKind =
  | 'working'
  | 'waiting-permission'
  | 'waiting-input'
  | 'compacting'
  | 'idle'
  | 'failed'
  | 'ended';

export interface ActivityEvent {
  readonly atMs: number;
  /** As Claude Code names it. */
  readonly event: string;
  /** Keys as in the hook's record: source, notificationType, toolName, agentId, … */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ActivityState {
  readonly kind: HookActivityKind;
  /** When it began. */
  readonly sinceMs: number;
  /** The tool that runs or ran last, or waits for a permission. */
  readonly toolName: string | null;
  /** Of a failure the error's code, of an end its reason, of a compaction its trigger. */
  readonly detail: string | null;
}

/**
 * The state after these events, which come in the order of time; null when none of them tells. What
 * happens within a subagent is a sign of life, but neither begins nor ends a state of the main chain;
 * what a notification says, it says to the person.
 */
export function foldActivity(events: Iterable<ActivityEvent>): ActivityState | null {
  let state: ActivityState | null = null;
  for (const event of events) {
    if (textOf(event.data, 'agentId') !== null && event.event !== 'Notification') continue;
    state = stepOf(state, event);
  }
  return state;
}

type Current = ActivityState | null;

function stepOf(state: Current, event: ActivityEvent): Current {
  // What comes after the end is a straggler, unless the session is taken up again.
  if (state?.kind === 'ended' && !REVIVING.has(event.event)) return state;
  switch (event.event) {
    case 'SessionStart':
      return onSessionStart(state, event);
    case 'UserPromptSubmit':
      // A prompt that a hook held back starts nothing.
      if (event.data.blocked === true) return enter(state, 'idle', event);
      return enter(state, 'working', event);
    case 'PreToolUse':
    case 'PostToolUse':
    case 'PermissionDenied':
      return onTool(state, event);
    case 'PostToolUseFailure':
      return event.data.isInterrupt === true ? enter(state, 'idle', event) : onTool(state, event);
    case 'PostToolBatch':
    case 'ElicitationResult':
      return enter(state, 'working', event, { toolName: state?.toolName ?? null });
    case 'PermissionRequest':
      return enter(state, 'waiting-permission', event, { toolName: toolOf(event) });
    case 'Elicitation':
      return enter(state, 'waiting-input', event);
    case 'Notification':
      return onNotification(state, event);
    case 'PreCompact':
      return enter(state, 'compacting', event, { detail: textOf(event.data, 'trigger') });
    case 'PostCompact':
      return afterCompaction(state, event);
    case 'Stop':
      return enter(state, 'idle', event);
    case 'StopFailure':
      return enter(state, 'failed', event, { detail: textOf(event.data, 'error') });
    case 'SessionEnd':
      return enter(state, 'ended', event, { detail: textOf(event.data, 'reason') });
    default:
      return state;
  }
}

const REVIVING: ReadonlySet<string> = new Set(['SessionStart', 'UserPromptSubmit']);

/** A compaction starts the session anew in the middle of it: the last event but one of its own. */
function onSessionStart(state: Current, event: ActivityEvent): Current {
  if (textOf(event.data, 'source') === 'compact') return afterCompaction(state, event);
  return enter(state, 'idle', event);
}

/** After `/compact` it is the person's turn; one that came by itself interrupts work that goes on. */
function afterCompaction(state: Current, event: ActivityEvent): Current {
  if (state !== null && state.kind !== 'compacting') return state;
  const trigger = textOf(event.data, 'trigger') ?? state?.detail ?? null;
  if (trigger === null) return state;
  return enter(state, trigger === 'manual' ? 'idle' : 'working', event);
}

function onTool(state: Current, event: ActivityEvent): Current {
  return enter(state, 'working', event, { toolName: toolOf(event) ?? state?.toolName ?? null });
}

function onNotification(state: Current, event: ActivityEvent): Current {
  switch (textOf(event.data, 'notificationType')) {
    case 'permission_prompt':
      return enter(state, 'waiting-permission', event, {
        toolName: state?.kind === 'waiting-permission' ? state.toolName : null,
      });
    case 'idle_prompt':
      // That it failed says more than that it waits.
      if (state?.kind === 'failed') return state;
      return { ...enter(state, 'waiting-input', event), sinceMs: restSince(state) ?? event.atMs };
    case 'elicitation_dialog':
    case 'elicitation_url_dialog':
    case 'agent_needs_input':
      return enter(state, 'waiting-input', event);
    case 'elicitation_complete':
    case 'elicitation_response':
      return state?.kind === 'waiting-input' ? enter(state, 'working', event) : state;
    default:
      return state;
  }
}

/** The client notices only after a minute that nobody types; the session has rested since its turn ended. */
function restSince(state: Current): number | null {
  return state?.kind === 'idle' || state?.kind === 'waiting-input' ? state.sinceMs : null;
}

/** A state that goes on keeps its beginning. */
function enter(
  state: Current,
  kind: HookActivityKind,
  { atMs }: ActivityEvent,
  more: { readonly toolName?: string | null; readonly detail?: string | null } = {},
): ActivityState {
  return {
    kind,
    sinceMs: state?.kind === kind ? state.sinceMs : atMs,
    toolName: more.toolName ?? null,
    detail: more.detail ?? null,
  };
}

function toolOf(event: ActivityEvent): string | null {
  return textOf(event.data, 'toolName');
}

function textOf(data: ActivityEvent['data'], key: string): string | null {
  const value = data[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
