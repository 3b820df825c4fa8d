// Sessions written as tables, read into a ledger of their own and explained.
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import type { ExplainAnswer } from '../../../src/query/explain/explain-answer.ts';
import { queryExplain } from '../../../src/query/explain/query-explain.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { type Lab, openLab } from '../../store/lab.ts';

export const SESSION = '5f0c0e0a-0000-4000-8000-000000000001';
const NOW_MS = Date.parse('2026-11-21T12:00:00Z');

export interface ExplainLab {
  readonly lab: Lab;
  readonly context: QueryContext;
  /** Replaces what was there. */
  take(table: string): Promise<void>;
  explain(session?: string, top?: number): ExplainAnswer;
  close(): void;
}

export function openExplainLab(): ExplainLab {
  const lab = openLab();
  const context: QueryContext = {
    store: lab.store,
    now: () => NOW_MS,
    zone: openZone('UTC'),
    settings: DEFAULT_SETTINGS,
    book: SHIPPED_BOOK,
  };
  return {
    lab,
    context,
    async take(table) {
      for (const { path, text } of buildTranscript(table)) lab.write(path, text);
      await lab.ingest();
    },
    explain: (session = SESSION, top = 100) =>
      queryExplain(context, { wanted: session, cwd: '/', runningSessionId: undefined }, top),
    close: () => lab.close(),
  };
}

/** The answer about one table, in a ledger that is gone afterwards. */
export async function explainTable(table: string, session = SESSION): Promise<ExplainAnswer> {
  const lab = openExplainLab();
  try {
    await lab.take(table);
    return lab.explain(session);
  } finally {
    lab.close();
  }
}
