// Narrows an open ledger to some config folders. A ledger may hold several (accounts, trials with
// CLAUDE_CONFIG_DIR); a question is about the ones in force now.
import { QUARTER_SUM_COLUMNS } from './quarter-sums.ts';
import type { Sqlite } from './sqlite.ts';

/** Folders whose transcripts the ledger holds. Files saved from a damaged ledger may have none. */
export function readRoots(db: Sqlite): string[] {
  return db.prepare("SELECT DISTINCT root FROM file WHERE root <> ''").pluck().all() as string[];
}

/**
 * Makes every later question on this connection see only what stands in files below `roots`.
 * Temporary views take the tables' names, so no question has to know. Does nothing when the ledger
 * holds no other folders: the views cost time.
 */
export function narrowToRoots(db: Sqlite, roots: readonly string[]): void {
  const known = readRoots(db);
  if (known.every((root) => roots.includes(root))) return;
  db.exec(VIEWS);
  const add = db.prepare('INSERT OR IGNORE INTO temp.scope_root (root) VALUES (?)');
  for (const root of roots) add.run(root);
  db.exec(
    "INSERT INTO temp.scope_file SELECT id FROM main.file WHERE root IN temp.scope_root OR root = ''",
  );
}

/**
 * What a status line or a hook was told counts unless its session has transcripts, all of them
 * elsewhere: a plan's limits are an account's. A session without any may be of any folder.
 */
function isInScope(table: string): string {
  const files = `FROM main.session JOIN main.file_session ON file_session.session_id = session.id
    WHERE session.session_id = ${table}.session_id`;
  return `NOT EXISTS (SELECT 1 ${files})
    OR EXISTS (SELECT 1 ${files} AND file_session.file_id IN temp.scope_file)`;
}

/**
 * A call counts when any of its lines stands in the scope: a copy may be owned elsewhere. A gateway's
 * message id may name several calls, told apart by request id. `+` keeps the scope out of the
 * choice of an index: that of events ends in the file, and each would be sought once per file.
 */
const VIEWS = `
CREATE TEMP TABLE scope_root (root TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE scope_file (id INTEGER PRIMARY KEY);
CREATE TEMP VIEW file AS SELECT * FROM main.file WHERE +id IN temp.scope_file;
CREATE TEMP VIEW line AS SELECT * FROM main.line WHERE file_id IN temp.scope_file;
CREATE TEMP VIEW event AS SELECT * FROM main.event WHERE +file_id IN temp.scope_file;
CREATE TEMP VIEW shape AS SELECT * FROM main.shape WHERE file_id IN temp.scope_file;
CREATE TEMP VIEW fault AS SELECT * FROM main.fault WHERE file_id IN temp.scope_file;
CREATE TEMP VIEW event_file AS SELECT * FROM main.event_file WHERE file_id IN temp.scope_file;
CREATE TEMP VIEW event_chunk AS SELECT * FROM main.event_chunk WHERE file_id IN temp.scope_file;
CREATE TEMP VIEW reading AS SELECT * FROM main.reading WHERE file_id IN temp.scope_file;
CREATE TEMP VIEW file_session AS SELECT * FROM main.file_session WHERE file_id IN temp.scope_file;
CREATE TEMP VIEW call AS SELECT * FROM main.call WHERE file_id IN temp.scope_file
  OR (line_count > 1 AND EXISTS (
    SELECT 1 FROM main.line WHERE line.message_id = call.message_id
      AND line.file_id IN temp.scope_file AND (substr(line.message_id, 1, 4) = 'msg_'
        OR line.request_id IS NULL OR line.request_id IS call.request_id)));
CREATE TEMP VIEW quarter_sum AS SELECT ${QUARTER_SUM_COLUMNS} FROM temp.call GROUP BY 1, 2, 3, 4;
CREATE TEMP VIEW session AS SELECT * FROM main.session
  WHERE id IN (SELECT session_id FROM temp.file_session) OR id IN (SELECT session_id FROM temp.call);
CREATE TEMP VIEW heartbeat AS SELECT * FROM main.heartbeat WHERE ${isInScope('heartbeat')};
CREATE TEMP VIEW hook_event AS SELECT * FROM main.hook_event WHERE ${isInScope('hook_event')};
CREATE TEMP VIEW project AS SELECT * FROM main.project
  WHERE id IN (SELECT project_id FROM temp.session);
`;
