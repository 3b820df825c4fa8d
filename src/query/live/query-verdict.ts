// The answer that a running session's hooks and status line are given: health, cost, context and the
// price of the next message. Puts other answers together; the words are the views'.
import type { RecentCall, Verdict } from '../../live/verdict.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import { readModelSums, type SessionRow } from '../../store/readers/sessions.ts';
import {
  type RecentCallRow,
  readLastCompactionMs,
  readRecentCalls,
} from '../../store/readers/verdict.ts';
import type { QueryContext } from '../context.ts';
import type { SessionHealth } from '../health/session-health.ts';
import { sumCalls } from '../sessions/sums.ts';
import { contextOf, deriveNextMessage } from './next-message.ts';

/** What the engine adds to the query's part. */
export type VerdictFacts = Omit<Verdict, 'alertText' | 'handoffPath' | 'handoffKey'>;

/** As many as a sparkline shows. */
const RECENT_CALLS = 24;

export function queryVerdict(
  context: QueryContext,
  row: SessionRow,
  health: SessionHealth,
): VerdictFacts {
  const { db } = context.store;
  const sum = sumCalls(readModelSums(db, [row.id]));
  const calls = readRecentCalls(db, row.id, RECENT_CALLS);
  const compactedMs = readLastCompactionMs(db, row.id);
  const last = calls[0];
  return {
    formatVersion: 1,
    sessionId: row.sessionId,
    atMs: context.now(),
    projectPath: row.projectPath,
    branch: row.lastBranch === null || row.lastBranch === '' ? null : maskLine(row.lastBranch),
    healthPercent: health.healthPercent,
    level: health.level,
    waste: health.waste,
    mayAlert: health.mayAlert,
    mayBlock: health.mayBlock,
    segment: health.segment,
    model: last === undefined ? null : oneLine(last.model),
    lastCallAtMs: last?.atMs ?? null,
    contextTokens: health.contextTokens,
    windowTokens: health.windowTokens,
    effectiveWindowTokens: health.effectiveWindowTokens,
    costNanoUsd: sum.costNanoUsd,
    isLowerBound: sum.unpricedCalls > 0 || sum.finalCalls < sum.calls,
    next: deriveNextMessage(calls, context.book),
    recent: calls
      .filter(({ atMs }) => compactedMs === null || (atMs !== null && atMs > compactedMs))
      .map(toRecent)
      .reverse(),
  };
}

function toRecent(call: RecentCallRow): RecentCall {
  const contextTokens = contextOf(call);
  const readRatio = contextTokens === 0 ? 0 : call.cacheReadTokens / contextTokens;
  return { contextTokens, readRatio };
}
