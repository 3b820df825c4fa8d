// Collapses of the cache in the form of a report to the vendor: what the API was asked and answered, by
// its own ids and numbers. Leaves out everything that tells whose work it was.
import type { CacheCause, CacheTtl, SignalKind } from '../../model/cache/cache-event.ts';
import { type Effort, effortOf } from '../../model/effort.ts';
import { LINE_FLAG } from '../../model/flags.ts';
import { oneLine } from '../../shared/sanitize.ts';
import type { TokenCounts } from '../../shared/tokens.ts';
import { type ProfileCallRow, readCallsOfMessages } from '../../store/readers/profile-calls.ts';
import type { QueryContext } from '../context.ts';
import type { CacheAnswer, SessionCacheEvent } from './cache-answer.ts';

export interface EvidenceBundle {
  readonly kind: 'cache-evidence';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly about: string;
  /** Without the expected ones, in the order of time. */
  readonly events: readonly EvidenceEvent[];
}

export interface EvidenceEvent {
  /** From 1, in the order of appearance: the same for events of one session. */
  readonly session: number;
  readonly chain: 'main' | 'subagent';
  readonly cause: CacheCause;
  readonly alsoPresent: readonly CacheCause[];
  readonly between: readonly SignalKind[];
  readonly gapMs: number | null;
  readonly ttlInUse: CacheTtl | null;
  readonly rewrittenTokens: number;
  readonly excessNanoUsd: number | null;
  /** Null: the collapse came with the session's first own call. */
  readonly callBefore: EvidenceCall | null;
  readonly call: EvidenceCall;
}

export interface EvidenceCall {
  /** The API's own ids: with them its operator finds the requests. */
  readonly messageId: string;
  readonly requestId: string | null;
  readonly at: string | null;
  readonly model: string;
  readonly claudeCode: string | null;
  readonly effort: Effort | null;
  readonly speed: 'standard' | 'fast';
  readonly usage: TokenCounts;
}

const ABOUT =
  'Calls whose cached prefix was not read although the call before had written or read it. Token ' +
  'counts, times and ids are as the API reported them. Holds no prompt, file, path, title or project.';

export function makeEvidenceBundle(context: QueryContext, answer: CacheAnswer): EvidenceBundle {
  const events = answer.events.filter((event) => !event.isExpected);
  const ids = events.flatMap(({ callId, previousCallId }) => [callId, previousCallId ?? callId]);
  const rows = new Map(
    readCallsOfMessages(context.store.db, ids)
      .filter(({ part }) => part === 0)
      .map((row) => [row.messageId, row]),
  );
  const numbers = [...new Set(events.map(({ sessionId }) => sessionId))];
  return {
    kind: 'cache-evidence',
    formatVersion: 1,
    generatedAtMs: answer.generatedAtMs,
    about: ABOUT,
    events: events.flatMap((event) => toEvidence(event, rows, numbers)),
  };
}

function toEvidence(
  event: SessionCacheEvent,
  rows: ReadonlyMap<string, ProfileCallRow>,
  sessions: readonly string[],
): EvidenceEvent[] {
  const call = rows.get(event.callId);
  const before = event.previousCallId === null ? undefined : rows.get(event.previousCallId);
  if (call === undefined) return [];
  return [
    {
      session: sessions.indexOf(event.sessionId) + 1,
      chain: event.agentId === null ? 'main' : 'subagent',
      cause: event.cause,
      alsoPresent: event.alsoPresent,
      between: event.between,
      gapMs: event.gapMs,
      ttlInUse: event.ttl,
      rewrittenTokens: event.rewrittenTokens,
      excessNanoUsd: event.excessNanoUsd,
      callBefore: before === undefined ? null : toCall(before),
      call: toCall(call),
    },
  ];
}

function toCall(row: ProfileCallRow): EvidenceCall {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens } =
    row;
  return {
    messageId: oneLine(row.messageId),
    requestId: row.requestId === null ? null : oneLine(row.requestId),
    at: row.atMs === null ? null : new Date(row.atMs).toISOString(),
    model: publicModel(row.model),
    claudeCode: row.version === null ? null : oneLine(row.version),
    effort: effortOf(row.flags),
    speed: (row.flags & LINE_FLAG.fast) === 0 ? 'standard' : 'fast',
    usage: {
      inputTokens,
      cacheReadTokens,
      cacheWrite5mTokens,
      cacheWrite1hTokens,
      outputTokens,
    },
  };
}

/** Without what stands before the last slash: ARNs name an account there, Vertex and gateways a project. */
function publicModel(model: string): string {
  return oneLine(model.slice(model.lastIndexOf('/') + 1));
}
