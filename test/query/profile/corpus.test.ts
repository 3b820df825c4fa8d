// Profiles of real sessions, where this machine has them.
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LedgerStore, openStore } from '../../../src/store/open-store.ts';
import { renderFolded } from '../../../src/views/profile/folded.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { ingestInto } from '../../store/lab.ts';
import { askProfile, expectExactSums, ledgerSum, profileContext } from './profile-lab.ts';

const stateDir = join(tmpdir(), `telltale-profile-corpus-${process.pid}`);

describe.skipIf(CORPUS === null)(`real sessions${NO_CORPUS}`, () => {
  let store: LedgerStore;
  beforeAll(async () => {
    store = openStore({ stateDir, now: Date.now });
    await ingestInto(store, CORPUS ?? '');
  }, 60_000);
  afterAll(() => {
    store.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  test('every profile and its folded stacks sum to the ledger', { timeout: 120_000 }, () => {
    const ids = store.db.prepare('SELECT session_id FROM session').pluck().all() as string[];
    expect(ids.length).toBeGreaterThan(20);
    for (const id of ids) {
      const answer = askProfile(profileContext({ store }), id);
      const ledger = ledgerSum({ store }, id);
      expectExactSums(answer, ledger);
      for (const weight of ['tokens', 'cost'] as const) {
        const lines = renderFolded(answer, { weight }).trimEnd().split('\n');
        const sum = lines.reduce((all, line) => all + Number(/ (\d+)$/.exec(line)?.[1] ?? 0), 0);
        expect(sum).toBe(weight === 'tokens' ? ledger.tokens : (ledger.costNanoUsd ?? 0));
      }
    }
  });

  test('most of what is new is told block by block', () => {
    const ids = store.db.prepare('SELECT session_id FROM session').pluck().all() as string[];
    let all = 0;
    let untold = 0;
    for (const id of ids) {
      for (const { parts } of askProfile(profileContext({ store }), id).calls) {
        for (const { flow, kind, tokens } of parts) {
          if (flow !== 'new') continue;
          all += tokens;
          if (kind === 'rest') untold += tokens;
        }
      }
    }
    expect(all).toBeGreaterThan(1_000_000);
    expect(untold / all).toBeLessThan(0.25);
  });
});
