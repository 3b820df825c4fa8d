// The question "what must whoever goes on with this session know". Reads the session's transcript, which
// is where its text is, and keeps nothing of it; what the ledger knows stands for a transcript that is
// gone. Runs no program: git's part is handed in.
import { foldWork } from '../../model/work/fold-work.ts';
import type { WorkState } from '../../model/work/work-state.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { maskLine } from '../../shared/secrets.ts';
import {
  readModelSums,
  readSessionByRowId,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import { readTurnCounts } from '../../store/readers/sessions-events.ts';
import { readConversation } from '../../transcript/conversation/read-conversation.ts';
import { mainTranscript } from '../compaction/query-compaction.ts';
import type { QueryContext } from '../context.ts';
import { readHealths } from '../health/read-healths.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { sumByModel, sumCalls } from '../sessions/sums.ts';
import { cleanWork } from './clean-work.ts';
import type { GitFacts, HandoffAnswer, HandoffFigures } from './handoff-answer.ts';

/** @throws unknown-session when the ledger has no such row */
export function queryHandoff(
  context: QueryContext,
  sessionRowId: number,
  git: GitFacts | null,
): HandoffAnswer {
  const row = readSessionByRowId(context.store.db, sessionRowId);
  if (row === undefined) {
    throw new TelltaleError('unknown-session', {
      what: `the ledger has no session in row ${sessionRowId}`,
      next: 'telltale sessions lists those it has',
    });
  }
  const path = mainTranscript(context, row.id, row.sessionId);
  const work = path === null ? null : readWorkOrNull(path);
  const isEmpty = work !== null && work.goal === null && work.lastAssistantText === null;
  return {
    kind: 'handoff',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    ...identifySession(context, row),
    reason: work === null ? 'transcript-gone' : isEmpty ? 'no-conversation' : null,
    startFolder: cleanPath(row.firstCwd ?? row.projectPath),
    folder: cleanPath(row.lastCwd ?? row.firstCwd),
    transcriptPath: work === null ? null : path,
    figures: figuresOf(context, row),
    work: work === null || isEmpty ? null : cleanWork(work),
    git,
    file: null,
  };
}

function readWorkOrNull(path: string): WorkState | null {
  try {
    return foldWork(readConversation(path));
  } catch {
    return null;
  }
}

function figuresOf(context: QueryContext, row: SessionRow): HandoffFigures {
  const sums = readModelSums(context.store.db, [row.id]);
  const { calls, costNanoUsd, unpricedCalls, finalCalls } = sumCalls(sums);
  return {
    calls,
    turns: readTurnCounts(context.store.db, [row.id]).get(row.id) ?? 0,
    models: sumByModel(sums).map(({ model }) => model),
    costNanoUsd,
    isLowerBound: unpricedCalls > 0 || finalCalls < calls,
    healthPercent: readHealths(context, [row.id]).get(row.id)?.healthPercent ?? null,
  };
}

function cleanPath(path: string | null): string | null {
  return path === null || path === '' ? null : maskLine(path);
}
