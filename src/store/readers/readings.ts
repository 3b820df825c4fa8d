// What metrics and the task classifier say of threads, as the second pass has stored it. Rows only; how
// bad a reading is, is judged elsewhere.
import type { Database } from 'better-sqlite3';
import type { Reading } from '../../metrics/kit/metric.ts';
import { readThreadRows, type ThreadFilter } from './threads.ts';

export interface ReadingRow {
  /** file.id */
  readonly fileId: number;
  /** session.id */
  readonly session: number;
  /** Its id; `task`: the classifier's. */
  readonly metric: string;
  readonly reading: Reading;
  /** Values at the ends of earlier turns, then now; oldest first. */
  readonly trail: readonly number[];
  /** First and last event of the thread that counts; null: none has a time. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export interface ReadingFilter extends ThreadFilter {
  readonly metric?: string;
}

/** By thread in the order of `readThreadRows`, then by the metric's id. */
export function readReadingRows(db: Database, filter: ReadingFilter = {}): ReadingRow[] {
  const { metric, ...ofThreads } = filter;
  const threads = readThreadRows(db, ofThreads);
  const stored = readStored(db, filter);
  return threads.flatMap(({ fileId, session, firstMs, lastMs }) =>
    (stored.get(fileId) ?? []).map((row): ReadingRow => {
      const reading = JSON.parse(row.reading) as Reading;
      const trail = JSON.parse(row.trail) as number[];
      return { fileId, session, metric: row.metric, reading, trail, firstMs, lastMs };
    }),
  );
}

interface StoredReading {
  readonly fileId: number;
  readonly metric: string;
  /** JSON */
  readonly reading: string;
  readonly trail: string;
}

function readStored(
  db: Database,
  { sessions, metric }: ReadingFilter,
): Map<number, StoredReading[]> {
  const ofSessions = `file_id IN (SELECT t.file_id FROM event_file t
    JOIN session s ON s.session_id = t.session WHERE s.id IN (SELECT value FROM json_each(@sessions)))`;
  const where = [
    'TRUE',
    ...(metric === undefined ? [] : ['metric = @metric']),
    ...(sessions === undefined ? [] : [ofSessions]),
  ];
  const sql = `SELECT file_id AS fileId, metric, reading, trail FROM reading
    WHERE ${where.join(' AND ')} ORDER BY file_id, metric`;
  const values = { metric: metric ?? null, sessions: JSON.stringify(sessions ?? []) };
  const rows = new Map<number, StoredReading[]>();
  for (const row of db.prepare(sql).all(values) as StoredReading[]) {
    const own = rows.get(row.fileId);
    if (own === undefined) rows.set(row.fileId, [row]);
    else own.push(row);
  }
  return rows;
}
