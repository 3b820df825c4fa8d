// Health of the real transcripts, call by call: the reference values of the main chain.
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { medianOf } from '../../../src/model/health/baseline.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { readHealths } from '../../../src/query/health/read-healths.ts';
import { findSession } from '../../../src/query/sessions/find-session.ts';
import { querySession } from '../../../src/query/sessions/show-session.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { type LedgerStore, openStore } from '../../../src/store/open-store.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { ingestInto } from '../../store/lab.ts';

interface Reference {
  readonly baseline: number;
  readonly current: number;
  readonly peak: number;
  readonly last: number;
  /** Calls before the compaction, what it told, and the first context after it. */
  readonly compaction: readonly [index: number, trigger: string, preTokens: number, after: number];
  /** Weighted tokens where every cache write weighs 1.25, also those of an hour. */
  readonly weighted: number;
}

const REFERENCES: Readonly<Record<string, Reference>> = {
  ae4a77f8: {
    baseline: 28_616,
    current: 101_790,
    peak: 141_787,
    last: 102_168,
    compaction: [138, 'manual', 142_431, 45_263],
    weighted: 2_199_341,
  },
  fa812bfe: {
    baseline: 28_720,
    current: 75_760,
    peak: 166_874,
    last: 76_350,
    compaction: [126, 'auto', 167_117, 32_015],
    weighted: 2_045_414.5,
  },
  '258c7280': {
    baseline: 31_180,
    current: 76_914,
    peak: 166_759,
    last: 77_334,
    compaction: [102, 'auto', 167_094, 33_960],
    weighted: 2_108_679.2,
  },
  '8463c716': {
    baseline: 28_298,
    current: 132_098,
    peak: 167_094,
    last: 132_648,
    compaction: [71, 'auto', 167_731, 42_603],
    weighted: 2_103_700.9,
  },
  '4d5611e5': {
    baseline: 29_361,
    current: 99_788,
    peak: 164_831,
    last: 106_060,
    compaction: [61, 'auto', 170_251, 36_081],
    weighted: 1_905_229.9,
  },
};

const names =
  CORPUS === null
    ? []
    : readdirSync(join(CORPUS, 'projects'), { recursive: true, encoding: 'utf8' });
const present = Object.keys(REFERENCES).filter((id) =>
  names.some((name) => name.includes(`${id}-`) && name.endsWith('.jsonl')),
);

describe.skipIf(CORPUS === null)(`health of the real transcripts${NO_CORPUS}`, () => {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'telltale-health-')));
  let store: LedgerStore;
  let context: QueryContext;

  beforeAll(async () => {
    store = openStore({ stateDir: join(scratch, 'state'), now: Date.now });
    await ingestInto(store, realpathSync(CORPUS ?? ''));
    const zone = openZone('UTC');
    context = { store, now: Date.now, zone, settings: DEFAULT_SETTINGS, book: SHIPPED_BOOK };
  });
  afterAll(() => {
    store?.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('some of the reference sessions are there', () => {
    expect(present.length).toBeGreaterThan(0);
  });

  it.each(present)('%s has the reference values', (id) => {
    const reference = REFERENCES[id];
    if (reference === undefined) throw new Error(id);
    const row = findSession(context, id);
    const health = readHealths(context, [row.id]).get(row.id);
    const { overCalls, compactionsAfterCall, peakTokens } = querySession(context, id).context;
    const { compactions } = querySession(context, id);
    const [index, trigger, preTokens, after] = reference.compaction;
    expect(Math.round(medianOf(overCalls.slice(0, 5)))).toBe(reference.baseline);
    expect(Math.round(health?.signals.growth.currentTokens ?? 0)).toBe(reference.current);
    expect(peakTokens).toBe(reference.peak);
    expect(health?.contextTokens).toBe(reference.last);
    expect(compactionsAfterCall).toEqual([index]);
    expect(compactions).toMatchObject([{ trigger, preTokens }]);
    expect(overCalls[index]).toBe(after);
    expect(health).toMatchObject({ segment: 1, segmentCalls: overCalls.length - index });
    const hourWrites = store.db
      .prepare('SELECT SUM(cache_write_1h_tokens) FROM call WHERE session_id = ? AND chain = 0')
      .pluck()
      .get(row.id) as number;
    expect(health?.weightedTokens).toBe(Math.round(reference.weighted + 0.75 * hourWrites));
    // What was full before the compaction is well after it.
    expect(health?.level).toBe('ok');
  });

  it('every session has a health between 0 and 100, or a reason', () => {
    const ids = store.db.prepare('SELECT id FROM session').pluck().all() as number[];
    let known = 0;
    for (const health of readHealths(context, ids).values()) {
      if (health.healthPercent === null) expect(health.reason).not.toBeNull();
      else {
        known += 1;
        expect(health.healthPercent).toBeGreaterThanOrEqual(0);
        expect(health.healthPercent).toBeLessThanOrEqual(100);
      }
    }
    expect(known).toBeGreaterThan(10);
  });
});
