// Records of the spool → rows. Knows when two refreshes of a status line are one row; reads no file.
import { restoreHeartbeat, withoutNulls } from '../../../live/restore-heartbeat.ts';
import type { Heartbeat, HeartbeatRecord, SpoolRecord } from '../../../live/spool-record.ts';
import type { Sqlite } from '../../sqlite.ts';

export interface SpoolWriter {
  write(record: SpoolRecord): void;
}

/** The newest row of a session, to which a refresh that says the same is added. */
interface Tail {
  readonly id: number;
  readonly lastMs: number;
  /** What it says but for durations. */
  readonly words: string;
}

/** For one transaction: another process may add rows between two. */
export function createSpoolWriter(db: Sqlite): SpoolWriter {
  const statements = prepareAll(db);
  const tails = new Map<string, Tail | null>();

  function tailOf(sessionId: string): Tail | null {
    let tail = tails.get(sessionId);
    if (tail === undefined) {
      tail = readTail(statements.newest.get(sessionId) as NewestRow | undefined);
      tails.set(sessionId, tail);
    }
    return tail;
  }

  function writeHeartbeat({ atMs, heartbeat }: HeartbeatRecord): void {
    const { sessionId } = heartbeat;
    const words = wordsOf(heartbeat);
    const data = JSON.stringify(withoutNulls(heartbeat));
    const tail = tailOf(sessionId);
    const isNewest = tail === null || atMs >= tail.lastMs;
    if (tail !== null && tail.words === words) {
      // Told late: the durations of the later one stay.
      if (isNewest) statements.extend.run(atMs, data, tail.id);
      else statements.extendBack.run(atMs, tail.id);
      if (isNewest) tails.set(sessionId, { ...tail, lastMs: atMs });
      return;
    }
    const row = { ...columnsOf(heartbeat), source: 'statusline', atMs, data };
    const id = Number(statements.insert.run(row).lastInsertRowid);
    if (isNewest) tails.set(sessionId, { id, lastMs: atMs, words });
  }

  return {
    write(record) {
      if (record.kind === 'heartbeat') writeHeartbeat(record);
      else {
        const { sessionId, atMs, event, data } = record;
        statements.hook.run(sessionId, atMs, event, JSON.stringify(data));
      }
    },
  };
}

export const INSERT_HEARTBEAT = `
  INSERT INTO main.heartbeat (session_id, source, first_ms, last_ms, refreshes, cost_nano_usd,
    window_tokens, used_percent, five_hour_percent, five_hour_resets_ms, seven_day_percent,
    seven_day_resets_ms, data)
  VALUES (@sessionId, @source, @atMs, @atMs, 1, @costNanoUsd, @windowTokens, @usedPercent,
    @fiveHourPercent, @fiveHourResetsAtMs, @sevenDayPercent, @sevenDayResetsAtMs, @data)`;

/** The fields that have a column of their own. */
export function columnsOf(heartbeat: Heartbeat) {
  const { sessionId, costNanoUsd, windowTokens, usedPercent } = heartbeat;
  const { fiveHourPercent, fiveHourResetsAtMs, sevenDayPercent, sevenDayResetsAtMs } = heartbeat;
  return {
    sessionId,
    costNanoUsd,
    windowTokens,
    usedPercent,
    fiveHourPercent,
    fiveHourResetsAtMs,
    sevenDayPercent,
    sevenDayResetsAtMs,
  };
}

function prepareAll(db: Sqlite) {
  return {
    newest: db.prepare(`
      SELECT id, last_ms AS lastMs, data FROM main.heartbeat
      WHERE session_id = ? AND source = 'statusline' ORDER BY last_ms DESC, id DESC LIMIT 1`),
    insert: db.prepare(INSERT_HEARTBEAT),
    extend: db.prepare(
      'UPDATE main.heartbeat SET last_ms = ?, refreshes = refreshes + 1, data = ? WHERE id = ?',
    ),
    extendBack: db.prepare(
      'UPDATE main.heartbeat SET first_ms = min(first_ms, ?), refreshes = refreshes + 1 WHERE id = ?',
    ),
    hook: db.prepare(
      'INSERT INTO main.hook_event (session_id, at_ms, event, data) VALUES (?, ?, ?, ?)',
    ),
  };
}

interface NewestRow {
  readonly id: number;
  readonly lastMs: number;
  readonly data: string;
}

function readTail(row: NewestRow | undefined): Tail | null {
  if (row === undefined) return null;
  const heartbeat = restoreHeartbeat(JSON.parse(row.data));
  return heartbeat === null ? null : { id: row.id, lastMs: row.lastMs, words: wordsOf(heartbeat) };
}

function wordsOf(heartbeat: Heartbeat): string {
  return JSON.stringify({ ...heartbeat, durationMs: null, apiDurationMs: null });
}
