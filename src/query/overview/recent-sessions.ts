// The sessions that saw work last, with their cost, health and how full their context is. Knows when a
// context is known; leaves titles and states to the sessions' own question.
import { readContextFacts } from '../../store/readers/overview-facts.ts';
import { readModelSums, readSessions } from '../../store/readers/sessions.ts';
import type { QueryContext } from '../context.ts';
import { identifySession, type SessionIdentity } from '../sessions/describe-session.ts';
import { readConditions } from '../sessions/read-conditions.ts';
import type { SessionCondition } from '../sessions/session-condition.ts';
import { type CallSum, sumCalls } from '../sessions/sums.ts';
import { type ContextWindow, contextWindowOf } from './context-window.ts';

export interface RecentSession extends SessionIdentity, SessionCondition, CallSum {
  readonly context: SessionContext;
}

/** The context as of the last main-chain call. */
export type SessionContext =
  | {
      readonly tokens: number;
      readonly ratio: number;
      readonly window: ContextWindow;
      readonly model: string;
    }
  | { readonly tokens: null; readonly reason: 'no-call' | 'compacted-since' };

/** Newest activity first, which puts the active ones on top. */
export function readRecentSessions(context: QueryContext, limit: number): RecentSession[] {
  const { db } = context.store;
  const rows = readSessions(db, { limit });
  const sums = readModelSums(
    db,
    rows.map((row) => row.id),
  );
  const conditionOf = readConditions(context, rows);
  return rows.map((row) => ({
    ...identifySession(context, row),
    ...conditionOf(row),
    ...sumCalls(sums.filter((sum) => sum.id === row.id)),
    context: readContext(context, row.id),
  }));
}

function readContext(context: QueryContext, sessionRow: number): SessionContext {
  const { last, largestPrompt, compactedMs } = readContextFacts(context.store.db, sessionRow);
  if (last === null) return { tokens: null, reason: 'no-call' };
  if (compactedMs !== null && compactedMs > last.atMs) {
    return { tokens: null, reason: 'compacted-since' };
  }
  const window = contextWindowOf(last.model, largestPrompt);
  const tokens = last.promptTokens;
  return { tokens, ratio: tokens / window.tokens, window, model: last.model };
}
