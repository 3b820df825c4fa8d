// Opens the file of the ledger and brings its schema up to date, or says why it cannot be used. Knows
// SQLite's error codes and modes; what becomes of an unusable file is replace-ledger.ts's business.
import { chmodSync, existsSync } from 'node:fs';
import { MIGRATIONS } from './migrations.ts';
import { openDatabase, type Sqlite } from './sqlite.ts';
import { isBusy, isCorruption, isMarkedDamaged, toStoreError } from './store-errors.ts';

/** Why a ledger cannot be used as it is. */
export type LedgerProblem = 'corrupt' | 'newer';

const BUSY_TIMEOUT_MS = 10_000;

/** @throws TelltaleError 'state-unwritable', 'state-full' or 'store-busy' */
export function openLedgerFile(path: string): { db: Sqlite } | { problem: LedgerProblem } {
  if (isMarkedDamaged(path)) return { problem: 'corrupt' };
  const untilMs = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return openOnce(path);
    } catch (cause) {
      if (isCorruption(cause)) return { problem: 'corrupt' };
      if (!isBusy(cause) || performance.now() > untilMs) throw toStoreError(cause, path);
    }
    // Several processes that make the file at once: SQLite does not wait for all of its own locks there.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
  }
}

const RETRY_MS = 25;

function openOnce(path: string): { db: Sqlite } | { problem: LedgerProblem } {
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
    throw cause;
  }
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
