// Threads: a session's main chain and its subagents, each as one transcript tells it. Knows what the second
// pass has stored; a transcript that it has not read yet is no thread.
import type { Database } from 'better-sqlite3';
import { AGENT_TYPE_SQL } from './agent-type.ts';

export { readThreadEvents } from './thread-events.ts';

export interface ThreadRow {
  /** file.id */
  readonly fileId: number;
  /** session.id */
  readonly session: number;
  /** As Claude Code names it. */
  readonly sessionId: string;
  /** Null: the session's main thread. */
  readonly agentId: string | null;
  /** `Explore`, `general-purpose`, …; null: not told, or the main thread. */
  readonly agentType: string | null;
  readonly path: string;
  /** Of the session's repository or folder; null: not told. */
  readonly projectPath: string | null;
  /** First and last event that counts; null: none has a time. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Stored ones, with those that were copied. */
  readonly events: number;
  /** Events up to here were copied from another session: known, and not counted. Null: none were. */
  readonly copiedUntilMs: number | null;
  /** The transcript has been deleted. */
  readonly isGone: boolean;
}

export interface ThreadFilter {
  /** session.id; left out: all. */
  readonly sessions?: readonly number[];
  /** True: one main thread per session. False: subagents. Left out: both. */
  readonly main?: boolean;
}

/**
 * Session by session, the main thread first. Of several main files of a session (config folders that were
 * copied) the one with the most events is its thread, the first by path among equals.
 */
export function readThreadRows(db: Database, filter: ThreadFilter = {}): ThreadRow[] {
  const { sessions, main } = filter;
  const where = [
    ...(sessions === undefined ? [] : ['s.id IN (SELECT value FROM json_each(@sessions))']),
    ...(main === undefined ? [] : [`t.agent_id IS ${main ? '' : 'NOT '}NULL`]),
  ];
  const sql = `
    SELECT t.file_id AS fileId, s.id AS session, s.session_id AS sessionId, t.agent_id AS agentId,
      ${AGENT_TYPE_SQL} AS agentType, f.path, p.path AS projectPath, t.first_ms AS firstMs,
      t.last_ms AS lastMs, t.events, t.copied_until_ms AS copiedUntilMs,
      f.state = 'vanished' AS isGone
    FROM event_file t
    JOIN session s ON s.session_id = t.session
    JOIN file f ON f.id = t.file_id
    LEFT JOIN project p ON p.id = s.project_id
    LEFT JOIN agent ON agent.agent_id = t.agent_id AND agent.session_id = s.id
    ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
    ORDER BY s.id, t.agent_id IS NOT NULL, t.agent_id, t.events DESC, f.path`;
  const rows = db.prepare(sql).all({ sessions: JSON.stringify(sessions ?? []) }) as StoredThread[];
  return rows.filter(isFirst).map(rowOf);
}

type StoredThread = Omit<ThreadRow, 'isGone'> & { readonly isGone: number };

/** The files of one thread stand together, the largest first. */
function isFirst(row: StoredThread, index: number, rows: readonly StoredThread[]): boolean {
  const before = rows[index - 1];
  return before?.session !== row.session || before.agentId !== row.agentId;
}

function rowOf(row: StoredThread): ThreadRow {
  return { ...row, isGone: row.isGone === 1 };
}
