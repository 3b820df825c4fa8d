// Single values that the ledger keeps of itself.
import type { Sqlite } from './sqlite.ts';

export type MetaKey =
  | 'data-version'
  | 'book-version'
  | 'lease'
  | 'last-ingest-ms'
  | 'rederive'
  | 'engine-mark'
  | `engine-${string}-mark`
  | 'calibration'
  | 'calibration-since-ms'
  | 'spool-faults'
  | 'events-lease'
  | 'events-mark';

export function readMeta(db: Sqlite, key: MetaKey): string | null {
  return (
    (db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined) ??
    null
  );
}

export function writeMeta(db: Sqlite, key: MetaKey, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
}

export function removeMeta(db: Sqlite, key: MetaKey): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(key);
}
