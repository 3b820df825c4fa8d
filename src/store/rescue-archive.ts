// Saves from a ledger that was moved aside what nothing can give back: the rows of files that have
// vanished, with their session events, the lines that rewritten files no longer hold, what hooks and status
// lines told. Takes what it can read and never fails; what it could not read stays in that file.
import { existsSync } from 'node:fs';
import { LINE_FLAG } from '../model/flags.ts';
import { type Column, createArchiveReader, type Row } from './archive-reader.ts';
import { openDatabase, type Sqlite } from './sqlite.ts';

/** One sentence on what was saved, for the notice. */
export function rescueArchive(db: Sqlite, asidePath: string): string {
  let old: Sqlite | null = null;
  try {
    old = openDatabase(asidePath, { readonly: true });
    // Lets SQLite read what there is of a file that was cut off.
    old.unsafeMode(true);
    old.pragma('writable_schema = ON');
    copyLive(old, db);
    return copyArchive(old, db);
  } catch {
    return 'rows of deleted transcripts could not be read from it';
  } finally {
    old?.close();
  }
}

/** Rows and cursors together, or what still lies in the spool would be taken a second time. */
function copyLive(old: Sqlite, db: Sqlite): void {
  // A reader of its own: a ledger from before these tables is not damaged.
  const reader = createArchiveReader(old, (table) => columnsOf(db, table));
  const copy = db.transaction(() => {
    for (const table of ['heartbeat', 'hook_event', 'spool'])
      insertRows(db, table, reader.rowsOf(table));
    const isMark = (row: Row): boolean => row.key === 'engine-mark' || row.key === 'spool-faults';
    insertRows(db, 'meta', reader.rowsOf('meta', isMark));
  });
  copy();
}

function copyArchive(old: Sqlite, db: Sqlite): string {
  const reader = createArchiveReader(old, (table) => columnsOf(db, table));
  const known = new Map<unknown, 'vanished' | 'present'>();
  const files = reader.rowsOf('file');
  for (const file of files) {
    known.set(file.id, existsSync(String(file.path)) ? 'present' : 'vanished');
  }
  const ofVanished = (row: Row): boolean => known.get(row.file_id) !== 'present';
  const lines = reader.rowsOf('line', (line) => ofVanished(line) || isGone(line));
  const isNeeded = [...known.values()].includes('vanished') || lines.length > 0;
  if (!isNeeded && reader.isWhole()) return 'nothing had to be saved from it';
  const withLines = new Set(lines.map((line) => line.file_id));
  const copy = db.transaction((): number => {
    for (const table of ['name', 'session', 'project', 'agent', 'tool'])
      insertRows(db, table, reader.rowsOf(table));
    const kept = files.flatMap((file): Row[] => {
      if (known.get(file.id) === 'vanished') return [{ ...file, state: 'vanished' }];
      return withLines.has(file.id) ? [{ ...file, ...UNREAD }] : [];
    });
    insertRows(db, 'file', kept);
    copyEvents(old, db, ofVanished);
    for (const table of ['file_session', 'event'])
      insertRows(db, table, reader.rowsOf(table, ofVanished));
    const saved = insertRows(db, 'line', lines);
    db.exec(NAME_THE_LOST);
    db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('rederive', 'all')").run();
    return saved;
  });
  const said = `${copy()} lines of deleted or rewritten transcripts were saved`;
  return reader.isWhole() ? said : `${said}; some of it could not be read`;
}

/**
 * Session events of deleted transcripts. What was on a lost page is missing: it is then folded again from
 * what is left, and read again should the transcript come back.
 */
function copyEvents(old: Sqlite, db: Sqlite, ofVanished: (row: Row) => boolean): void {
  // A reader of its own: a ledger from before these tables is not damaged.
  const reader = createArchiveReader(old, (table) => columnsOf(db, table));
  for (const table of ['event_file', 'event_chunk', 'event_seen', 'reading'])
    insertRows(db, table, reader.rowsOf(table, ofVanished));
  db.exec(`UPDATE event_file SET reader = '', folds = '', events =
      (SELECT total(count) FROM event_chunk WHERE event_chunk.file_id = event_file.file_id)
    WHERE events <>
      (SELECT total(count) FROM event_chunk WHERE event_chunk.file_id = event_file.file_id)`);
}

function isGone(line: Row): boolean {
  return (Number(line.flags) & LINE_FLAG.gone) !== 0;
}

/** A file that is still there is read from its beginning; only its archive is taken over. */
const UNREAD = { cursor: 0, head_hash: '0:', edge_hash: '0:', size_bytes: 0, mtime_ms: 0 };

/** Lines whose model, session or file stood on a lost page are kept all the same. */
const NAME_THE_LOST = `
INSERT OR IGNORE INTO name (id, text)
  SELECT DISTINCT model_id, '(lost ' || model_id || ')' FROM line
  WHERE model_id NOT IN (SELECT id FROM name);
INSERT OR IGNORE INTO session (id, session_id)
  SELECT DISTINCT session_id, '(lost ' || session_id || ')' FROM line
  WHERE session_id NOT IN (SELECT id FROM session);
INSERT OR IGNORE INTO file (id, path, root, kind, state, device, inode, size_bytes, mtime_ms, cursor,
    head_hash, edge_hash, rewrites, first_seen_ms)
  SELECT DISTINCT file_id, '(lost ' || file_id || ')', '', 'main', 'vanished', 0, 0, 0, 0, 0,
    '0:', '0:', 0, 0 FROM line WHERE file_id NOT IN (SELECT id FROM file);
`;

function columnsOf(db: Sqlite, table: string): Column[] {
  return db
    .prepare(`SELECT name, type, "notnull", pk FROM pragma_table_info('${table}')`)
    .all() as Column[];
}

/** Inserts the columns that both ledgers know; returns how many rows were new. */
function insertRows(db: Sqlite, table: string, rows: readonly Row[]): number {
  const [first] = rows;
  if (first === undefined) return 0;
  const columns = columnsOf(db, table)
    .map((column) => column.name)
    .filter((name) => name in first);
  const marks = columns.map(() => '?').join(', ');
  const insert = db.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`,
  );
  let added = 0;
  for (const row of rows) added += insert.run(...columns.map((name) => row[name])).changes;
  return added;
}
