// A ledger of scripted transcripts, for tests of what is derived from a session's trace.
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import type { SessionTrace } from '../../../src/model/trace/session-trace.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import {
  readSessionTrace,
  type TraceOptions,
} from '../../../src/query/trace/read-session-trace.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { type Lab, openLab } from '../../store/lab.ts';
import { SCRIPT_SESSION } from '../../transcript/trace/script.ts';

export interface TraceLab {
  readonly lab: Lab;
  readonly context: QueryContext;
  /** Main transcript of the scripted session, and files beside it by their path below its folder. */
  take(main: string, others?: Readonly<Record<string, string>>): Promise<void>;
  trace(sessionId?: string, options?: TraceOptions): SessionTrace;
  close(): void;
}

export function openTraceLab(): TraceLab {
  const lab = openLab();
  const context: QueryContext = {
    store: lab.store,
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    zone: openZone('UTC'),
    settings: DEFAULT_SETTINGS,
    book: SHIPPED_BOOK,
  };
  return {
    lab,
    context,
    async take(main, others = {}) {
      lab.write(`projects/-w-app/${SCRIPT_SESSION}.jsonl`, main);
      for (const [path, text] of Object.entries(others)) lab.write(`projects/-w-app/${path}`, text);
      await lab.ingest();
    },
    trace(sessionId = SCRIPT_SESSION, options = {}) {
      const sql = 'SELECT id FROM session WHERE session_id = ?';
      const row = lab.store.db.prepare(sql).get(sessionId) as { id: number } | undefined;
      if (row === undefined) throw new Error(`no session ${sessionId}`);
      return readSessionTrace(context, row.id, options);
    },
    close: () => lab.close(),
  };
}

/** The trace of one script, in a ledger that is gone afterwards. */
export async function traceOf(
  main: string,
  others: Readonly<Record<string, string>> = {},
): Promise<SessionTrace> {
  const world = openTraceLab();
  try {
    await world.take(main, others);
    return world.trace();
  } finally {
    world.close();
  }
}

/** Text that tells a block: kind, or tool use id, or both. */
export function words(blocks: SessionTrace['chains'][number]['rest']): string {
  return blocks
    .map(({ kind, toolUseId, chars }) =>
      toolUseId === null ? `${kind}${chars}` : `${kind}-${toolUseId}`,
    )
    .join(' ');
}
