// Which call the records at some places of a file belong to. Knows usage lines only: other records have no
// call of their own.
import type { Database } from 'better-sqlite3';

/** By byte offset: the message's id, as `telltale call` takes it. */
export function readCallIdsAt(
  db: Database,
  fileId: number,
  offsets: readonly number[],
): Map<number, string> {
  const sql = `
    SELECT l.offset AS offset, l.message_id AS messageId FROM line l
    WHERE l.file_id = ? AND l.part = 0 AND l.offset IN (SELECT value FROM json_each(?))`;
  const rows = db.prepare(sql).all(fileId, JSON.stringify(offsets)) as {
    offset: number;
    messageId: string;
  }[];
  return new Map(rows.map(({ offset, messageId }) => [offset, messageId]));
}
