// The files of the spool: which there are, of which hour, and how far each was taken. Looks at names and
// sizes; opens none.
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Sqlite } from '../../sqlite.ts';

export interface SpoolFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly inode: number;
  /** When its hour was over: nobody starts to write to it after that. */
  readonly endMs: number;
}

export interface SpoolRow {
  readonly inode: number;
  /** Bytes that are in the ledger, or known to be worth nothing. */
  readonly cursor: number;
  readonly mtimeMs: number;
}

const HOUR_MS = 3_600_000;
const FILE_NAME = /^(\d{4})(\d\d)(\d\d)(\d\d)\.jsonl$/;

/** Oldest hour first, so that what is taken at once is taken in the order of time. */
export function listSpoolFiles(folders: readonly string[]): SpoolFile[] {
  const files = folders.flatMap((folder) =>
    listNames(folder).flatMap((name) => lookAtSpoolFile(join(folder, name)) ?? []),
  );
  // Stable: within an hour the usual folder comes first.
  return files.sort((a, b) => a.endMs - b.endMs);
}

/** Null when it is none, or gone. */
export function lookAtSpoolFile(path: string): SpoolFile | null {
  const hour = FILE_NAME.exec(basename(path));
  const stat = hour === null ? undefined : statSync(path, { throwIfNoEntry: false });
  if (hour === null || !stat?.isFile()) return null;
  const [, year, month, day, hours] = hour.map(Number) as [number, number, number, number, number];
  const startMs = Date.UTC(year, month - 1, day, hours);
  return { path, sizeBytes: stat.size, inode: stat.ino, endMs: startMs + HOUR_MS };
}

export function readSpoolRow(db: Sqlite, path: string): SpoolRow | undefined {
  const sql = 'SELECT inode, cursor, mtime_ms AS mtimeMs FROM main.spool WHERE name = ?';
  return db.prepare(sql).get(path) as SpoolRow | undefined;
}

export function readSpoolRows(db: Sqlite): Map<string, SpoolRow> {
  const sql = 'SELECT name, inode, cursor, mtime_ms AS mtimeMs FROM main.spool';
  const rows = db.prepare(sql).all() as (SpoolRow & { readonly name: string })[];
  return new Map(rows.map((row) => [row.name, row]));
}

export function writeSpoolRow(db: Sqlite, path: string, row: SpoolRow): void {
  const sql =
    'INSERT OR REPLACE INTO main.spool (name, inode, cursor, mtime_ms) VALUES (?, ?, ?, ?)';
  db.prepare(sql).run(path, row.inode, row.cursor, row.mtimeMs);
}

export function removeSpoolRow(db: Sqlite, path: string): void {
  db.prepare('DELETE FROM main.spool WHERE name = ?').run(path);
}

/** Where reading goes on: at the beginning of a file that is smaller than it was, or another one. */
export function startIn(
  row: SpoolRow | undefined,
  file: { readonly inode: number; readonly sizeBytes: number },
): number {
  return row?.inode === file.inode && row.cursor <= file.sizeBytes ? row.cursor : 0;
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
