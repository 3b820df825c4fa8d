// Moves an unusable ledger aside and starts a new one with what only the old one knew. One process at
// a time: a second one that found the same damage finds the new ledger.
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { TelltaleError } from '../shared/errors.ts';
import { type LedgerProblem, openLedgerFile } from './ledger-file.ts';
import { rescueArchive } from './rescue-archive.ts';
import type { Sqlite } from './sqlite.ts';
import { errorCodeOf, toStoreError, unmarkDamaged } from './store-errors.ts';

export interface ReplacedLedger {
  readonly db: Sqlite;
  /** Sentences for a person; empty when another process had done the work. */
  readonly notices: readonly string[];
}

/** @throws TelltaleError 'store-broken', 'store-busy', 'state-unwritable' or 'state-full' */
export function replaceLedger(path: string, now: () => number): ReplacedLedger {
  const release = takeLock(`${path}.replacing`);
  try {
    const opened = openLedgerFile(path);
    return 'db' in opened ? { db: opened.db, notices: [] } : startAnew(path, opened.problem, now());
  } finally {
    release();
  }
}

function startAnew(path: string, problem: LedgerProblem, nowMs: number): ReplacedLedger {
  const stamp = new Date(nowMs).toISOString().replace(/[:.]/g, '-');
  const aside = `${path}.${problem}-${stamp}`;
  moveAside(path, aside);
  const opened = openLedgerFile(path);
  if (!('db' in opened)) {
    throw new TelltaleError('store-broken', {
      what: `${path} cannot be read and a new ledger could not be started`,
      next: `Move the folder away and run: telltale ingest`,
    });
  }
  const rescued = rescueArchive(opened.db, aside);
  removeEmptyLog(aside);
  const why = problem === 'newer' ? 'was written by a newer telltale' : 'is damaged';
  const notice = `the ledger ${why}; it was moved to ${aside} and is being rebuilt from the transcripts; ${rescued}`;
  return { db: opened.db, notices: [notice] };
}

function moveAside(path: string, aside: string): void {
  try {
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    }
    unmarkDamaged(path);
  } catch (cause) {
    throw toStoreError(cause, path);
  }
}

/** Reading the old ledger leaves files beside it that hold nothing. */
function removeEmptyLog(aside: string): void {
  try {
    if (statSync(`${aside}-wal`).size > 0) return;
    for (const suffix of ['-wal', '-shm']) rmSync(aside + suffix, { force: true });
  } catch {
    // There is none.
  }
}

const POLL_MS = 50;
/** A lock this old was left by a process that died; saving an archive takes far less. */
const STALE_LOCK_MS = 30_000;

/** Waits for the file to go away, makes it, and returns what removes it. */
function takeLock(lock: string): () => void {
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx', 0o600));
      return () => rmSync(lock, { force: true });
    } catch (cause) {
      if (errorCodeOf(cause) !== 'EEXIST') throw toStoreError(cause, lock);
    }
    if (ageOf(lock) > STALE_LOCK_MS) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}

function ageOf(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}
