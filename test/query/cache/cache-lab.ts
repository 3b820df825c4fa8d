// Reads the collapses of sessions that a table writes, by the whole path: transcripts, ledger, question.

import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import type { CacheEvent } from '../../../src/model/cache/cache-event.ts';
import type { CacheFindings } from '../../../src/model/cache/derive-cache-events.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { readCacheFindings } from '../../../src/query/cache/read-cache-events.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { type Lab, openLab } from '../../store/lab.ts';

export interface ReadSession {
  readonly findings: CacheFindings;
  /** Message ids of the main chain's own calls in the order of time. */
  readonly calls: readonly string[];
  readonly costNanoUsd: number | null;
}

/** Sessions by id. */
export async function readScene(table: string): Promise<Map<string, ReadSession>> {
  const lab = openLab();
  try {
    for (const file of buildTranscript(table)) lab.write(file.path, file.text);
    await lab.ingest();
    return readAll(lab);
  } finally {
    lab.close();
  }
}

export function contextOf(lab: Pick<Lab, 'store'>): QueryContext {
  return {
    store: lab.store,
    now: Date.now,
    zone: openZone('UTC'),
    settings: DEFAULT_SETTINGS,
    book: SHIPPED_BOOK,
  };
}

function readAll(lab: Lab): Map<string, ReadSession> {
  const { db } = lab.store;
  const rows = db.prepare('SELECT id, session_id AS sessionId FROM session').all() as {
    id: number;
    sessionId: string;
  }[];
  const findings = readCacheFindings(
    contextOf(lab),
    rows.map(({ id }) => id),
  );
  const calls = db.prepare(
    'SELECT message_id FROM call WHERE session_id = ? AND chain = 0 AND part = 0 ORDER BY at_ms',
  );
  const cost = db.prepare('SELECT SUM(cost_nano_usd) FROM call WHERE session_id = ?');
  return new Map(
    rows.map(({ id, sessionId }) => [
      sessionId,
      {
        findings: findings.get(id) as CacheFindings,
        calls: calls.pluck().all(id) as string[],
        costNanoUsd: cost.pluck().get(id) as number | null,
      },
    ]),
  );
}

/** The cause of each call in order; `-` where there is none. */
export function labelsOf({ calls, findings }: ReadSession): string[] {
  const events = new Map<string, CacheEvent>(findings.events.map((event) => [event.callId, event]));
  return calls.map((id) => events.get(id)?.cause ?? '-');
}
