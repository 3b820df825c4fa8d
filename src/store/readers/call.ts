// Plain SQL for the provenance of one call: the stored call and every line seen of its message.
// Knows rows and columns; which line wins is the model's rule.
import type { Database } from 'better-sqlite3';
import type { TokenCounts } from '../../shared/tokens.ts';

export interface CallRow extends TokenCounts {
  readonly id: number;
  readonly messageId: string;
  readonly requestId: string | null;
  readonly part: number;
  readonly atMs: number | null;
  readonly sessionId: string;
  readonly model: string;
  readonly branch: string | null;
  readonly version: string | null;
  readonly agentId: string | null;
  readonly chain: number;
  readonly flags: number;
  readonly webSearches: number;
  readonly costNanoUsd: number | null;
  readonly filePath: string;
  readonly lineCount: number;
  readonly sessionCount: number;
}

const CALL_COLUMNS = `
  c.id AS id, c.message_id AS messageId, c.request_id AS requestId, c.part AS part,
  c.at_ms AS atMs, s.session_id AS sessionId, m.text AS model, b.text AS branch,
  v.text AS version, a.text AS agentId, c.chain AS chain, c.flags AS flags,
  c.web_searches AS webSearches, c.cost_nano_usd AS costNanoUsd, f.path AS filePath,
  c.line_count AS lineCount, c.session_count AS sessionCount,
  c.input_tokens AS inputTokens, c.cache_read_tokens AS cacheReadTokens,
  c.cache_write_5m_tokens AS cacheWrite5mTokens, c.cache_write_1h_tokens AS cacheWrite1hTokens,
  c.output_tokens AS outputTokens`;
/** `main.`: a copy in the folders in force may belong to a session and file of another one. */
const CALL_TABLES = `
  FROM call c JOIN main.session s ON s.id = c.session_id JOIN name m ON m.id = c.model_id
  JOIN main.file f ON f.id = c.file_id LEFT JOIN name b ON b.id = c.branch_id
  LEFT JOIN name v ON v.id = c.version_id LEFT JOIN name a ON a.id = c.agent_id`;

/** All calls of one message: the message itself (part 0) and its advisor parts. */
export function readCallsOfMessage(db: Database, messageId: string): CallRow[] {
  const sql = `SELECT ${CALL_COLUMNS} ${CALL_TABLES} WHERE c.message_id = ? ORDER BY c.part, c.request_id`;
  return db.prepare(sql).all(messageId) as CallRow[];
}

/** Calls whose message id or request id starts with the prefix, newest first. */
export function readCallsByPrefix(db: Database, prefix: string, limit: number): CallRow[] {
  const sql = `
    SELECT ${CALL_COLUMNS} ${CALL_TABLES}
    WHERE substr(c.message_id, 1, @length) = @prefix OR substr(c.request_id, 1, @length) = @prefix
    ORDER BY c.at_ms IS NULL, c.at_ms DESC, c.message_id, c.part LIMIT @limit`;
  return db.prepare(sql).all({ prefix, length: prefix.length, limit }) as CallRow[];
}

export function readNewestCalls(db: Database, limit: number): CallRow[] {
  const sql = `
    SELECT ${CALL_COLUMNS} ${CALL_TABLES}
    WHERE c.at_ms IS NOT NULL ORDER BY c.quarter DESC, c.at_ms DESC, c.message_id LIMIT ?`;
  return db.prepare(sql).all(limit) as CallRow[];
}
