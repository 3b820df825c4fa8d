// Everything the ledger knows of one session, as rows. Knows which call belongs to whom; trees,
// shares and words are the query's.
import type { Database } from 'better-sqlite3';
import type { TokenCounts } from '../../shared/tokens.ts';
import { AGENT_TYPE_SQL } from './agent-type.ts';
import { CALL_SUMS } from './sessions.ts';

/** call.chain: 0 main, 1 subagent, 2 compaction, 3 other helper agents. */
export interface ChainSumRow extends TokenCounts {
  readonly chain: number;
  readonly agentId: string | null;
  readonly model: string;
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  readonly costNanoUsd: number | null;
}

/** The session's calls, summed by chain, agent and model. */
export function readChainSums(db: Database, id: number): ChainSumRow[] {
  const sql = `
    SELECT c.chain AS chain, a.text AS agentId, n.text AS model, ${CALL_SUMS}
    FROM call c JOIN name n ON n.id = c.model_id LEFT JOIN name a ON a.id = c.agent_id
    WHERE c.session_id = ? GROUP BY c.chain, c.agent_id, c.model_id
    ORDER BY MIN(c.at_ms), MIN(c.message_id)`;
  return db.prepare(sql).all(id) as ChainSumRow[];
}

export interface AgentRow {
  readonly agentId: string;
  readonly type: string | null;
  readonly parentAgentId: string | null;
}

export function readAgents(db: Database, id: number): AgentRow[] {
  const sql = `
    SELECT agent_id AS agentId, ${AGENT_TYPE_SQL} AS type, parent_agent_id AS parentAgentId
    FROM agent WHERE session_id = ? ORDER BY agent_id`;
  return db.prepare(sql).all(id) as AgentRow[];
}

/** Tool calls by name, most frequent first. */
export function readToolCounts(db: Database, id: number): { name: string; count: number }[] {
  const sql = `
    SELECT n.text AS name, COUNT(DISTINCT t.tool_use_id) AS count
    FROM call c JOIN tool t ON t.message_id = c.message_id JOIN name n ON n.id = t.name_id
    WHERE c.session_id = ? AND c.part = 0
    GROUP BY t.name_id ORDER BY count DESC, name`;
  return db.prepare(sql).all(id) as { name: string; count: number }[];
}

export interface ContextRow {
  readonly atMs: number | null;
  readonly contextTokens: number;
  readonly model: string;
}

/** Main-chain calls in the order of time, each with what its model was sent. */
export function readContexts(db: Database, id: number): ContextRow[] {
  const sql = `
    SELECT c.at_ms AS atMs, n.text AS model,
      c.input_tokens + c.cache_read_tokens + c.cache_write_5m_tokens + c.cache_write_1h_tokens
        AS contextTokens
    FROM call c JOIN name n ON n.id = c.model_id
    WHERE c.session_id = ? AND c.chain = 0 AND c.part = 0
    ORDER BY c.at_ms IS NULL, c.at_ms, c.message_id`;
  return db.prepare(sql).all(id) as ContextRow[];
}

/** Times of the lines of the session's calls, ascending, without repeats. */
export function readLineTimes(db: Database, id: number): number[] {
  const sql = `
    SELECT DISTINCT l.at_ms FROM call c JOIN line l ON l.message_id = c.message_id
    WHERE c.session_id = ? AND l.session_id = c.session_id AND l.at_ms IS NOT NULL
    ORDER BY l.at_ms`;
  return db.prepare(sql).pluck().all(id) as number[];
}

export interface CopyRow {
  readonly sessionId: string;
  readonly calls: number;
}

/** Ids of the vendor's form name one call; under others each request id is a call of its own. */
const SAME_CALL = `l.message_id = c.message_id AND l.part = c.part AND (
  c.message_id GLOB 'msg_*' OR l.request_id IS NULL OR c.request_id IS NULL
  OR l.request_id = c.request_id)`;

/** Calls that stand in this session's files but are counted in another session. */
export function readCopiedFrom(db: Database, id: number): CopyRow[] {
  const sql = `
    SELECT s.session_id AS sessionId, COUNT(DISTINCT c.id) AS calls
    FROM call c JOIN line l ON ${SAME_CALL} JOIN session s ON s.id = c.session_id
    WHERE c.session_count > 1 AND c.session_id <> @id AND l.session_id = @id
    GROUP BY s.id ORDER BY calls DESC, sessionId`;
  return db.prepare(sql).all({ id }) as CopyRow[];
}

/** Calls counted here that stand in other sessions' files too. */
export function readCopiedTo(db: Database, id: number): CopyRow[] {
  const sql = `
    SELECT s.session_id AS sessionId, COUNT(DISTINCT c.id) AS calls
    FROM call c JOIN line l ON ${SAME_CALL} JOIN session s ON s.id = l.session_id
    WHERE c.session_id = @id AND c.session_count > 1 AND l.session_id <> @id
    GROUP BY s.id ORDER BY calls DESC, sessionId`;
  return db.prepare(sql).all({ id }) as CopyRow[];
}

export interface DearestCallRow {
  readonly messageId: string;
  readonly part: number;
  readonly costNanoUsd: number;
}

/** The session's call with the largest cost, the earlier one of equals. */
export function readDearestCall(db: Database, id: number): DearestCallRow | undefined {
  const sql = `
    SELECT message_id AS messageId, part, cost_nano_usd AS costNanoUsd FROM call
    WHERE session_id = ? AND cost_nano_usd IS NOT NULL
    ORDER BY cost_nano_usd DESC, at_ms, message_id, part LIMIT 1`;
  return db.prepare(sql).get(id) as DearestCallRow | undefined;
}

export interface SessionFileRow {
  readonly path: string;
  readonly kind: string;
  readonly state: string;
  readonly sizeBytes: number;
}

export function readSessionFiles(db: Database, id: number): SessionFileRow[] {
  const sql = `
    SELECT f.path AS path, f.kind AS kind, f.state AS state, f.size_bytes AS sizeBytes
    FROM file_session fs JOIN file f ON f.id = fs.file_id
    WHERE fs.session_id = ? ORDER BY f.kind, f.opened_ms IS NULL, f.opened_ms, f.path`;
  return db.prepare(sql).all(id) as SessionFileRow[];
}
