// The values of all readings with enough behind them: what ranges are learned from. Only the numbers leave
// the database, so that a ledger of years stays quick.
import type { Database } from 'better-sqlite3';

export interface WarmValueRow {
  /** file.id */
  readonly fileId: number;
  readonly metric: string;
  readonly value: number;
}

/** In no order. Of files of any config folder: threads in scope are readThreadRows's. */
export function readWarmValues(db: Database): WarmValueRow[] {
  // The classifier's reading is a list of turns, and long.
  const sql = `
    SELECT file_id AS fileId, metric, json_extract(reading, '$.value') AS value FROM reading
    WHERE metric <> 'task' AND json_extract(reading, '$.isWarm') = 1`;
  return db.prepare(sql).all() as WarmValueRow[];
}
