// The lines that an earlier reading of the same bytes gave, so that a new reading can replace them
// stretch by stretch. Looks through the line table once for all files of a run.
import { LINE_FLAG } from '../../model/flags.ts';
import type { Sqlite } from '../sqlite.ts';

export interface EarlierLines {
  /** Removes the file's lines in `[from, to)`; returns their messages. */
  remove(fileId: number, from: number, to: number): string[];
}

export function createEarlierLines(db: Sqlite): EarlierLines {
  db.exec(BUILD);
  const find = db.prepare(
    `SELECT message_id AS messageId, file_id AS fileId, offset, part FROM temp.earlier_line
     WHERE file_id = ? AND offset >= ? AND offset < ?`,
  );
  const remove = db.prepare(
    `DELETE FROM main.line WHERE message_id = :messageId AND file_id = :fileId
       AND offset = :offset AND part = :part`,
  );
  return {
    remove(fileId, from, to) {
      const lines = find.all(fileId, from, to) as { messageId: string }[];
      for (const line of lines) remove.run(line);
      return lines.map((line) => line.messageId);
    },
  };
}

const BUILD = `
DROP TABLE IF EXISTS temp.earlier_line;
CREATE TEMP TABLE earlier_line AS
  SELECT file_id, offset, part, message_id FROM main.line WHERE NOT flags & ${LINE_FLAG.gone};
CREATE INDEX temp.earlier_line_place ON earlier_line (file_id, offset);
`;
