// Plain SQL for the overview: counts, the state of a session's context, what looks wrong. Knows
// columns; the words are the view's.
import type { Database } from 'better-sqlite3';

export function countProjectsAndSessions(db: Database): { projects: number; sessions: number } {
  const counts = db
    .prepare<[], { projects: number; sessions: number }>(
      `SELECT (SELECT count(DISTINCT project_id) FROM session) AS projects,
         (SELECT count(*) FROM session) AS sessions`,
    )
    .get();
  return counts ?? { projects: 0, sessions: 0 };
}

export interface MainCall {
  readonly atMs: number;
  readonly model: string;
  /** Input, cache reads and cache writes: what the model was sent. */
  readonly promptTokens: number;
}

const PROMPT = 'input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens';

/** A session's last call on its main chain, the largest one, and the last compaction. */
export function readContextFacts(
  db: Database,
  sessionRow: number,
): { last: MainCall | null; largestPrompt: number; compactedMs: number | null } {
  const last = db
    .prepare<[number], MainCall>(
      `SELECT at_ms AS atMs, name.text AS model, ${PROMPT} AS promptTokens
       FROM call JOIN name ON name.id = call.model_id
       WHERE session_id = ? AND chain = 0 AND at_ms IS NOT NULL ORDER BY at_ms DESC LIMIT 1`,
    )
    .get(sessionRow);
  const largest = db
    .prepare<[number], number | null>(
      `SELECT max(${PROMPT}) FROM call WHERE session_id = ? AND chain = 0`,
    )
    .pluck()
    .get(sessionRow);
  const compacted = db
    .prepare<[number], number | null>(
      "SELECT max(at_ms) FROM event WHERE session_id = ? AND kind = 'compaction'",
    )
    .pluck()
    .get(sessionRow);
  return { last: last ?? null, largestPrompt: largest ?? 0, compactedMs: compacted ?? null };
}

/** Models without a price and their calls since a quarter, most calls first. */
export function readUnpricedModels(
  db: Database,
  fromQuarter: number,
): { model: string; calls: number }[] {
  return db
    .prepare<[number], { model: string; calls: number }>(
      `SELECT name.text AS model, count(*) AS calls FROM call JOIN name ON name.id = call.model_id
       WHERE quarter >= ? AND cost_nano_usd IS NULL GROUP BY model_id ORDER BY calls DESC, model`,
    )
    .all(fromQuarter);
}

/** Lines that could not be read, and the files that hold them. Salvaged lines are not among them. */
export function readFaultCounts(db: Database): { faults: number; files: number } {
  const counts = db
    .prepare<[], { faults: number; files: number }>(
      `SELECT count(*) AS faults, count(DISTINCT file_id) AS files FROM fault
       WHERE kind IN ('bad-json', 'oversize', 'unreadable')`,
    )
    .get();
  return counts ?? { faults: 0, files: 0 };
}

/** Transcripts that are still there, with their last change. */
export function readPresentFileTimes(db: Database): { root: string; mtimeMs: number }[] {
  return db
    .prepare<[], { root: string; mtimeMs: number }>(
      "SELECT root, mtime_ms AS mtimeMs FROM file WHERE state = 'present'",
    )
    .all();
}
