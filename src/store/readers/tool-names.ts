// Names of the tools that messages called. Knows columns; what a tool was asked is in the transcripts only.
import type { Database } from 'better-sqlite3';

export interface ToolNameRow {
  readonly messageId: string;
  readonly name: string;
}

/** A row for each tool call of these messages, by message and name: which came first is not kept. */
export function readToolNames(db: Database, messageIds: readonly string[]): ToolNameRow[] {
  const sql = `
    SELECT t.message_id AS messageId, n.text AS name
    FROM json_each(?) wanted JOIN tool t ON t.message_id = wanted.value
      JOIN name n ON n.id = t.name_id
    ORDER BY t.message_id, n.text`;
  return db.prepare(sql).all(JSON.stringify(messageIds)) as ToolNameRow[];
}
