// Saves from a ledger that was moved aside what no transcript can give back: the rows of files that
// have vanished. Takes what it can read and never fails; what it could not read stays in that file.
import { existsSync } from 'node:fs';
import { openDatabase, type Sqlite } from './sqlite.ts';

/** Tables whose rows belong to a file, parents first. Derived tables are rebuilt, not copied. */
const FILE_TABLES = ['line', 'file_session', 'event'] as const;

/** One sentence on what was saved, for the notice. */
export function rescueArchive(db: Sqlite, asidePath: string): string {
  let old: Sqlite | null = null;
  try {
    old = openDatabase(asidePath, { readonly: true });
    return copyVanished(old, db);
  } catch {
    return 'rows of deleted transcripts could not be read from it';
  } finally {
    old?.close();
  }
}

function copyVanished(old: Sqlite, db: Sqlite): string {
  const files = old.prepare('SELECT * FROM file').all() as { id: number; path: string }[];
  const lost = files.filter((file) => !existsSync(file.path));
  if (lost.length === 0) return 'nothing had to be saved from it';
  let saved = 0;
  const copy = db.transaction(() => {
    for (const table of ['name', 'session', 'project', 'agent']) {
      for (const row of rowsOf(old, `SELECT * FROM ${table}`)) insertRow(db, table, row);
    }
    for (const file of lost) {
      insertRow(db, 'file', { ...file, state: 'vanished' });
      for (const table of FILE_TABLES) {
        for (const row of rowsOf(old, `SELECT * FROM ${table} WHERE file_id = ?`, file.id)) {
          insertRow(db, table, row);
          if (table === 'line') saved++;
        }
      }
    }
    for (const row of rowsOf(old, 'SELECT * FROM tool')) insertRow(db, 'tool', row);
    db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('rederive', 'all')").run();
  });
  copy();
  return `${saved} lines of ${lost.length} deleted transcripts were saved`;
}

type Row = Record<string, unknown>;

function rowsOf(db: Sqlite, sql: string, ...values: number[]): Row[] {
  const rows: Row[] = [];
  try {
    for (const row of db.prepare(sql).iterate(...values)) rows.push(row as Row);
  } catch {
    // A damaged page ends the walk; what was read before it is kept.
  }
  return rows;
}

/** Inserts the columns that both ledgers know. */
function insertRow(db: Sqlite, table: string, row: Row): void {
  const known = new Set(
    db.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all() as string[],
  );
  const columns = Object.keys(row).filter((column) => known.has(column));
  const marks = columns.map(() => '?').join(', ');
  db.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(
    ...columns.map((column) => row[column]),
  );
}
