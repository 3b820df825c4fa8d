// The newest calls of the ledger or of one session, each with the call before it in its chain. Knows how
// to read no more rows than are shown; what a gap or a cost means is the question's.
import type { Database } from 'better-sqlite3';
import { quarterOf } from '../../model/quarter.ts';
import { AGENT_TYPE_SQL } from './agent-type.ts';
import { PROFILE_COLUMNS, PROFILE_TABLES, type ProfileCallRow } from './profile-calls.ts';

export interface StepFilter {
  /** session.id; null: all sessions. */
  readonly session: number | null;
  /** Only calls at or after this; null: all, also those without a time. */
  readonly sinceMs: number | null;
}

export interface StepRow extends ProfileCallRow {
  /** Of the call before it in its chain; null: it is the first, or one of them has no time. */
  readonly previousAtMs: number | null;
}

/** The newest so many, newest first; calls without a time come last. */
export function readNewestSteps(db: Database, filter: StepFilter, limit: number): StepRow[] {
  const newest = `
    SELECT c.id FROM call c ${whereOf(filter)} ORDER BY ${orderOf(filter)} LIMIT @limit`;
  return readSteps(db, newest, { ...valuesOf(filter), limit });
}

/** These calls, by call.id, in no certain order. */
export function readStepsById(db: Database, ids: readonly number[]): StepRow[] {
  return readSteps(db, 'SELECT value FROM json_each(@ids)', { ids: JSON.stringify(ids) });
}

export function countSteps(db: Database, filter: StepFilter): number {
  // All calls at once are counted from their sums.
  const sql =
    filter.session === null && filter.sinceMs === null
      ? 'SELECT COALESCE(SUM(calls), 0) FROM quarter_sum'
      : `SELECT COUNT(*) FROM call c ${whereOf(filter)}`;
  return db.prepare(sql).pluck().get(valuesOf(filter)) as number;
}

export interface AgentTypeRow {
  /** session.id */
  readonly session: number;
  readonly agentId: string;
  /** `Explore`, `general-purpose`, …; null: not told. */
  readonly type: string | null;
}

export function readAgentTypes(db: Database, sessions: readonly number[]): AgentTypeRow[] {
  const sql = `
    SELECT session_id AS session, agent_id AS agentId, ${AGENT_TYPE_SQL} AS type
    FROM agent WHERE session_id IN (SELECT value FROM json_each(?))`;
  return db.prepare(sql).all(JSON.stringify(sessions)) as AgentTypeRow[];
}

/** An advisor's entry belongs to the call that it advised: it is no call of the chain. */
const PREVIOUS = `(
  SELECT p.at_ms FROM call p
  WHERE p.session_id = c.session_id AND p.part = 0 AND p.chain = c.chain
    AND p.agent_id IS c.agent_id AND (p.at_ms, p.message_id) < (c.at_ms, c.message_id)
    AND c.part = 0
  ORDER BY p.at_ms DESC, p.message_id DESC LIMIT 1)`;

function readSteps(db: Database, idsSql: string, values: object): StepRow[] {
  const sql = `
    SELECT ${PROFILE_COLUMNS}, ${PREVIOUS} AS previousAtMs ${PROFILE_TABLES}
    WHERE c.id IN (${idsSql})
    ORDER BY c.at_ms IS NULL, c.at_ms DESC, c.message_id DESC, c.part DESC`;
  return db.prepare(sql).all(values) as StepRow[];
}

/** By an index each: of a session, or of time. */
function orderOf({ session }: StepFilter): string {
  const first = session === null ? 'c.quarter DESC, c.at_ms DESC' : 'c.at_ms DESC';
  return `${first}, c.message_id DESC, c.part DESC`;
}

function whereOf({ session, sinceMs }: StepFilter): string {
  const tests: string[] = [];
  if (session !== null) tests.push('c.session_id = @session');
  else if (sinceMs !== null) tests.push('c.quarter >= @quarter');
  if (sinceMs !== null) tests.push('c.at_ms >= @sinceMs');
  return tests.length === 0 ? '' : `WHERE ${tests.join(' AND ')}`;
}

function valuesOf({ session, sinceMs }: StepFilter): Record<string, number> {
  return {
    session: session ?? 0,
    sinceMs: sinceMs ?? 0,
    quarter: sinceMs === null ? 0 : quarterOf(sinceMs),
  };
}
