// Reads the usage lines of one message as the model room wants them, with the files they stand in.
import type { LedgerLine } from '../../model/derive-call.ts';
import type { Sqlite } from '../sqlite.ts';

export interface StoredLine extends LedgerLine {
  readonly path: string;
  readonly fileState: 'present' | 'vanished';
}

/** `main.`: a call is derived from all its lines, also those of folders not in force now. */
const SELECT = `
SELECT line.message_id AS messageId, line.file_id AS fileId, line.offset, line.part,
       line.request_id AS requestId, line.at_ms AS atMs, session.session_id AS sessionKey,
       file.opened_ms AS openedMs, model.text AS model, branch.text AS branch,
       version.text AS version, agent.text AS agentId, line.flags,
       line.input_tokens AS inputTokens, line.cache_read_tokens AS cacheReadTokens,
       line.cache_write_5m_tokens AS cacheWrite5mTokens,
       line.cache_write_1h_tokens AS cacheWrite1hTokens,
       line.output_tokens AS outputTokens, line.web_searches AS webSearches,
       file.path, file.state AS fileState
FROM main.line AS line
JOIN main.file AS file ON file.id = line.file_id
JOIN main.session AS session ON session.id = line.session_id
JOIN main.name AS model ON model.id = line.model_id
LEFT JOIN main.name AS branch ON branch.id = line.branch_id
LEFT JOIN main.name AS version ON version.id = line.version_id
LEFT JOIN main.name AS agent ON agent.id = line.agent_id
WHERE line.message_id = ?
ORDER BY line.part, file.opened_ms, file.path, line.offset`;

/** A function that reads all lines of a message id; prepare it once, call it often. */
export function prepareLineReader(db: Sqlite): (messageId: string) => StoredLine[] {
  const statement = db.prepare(SELECT);
  return (messageId) => statement.all(messageId) as StoredLine[];
}
