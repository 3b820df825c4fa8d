// What the ledger holds of hooks and status lines, in numbers, and how far their files were taken.
import { readMeta } from '../meta.ts';
import type { Sqlite } from '../sqlite.ts';

export interface LiveCounts {
  /** Rows: refreshes that said the same are one. */
  readonly heartbeats: number;
  readonly lastHeartbeatMs: number | null;
  readonly hookEvents: number;
  /** Rows taken over from ctxprof; they are among the heartbeats. */
  readonly imported: number;
  /** Lines of spool and imported files of which something could not be read, over all time. */
  readonly faults: number;
}

export function readLiveCounts(db: Sqlite): LiveCounts {
  const sql = `
    SELECT count(*) AS heartbeats, max(last_ms) AS lastHeartbeatMs,
      count(CASE source WHEN 'ctxprof' THEN 1 END) AS imported,
      (SELECT count(*) FROM hook_event) AS hookEvents
    FROM heartbeat`;
  const counts = db.prepare(sql).get() as Omit<LiveCounts, 'faults'>;
  return { ...counts, faults: Number.parseInt(readMeta(db, 'spool-faults') ?? '0', 10) || 0 };
}

/** Bytes taken, by the path of the file. */
export function readSpoolCursors(db: Sqlite): Map<string, number> {
  const rows = db.prepare('SELECT name, cursor FROM spool').raw().all() as [string, number][];
  return new Map(rows);
}
