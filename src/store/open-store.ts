// Opens the ledger in a state folder, making what is missing. Knows the folder and its mode; nothing
// of transcripts.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../shared/make-folder.ts';
import { openLedgerFile } from './ledger-file.ts';
import { replaceLedger } from './replace-ledger.ts';
import type { Sqlite } from './sqlite.ts';
import { toStoreError } from './store-errors.ts';

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

/**
 * @throws TelltaleError 'state-unwritable', 'state-full', 'store-busy' or 'store-broken'
 */
export function openStore(options: OpenStoreOptions): LedgerStore {
  const path = join(options.stateDir, 'ledger.db');
  makeStateDir(options.stateDir);
  const opened = openLedgerFile(path);
  if ('db' in opened) return makeStore(opened.db, path, []);
  const { db, notices } = replaceLedger(path, options.now);
  return makeStore(db, path, notices);
}

function makeStateDir(stateDir: string): void {
  try {
    if (!existsSync(stateDir)) makeFolder(stateDir, 0o700);
  } catch (cause) {
    throw toStoreError(cause, stateDir);
  }
}

function makeStore(db: Sqlite, path: string, notices: readonly string[]): LedgerStore {
  return { db, path, notices, close: () => db.close() };
}
