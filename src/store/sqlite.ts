// Loads SQLite. Knows where the native part of better-sqlite3 lies; nothing of our tables.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';

export type Sqlite = Database.Database;

/**
 * Handing over the native part ourselves saves the search for it at every start (about 5 ms), which
 * matters for a report that is to answer in a few dozen.
 */
export function openDatabase(path: string, options: Database.Options = {}): Sqlite {
  const nativeBinding = loadNative();
  return new Database(path, { ...options, ...(nativeBinding === null ? {} : { nativeBinding }) });
}

let native: string | null | undefined;

function loadNative(): string | null {
  if (native !== undefined) return native;
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve('better-sqlite3/package.json'));
    const file = join(folder, 'build', 'Release', 'better_sqlite3.node');
    const addon: unknown = require(file);
    // The typings say string; an addon that is loaded already is taken as it is.
    native = addon as string;
  } catch {
    native = null;
  }
  return native;
}
