// Files of the status line script ctxprof → heartbeats. Knows its field names, and where it writes 0 for
// what it was not told; reads no file.
import type { Heartbeat } from '../../../live/spool-record.ts';
import {
  flagOf,
  type JsonObject,
  nanoUsdOf,
  numberOf,
  objectOf,
  pathOf,
  textOf,
  timeMsOf,
} from '../../../live/told-values.ts';

export interface ImportedBeat {
  readonly atMs: number;
  readonly sessionId: string;
  readonly heartbeat: Partial<Heartbeat>;
  /** Input and output together: a step tells no more. */
  readonly totalTokens: number | null;
}

/** `<session>.json`: the session as of its last refresh. */
export function parseCtxprofRecord(value: unknown): ImportedBeat | null {
  const record = objectOf(value);
  return record === null ? null : beatOf(record, timeMsOf(record.updated_at), fullFields(record));
}

/** A line of `steps/<session>.jsonl`: the running totals after a step. */
export function parseCtxprofStep(value: unknown): ImportedBeat | null {
  const step = objectOf(value);
  if (step === null) return null;
  const fields = {
    ...commonFields(step),
    costNanoUsd: nanoUsdOf(amount(step.total_cost_usd)),
  };
  return beatOf(step, timeMsOf(step.timestamp), fields);
}

function beatOf(
  told: JsonObject,
  atMs: number | null,
  fields: Partial<Heartbeat>,
): ImportedBeat | null {
  const sessionId = textOf(told.session_id);
  if (sessionId === null || atMs === null) return null;
  return {
    atMs,
    sessionId,
    heartbeat: { sessionId, ...fields },
    totalTokens: amount(told.total_tokens),
  };
}

function commonFields(told: JsonObject): Partial<Heartbeat> {
  return {
    transcriptPath: pathOf(told.transcript_path),
    cwd: pathOf(told.cwd),
    projectDir: pathOf(told.project_dir),
    sessionName: textOf(told.session_name),
    modelName: textOf(told.model),
    agentName: textOf(told.agent),
    effort: textOf(told.effort),
    thinking: yesOrNo(told.thinking),
    usedPercent: shareOf(told.context_pct, told.remaining_pct),
  };
}

function fullFields(record: JsonObject): Partial<Heartbeat> {
  return {
    ...commonFields(record),
    version: textOf(record.version),
    prNumber: amount(record.pr_number),
    prReviewState: textOf(record.pr_review_state),
    worktreeName: textOf(record.worktree_name),
    remainingPercent: shareOf(record.remaining_pct, record.context_pct),
    windowTokens: amount(record.context_size) || null,
    fiveHourPercent: amount(record.rate_pct) || null,
    sevenDayPercent: amount(record.seven_day_pct) || null,
    totalInputTokens: amount(record.input_tokens),
    totalOutputTokens: amount(record.output_tokens),
    lastCacheReadTokens: amount(record.cache_read_tokens),
    lastCacheWriteTokens: amount(record.cache_write_tokens),
    costNanoUsd: nanoUsdOf(amount(record.cost_usd)),
    durationMs: amount(record.duration_ms),
    apiDurationMs: amount(record.api_duration_ms),
    linesAdded: amount(record.lines_added),
    linesRemoved: amount(record.lines_removed),
  };
}

/** 0 is what it writes for "not told"; it counts when the other part is the whole. */
function shareOf(percent: unknown, rest: unknown): number | null {
  const share = amount(percent);
  return share === 0 && amount(rest) !== 100 ? null : share;
}

/** A shell writes some numbers in quotes. */
function amount(value: unknown): number | null {
  if (typeof value !== 'string' || value.trim() === '') return numberOf(value);
  return numberOf(Number(value));
}

function yesOrNo(value: unknown): boolean | null {
  if (value === 'true' || value === 'on') return true;
  if (value === 'false' || value === 'off') return false;
  return flagOf(value);
}
