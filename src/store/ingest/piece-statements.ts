// The SQL with which the rows of a piece are written, prepared once for a whole ingest. Knows tables
// and columns; what goes into them is piece-writer.ts's business.
import { LINE_FLAG } from '../../model/flags.ts';
import { ARCHIVE_STEP } from '../archived-offset.ts';
import { DATA_VERSION } from '../data-version.ts';
import type { Sqlite } from '../sqlite.ts';

export type Statements = ReturnType<typeof prepareStatements>;

export function prepareStatements(db: Sqlite) {
  return {
    openedMs: db.prepare('SELECT opened_ms FROM file WHERE id = ?').pluck(),
    cursor: db
      .prepare(
        `UPDATE file SET cursor = ?, head_hash = ?, edge_hash = ?, opened_ms = COALESCE(opened_ms, ?)
       WHERE id = ? RETURNING opened_ms`,
      )
      .pluck(),
    line: db.prepare(
      `INSERT OR REPLACE INTO line (message_id, file_id, offset, part, request_id, at_ms, session_id,
         model_id, branch_id, version_id, agent_id, flags, input_tokens, cache_read_tokens,
         cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, web_searches)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    removeArchived: db.prepare(
      `DELETE FROM line WHERE message_id = :messageId AND file_id = :fileId AND part = :part
         AND flags & ${LINE_FLAG.gone} AND request_id IS :requestId AND at_ms IS :atMs
         AND input_tokens = :inputTokens AND cache_read_tokens = :cacheReadTokens
         AND cache_write_5m_tokens = :cacheWrite5mTokens
         AND cache_write_1h_tokens = :cacheWrite1hTokens AND output_tokens = :outputTokens
         AND web_searches = :webSearches`,
    ),
    tool: db.prepare(
      'INSERT OR IGNORE INTO tool (message_id, tool_use_id, name_id) VALUES (?, ?, ?)',
    ),
    event: db.prepare(
      `INSERT OR REPLACE INTO event (file_id, offset, kind, session_id, at_ms, uuid, data)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    leafSessions: db
      .prepare("SELECT session_id FROM file_session WHERE json_extract(facts, '$.lastUuid') = ?")
      .pluck(),
    agent: db.prepare(
      `INSERT INTO agent (agent_id, session_id, type, parent_agent_id, tool_use_id)
       VALUES (:agentId, :session, :type, :parent, :toolUse)
       ON CONFLICT DO UPDATE SET type = ${either('type')},
         parent_agent_id = ${either('parent_agent_id')}, tool_use_id = ${either('tool_use_id')}`,
    ),
    readFacts: db
      .prepare('SELECT facts FROM file_session WHERE file_id = ? AND session_id = ?')
      .pluck(),
    facts: db.prepare(
      'INSERT OR REPLACE INTO file_session (file_id, session_id, facts) VALUES (?, ?, ?)',
    ),
    shape: db.prepare(
      `INSERT INTO shape (file_id, shape, known, count) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    ),
    fault: db.prepare(
      'INSERT OR REPLACE INTO fault (file_id, offset, kind, size_bytes, detail) VALUES (?, ?, ?, ?, ?)',
    ),
    messagesOf: db.prepare('SELECT DISTINCT message_id FROM line WHERE file_id = ?').pluck(),
    sessionsOf: db.prepare('SELECT session_id FROM file_session WHERE file_id = ?').pluck(),
    archive: [
      db.prepare(
        `UPDATE line SET flags = flags | ${LINE_FLAG.gone}, offset = -1 - offset - ${ARCHIVE_STEP} *
           (SELECT rewrites FROM file WHERE id = file_id)
         WHERE file_id = ? AND NOT flags & ${LINE_FLAG.gone}`,
      ),
      db.prepare('UPDATE file SET rewrites = rewrites + 1 WHERE id = ?'),
    ],
    resetCursor: db.prepare(
      `UPDATE file SET cursor = 0, head_hash = '0:', edge_hash = '0:', opened_ms = NULL,
         size_bytes = 0, mtime_ms = 0, data_version = ${DATA_VERSION} WHERE id = ?`,
    ),
    removeOfFile: ['event', 'shape', 'fault', 'file_session'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE file_id = ?`),
    ),
  };
}

/** The smaller of two values that are told, so that the order of telling does not matter. */
function either(column: string): string {
  return `COALESCE(MIN(agent.${column}, excluded.${column}), agent.${column}, excluded.${column})`;
}
