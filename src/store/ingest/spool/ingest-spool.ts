// Brings into the ledger what hooks and status lines have appended to the spool. Safe to kill at any
// moment and to run twice at once. When nothing is new it looks at names and sizes and writes nothing.
import { statSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Sqlite } from '../../sqlite.ts';
import { addFaults } from './count-faults.ts';
import { parseSpool } from './parse-spool.ts';
import {
  listSpoolFiles,
  lookAtSpoolFile,
  readSpoolRow,
  readSpoolRows,
  removeSpoolRow,
  type SpoolFile,
  type SpoolRow,
  startIn,
} from './spool-files.ts';
import { createSpoolWriter } from './spool-writer.ts';
import { takeStretch } from './take-stretch.ts';

export interface SpoolOptions {
  readonly spoolDirs: readonly string[];
  readonly now: () => number;
}

export interface SpoolReport {
  readonly records: number;
  readonly heartbeats: number;
  readonly hooks: number;
  /** Lines of which something could not be read. */
  readonly faults: number;
  /** With something new in them. */
  readonly files: number;
}

/** After the end of its hour. A line is written in an instant: nobody is still at it. */
const CLOSED_AFTER_MS = 10 * 60_000;
/** After the end of its hour, when all of it is in the ledger. */
const REMOVED_AFTER_MS = 2 * 3_600_000;

/** A file that cannot be read is left for later. @throws what SQLite throws */
export function ingestSpool(db: Sqlite, { spoolDirs, now }: SpoolOptions): SpoolReport {
  const report = { records: 0, heartbeats: 0, hooks: 0, faults: 0, files: 0 };
  const files = listSpoolFiles(spoolDirs);
  const rows = readSpoolRows(db);
  const nowMs = now();
  for (const file of files) {
    if (startIn(rows.get(file.path), file) < file.sizeBytes) {
      report.files++;
      unlessUnreadable(() => takeFile(db, file, nowMs, report));
    }
    if (nowMs > file.endMs + REMOVED_AFTER_MS) unlessUnreadable(() => removeTaken(db, file.path));
  }
  forgetMissing(db, { rows, files, spoolDirs });
  return report;
}

type Counts = { -readonly [Name in keyof SpoolReport]: SpoolReport[Name] };

function takeFile(db: Sqlite, file: SpoolFile, nowMs: number, report: Counts): void {
  const isClosed = nowMs > file.endMs + CLOSED_AFTER_MS;
  let isMore = true;
  while (isMore) {
    let taken = { heartbeats: 0, hooks: 0, faults: 0 };
    isMore = takeStretch(db, {
      path: file.path,
      isClosed,
      write: (text) => {
        taken = writeRecords(db, text, nowMs);
      },
    });
    report.heartbeats += taken.heartbeats;
    report.hooks += taken.hooks;
    report.faults += taken.faults;
    report.records += taken.heartbeats + taken.hooks;
  }
}

function writeRecords(db: Sqlite, text: string, nowMs: number) {
  const { records, faults } = parseSpool(text);
  const writer = createSpoolWriter(db);
  for (const record of records) writer.write(record);
  addFaults(db, faults, nowMs);
  const heartbeats = records.filter((record) => record.kind === 'heartbeat').length;
  return { heartbeats, hooks: records.length - heartbeats, faults };
}

/** With the lock held, so that nobody has it open who would then not find its cursor. */
function removeTaken(db: Sqlite, path: string): void {
  const remove = db.transaction(() => {
    const file = lookAtSpoolFile(path);
    if (file === null || startIn(readSpoolRow(db, path), file) < file.sizeBytes) return;
    unlinkSync(path);
    removeSpoolRow(db, path);
  });
  remove.immediate();
}

/** Rows of files that were removed by a process that then was killed, or by hand. */
function forgetMissing(
  db: Sqlite,
  world: {
    readonly rows: ReadonlyMap<string, SpoolRow>;
    readonly files: readonly SpoolFile[];
    readonly spoolDirs: readonly string[];
  },
): void {
  const present = new Set(world.files.map(({ path }) => path));
  const missing = [...world.rows.keys()].filter(
    (path) => world.spoolDirs.includes(dirname(path)) && !present.has(path),
  );
  if (missing.length === 0) return;
  const forget = db.transaction(() => {
    for (const path of missing) if (isGone(path)) removeSpoolRow(db, path);
  });
  forget.immediate();
}

/** Not so a file in a folder that cannot be looked into just now. */
function isGone(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

function unlessUnreadable(run: () => void): void {
  try {
    run();
  } catch (error) {
    // The file system's errors have a number, SQLite's have none.
    if (typeof (error as NodeJS.ErrnoException).errno !== 'number') throw error;
  }
}
