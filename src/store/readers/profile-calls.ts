// Every call of some sessions with all that a profile asks of it. Knows columns and their order; chains
// and causes are the model's business.
import type { Database } from 'better-sqlite3';
import type { TokenCounts } from '../../shared/tokens.ts';

export interface ProfileCallRow extends TokenCounts {
  /** call.id and the owner's session.id. */
  readonly id: number;
  readonly session: number;
  readonly messageId: string;
  readonly part: number;
  readonly requestId: string | null;
  readonly atMs: number | null;
  readonly model: string;
  readonly branch: string | null;
  readonly version: string | null;
  readonly agentId: string | null;
  /** 0 main, 1 subagent, 2 compaction, 3 other helper agents. */
  readonly chain: number;
  /** model/flags.ts and model/effort.ts. */
  readonly flags: number;
  readonly webSearches: number;
  readonly costNanoUsd: number | null;
  /** Sessions it was seen in; > 1: it was copied by a fork or resume. */
  readonly sessionCount: number;
}

/** Of `ProfileCallRow`, over `PROFILE_TABLES`. */
export const PROFILE_COLUMNS = `
  c.id AS id, c.session_id AS session, c.message_id AS messageId, c.part AS part,
  c.request_id AS requestId, c.at_ms AS atMs, m.text AS model, b.text AS branch, v.text AS version,
  a.text AS agentId, c.chain AS chain, c.flags AS flags, c.web_searches AS webSearches,
  c.cost_nano_usd AS costNanoUsd, c.session_count AS sessionCount,
  c.input_tokens AS inputTokens, c.cache_read_tokens AS cacheReadTokens,
  c.cache_write_5m_tokens AS cacheWrite5mTokens, c.cache_write_1h_tokens AS cacheWrite1hTokens,
  c.output_tokens AS outputTokens`;
export const PROFILE_TABLES = `
  FROM call c JOIN name m ON m.id = c.model_id LEFT JOIN name b ON b.id = c.branch_id
  LEFT JOIN name v ON v.id = c.version_id LEFT JOIN name a ON a.id = c.agent_id`;
/** Calls of one moment in the order in which they were met: that of their transcript. */
const IN_ORDER = 'c.session_id, c.at_ms IS NULL, c.at_ms, c.id';

/** The calls that these sessions own, by session and in the order of time. */
export function readProfileCalls(db: Database, sessions: readonly number[]): ProfileCallRow[] {
  const sql = `
    SELECT ${PROFILE_COLUMNS} ${PROFILE_TABLES}
    WHERE c.session_id IN (SELECT value FROM json_each(?)) ORDER BY ${IN_ORDER}`;
  return db.prepare(sql).all(JSON.stringify(sessions)) as ProfileCallRow[];
}

/** The calls of these messages, whoever owns them: the history that a fork repeats. */
export function readCallsOfMessages(db: Database, messageIds: readonly string[]): ProfileCallRow[] {
  const sql = `
    SELECT ${PROFILE_COLUMNS} ${PROFILE_TABLES}
    WHERE c.message_id IN (SELECT value FROM json_each(?)) ORDER BY ${IN_ORDER}`;
  return db.prepare(sql).all(JSON.stringify(messageIds)) as ProfileCallRow[];
}
