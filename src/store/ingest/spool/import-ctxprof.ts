// Takes over what ctxprof's status line script has kept: each file again when it has changed, each
// moment of a session once. Reads its folder, writes nothing there.
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sqlite } from '../../sqlite.ts';
import { addFaults } from './count-faults.ts';
import { createImportWriter } from './import-writer.ts';
import { type ImportedBeat, parseCtxprofRecord, parseCtxprofStep } from './parse-ctxprof.ts';
import { readSpoolRow, readSpoolRows, startIn, writeSpoolRow } from './spool-files.ts';
import { takeStretch } from './take-stretch.ts';

export interface ImportOptions {
  /** The folder of `<session>.json` and `steps/`. */
  readonly folder: string;
  readonly now: () => number;
}

export interface ImportReport {
  /** Moments of sessions that were new. */
  readonly heartbeats: number;
  readonly faults: number;
  /** With something new in them. */
  readonly files: number;
}

/** Written whole at each refresh, so a larger one is no record. */
const MAX_RECORD_BYTES = 1024 * 1024;
/** The folder's own time is trusted after this long: two changes may share one tick of the clock. */
const SETTLED_MS = 2_000;

/** A file that cannot be read is left for later. @throws what SQLite throws */
export function importCtxprof(db: Sqlite, { folder, now }: ImportOptions): ImportReport {
  const report = { heartbeats: 0, faults: 0, files: 0 };
  const nowMs = now();
  const look = statOf(folder);
  // Each refresh renames a record in this folder, and a step never comes without one.
  if (look === null || readSpoolRow(db, folder)?.mtimeMs === look.mtimeMs) return report;
  const rows = readSpoolRows(db);
  const take = (path: string, stat: Stats, run: () => Counts | null): void => {
    const row = rows.get(path);
    if (row?.inode === stat.ino && row.mtimeMs === stat.mtimeMs && row.cursor === stat.size) return;
    const counts = run();
    if (counts === null) return;
    report.files++;
    report.heartbeats += counts.heartbeats;
    report.faults += counts.faults;
  };
  for (const [path, stat] of filesIn(folder, '.json')) {
    take(path, stat, () => takeRecord(db, path, nowMs));
  }
  for (const [path, stat] of filesIn(join(folder, 'steps'), '.jsonl')) {
    if (startIn(rows.get(path), { inode: stat.ino, sizeBytes: stat.size }) === stat.size) continue;
    take(path, stat, () => takeSteps(db, path, nowMs));
  }
  if (nowMs - look.mtimeMs > SETTLED_MS) {
    writeSpoolRow(db, folder, { inode: look.ino, cursor: 0, mtimeMs: look.mtimeMs });
  }
  return report;
}

interface Counts {
  readonly heartbeats: number;
  readonly faults: number;
}

function takeRecord(db: Sqlite, path: string, nowMs: number): Counts | null {
  // What is read is at least as new as its time: at worst it is read once more.
  const stat = statOf(path);
  const text = stat === null || stat.size > MAX_RECORD_BYTES ? '' : readOrNull(path);
  if (stat === null || text === null) return null;
  const write = db.transaction((): Counts => {
    const counts = writeBeats(db, [parseCtxprofRecord(parseJson(text))], nowMs);
    writeSpoolRow(db, path, { inode: stat.ino, cursor: stat.size, mtimeMs: stat.mtimeMs });
    return counts;
  });
  return write.immediate();
}

function takeSteps(db: Sqlite, path: string, nowMs: number): Counts | null {
  const sum = { heartbeats: 0, faults: 0 };
  let isMore = true;
  try {
    while (isMore) {
      let counts: Counts = { heartbeats: 0, faults: 0 };
      isMore = takeStretch(db, {
        path,
        isClosed: false,
        write: (text) => {
          const lines = text.split('\n').filter((line) => line.trim() !== '');
          const beats = lines.map((line) => parseCtxprofStep(parseJson(line)));
          counts = writeBeats(db, beats, nowMs);
        },
      });
      sum.heartbeats += counts.heartbeats;
      sum.faults += counts.faults;
    }
    return sum;
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).errno !== 'number') throw error;
    return null;
  }
}

function writeBeats(db: Sqlite, beats: readonly (ImportedBeat | null)[], nowMs: number): Counts {
  const writer = createImportWriter(db);
  let heartbeats = 0;
  let faults = 0;
  for (const beat of beats) {
    if (beat === null) faults++;
    else if (writer.write(beat)) heartbeats++;
  }
  addFaults(db, faults, nowMs);
  return { heartbeats, faults };
}

function filesIn(folder: string, end: string): [string, Stats][] {
  return listOrNone(folder)
    .filter((name) => name.endsWith(end))
    .sort()
    .flatMap((name): [string, Stats][] => {
      const path = join(folder, name);
      const stat = statOf(path);
      return stat?.isFile() ? [[path, stat]] : [];
    });
}

function listOrNone(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
