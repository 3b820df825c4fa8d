// The session events of one thread, as the second pass has stored them, with the permissions that hooks were
// told of. Knows chunks and rows; nothing is counted here.
import type { Database } from 'better-sqlite3';
import { unpackEvents } from '../../model/session-event/pack-events.ts';
import type { SessionEvent } from '../../model/session-event/session-event.ts';
import { pendingEvents } from '../session-events/pending-events.ts';
import { mergeByTime, readPermissionEvents } from '../session-events/permission-events.ts';

/**
 * In the order of the transcript; what hooks told of a main thread stands before what is later. Empty: not
 * read yet, or out of scope.
 */
export function readThreadEvents(db: Database, fileId: number): SessionEvent[] {
  const thread = db
    .prepare(
      `SELECT session, agent_id AS agentId, json_extract(state, '$.run') AS run
       FROM event_file WHERE file_id = ?`,
    )
    .get(fileId) as StoredThread | undefined;
  if (thread === undefined) return [];
  const chunks = db
    .prepare('SELECT events FROM event_chunk WHERE file_id = ? ORDER BY seq')
    .pluck()
    .all(fileId) as string[];
  const run = thread.run === null ? null : JSON.parse(thread.run);
  const events = [...chunks.flatMap(unpackEvents), ...pendingEvents({ run })];
  if (thread.agentId !== null) return events;
  return mergeByTime(events, readPermissionEvents(db, thread.session));
}

interface StoredThread {
  readonly session: string;
  readonly agentId: string | null;
  /** JSON of EventReaderState.run */
  readonly run: string | null;
}
