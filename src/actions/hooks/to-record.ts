// What is kept of an event: ids, names, numbers and codes. Never a prompt, a message, a tool's input or
// output, nor the text of an error: those stay in the transcript.
import type { HookInput } from '../../live/hook-input.ts';
import type { HookRecord } from '../../live/spool-record.ts';

type Value = string | number | boolean;
type Environment = Readonly<Record<string, string | undefined>>;

/** Ids, models and codes are far shorter; a line of the spool has to stay below 4 KB. */
const MAX_LENGTH = 200;
/** `rate_limit`, `server_error`: anything else may be a text, or hold a key. */
const CODE = /^(?=.{1,40}$)[a-z]+(_[a-z0-9]+)*$/;
/** A path that is cut leads nowhere: a longer one is left out. */
const MAX_PATH_LENGTH = 1_000;

/** `isHeldBack`: our answer held the prompt back, so no work follows it. */
export function toRecord(
  input: HookInput,
  env: Environment,
  nowMs: number,
  isHeldBack = false,
): HookRecord {
  return {
    kind: 'hook',
    atMs: nowMs,
    event: input.event,
    sessionId: input.sessionId.slice(0, MAX_LENGTH),
    transcriptPath: path(input.transcriptPath),
    cwd: path(input.cwd),
    data: withoutNothing({
      ...eventData(input),
      ...clientData(env),
      blocked: isHeldBack ? true : null,
    }),
  };
}

function eventData(input: HookInput): Record<string, Value | null> {
  return {
    permissionMode: input.permissionMode,
    agentId: input.agentId,
    agentType: input.agentType,
    source: input.source,
    trigger: input.trigger,
    reason: input.reason,
    model: input.model,
    toolName: input.toolName,
    toolUseId: input.toolUseId,
    durationMs: input.durationMs,
    notificationType: input.notificationType,
    // A code there; after a tool it is what the tool printed.
    error: input.event === 'StopFailure' && CODE.test(input.error ?? '') ? input.error : null,
    isInterrupt: input.isInterrupt,
    stopHookActive: input.stopHookActive,
    effort: input.effort,
    backgroundTasks: input.backgroundTasks,
  };
}

/** What Claude Code was started with: it decides where the session compacts by itself. */
function clientData(env: Environment): Record<string, Value | null> {
  const disable1m = env.CLAUDE_CODE_DISABLE_1M_CONTEXT;
  return {
    autoCompactWindow: positive(env.CLAUDE_CODE_AUTO_COMPACT_WINDOW),
    disable1m: disable1m ? /^(1|true|yes|on)$/i.test(disable1m) : null,
    claudePid: positive(env.CLAUDE_PID),
  };
}

function positive(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

function withoutNothing(data: Record<string, Value | null>): Record<string, Value> {
  const kept: Record<string, Value> = {};
  for (const [name, value] of Object.entries(data)) {
    if (value !== null) kept[name] = typeof value === 'string' ? value.slice(0, MAX_LENGTH) : value;
  }
  return kept;
}

function path(value: string | null): string | null {
  return value !== null && value.length <= MAX_PATH_LENGTH ? value : null;
}
