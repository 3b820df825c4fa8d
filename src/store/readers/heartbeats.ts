// What Claude Code told its status line, session by session: the newest, the whole history, the plan's
// limits and the running costs. Rows only; what they mean is the questions' business.
import type { Database } from 'better-sqlite3';
import { restoreHeartbeat } from '../../live/restore-heartbeat.ts';
import type { Heartbeat } from '../../live/spool-record.ts';

export interface HeartbeatRow {
  readonly source: 'statusline' | 'ctxprof';
  /** Of the first and the last refresh that said this. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly refreshes: number;
  readonly heartbeat: Heartbeat;
}

const COLUMNS = 'source, first_ms AS firstMs, last_ms AS lastMs, refreshes, data';

/** The newest of each session; sessions without any are missing. */
export function readLatestHeartbeats(
  db: Database,
  sessionIds: readonly string[],
): Map<string, HeartbeatRow> {
  const newest = db.prepare(`
    SELECT ${COLUMNS} FROM heartbeat WHERE session_id = ?
    ORDER BY last_ms DESC, source DESC, id DESC LIMIT 1`);
  const found = new Map<string, HeartbeatRow>();
  for (const sessionId of sessionIds) {
    const row = rowOf(newest.get(sessionId) as StoredRow | undefined);
    if (row !== null) found.set(sessionId, row);
  }
  return found;
}

/** All of one session, oldest first. */
export function readHeartbeatHistory(db: Database, sessionId: string): HeartbeatRow[] {
  const sql = `SELECT ${COLUMNS} FROM heartbeat WHERE session_id = ? ORDER BY last_ms, id`;
  return (db.prepare(sql).all(sessionId) as StoredRow[]).flatMap((row) => rowOf(row) ?? []);
}

export interface LimitsRow {
  readonly fiveHour: LimitRow | null;
  readonly sevenDay: LimitRow | null;
}

export interface LimitRow {
  /** 0–100. */
  readonly usedPercent: number;
  /** Null: not told. Otherwise after the moment asked about. */
  readonly resetsAtMs: number | null;
  readonly toldAtMs: number;
  readonly sessionId: string;
}

const HOUR_MS = 3_600_000;
/** How long each window is: what was told earlier is of another one. */
const WINDOWS = {
  fiveHour: { column: 'five_hour', lengthMs: 5 * HOUR_MS },
  sevenDay: { column: 'seven_day', lengthMs: 7 * 24 * HOUR_MS },
} as const;

/** The plan's limits as last told to any session; null when nothing that was told still holds. */
export function readLatestLimits(db: Database, nowMs: number): LimitsRow | null {
  const fiveHour = readLimit(db, WINDOWS.fiveHour, nowMs);
  const sevenDay = readLimit(db, WINDOWS.sevenDay, nowMs);
  return fiveHour === null && sevenDay === null ? null : { fiveHour, sevenDay };
}

function readLimit(
  db: Database,
  { column, lengthMs }: (typeof WINDOWS)[keyof typeof WINDOWS],
  nowMs: number,
): LimitRow | null {
  const sql = `
    SELECT ${column}_percent AS usedPercent, ${column}_resets_ms AS resetsAtMs, last_ms AS toldAtMs,
      session_id AS sessionId
    FROM heartbeat
    WHERE last_ms > ? AND ${column}_percent IS NOT NULL
      AND (${column}_resets_ms IS NULL OR ${column}_resets_ms > ?)
    ORDER BY last_ms DESC, id DESC LIMIT 1`;
  return (db.prepare(sql).get(nowMs - lengthMs, nowMs) as LimitRow | undefined) ?? null;
}

export interface RunningCostRow {
  readonly source: 'statusline' | 'ctxprof';
  readonly firstMs: number;
  readonly lastMs: number;
  /** Total of the process so far, as Claude Code told it. */
  readonly costNanoUsd: number;
  /** How long the process had run at `lastMs`; null: not told. */
  readonly durationMs: number | null;
  readonly version: string | null;
  /** Whether a call had been made in the conversation. */
  readonly hasUsage: boolean;
}

const COST_COLUMNS = `
  source, first_ms AS firstMs, last_ms AS lastMs, cost_nano_usd AS costNanoUsd,
  data ->> '$.durationMs' AS durationMs, data ->> '$.version' AS version,
  (data ->> '$.lastInputTokens') IS NOT NULL OR (data ->> '$.lastCacheReadTokens') IS NOT NULL AS hasUsage`;

/** The running totals of one session, oldest first. */
export function readRunningCosts(db: Database, sessionId: string): RunningCostRow[] {
  const sql = `
    SELECT ${COST_COLUMNS} FROM heartbeat
    WHERE session_id = ? AND cost_nano_usd IS NOT NULL ORDER BY last_ms, id`;
  return (db.prepare(sql).all(sessionId) as StoredCost[]).map(costOf);
}

/** The last running totals of sessions that had ended by a moment, newest first. */
export function readOtherCostsBefore(
  db: Database,
  sessionId: string,
  atMs: number,
): RunningCostRow[] {
  const sql = `
    SELECT ${COST_COLUMNS} FROM heartbeat
    WHERE last_ms <= @atMs AND session_id <> @sessionId AND cost_nano_usd IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM heartbeat later
        WHERE later.session_id = heartbeat.session_id AND later.last_ms > @atMs)
    ORDER BY last_ms DESC, id DESC LIMIT ${MOST_OTHERS}`;
  return (db.prepare(sql).all({ atMs, sessionId }) as StoredCost[]).map(costOf);
}

/** A session before a `/clear` is among the last ones that were refreshed. */
const MOST_OTHERS = 200;

interface StoredRow extends Omit<HeartbeatRow, 'heartbeat'> {
  readonly data: string;
}

function rowOf(row: StoredRow | undefined): HeartbeatRow | null {
  if (row === undefined) return null;
  const { data, ...rest } = row;
  const heartbeat = restoreHeartbeat(parseOrNull(data));
  return heartbeat === null ? null : { ...rest, heartbeat };
}

type StoredCost = Omit<RunningCostRow, 'hasUsage'> & { readonly hasUsage: number };

function costOf(row: StoredCost): RunningCostRow {
  return { ...row, hasUsage: row.hasUsage === 1 };
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
