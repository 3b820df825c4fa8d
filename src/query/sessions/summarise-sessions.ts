// One session in a line: names, state, health, sums and times. Refuses to know the details that only its
// own page shows.
import {
  readModelSums,
  type SessionModelRow,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import { readTurnCounts } from '../../store/readers/sessions-events.ts';
import type { QueryContext } from '../context.ts';
import { identifySession, type SessionIdentity } from './describe-session.ts';
import { groupBy } from './group-by.ts';
import { readConditions } from './read-conditions.ts';
import type { SessionCondition } from './session-condition.ts';
import { type CallSum, type ModelSum, sumByModel, sumCalls } from './sums.ts';

export interface SessionSummary extends SessionIdentity, SessionCondition, CallSum {
  readonly models: readonly ModelSum[];
  /** Human prompts, each counted for one session only. */
  readonly turns: number;
}

/** Summaries in the order of the rows. */
export function summariseSessions(
  context: QueryContext,
  rows: readonly SessionRow[],
): SessionSummary[] {
  const { db } = context.store;
  const ids = rows.map((row) => row.id);
  const sums = groupBy(readModelSums(db, ids), (sum) => sum.id);
  const turns = readTurnCounts(db, ids);
  const conditionOf = readConditions(context, rows);
  return rows.map((row) => {
    const own: readonly SessionModelRow[] = sums.get(row.id) ?? [];
    return {
      ...identifySession(context, row),
      ...conditionOf(row),
      ...sumCalls(own),
      models: sumByModel(own),
      turns: turns.get(row.id) ?? 0,
    };
  });
}
