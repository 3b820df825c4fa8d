// A config folder with one session's transcript and its open ledger, for tests of what is written for it.
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { readSessionsByPrefix } from '../../../src/store/readers/sessions.ts';
import { type Lab, openLab } from '../../store/lab.ts';
import { type Script, SESSION, script } from '../../transcript/conversation/script.ts';

export const NOW = Date.UTC(2026, 10, 21, 9, 5);

export interface Bench {
  readonly lab: Lab;
  /** The project's folder, which exists. */
  readonly app: string;
  readonly stateDir: string;
  context(changes?: { readonly folder?: string | null; readonly nowMs?: number }): QueryContext;
  /** Writes the transcript of a session and reads it into the ledger; returns its row id. */
  session(write: (session: Script) => Script, sessionId?: string): Promise<number>;
  close(): void;
}

export function openBench(): Bench {
  const lab = openLab();
  const home = realpathSync(join(lab.root, '..'));
  const app = join(home, 'w', 'app');
  mkdirSync(app, { recursive: true });
  return {
    lab,
    app,
    stateDir: lab.stateDir,
    context({ folder = null, nowMs = NOW } = {}) {
      const settings: Settings = {
        ...DEFAULT_SETTINGS,
        handoff: { ...DEFAULT_SETTINGS.handoff, folder },
      };
      const zone = openZone('UTC');
      return { store: lab.store, now: () => nowMs, zone, settings, book: SHIPPED_BOOK };
    },
    async session(write, sessionId = SESSION) {
      const text = write(script({ sessionId, cwd: app })).text();
      lab.write(`projects/-w-app/${sessionId}.jsonl`, text);
      await lab.ingest();
      const [row] = readSessionsByPrefix(lab.store.db, sessionId, 1);
      if (row === undefined) throw new Error(`no session ${sessionId}`);
      return row.id;
    },
    close: () => lab.close(),
  };
}
