// What Claude Code tells the status line on stdin → one heartbeat. Knows its field names of all
// versions since 1.0.71; draws nothing.
import type { Heartbeat } from './spool-record.ts';
import {
  flagOf,
  type JsonObject,
  nanoUsdOf,
  numberOf,
  objectOf,
  pathOf,
  textOf,
  timeMsOf,
} from './told-values.ts';

/** Of what is kept as JSON: longer than any shape seen. */
const MAX_JSON = 600;
const MAX_SESSION_ID = 200;
const NOTHING: JsonObject = {};

/**
 * Null when it names no session. A field that is missing, null or of another type is null; zeros stay
 * (after a compaction the last usage is told as all zero).
 */
export function parseHeartbeat(input: unknown): Heartbeat | null {
  const told = objectOf(input);
  const sessionId = told === null ? null : textOf(told.session_id);
  if (told === null || sessionId === null || sessionId.length > MAX_SESSION_ID) return null;
  return {
    sessionId,
    transcriptPath: pathOf(told.transcript_path),
    cwd: pathOf(told.cwd),
    sessionName: textOf(told.session_name),
    promptId: textOf(told.prompt_id),
    version: textOf(told.version),
    outputStyle: textOf(part(told, 'output_style').name),
    exceeds200k: flagOf(told.exceeds_200k_tokens),
    fastMode: flagOf(told.fast_mode),
    effort: textOf(objectOf(told.effort)?.level ?? told.effort),
    thinking: flagOf(part(told, 'thinking').enabled),
    vimMode: textOf(part(told, 'vim').mode),
    agentName: textOf(part(told, 'agent').name),
    ...modelFields(part(told, 'model')),
    ...workspaceFields(part(told, 'workspace')),
    ...costFields(part(told, 'cost')),
    ...contextFields(part(told, 'context_window')),
    ...limitFields(part(told, 'rate_limits')),
    ...pullRequestFields(part(told, 'pr')),
    ...worktreeFields(part(told, 'worktree')),
    ...cacheFields(part(told, 'prompt_cache')),
  };
}

function modelFields(model: JsonObject) {
  return { modelId: textOf(model.id), modelName: textOf(model.display_name) };
}

function workspaceFields(workspace: JsonObject) {
  const { added_dirs: added } = workspace;
  return {
    currentDir: pathOf(workspace.current_dir),
    projectDir: pathOf(workspace.project_dir),
    addedDirs: Array.isArray(added) ? added.length : null,
    gitWorktree: textOf(workspace.git_worktree),
    repo: repoOf(part(workspace, 'repo')),
  };
}

/** `host/owner/name`, as much of it as is told. */
function repoOf({ host, owner, name }: JsonObject): string | null {
  const parts = [host, owner, name].map(textOf).filter((text) => text !== null);
  return textOf(parts.join('/'));
}

function costFields(cost: JsonObject) {
  return {
    costNanoUsd: nanoUsdOf(cost.total_cost_usd),
    durationMs: numberOf(cost.total_duration_ms),
    apiDurationMs: numberOf(cost.total_api_duration_ms),
    linesAdded: numberOf(cost.total_lines_added),
    linesRemoved: numberOf(cost.total_lines_removed),
  };
}

function contextFields(window: JsonObject) {
  const last = part(window, 'current_usage');
  return {
    windowTokens: numberOf(window.context_window_size),
    totalInputTokens: numberOf(window.total_input_tokens),
    totalOutputTokens: numberOf(window.total_output_tokens),
    lastInputTokens: numberOf(last.input_tokens),
    lastOutputTokens: numberOf(last.output_tokens),
    lastCacheWriteTokens: numberOf(last.cache_creation_input_tokens),
    lastCacheReadTokens: numberOf(last.cache_read_input_tokens),
    usedPercent: numberOf(window.used_percentage),
    remainingPercent: numberOf(window.remaining_percentage),
  };
}

function limitFields(limits: JsonObject) {
  const fiveHour = part(limits, 'five_hour');
  const sevenDay = part(limits, 'seven_day');
  return {
    fiveHourPercent: numberOf(fiveHour.used_percentage),
    fiveHourResetsAtMs: timeMsOf(fiveHour.resets_at),
    sevenDayPercent: numberOf(sevenDay.used_percentage),
    sevenDayResetsAtMs: timeMsOf(sevenDay.resets_at),
    spendLimit: jsonOf(limits.spend_limit),
  };
}

function pullRequestFields(pr: JsonObject) {
  return {
    prNumber: numberOf(pr.number),
    prUrl: pathOf(pr.url),
    prReviewState: textOf(pr.review_state),
    prKind: textOf(pr.kind),
  };
}

function worktreeFields(worktree: JsonObject) {
  return {
    worktreeName: textOf(worktree.name),
    worktreePath: pathOf(worktree.path),
    worktreeBranch: textOf(worktree.branch),
    worktreeOriginalCwd: pathOf(worktree.original_cwd),
    worktreeOriginalBranch: textOf(worktree.original_branch),
  };
}

function cacheFields({ warm, ttl, expires_at: expiresAt, ...rest }: JsonObject) {
  return {
    cacheWarm: flagOf(warm),
    cacheTtl: textOf(ttl),
    cacheExpiresAtMs: timeMsOf(expiresAt),
    promptCache: Object.keys(rest).length === 0 ? null : jsonOf(rest),
  };
}

function part(told: JsonObject, name: string): JsonObject {
  return objectOf(told[name]) ?? NOTHING;
}

function jsonOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const json = JSON.stringify(value);
  return json.length <= MAX_JSON ? json : null;
}
