// Gives repeated strings and sessions their small numbers. Remembers them for one ingest.
import type { Sqlite } from '../sqlite.ts';

export interface Ids {
  nameId(text: string): number;
  sessionId(key: string): number;
}

export function createIds(db: Sqlite): Ids {
  return {
    nameId: createLookup(
      db,
      'SELECT id FROM name WHERE text = ?',
      'INSERT INTO name (text) VALUES (?)',
    ),
    sessionId: createLookup(
      db,
      'SELECT id FROM session WHERE session_id = ?',
      'INSERT INTO session (session_id) VALUES (?)',
    ),
  };
}

function createLookup(db: Sqlite, select: string, insert: string): (text: string) => number {
  const find = db.prepare(select).pluck();
  const add = db.prepare(insert);
  const known = new Map<string, number>();
  return (text) => {
    let id = known.get(text);
    if (id !== undefined) return id;
    id = (find.get(text) as number | undefined) ?? Number(add.run(text).lastInsertRowid);
    known.set(text, id);
    return id;
  };
}
