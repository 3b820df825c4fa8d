// What stands in transcripts between the calls that may have changed the request: prompts, compactions,
// slash commands, tool lists, starts. Knows each record belongs to one session; no cause is found here.
import { basename } from 'node:path';
import type { Database } from 'better-sqlite3';
import { EVENT_TABLES, IS_FIRST_COPY } from './sessions-events.ts';

export type SignalKind = 'prompt' | 'compaction' | 'command' | 'tools' | 'start' | 'notice';

export interface SignalRow {
  /** session.id */
  readonly session: number;
  /** Null: the main chain. Only compactions are kept of subagents. */
  readonly agentId: string | null;
  readonly kind: SignalKind;
  readonly atMs: number;
  /**
   * JSON. compaction: {trigger, preTokens, postTokens}; command: {name}; tools: {what: 'tools' |
   * 'mcp-instructions' | 'agents', added, removed: names}; start: {source}; notice: {what}; prompt: null.
   */
  readonly data: string | null;
}

/** The sessions' own signals that have a time, by session and in the order of time. */
export function readSessionSignals(db: Database, sessions: readonly number[]): SignalRow[] {
  const sql = `
    SELECT e.session_id AS session, CASE f.kind WHEN 'subagent' THEN f.path END AS agentPath,
      e.kind AS kind, e.at_ms AS atMs, e.data AS data ${EVENT_TABLES}
    WHERE e.session_id IN (SELECT value FROM json_each(?))
      AND e.kind IN ('prompt', 'compaction', 'command', 'tools', 'start', 'notice')
      AND e.at_ms IS NOT NULL AND ${IS_FIRST_COPY}
    ORDER BY e.session_id, e.at_ms, f.path, e.offset`;
  const rows = db.prepare(sql).all(JSON.stringify(sessions)) as StoredRow[];
  return rows.map(({ agentPath, ...row }) => ({ ...row, agentId: agentOf(agentPath) }));
}

type StoredRow = Omit<SignalRow, 'agentId'> & { readonly agentPath: string | null };

/** As the records name it; a file of another name is a chain without calls. */
function agentOf(path: string | null): string | null {
  if (path === null) return null;
  const name = basename(path, '.jsonl');
  return name.startsWith('agent-') ? name.slice('agent-'.length) : name;
}
