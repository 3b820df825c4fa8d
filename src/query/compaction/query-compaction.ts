// The question "what did the compactions of this session keep, lose and get back". Reads the session's
// transcript, whose earlier part stays on the disk; keeps nothing of it.

import { compareSummary, RESTORE_MARK, restoredItems } from '../../model/work/compare-summary.ts';
import type { ConversationItem } from '../../model/work/conversation-item.ts';
import { foldWork } from '../../model/work/fold-work.ts';
import { makeSnapshot } from '../../model/work/snapshot.ts';
import { maskLine } from '../../shared/secrets.ts';
import {
  type ContextRow,
  readContexts,
  readSessionFiles,
} from '../../store/readers/sessions-detail.ts';
import { readConversation } from '../../transcript/conversation/read-conversation.ts';
import type { QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSession } from '../sessions/find-session.ts';
import type { CompactionAnswer, CompactionReview } from './compaction-answer.ts';

/** One session by id or prefix, the newest without one. Throws as findSession does. */
export function queryCompaction(
  context: QueryContext,
  wanted: string | undefined,
): CompactionAnswer {
  const row = findSession(context, wanted);
  const { db } = context.store;
  const path = mainTranscript(context, row.id, row.sessionId);
  const items = path === null ? null : readOrNull(path);
  const compactions = items === null ? [] : reviewCompactions(items, readContexts(db, row.id));
  return {
    kind: 'compaction',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    ...identifySession(context, row),
    reason: items === null ? 'transcript-gone' : compactions.length === 0 ? 'no-compaction' : null,
    compactions,
  };
}

/** The session's own transcript, if it is still there. */
export function mainTranscript(
  context: QueryContext,
  sessionRowId: number,
  sessionId: string,
): string | null {
  const files = readSessionFiles(context.store.db, sessionRowId).filter(
    (file) => file.kind === 'main' && file.state === 'present',
  );
  const own = files.find((file) => file.path.endsWith(`${sessionId}.jsonl`));
  return (own ?? files[0])?.path ?? null;
}

function readOrNull(path: string): ConversationItem[] | null {
  try {
    return [...readConversation(path)];
  } catch {
    return null;
  }
}

export function reviewCompactions(
  items: readonly ConversationItem[],
  contexts: readonly ContextRow[],
): CompactionReview[] {
  const places = items.flatMap((item, at) => (item.kind === 'compaction' ? [at] : []));
  return places.map((at, index) =>
    reviewOne(items, at, places[index + 1] ?? items.length, index + 1, contexts),
  );
}

function reviewOne(
  items: readonly ConversationItem[],
  at: number,
  end: number,
  number: number,
  contexts: readonly ContextRow[],
): CompactionReview {
  const item = items[at] as Extract<ConversationItem, { kind: 'compaction' }>;
  const after = items.slice(at + 1, end);
  const summary = after.find((each) => each.kind === 'compact-summary')?.text ?? null;
  const snapshot = makeSnapshot(foldWork(items.slice(0, at)));
  const { kept, lost } =
    summary === null ? { kept: [], lost: [] } : compareSummary(snapshot, summary);
  const restored = after.filter(isRestore).map(({ text }) => text);
  const { atMs, trigger, preTokens, postTokens } = item;
  return {
    number,
    atMs,
    trigger: trigger === null ? null : maskLine(trigger),
    preTokens,
    postTokens,
    nextContextTokens: nextContext(contexts, atMs),
    summaryCharacters: summary?.length ?? null,
    kept,
    lost,
    restored: restoredItems(lost, restored.join('\n')),
  };
}

function isRestore(
  item: ConversationItem,
): item is Extract<ConversationItem, { kind: 'hook-context' }> {
  return item.kind === 'hook-context' && item.text.includes(RESTORE_MARK);
}

function nextContext(contexts: readonly ContextRow[], atMs: number | null): number | null {
  if (atMs === null) return null;
  const next = contexts.find((row) => row.atMs !== null && row.atMs > atMs);
  return next?.contextTokens ?? null;
}
