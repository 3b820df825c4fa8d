// Other choices in the real transcripts: the replay of what was is exact, what is said to be saved stays
// within it, and two figures are worked out once more from the rows of the ledger.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { queryRotations } from '../../../src/query/rotation/query-rotation.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { type LedgerStore, openStore } from '../../../src/store/open-store.ts';
import { readSessions, type SessionRow } from '../../../src/store/readers/sessions.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { ingestInto } from '../../store/lab.ts';
import { allOf, askIn } from './whatif-lab.ts';

/** With 1-hour writes, in subagents too; its only long silence is on the main chain. */
const LONG_LIVED = '258c7280-ae70-4798-800f-63464d01a85d';

/** Nano-dollars per token. */
const RATES: Readonly<Record<string, { read: number; short: number; long: number }>> = {
  'claude-opus-4-6': { read: 500, short: 6_250, long: 10_000 },
  'claude-sonnet-4-5-20250929': { read: 300, short: 3_750, long: 6_000 },
};

interface LedgerCall {
  readonly chain: number;
  readonly model: string;
  readonly at: number;
  readonly read: number;
  readonly short: number;
  readonly long: number;
}

describe.skipIf(CORPUS === null)(`other choices in the real transcripts${NO_CORPUS}`, () => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-whatif-')));
  let store: LedgerStore;
  let sessions: SessionRow[];

  beforeAll(async () => {
    store = openStore({ stateDir: join(scratch, 'state'), now: Date.now });
    await ingestInto(store, realpathSync(CORPUS ?? ''));
    sessions = readSessions(store.db, {});
  });
  afterAll(() => {
    store?.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  const costs = (): Map<number, { calls: number; cost: number }> => {
    const rows = store.db
      .prepare('SELECT session_id, COUNT(*), TOTAL(cost_nano_usd) FROM call GROUP BY session_id')
      .raw()
      .all() as [number, number, number][];
    return new Map(rows.map(([id, calls, cost]) => [id, { calls, cost }]));
  };

  it('cost to the nano-dollar what the ledger says, where nothing is chosen otherwise', () => {
    const ledger = costs();
    expect(sessions.length).toBeGreaterThan(20);
    let calls = 0;
    let cost = 0;
    for (const { id, sessionId } of sessions) {
      const { base } = askIn(store, { session: sessionId });
      const own = ledger.get(id) ?? { calls: 0, cost: 0 };
      expect([base.calls, base.costNanoUsd ?? 0]).toEqual([own.calls, own.cost]);
      calls += own.calls;
      cost += own.cost;
    }
    const { base } = askIn(store, { sinceMs: 0 });
    expect([base.calls, base.costNanoUsd]).toEqual([calls, cost]);
  });

  it('never save more than there was, nor count more calls than there were', () => {
    let told = 0;
    for (const { sessionId } of sessions) {
      const answer = askIn(store, { session: sessionId });
      for (const one of allOf(answer)) {
        told += 1;
        expect(one.savingNanoUsd, `${sessionId} ${one.id}`).toBeLessThanOrEqual(
          answer.base.costNanoUsd ?? 0,
        );
        expect(one.costNanoUsd).toBe((answer.base.costNanoUsd ?? 0) - one.savingNanoUsd);
        expect(one.changedCalls).toBeLessThanOrEqual(answer.base.calls);
      }
    }
    expect(told).toBeGreaterThan(60);
  });

  it('save over all sessions what they save one by one, for each variant', () => {
    const sums = new Map<string, number>();
    for (const { sessionId } of sessions) {
      for (const { id, variants, value, savingNanoUsd } of allOf(
        askIn(store, { session: sessionId, atTokens: 150_000 }),
      )) {
        for (const one of variants.length === 0 ? [{ value, savingNanoUsd }] : variants) {
          const key = `${id} ${one.value}`;
          sums.set(key, (sums.get(key) ?? 0) + one.savingNanoUsd);
        }
      }
    }
    const together = allOf(askIn(store, { sinceMs: 0, atTokens: 150_000 }));
    expect(together.length).toBeGreaterThan(6);
    for (const { id, value, savingNanoUsd } of together) {
      expect([id, savingNanoUsd]).toEqual([id, sums.get(`${id} ${value}`)]);
    }
  });

  it('begin afresh at the turns that the rotation finds', () => {
    const zone = openZone('UTC');
    const now = () => Date.parse('2026-11-21T12:00:00Z');
    const context = { store, now, zone, settings: DEFAULT_SETTINGS, book: SHIPPED_BOOK };
    let compared = 0;
    for (const { sessionId, optimal } of queryRotations(context, sessions)) {
      if (optimal === null || optimal.savingNanoUsd === null) continue;
      const found = allOf(askIn(store, { session: sessionId }));
      const fresh = found.find(({ id }) => id === 'fresh-best-turns');
      expect([fresh?.savingNanoUsd, fresh?.times]).toEqual([
        optimal.savingNanoUsd,
        optimal.turns.length,
      ]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(3);
  });

  it('cost with 5-minute writes what its own calls say', () => {
    const calls = store.db
      .prepare(
        `SELECT chain, n.text AS model, at_ms AS at, cache_read_tokens AS read,
           cache_write_5m_tokens AS short, cache_write_1h_tokens AS long
         FROM call JOIN session s ON s.id = call.session_id JOIN name n ON n.id = model_id
         WHERE s.session_id = ? ORDER BY chain, at_ms, message_id`,
      )
      .all(LONG_LIVED) as LedgerCall[];
    expect(calls.filter(({ chain }) => chain === 0).length).toBe(152);
    let saving = 0;
    let rebuilds = 0;
    for (const [index, { chain, model, at, read, long }] of calls.entries()) {
      const rates = RATES[model];
      if (rates === undefined) throw new Error(model);
      saving += long * (rates.long - rates.short);
      const before = calls[index - 1];
      if (before?.chain !== chain || at - before.at <= 300_000) continue;
      rebuilds += 1;
      const lost = Math.min(read, before.read + before.short + before.long);
      saving -= lost * (rates.short - rates.read);
    }
    const found = allOf(askIn(store, { session: LONG_LIVED }));
    const short = found.find(({ id }) => id === 'ttl-5m');
    expect([short?.savingNanoUsd, short?.times]).toEqual([saving, rebuilds]);
  });
});
