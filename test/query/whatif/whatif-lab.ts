// Asks for other choices in a ledger of written sessions.
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { queryWhatIf, type WhatIfQuestion } from '../../../src/query/whatif/query-whatif.ts';
import type { RankedScenario, WhatIfAnswer } from '../../../src/query/whatif/whatif-answer.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { openZone } from '../../../src/shared/zone.ts';
import type { LedgerStore } from '../../../src/store/open-store.ts';
import { type Lab, openLab } from '../../store/lab.ts';

export type Asked = Partial<Omit<WhatIfQuestion, 'wish'>> & { readonly session?: string };

export interface WhatIfLab {
  readonly lab: Lab;
  /** Writes the table's transcripts and takes them in. */
  take(table: string): Promise<void>;
  ask(question?: Asked): WhatIfAnswer;
  close(): void;
}

export function openWhatIfLab(): WhatIfLab {
  const lab = openLab();
  return {
    lab,
    async take(table) {
      for (const { path, text } of buildTranscript(table)) lab.write(path, text);
      await lab.ingest();
    },
    ask: (question = {}) => askIn(lab.store, question),
    close: () => lab.close(),
  };
}

export function askIn(store: LedgerStore, { session, ...question }: Asked): WhatIfAnswer {
  const context: QueryContext = {
    store,
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    zone: openZone('UTC'),
    settings: DEFAULT_SETTINGS,
    book: SHIPPED_BOOK,
  };
  const wish = { wanted: session, cwd: '/', runningSessionId: undefined };
  return queryWhatIf(context, { wish, top: 20, ...question });
}

/** Those that save and those that do not, in the order of their rank. */
export function allOf({ scenarios, dearer }: WhatIfAnswer): readonly RankedScenario[] {
  return [...scenarios, ...dearer];
}

export function scenarioOf(answer: WhatIfAnswer, id: RankedScenario['id']): RankedScenario {
  const found = allOf(answer).find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} changed nothing`);
  return found;
}
