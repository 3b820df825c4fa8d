// Up to when a session repeats another one that it began as a copy of. Knows times of lines, calls and
// prompts; results and notices that stand between them go with what is before them.
import type { Database } from 'better-sqlite3';

/** By session.id, epoch ms: what happened up to there was copied. Sessions that copied nothing are left out. */
export function readCopiedUntil(db: Database, sessions: readonly number[]): Map<number, number> {
  const owners = new Map<number, number[]>();
  const until = new Map<number, number>();
  for (const { session, owner, atMs } of readCopiedLines(db, sessions)) {
    owners.set(session, [...(owners.get(session) ?? []), owner]);
    until.set(session, Math.max(until.get(session) ?? atMs, atMs));
  }
  for (const [session, lineMs] of until)
    until.set(session, endOfCopy(db, session, owners.get(session) ?? [], lineMs));
  return until;
}

interface CopiedLines {
  readonly session: number;
  /** session.id of the one that has made these calls. */
  readonly owner: number;
  /** Of the newest line: an answer is told in several, each with a time of its own. */
  readonly atMs: number;
}

function readCopiedLines(db: Database, sessions: readonly number[]): CopiedLines[] {
  const sql = `
    SELECT l.session_id AS session, c.session_id AS owner, MAX(l.at_ms) AS atMs
    FROM call c JOIN line l ON l.message_id = c.message_id
    WHERE c.session_count > 1 AND c.chain = 0 AND c.part = 0 AND c.at_ms IS NOT NULL
      AND l.session_id <> c.session_id AND l.session_id IN (SELECT value FROM json_each(?))
      AND l.at_ms IS NOT NULL
    GROUP BY l.session_id, c.session_id`;
  return db.prepare(sql).all(JSON.stringify(sessions)) as CopiedLines[];
}

/** The last record of the sessions it was copied from, if nothing of its own comes before. */
function endOfCopy(
  db: Database,
  session: number,
  owners: readonly number[],
  lineMs: number,
): number {
  const given = { session, owners: JSON.stringify(owners) };
  const isShared = `EXISTS (SELECT 1 FROM event o WHERE o.kind = e.kind AND o.uuid = e.uuid
    AND o.session_id IN (SELECT value FROM json_each(@owners)))`;
  // `+`: sought by session, which has few events; of all prompts, or by time, there are many.
  const ofEvents = `FROM event e WHERE e.session_id = @session
    AND +e.kind IN ('prompt', 'compaction') AND +e.at_ms > @afterMs`;
  const one = (sql: string, afterMs: number): number | null =>
    db
      .prepare(sql)
      .pluck()
      .get({ ...given, afterMs }) as number | null;
  const copiedMs = one(`SELECT MAX(e.at_ms) ${ofEvents} AND ${isShared}`, lineMs) ?? lineMs;
  const ownMs = one(
    `SELECT MIN(at_ms) FROM (
      SELECT e.at_ms ${ofEvents} AND NOT ${isShared}
      UNION ALL SELECT at_ms FROM call
        WHERE session_id = @session AND chain = 0 AND at_ms > @afterMs)`,
    copiedMs,
  );
  const lastMs = one(
    `SELECT MAX(last_ms) FROM session
      WHERE id IN (SELECT value FROM json_each(@owners)) AND last_ms > @afterMs`,
    copiedMs,
  );
  return Math.max(copiedMs, Math.min(lastMs ?? copiedMs, (ownMs ?? Infinity) - 1));
}
