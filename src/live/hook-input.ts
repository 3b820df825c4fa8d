// What Claude Code tells a hook on stdin, as far as telltale uses it. Knows the field names; decides
// nothing. Its texts stay in memory: what is kept is actions/hooks/to-record.ts's.

export interface HookInput {
  /** `hook_event_name`: SessionStart, UserPromptSubmit, … */
  readonly event: string;
  readonly sessionId: string;
  readonly transcriptPath: string | null;
  readonly cwd: string | null;
  readonly permissionMode: string | null;
  /** Only inside a subagent. */
  readonly agentId: string | null;
  /** Empty, not null, for the hidden agent that writes a compaction's summary. */
  readonly agentType: string | null;
  readonly source: string | null;
  readonly trigger: string | null;
  readonly reason: string | null;
  readonly model: string | null;
  readonly toolName: string | null;
  readonly toolUseId: string | null;
  readonly durationMs: number | null;
  readonly notificationType: string | null;
  /** A code after StopFailure, text after PostToolUseFailure. */
  readonly error: string | null;
  readonly isInterrupt: boolean | null;
  readonly stopHookActive: boolean | null;
  readonly effort: string | null;
  readonly backgroundTasks: number | null;
  readonly prompt: string | null;
  readonly lastAssistantMessage: string | null;
  readonly compactSummary: string | null;
}

/** Null when it is no event of a session. */
export function parseHookInput(input: unknown): HookInput | null {
  if (!isObject(input)) return null;
  const event = text(input.hook_event_name);
  const sessionId = text(input.session_id);
  if (!event || !sessionId) return null;
  const { effort, background_tasks: tasks } = input;
  return {
    event,
    sessionId,
    transcriptPath: text(input.transcript_path),
    cwd: text(input.cwd),
    permissionMode: text(input.permission_mode),
    agentId: text(input.agent_id),
    agentType: text(input.agent_type),
    source: text(input.source),
    trigger: text(input.trigger),
    reason: text(input.reason),
    model: text(input.model),
    toolName: text(input.tool_name),
    toolUseId: text(input.tool_use_id),
    durationMs: number(input.duration_ms),
    notificationType: text(input.notification_type),
    error: text(input.error),
    isInterrupt: flag(input.is_interrupt),
    stopHookActive: flag(input.stop_hook_active),
    effort: text(isObject(effort) ? effort.level : effort),
    backgroundTasks: Array.isArray(tasks) ? tasks.length : null,
    prompt: text(input.prompt),
    lastAssistantMessage: text(input.last_assistant_message),
    compactSummary: text(input.compact_summary),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
