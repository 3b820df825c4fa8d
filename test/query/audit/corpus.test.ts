// The audit over real sessions, where this machine has them: sums, the rest that is not explained, and
// the figures that an earlier program had for two of them.
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { type CalibratedTrace, calibrateTrace } from '../../../src/model/audit/calibrate-trace.ts';
import { deriveWaste } from '../../../src/model/audit/derive-waste.ts';
import type { SessionTrace, TraceBlock } from '../../../src/model/trace/session-trace.ts';
import { SHIPPED_BOOK } from '../../../src/pricing/book.ts';
import { ratesOfCall } from '../../../src/query/audit/rates-of-call.ts';
import type { QueryContext } from '../../../src/query/context.ts';
import { readSessionTrace } from '../../../src/query/trace/read-session-trace.ts';
import { openZone } from '../../../src/shared/zone.ts';
import { type LedgerStore, openStore } from '../../../src/store/open-store.ts';
import { readTurnCounts } from '../../../src/store/readers/sessions-events.ts';
import { readBlockText } from '../../../src/transcript/trace/read-block-text.ts';
import { CORPUS, NO_CORPUS } from '../../store/corpus-folder.ts';
import { ingestInto } from '../../store/lab.ts';

const stateDir = join(tmpdir(), `telltale-audit-corpus-${process.pid}`);

describe.skipIf(CORPUS === null)(`real sessions${NO_CORPUS}`, () => {
  let store: LedgerStore;
  const traces: { trace: SessionTrace; calibrated: CalibratedTrace }[] = [];

  beforeAll(async () => {
    store = openStore({ stateDir, now: Date.now });
    await ingestInto(store, CORPUS ?? '');
    const ids = store.db.prepare('SELECT id FROM session').pluck().all() as number[];
    for (const id of ids) {
      const trace = readSessionTrace(contextOf(store), id);
      traces.push({ trace, calibrated: calibrateTrace(trace) });
    }
  }, 60_000);
  afterAll(() => {
    store.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  const find = (id: string): (typeof traces)[number] => {
    const found = traces.find(({ trace }) => trace.sessionId.startsWith(id));
    if (found === undefined) throw new Error(`no session ${id}`);
    return found;
  };

  it('every call of the ledger is in one chain of its session, every prompt is a turn', () => {
    expect(traces.length).toBeGreaterThan(20);
    const turns = readTurnCounts(
      store.db,
      traces.map(({ trace }) => trace.rowId),
    );
    const inLedger = store.db.prepare('SELECT COUNT(*) FROM call WHERE session_id = ?').pluck();
    for (const { trace } of traces) {
      const own = trace.chains.flatMap(({ calls }) => calls).filter(({ isCopy }) => !isCopy);
      expect(own.length, trace.sessionId).toBe(inLedger.get(trace.rowId));
      const counted = turns.get(trace.rowId) ?? 0;
      if (own.length === trace.chains.flatMap(({ calls }) => calls).length) {
        expect(trace.turns.length, trace.sessionId).toBe(counted);
      }
    }
  });

  it('the text of every block can be read again from its place', () => {
    const { trace } = find('0ccf1a04');
    for (const block of blocksOf(trace)) {
      const file = trace.files[block.file];
      if (file === undefined) throw new Error('no file');
      const text = readBlockText(file, block);
      expect(text === null ? null : [...text].length).toBe(block.chars);
    }
  });

  it('the parts and the rest of every call are its context', () => {
    for (const { trace, calibrated } of traces) {
      trace.chains.forEach(({ calls }, at) => {
        calls.forEach(({ contextTokens, callId }, index) => {
          const sizes = calibrated.chains[at]?.calls[index];
          const sum = (sizes?.parts ?? []).reduce(
            (total, one) => total + one,
            sizes?.restTokens ?? 0,
          );
          expect(sum, callId).toBe(contextTokens);
        });
      });
    }
  });

  it('the rest is at most 10 % of a main-chain context, 5 % for 95 in 100, 1 % at the median', () => {
    const shares = traces.flatMap(({ trace, calibrated }) =>
      (trace.chains[0]?.calls ?? []).flatMap(({ contextTokens, part }, at) => {
        const rest = calibrated.chains[0]?.calls[at]?.restTokens ?? 0;
        return part > 0 ? [] : [Math.abs(rest) / contextTokens];
      }),
    );
    shares.sort((a, b) => a - b);
    expect(shares.length).toBeGreaterThan(1_400);
    expect(shares.at(-1)).toBeLessThan(0.1);
    expect(shares[Math.floor(shares.length * 0.95)]).toBeLessThan(0.05);
    expect(shares[Math.floor(shares.length * 0.5)]).toBeLessThan(0.01);
  });

  it('waste costs less than the session', () => {
    for (const { trace, calibrated } of traces) {
      const waste = deriveWaste(trace, calibrated, (call) => ratesOfCall(call, SHIPPED_BOOK));
      const cost = trace.chains
        .flatMap(({ calls }) => calls)
        .reduce((sum, { costNanoUsd, isCopy }) => sum + (isCopy ? 0 : (costNanoUsd ?? 0)), 0);
      const wasted = waste.reduce(
        (sum, one) => sum + (one.insertNanoUsd ?? 0) + (one.carryNanoUsd ?? 0),
        0,
      );
      expect(wasted, trace.sessionId).toBeLessThanOrEqual(cost);
    }
  });

  // Figures of ctxprof 0.1 for the main transcript. It counts JSON with blanks behind colons and commas
  // (692 and 799 characters more in tool inputs) and results of several parts as JSON (269 and 1,081 more
  // in those of Task); its user text is prompts, commands and the compaction summary together.
  it.each([
    [
      '258c7280',
      {
        total: 487_017 - 692 - 269,
        Read: 191_627,
        input: 107_901 - 692,
        Bash: 78_488,
        Write: 43_079,
        TaskOutput: 23_682,
        Task: 3_881 - 269,
        user: 15_491,
        text: 8_944,
        thinking: 7_125,
      },
    ],
    [
      'fa812bfe',
      { total: 495_627 - 799 - 1_081, Read: 227_184, input: 100_503, Task: 27_487 - 1_081 },
    ],
  ])('%s: as many characters of each kind as another program counted', (id, expected) => {
    const { trace } = find(id);
    const sums: Record<string, number> = { total: 0 };
    for (const block of blocksOf(trace, 0)) {
      const key = KEYS[block.kind] ?? block.name ?? block.kind;
      sums[key] = (sums[key] ?? 0) + block.chars;
      sums.total = (sums.total ?? 0) + block.chars;
    }
    expect(sums).toMatchObject(expected);
  });

  it.each([
    ['258c7280', 9_824, 2],
    ['fa812bfe', 7_385, 1],
  ])('%s: the same files were read and never named', (id, chars, count) => {
    const { trace, calibrated } = find(id);
    const dead = deriveWaste(trace, calibrated).filter(({ kind }) => kind === 'dead-read');
    const ids = new Set(dead.flatMap(({ places }) => places.map(({ toolUseId }) => toolUseId)));
    const blocks = blocksOf(trace, 0).filter(
      ({ kind, toolUseId }) => kind === 'tool-result' && ids.has(toolUseId),
    );
    expect(blocks.map((block) => block.chars).reduce((sum, one) => sum + one, 0)).toBe(chars);
    expect(blocks).toHaveLength(count);
  });
});

const KEYS: Partial<Record<TraceBlock['kind'], string>> = {
  'tool-use': 'input',
  'assistant-text': 'text',
  prompt: 'user',
  command: 'user',
  harness: 'user',
  'compact-summary': 'user',
};

/** Of one chain, or of all. */
function blocksOf({ chains }: SessionTrace, only?: number): TraceBlock[] {
  return chains
    .filter((_, at) => only === undefined || at === only)
    .flatMap(({ calls, rest }) => [
      ...calls.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]),
      ...rest,
    ]);
}

function contextOf(store: LedgerStore): QueryContext {
  return {
    store,
    now: Date.now,
    zone: openZone('UTC'),
    settings: DEFAULT_SETTINGS,
    book: SHIPPED_BOOK,
  };
}
