// Imported moments of sessions → rows, one per session and moment whatever is imported again. Knows what
// becomes of two that tell of the same moment; reads no file.
import { restoreHeartbeat, withoutNulls } from '../../../live/restore-heartbeat.ts';
import type { Heartbeat } from '../../../live/spool-record.ts';
import { numberOf, objectOf } from '../../../live/told-values.ts';
import type { Sqlite } from '../../sqlite.ts';
import type { ImportedBeat } from './parse-ctxprof.ts';
import { columnsOf, INSERT_HEARTBEAT } from './spool-writer.ts';

export interface ImportWriter {
  /** Whether the moment is new. */
  write(beat: ImportedBeat): boolean;
}

type Told = Pick<ImportedBeat, 'heartbeat' | 'totalTokens'>;

/** Inside a transaction. */
export function createImportWriter(db: Sqlite): ImportWriter {
  const find = db.prepare(`
    SELECT id, data FROM main.heartbeat
    WHERE session_id = ? AND source = 'ctxprof' AND last_ms = ?`);
  const insert = db.prepare(INSERT_HEARTBEAT);
  const remove = db.prepare('DELETE FROM main.heartbeat WHERE id = ?');
  return {
    write(beat) {
      const { sessionId, atMs } = beat;
      const known = find.get(sessionId, atMs) as { id: number; data: string } | undefined;
      const told = known === undefined ? beat : merge(toldOf(known.data), beat);
      const heartbeat = restoreHeartbeat(told.heartbeat);
      if (heartbeat === null) return false;
      const data = JSON.stringify({
        ...withoutNulls(heartbeat),
        ...(told.totalTokens === null ? {} : { totalTokens: told.totalTokens }),
      });
      if (known?.data === data) return false;
      if (known !== undefined) remove.run(known.id);
      insert.run({ ...columnsOf(heartbeat), source: 'ctxprof', atMs, data });
      return known === undefined;
    },
  };
}

/**
 * A record and a step are often of the same second. The one with the larger running cost is the later;
 * what it does not tell is taken from the other.
 */
function merge(a: Told, b: Told): Told {
  const [base, more] = costOf(b) > costOf(a) ? [b, a] : [a, b];
  return {
    heartbeat: { ...withoutNulls(more.heartbeat), ...withoutNulls(base.heartbeat) },
    totalTokens: base.totalTokens ?? more.totalTokens,
  };
}

function costOf({ heartbeat }: Told): number {
  return heartbeat.costNanoUsd ?? -1;
}

function toldOf(data: string): Told {
  const stored = objectOf(JSON.parse(data)) ?? {};
  return {
    heartbeat: stored as Partial<Heartbeat>,
    totalTokens: numberOf(stored.totalTokens),
  };
}
