// Reads the usage lines of one message as the model room wants them.
import type { LedgerLine } from '../../model/derive-call.ts';
import type { Sqlite } from '../sqlite.ts';

const SELECT = `
SELECT line.message_id AS messageId, line.file_id AS fileId, line.offset, line.part,
       line.request_id AS requestId, line.at_ms AS atMs, session.session_id AS sessionKey,
       file.opened_ms AS openedMs, model.text AS model, branch.text AS branch,
       version.text AS version, agent.text AS agentId, line.flags,
       line.input_tokens AS inputTokens, line.cache_read_tokens AS cacheReadTokens,
       line.cache_write_5m_tokens AS cacheWrite5mTokens,
       line.cache_write_1h_tokens AS cacheWrite1hTokens,
       line.output_tokens AS outputTokens, line.web_searches AS webSearches
FROM line
JOIN file ON file.id = line.file_id
JOIN session ON session.id = line.session_id
JOIN name AS model ON model.id = line.model_id
LEFT JOIN name AS branch ON branch.id = line.branch_id
LEFT JOIN name AS version ON version.id = line.version_id
LEFT JOIN name AS agent ON agent.id = line.agent_id
WHERE line.message_id = ?`;

/** A function that reads all lines of a message id; prepare it once, call it often. */
export function prepareLineReader(db: Sqlite): (messageId: string) => LedgerLine[] {
  const statement = db.prepare(SELECT);
  return (messageId) => statement.all(messageId) as LedgerLine[];
}
