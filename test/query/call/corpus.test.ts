// On real transcripts: what `call` and `show` derive anew is what the ledger holds, for every call
// and every session.
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { queryCall } from '../../../src/query/call/show-call.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { querySessions } from '../../../src/query/sessions/list-sessions.ts';
import { querySession } from '../../../src/query/sessions/show-session.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { ingest } from '../../../src/store/ingest/ingest.ts';
import { openStore } from '../../../src/store/open-store.ts';

const CORPUS =
  process.env.TELLTALE_CORPUS ?? join(import.meta.dirname, '../../../../shared/corpus');

describe.skipIf(!existsSync(join(CORPUS, 'expected.json')))('the shared transcripts', () => {
  let stateDir: string;
  let context: QueryContext;

  beforeAll(async () => {
    stateDir = mkdtempSync(join(tmpdir(), 'telltale-provenance-'));
    const now = () => Date.parse('2026-11-21T12:00:00Z');
    const store = openStore({ stateDir, now });
    const path = realpathSync(CORPUS);
    const roots = [{ path, projectsDir: join(path, 'projects') }];
    await ingest({ store, book: SHIPPED_BOOK, roots, now, workerUrl: null });
    const zone = openZone('UTC');
    context = { store, now, zone, settings: DEFAULT_SETTINGS, book: SHIPPED_BOOK };
  });
  afterAll(() => {
    context.store.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  it('every call is derived and priced as it is stored, to the nano-dollar', () => {
    const ids = context.store.db.prepare('SELECT DISTINCT message_id FROM call').pluck().all();
    expect(ids.length).toBeGreaterThan(1500);
    for (const id of ids as string[]) {
      const answer = queryCall(context, id);
      const sum = answer.arithmetic.reduce((total, row) => total + row.costNanoUsd, 0);
      expect([id, answer.findings, sum]).toEqual([id, [], answer.storedCostNanoUsd ?? 0]);
    }
  });

  it('sessions and their pages add up to all calls', () => {
    const total = context.store.db
      .prepare('SELECT COUNT(*) AS calls, SUM(cost_nano_usd) AS cost FROM call')
      .get() as { calls: number; cost: number };
    const { sessions } = querySessions(context, { limit: 1000, order: 'desc' });
    const sums = { calls: 0, cost: 0 };
    for (const session of sessions) {
      const page = querySession(context, session.sessionId);
      expect(page.sum).toMatchObject({ calls: session.calls, costNanoUsd: session.costNanoUsd });
      expect([session.sessionId, page.turns]).toEqual([session.sessionId, session.turns]);
      sums.calls += page.sum.calls;
      sums.cost += page.sum.costNanoUsd ?? 0;
    }
    expect(sums).toEqual(total);
  });

  it('the fork names the 63 calls that it copied', () => {
    const origin = querySession(context, 'dcce4143');
    const fork = querySession(context, 'e0a6db83');
    expect(fork.copies.from).toEqual([{ sessionId: origin.sessionId, calls: 63 }]);
    expect(origin.copies.to).toEqual([{ sessionId: fork.sessionId, calls: 63 }]);
  });
});
