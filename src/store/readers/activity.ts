// What is needed to tell what a session is doing now: its last hook events, and when its transcript last
// grew. Rows only; what they mean is the query's.
import type { Database } from 'better-sqlite3';

export interface ActivityEventRow {
  readonly atMs: number;
  readonly event: string;
  /** JSON of the hook record's data. */
  readonly data: string;
}

/** A turn of hours leaves an event per tool; the state shows in the last few and the turn's prompt. */
const LAST_EVENTS = 24;

const OF_MAIN_CHAIN = `
  session_id = ? AND (event = 'Notification'
    OR CASE WHEN json_valid(data) THEN json_extract(data, '$.agentId') END IS NULL)`;

/**
 * Reads the last events of a session's main chain and its notifications, in the order of time. The last prompt is among them,
 * however long ago it was.
 */
export function prepareLastEvents(db: Database): (sessionId: string) => ActivityEventRow[] {
  const columns = 'id, at_ms AS atMs, event, data';
  const last = db.prepare(
    `SELECT ${columns} FROM hook_event WHERE ${OF_MAIN_CHAIN}
     ORDER BY at_ms DESC, id DESC LIMIT ${LAST_EVENTS}`,
  );
  const prompt = db.prepare(
    `SELECT ${columns} FROM hook_event WHERE event = 'UserPromptSubmit' AND ${OF_MAIN_CHAIN}
       AND (at_ms, id) < (?, ?)
     ORDER BY at_ms DESC, id DESC LIMIT 1`,
  );
  return (sessionId) => {
    const rows = last.all(sessionId) as (ActivityEventRow & { readonly id: number })[];
    rows.reverse();
    const first = rows[0];
    if (first === undefined || rows.length < LAST_EVENTS) return rows;
    const earlier = prompt.get(sessionId, first.atMs, first.id) as ActivityEventRow | undefined;
    return earlier === undefined ? rows : [earlier, ...rows];
  };
}

export interface SignsRow {
  readonly sessionId: string;
  /** Of any hook event, a subagent's included. */
  readonly lastEventMs: number | null;
  /** Of any record of its transcripts. */
  readonly lastRecordMs: number | null;
  /** Of a call on the main chain. */
  readonly lastCallMs: number | null;
}

/** One row per id, also for sessions that the ledger does not know. */
export function readSigns(db: Database, sessionIds: readonly string[]): SignsRow[] {
  const sql = `
    SELECT asked.value AS sessionId, s.last_ms AS lastRecordMs,
      (SELECT h.at_ms FROM hook_event h WHERE h.session_id = asked.value
       ORDER BY h.at_ms DESC LIMIT 1) AS lastEventMs,
      (SELECT c.at_ms FROM call c WHERE c.session_id = s.id AND c.chain = 0 AND c.at_ms IS NOT NULL
       ORDER BY c.at_ms DESC LIMIT 1) AS lastCallMs
    FROM json_each(?) asked LEFT JOIN session s ON s.session_id = asked.value`;
  return db.prepare(sql).all(JSON.stringify(sessionIds)) as SignsRow[];
}
