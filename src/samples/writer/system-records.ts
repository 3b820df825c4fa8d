// System lines and locally made assistant lines: compaction, turn ends, retries, final errors. Knows
// their shapes; when they happen is the caller's story.
import { type Draft, type Json, traits, writeRecord } from './draft.ts';
import { sentences } from './prose.ts';
import { NO_USAGE } from './usage.ts';

export interface CompactionSpec {
  readonly atMs: number | null;
  readonly trigger: 'auto' | 'manual';
  readonly preTokens: number;
  readonly postTokens?: number | undefined;
  readonly durationMs?: number | undefined;
}

/** The boundary and the summary the conversation goes on from. */
export function writeCompaction(draft: Draft, spec: CompactionSpec): void {
  const before = draft.lastUuid;
  const compactMetadata = {
    trigger: spec.trigger,
    preTokens: spec.preTokens,
    ...laterMetadata(draft, spec),
  };
  const body = { subtype: 'compact_boundary', content: 'Conversation compacted', isMeta: false };
  const head = traits(draft).laterEnvelope ? body : { ...body };
  writeRecord(draft, {
    type: 'system',
    atMs: spec.atMs,
    parentUuid: null,
    body: { logicalParentUuid: before, ...head },
    tail: { level: 'info', compactMetadata },
  });
  const text = `This session is being continued from a previous conversation that ran out of context. ${sentences(draft.random, 12)}`;
  writeRecord(draft, {
    type: 'user',
    atMs: spec.atMs,
    body: {
      message: { role: 'user', content: text },
      isVisibleInTranscriptOnly: true,
      isCompactSummary: true,
    },
    withPromptId: true,
  });
}

export function writeTurnDuration(draft: Draft, atMs: number | null, durationMs: number): void {
  const count = traits(draft).laterEnvelope ? { messageCount: draft.lines.length } : {};
  writeSystem(draft, atMs, 'turn_duration', { durationMs, ...count }, { isMeta: false });
}

export function writeStopHooks(draft: Draft, atMs: number | null, hookCount: number): void {
  const hookInfos = Array.from({ length: hookCount }, () => ({
    command: 'npm run --silent check',
    durationMs: 340,
  }));
  const outcome = {
    hookErrors: [],
    preventedContinuation: false,
    stopReason: '',
    hasOutput: false,
  };
  writeSystem(
    draft,
    atMs,
    'stop_hook_summary',
    { hookCount, hookInfos, ...outcome, level: 'suggestion' },
    { toolUseID: draft.random.uuid() },
  );
}

export function writeLocalCommand(draft: Draft, atMs: number | null, content: string): void {
  writeSystem(draft, atMs, 'local_command', { content, level: 'info' }, { isMeta: false });
}

/** One entry of the retry log; the request may still succeed. */
export function writeRetry(
  draft: Draft,
  atMs: number | null,
  status: number,
  attempt: number,
): void {
  const error = { status, error: { type: 'overloaded_error', message: 'Overloaded' } };
  writeSystem(
    draft,
    atMs,
    'api_error',
    { level: 'error', error, retryInMs: 500 * 2 ** attempt, retryAttempt: attempt, maxRetries: 10 },
    {},
  );
}

export interface FinalErrorSpec {
  readonly atMs: number | null;
  /** `rate_limit`, `overloaded`, `authentication_failed`… */
  readonly code: string;
  readonly text: string;
  readonly status?: number | undefined;
  /** Epoch seconds, as Claude Code writes them. */
  readonly resetsAt?: number | undefined;
  readonly limitType?: string | undefined;
}

/** The line that shows a failed request to the user. */
export function writeFinalError(draft: Draft, spec: FinalErrorSpec): void {
  const limits =
    spec.resetsAt === undefined
      ? {}
      : {
          quotaLimits: {
            status: 'rejected',
            resetsAt: spec.resetsAt,
            rateLimitType: spec.limitType ?? 'five_hour',
            overageStatus: 'rejected',
            isUsingOverage: false,
          },
        };
  writeSynthetic(draft, spec.atMs, spec.text, {
    error: spec.code,
    isApiErrorMessage: true,
    ...(spec.status === undefined ? {} : { apiErrorStatus: spec.status }),
    ...limits,
  });
}

/** A line without a request behind it, such as "No response requested." */
export function writeSynthetic(draft: Draft, atMs: number | null, text: string, tail: Json): void {
  const message = {
    id: draft.random.uuid(),
    container: null,
    model: '<synthetic>',
    role: 'assistant',
    stop_reason: 'stop_sequence',
    stop_sequence: '',
    type: 'message',
    usage: NO_USAGE,
    content: [{ type: 'text', text }],
  };
  writeRecord(draft, { type: 'assistant', atMs, body: { message }, tail });
}

export function writeSystem(
  draft: Draft,
  atMs: number | null,
  subtype: string,
  body: Json,
  tail: Json,
): void {
  writeRecord(draft, { type: 'system', atMs, body: { subtype, ...body }, tail });
}

function laterMetadata(draft: Draft, spec: CompactionSpec): Json {
  if (!traits(draft).laterEnvelope) return {};
  const postTokens = spec.postTokens ?? Math.round(spec.preTokens * 0.04);
  const cumulativeDroppedTokens = spec.preTokens - postTokens;
  return { durationMs: spec.durationMs ?? 21_400, postTokens, cumulativeDroppedTokens };
}
