// Loads SQLite. Knows where the native part of better-sqlite3 lies; nothing of our tables.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { TelltaleError } from '../shared/errors.ts';

export type Sqlite = Database.Database;

/**
 * Handing over the native part ourselves saves the search for it at every start (about 5 ms), which
 * matters for a report that is to answer in a few dozen.
 * @throws TelltaleError 'store-broken' when the native part is missing or built for another Node
 */
export function openDatabase(path: string, options: Database.Options = {}): Sqlite {
  // The typings say string; an addon that is loaded already is taken as it is.
  return new Database(path, { ...options, nativeBinding: loadNative() as string });
}

let native: unknown;

function loadNative(): unknown {
  if (native !== undefined) return native;
  try {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve('better-sqlite3/package.json'));
    native = require(join(folder, 'build', 'Release', 'better_sqlite3.node'));
    return native;
  } catch (cause) {
    throw new TelltaleError('store-broken', {
      what: 'The native part of better-sqlite3 cannot be loaded',
      why: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause),
      next: `Build it for this Node (${process.version}): npm rebuild better-sqlite3`,
      cause,
    });
  }
}
