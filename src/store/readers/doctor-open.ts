// Opens a ledger file to look at it only: no migration, no lock kept, nothing created. For when the
// ordinary door refused.
import { existsSync } from 'node:fs';
import { openDatabase, type Sqlite } from '../sqlite.ts';

export interface OpenedToLook {
  /** `null` when there is no file or it cannot be opened. */
  readonly db: Sqlite | null;
  /** Why it cannot be opened; `null` also when there is no file. */
  readonly error: string | null;
}

export function openToLook(path: string): OpenedToLook {
  if (!existsSync(path)) return { db: null, error: null };
  let db: Sqlite | null = null;
  try {
    db = openDatabase(path, { readonly: true, fileMustExist: true, timeout: 1000 });
    db.pragma('schema_version');
    return { db, error: null };
  } catch (error) {
    db?.close();
    return { db: null, error: error instanceof Error ? error.message : String(error) };
  }
}
