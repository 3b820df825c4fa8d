// Turns what SQLite and the file system throw into failures a person can act on. A ledger that turns
// out to be damaged is marked, so that the next one who opens it puts it aside.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { TelltaleError } from '../shared/errors.ts';

export function errorCodeOf(cause: unknown): string {
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

const UNWRITABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'];
const FULL = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'];

export function isCorruption(cause: unknown): boolean {
  const code = errorCodeOf(cause);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** Whether another process held what was wanted. */
export function isBusy(cause: unknown): boolean {
  const code = errorCodeOf(cause);
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');
}

/** Whether the failure came from a damaged ledger: opening it once more mends it. */
export function isDamage(error: unknown): boolean {
  return error instanceof TelltaleError && isCorruption(error.cause);
}

const markOf = (path: string): string => `${path}.damaged`;

export function isMarkedDamaged(path: string): boolean {
  return existsSync(markOf(path));
}

export function unmarkDamaged(path: string): void {
  rmSync(markOf(path), { force: true });
}

function markDamaged(path: string): void {
  try {
    writeFileSync(markOf(path), '', { mode: 0o600 });
  } catch {
    // Then the next one finds the damage for itself.
  }
}

/**
 * A TelltaleError for a known failure at `path`; the cause itself when it is a bug of ours. Marks
 * the ledger at `path` when the failure shows that it is damaged.
 */
export function toStoreError(cause: unknown, path: string): unknown {
  const code = errorCodeOf(cause);
  if (isCorruption(cause)) {
    markDamaged(path);
    return new TelltaleError('store-broken', {
      what: `${path} is damaged (${code})`,
      why: 'the next command moves it aside and builds a new one from the transcripts',
      next: 'Run the command again',
      cause,
    });
  }
  if (FULL.includes(code)) {
    return new TelltaleError('state-full', {
      what: `No room left to write ${path} (${code})`,
      why: 'nothing of the ledger is lost: what was not written will be read again',
      next: 'Free some space, or point TELLTALE_HOME to a folder on another disk',
      cause,
    });
  }
  if (isBusy(cause)) {
    return new TelltaleError('store-busy', {
      what: `${path} is held by another telltale process`,
      next: 'Wait for it to end and run the command again',
      cause,
    });
  }
  if (UNWRITABLE.includes(code) || isUnwritable(code)) {
    return new TelltaleError('state-unwritable', {
      what: `${path} cannot be written (${code})`,
      next: 'Make the folder writable, or set TELLTALE_HOME to one that is: TELLTALE_HOME=~/telltale telltale',
      cause,
    });
  }
  return cause;
}

function isUnwritable(code: string): boolean {
  return (
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_PERM') ||
    code.startsWith('SQLITE_IOERR')
  );
}
