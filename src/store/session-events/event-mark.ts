// Where everything stood when the second pass had nothing left to do. As long as it stands there still, no
// file has to be looked at. Knows sums over the ledger's own rows.
import { readMeta, writeMeta } from '../meta.ts';
import type { Sqlite } from '../sqlite.ts';

export interface EventMark {
  /** See fingerprints.ts. */
  readonly reader: string;
  readonly folds: string;
  /** Config folders that were looked at. */
  readonly roots: readonly string[];
  /**
   * Of their files: how many, how many are there, and the sums of cursors, rewrites and data versions. A
   * cursor goes back only with a rewrite or a new data version, so equal sums are equal files.
   */
  readonly files: readonly number[];
  /** Newest hook_event.id. */
  readonly hooks: number;
}

/** As it is now. */
export function seeEventMark(
  db: Sqlite,
  made: Pick<EventMark, 'reader' | 'folds' | 'roots'>,
): EventMark {
  const files = db
    .prepare(
      `SELECT count(*), total(state = 'present'), total(cursor), total(rewrites), total(data_version)
       FROM main.file WHERE root = '' OR root IN (SELECT value FROM json_each(?))`,
    )
    .raw()
    .get(JSON.stringify(made.roots)) as number[];
  const hooks = db.prepare('SELECT coalesce(max(id), 0) FROM main.hook_event').pluck().get();
  return { ...made, files, hooks: hooks as number };
}

/** Null: the second pass has never come to an end. */
export function readEventMark(db: Sqlite): EventMark | null {
  const text = readMeta(db, 'events-mark');
  return text === null ? null : (JSON.parse(text) as EventMark);
}

export function writeEventMark(db: Sqlite, mark: EventMark): void {
  writeMeta(db, 'events-mark', JSON.stringify(mark));
}

export function isSameMark(a: EventMark | null, b: EventMark): boolean {
  return a !== null && keyOf(a) === keyOf(b);
}

function keyOf({ reader, folds, roots, files, hooks }: EventMark): string {
  return JSON.stringify([reader, folds, roots, files, hooks]);
}
