// Fresh starts in the real transcripts: what a replay may say of them, whatever it finds.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { queryRotations } from '../../../src/query/rotation/query-rotation.ts';
import type { RotationAnswer } from '../../../src/query/rotation/rotation-answer.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { type LedgerStore, openStore } from '../../../src/store/open-store.ts';
import { readSessions } from '../../../src/store/readers/sessions.ts';
import { readTurningPoints } from '../../../src/store/readers/sessions-events.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { ingestInto } from '../../store/lab.ts';

/** Compacted by itself before its call 102. */
const COMPACTED = '258c7280-ae70-4798-800f-63464d01a85d';

describe.skipIf(CORPUS === null)(`fresh starts in the real transcripts${NO_CORPUS}`, () => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-rotation-')));
  let store: LedgerStore;
  let answers: Map<string, RotationAnswer>;

  beforeAll(async () => {
    store = openStore({ stateDir: join(scratch, 'state'), now: Date.now });
    await ingestInto(store, realpathSync(CORPUS ?? ''));
    const context = {
      store,
      now: Date.now,
      zone: openZone('UTC'),
      settings: DEFAULT_SETTINGS,
      book: SHIPPED_BOOK,
    };
    const rows = readSessions(store.db, {});
    answers = new Map(queryRotations(context, rows).map((answer) => [answer.sessionId, answer]));
  });
  afterAll(() => {
    store?.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('cost what the main chain costs in the ledger', () => {
    const costs = store.db
      .prepare(
        `SELECT s.session_id, SUM(c.cost_nano_usd) FROM call c JOIN session s ON s.id = c.session_id
         WHERE c.chain = 0 AND c.part = 0 AND c.at_ms IS NOT NULL GROUP BY s.id`,
      )
      .raw()
      .all() as [string, number][];
    expect(costs.length).toBeGreaterThan(10);
    for (const [sessionId, cost] of costs) {
      expect(Math.abs((answers.get(sessionId)?.costNanoUsd ?? 0) - cost)).toBeLessThan(10);
    }
  });

  it('never save less than nothing or more than there is', () => {
    let saving = 0;
    for (const { bestTurn, optimal, costNanoUsd, reason } of answers.values()) {
      expect(reason === null).toBe(bestTurn !== null);
      if (bestTurn === null || optimal === null) continue;
      saving += 1;
      expect(bestTurn.savingNanoUsd).toBeGreaterThan(0);
      expect(optimal.savingNanoUsd).toBeGreaterThanOrEqual(bestTurn.savingNanoUsd ?? 0);
      expect(optimal.savingNanoUsd).toBeLessThanOrEqual(costNanoUsd ?? 0);
    }
    expect(saving).toBeGreaterThan(0);
  });

  it('do not reach across the compaction before call 102', () => {
    const { id } = store.db
      .prepare('SELECT id FROM session WHERE session_id = ?')
      .get(COMPACTED) as { id: number };
    const compaction = readTurningPoints(store.db, [id]).find(({ kind }) => kind === 'compaction');
    const before = store.db
      .prepare('SELECT COUNT(*) FROM call WHERE session_id = ? AND chain = 0 AND at_ms < ?')
      .pluck()
      .get(id, compaction?.atMs);
    expect(before).toBe(102);
    const answer = answers.get(COMPACTED);
    expect([answer?.calls, answer?.turns]).toEqual([152, 2]);
    expect(answer?.fresh?.basis).toBe('finished-sessions');
  });
});
