// What a session's trace takes from the ledger beside its calls: messages that another session owns, and
// where prompts and compactions stand in time. Knows rows only.
import type { Database } from 'better-sqlite3';

/** Messages in this session's files whose calls other sessions own: a fork's history. Without order. */
export function readCopiedMessages(db: Database, session: number): string[] {
  const sql = `
    SELECT DISTINCT c.message_id FROM call c JOIN line l ON l.message_id = c.message_id
    WHERE c.session_count > 1 AND c.session_id <> @session AND l.session_id = @session`;
  return db.prepare(sql).pluck().all({ session }) as string[];
}

export interface TraceMarkRow {
  readonly kind: 'prompt' | 'compaction';
  readonly atMs: number;
  /** JSON of a compaction: {trigger, preTokens, postTokens}; null: a prompt. */
  readonly data: string | null;
}

/** Prompts and compactions of the session, copied ones too, in the order of time; each record once. */
export function readTraceMarks(db: Database, session: number): TraceMarkRow[] {
  const sql = `
    SELECT kind, MIN(at_ms) AS atMs, data FROM event
    WHERE session_id = ? AND kind IN ('prompt', 'compaction') AND at_ms IS NOT NULL
    GROUP BY kind, COALESCE(uuid, file_id || ':' || offset) ORDER BY atMs`;
  return db.prepare(sql).all(session) as TraceMarkRow[];
}
