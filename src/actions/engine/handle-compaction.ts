// What a compaction needs of the engine: a snapshot and a handoff when it begins, and, if the hooks had
// no snapshot in time, what its summary lost when it has ended. Knows the order of the events.
import {
  readSnapshot,
  removeSnapshot,
  writeRestore,
  writeSnapshot,
} from '../../live/compaction-files.ts';
import { restoreText } from '../../model/work/compare-summary.ts';
import type { ConversationItem } from '../../model/work/conversation-item.ts';
import { foldWork } from '../../model/work/fold-work.ts';
import { makeSnapshot } from '../../model/work/snapshot.ts';
import { mainTranscript, reviewCompactions } from '../../query/compaction/query-compaction.ts';
import type { SessionHealth } from '../../query/health/session-health.ts';
import type { SessionRow } from '../../store/readers/sessions.ts';
import { readLastCompactionMs } from '../../store/readers/verdict.ts';
import { readConversation } from '../../transcript/conversation/read-conversation.ts';
import type { Round } from './round.ts';
import { handoffKey, type MadeHandoff, writeHandoff } from './threshold-handoff.ts';

/** The clock of a hook and that of the transcript may differ by a little. */
const CLOCK_SLACK_MS = 1_000;

/** The handoff that was written for it, if one was. */
export function handleCompaction(
  round: Round,
  row: SessionRow,
  health: Pick<SessionHealth, 'segment' | 'level'>,
): MadeHandoff | null {
  const path = mainTranscript(round.context, row.id, row.sessionId);
  if (path === null) return null;
  const begun = round.events.findLast(
    ({ sessionId, event }) => sessionId === row.sessionId && event === 'PreCompact',
  );
  let made: MadeHandoff | null = null;
  if (begun !== undefined) {
    snapshot(round, row, path, begun.atMs);
    made = writeHandoff(round, row, 'pre-compact', handoffKey(health));
  }
  restoreIfOpen(round, row, path);
  return made;
}

function snapshot({ context, world }: Round, row: SessionRow, path: string, atMs: number): void {
  if (!context.settings.hooks.restore) return;
  try {
    const items = makeSnapshot(foldWork(readBefore(path, atMs)));
    writeSnapshot(world.paths.snapshotDir, { sessionId: row.sessionId, atMs, items });
  } catch {
    // Nothing can be put back then; the compaction itself goes on.
  }
}

/** What was said before the compaction that began then. */
function* readBefore(path: string, atMs: number): Generator<ConversationItem> {
  for (const item of readConversation(path)) {
    if (item.kind === 'compaction' && (item.atMs ?? 0) >= atMs - CLOCK_SLACK_MS) return;
    yield item;
  }
}

/** A snapshot that is still there although the compaction has ended: no hook has used it. */
function restoreIfOpen({ context, world }: Round, row: SessionRow, path: string): void {
  const { snapshotDir, restoreDir } = world.paths;
  const { sessionId } = row;
  const open = readSnapshot(snapshotDir, sessionId, context.now());
  const endedMs = open === null ? null : readLastCompactionMs(context.store.db, row.id);
  if (open === null || endedMs === null || endedMs < open.atMs - CLOCK_SLACK_MS) return;
  const review = reviewCompactions([...readConversation(path)], []).at(-1);
  if (review === undefined || review.summaryCharacters === null) return;
  const text = restoreText(review.lost, context.settings.hooks.restoreTokens);
  // A hook may have dealt with it meanwhile: then it is not to be put back twice.
  if (!removeSnapshot(snapshotDir, sessionId) || text === null) return;
  writeRestore(restoreDir, { sessionId, atMs: context.now(), text });
}
