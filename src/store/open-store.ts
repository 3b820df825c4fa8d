// Opens the ledger: creates it, brings its schema up to date, and puts a broken or newer one aside.
// Knows files, modes and SQLite's error codes; nothing of transcripts.
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { TelltaleError } from '../shared/errors.ts';
import { MIGRATIONS } from './migrations.ts';
import { rescueArchive } from './rescue-archive.ts';
import { openDatabase, type Sqlite } from './sqlite.ts';
import { errorCodeOf, toStoreError } from './store-errors.ts';

export interface LedgerStore {
  readonly db: Sqlite;
  readonly path: string;
  /** What a person should know about how the ledger was opened; empty as a rule. */
  readonly notices: readonly string[];
  close(): void;
}

export interface OpenStoreOptions {
  readonly stateDir: string;
  readonly now: () => number;
}

const BUSY_TIMEOUT_MS = 10_000;

/**
 * @throws TelltaleError 'state-unwritable', 'state-full', 'store-busy' or 'store-broken'
 */
export function openStore(options: OpenStoreOptions): LedgerStore {
  const path = join(options.stateDir, 'ledger.db');
  makeStateDir(options.stateDir);
  const opened = tryOpen(path);
  if ('db' in opened) return makeStore(opened.db, path, []);
  return replaceStore(path, opened.problem, options);
}

function makeStateDir(stateDir: string): void {
  try {
    if (!existsSync(stateDir)) mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw toStoreError(cause, stateDir);
  }
}

type Problem = 'corrupt' | 'newer';

function tryOpen(path: string): { db: Sqlite } | { problem: Problem } {
  let db: Sqlite | null = null;
  try {
    const isNew = !existsSync(path);
    db = openDatabase(path, { timeout: BUSY_TIMEOUT_MS });
    if (isNew) chmodSync(path, 0o600);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    if (schemaVersion(db) > MIGRATIONS.length) {
      db.close();
      return { problem: 'newer' };
    }
    migrate(db);
    return { db };
  } catch (cause) {
    db?.close();
    if (isCorruption(cause)) return { problem: 'corrupt' };
    throw toStoreError(cause, path);
  }
}

export function isCorruption(cause: unknown): boolean {
  const code = errorCodeOf(cause);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

function schemaVersion(db: Sqlite): number {
  return db.pragma('user_version', { simple: true }) as number;
}

function migrate(db: Sqlite): void {
  if (schemaVersion(db) === MIGRATIONS.length) return;
  const run = db.transaction(() => {
    for (let version = schemaVersion(db); version < MIGRATIONS.length; version++) {
      db.exec(MIGRATIONS[version]?.sql ?? '');
      db.pragma(`user_version = ${version + 1}`);
    }
  });
  run.immediate();
}

/** Moves the ledger aside and starts a new one with the rows that no transcript holds any more. */
function replaceStore(path: string, problem: Problem, options: OpenStoreOptions): LedgerStore {
  const aside = asidePath(path, problem, options.now());
  try {
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    }
  } catch (cause) {
    throw toStoreError(cause, path);
  }
  const opened = tryOpen(path);
  if (!('db' in opened)) {
    throw new TelltaleError('store-broken', {
      what: `${path} cannot be read and a new ledger could not be started`,
      next: `Move the folder away and run: telltale ingest`,
    });
  }
  const rescued = rescueArchive(opened.db, aside);
  const why = problem === 'newer' ? 'was written by a newer telltale' : 'is damaged';
  const notice = `the ledger ${why}; it was moved to ${aside} and is being rebuilt from the transcripts; ${rescued}`;
  return makeStore(opened.db, path, [notice]);
}

function asidePath(path: string, problem: Problem, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[:.]/g, '-');
  return `${path}.${problem}-${stamp}`;
}

function makeStore(db: Sqlite, path: string, notices: readonly string[]): LedgerStore {
  return { db, path, notices, close: () => db.close() };
}
