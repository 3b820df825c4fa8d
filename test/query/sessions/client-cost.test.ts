// Claude Code's own total beside ours, from what its status line and its transcript were told: over
// resumed processes, over /clear, and where it is only a part.
import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../../src/live/spool-record.ts';
import { sumProcesses } from '../../../src/query/sessions/client-cost.ts';
import { querySession } from '../../../src/query/sessions/show-session.ts';
import { createImportWriter } from '../../../src/store/ingest/spool/import-writer.ts';
import { createSpoolWriter } from '../../../src/store/ingest/spool/spool-writer.ts';
import { renderSession } from '../../../src/views/terminal/show.ts';
import { heartbeatOf } from '../../live/heartbeats.ts';
import { screenOf } from '../../views/terminal/screens.ts';
import { at, buildLedger, type LedgerBuilder } from './ledger-builder.ts';

/** A session of one call of $1 at 10:01, begun at 10:00. */
function ledgerOf(): LedgerBuilder {
  const ledger = buildLedger();
  ledger.session('s1', { firstMs: at('10:00:00'), lastMs: at('10:01:00') });
  ledger.file({ path: '/s1.jsonl', sessions: ['s1'] });
  const tokens = { inputTokens: 200_000, outputTokens: 0 };
  ledger.line({ messageId: 'msg_1', sessionKey: 's1', atMs: at('10:01:00'), ...tokens });
  ledger.derive();
  return ledger;
}

interface Beat extends Partial<Heartbeat> {
  readonly at: string;
  readonly usd: number | null;
  /** When its process began. */
  readonly since?: string;
}

function tell(ledger: LedgerBuilder, ...beats: readonly Beat[]): void {
  const writer = createSpoolWriter(ledger.db);
  for (const { at: time, usd, since = '10:00:00', ...fields } of beats) {
    const heartbeat = heartbeatOf({
      version: '2.1.197',
      lastInputTokens: 5,
      costNanoUsd: usd === null ? null : Math.round(usd * 1e9),
      durationMs: at(time) - at(since),
      ...fields,
    });
    writer.write({ kind: 'heartbeat', atMs: at(time), heartbeat });
  }
}

const USD = 1e9;
const clientOf = (ledger: LedgerBuilder) => querySession(ledger.context, 's1').client;

describe("the client's total", () => {
  it('is unknown when nobody was told', () => {
    const ledger = ledgerOf();
    expect(clientOf(ledger)).toBeNull();
    tell(ledger, { at: '10:01:00', usd: null });
    expect(clientOf(ledger)).toBeNull();
  });

  it('is the last of its process; the rest is outside the transcripts', () => {
    const ledger = ledgerOf();
    tell(ledger, { at: '10:00:05', usd: 0 }, { at: '10:01:05', usd: 1.25 });
    expect(querySession(ledger.context, 's1').sum.costNanoUsd).toBe(1 * USD);
    expect(clientOf(ledger)).toEqual({
      costNanoUsd: 1.25 * USD,
      basis: 'heartbeat',
      atMs: at('10:01:05'),
      processes: 1,
      differenceNanoUsd: 0.25 * USD,
      differenceReason: null,
    });
  });

  it('is summed over the processes of a session that was resumed', () => {
    const ledger = ledgerOf();
    tell(
      ledger,
      { at: '10:01:05', usd: 1 },
      { at: '11:00:05', usd: 0, since: '11:00:00' },
      { at: '11:10:00', usd: 0.5, since: '11:00:00' },
      { at: '12:00:05', usd: 0.25, since: '12:00:00' },
    );
    expect(clientOf(ledger)).toMatchObject({ costNanoUsd: 1.75 * USD, processes: 3 });
  });

  it('is not doubled by a line that came late', () => {
    const ledger = ledgerOf();
    tell(ledger, { at: '10:01:05', usd: 2 }, { at: '10:01:06', usd: 1.5, since: '10:00:01' });
    expect(clientOf(ledger)).toMatchObject({ costNanoUsd: 2 * USD, processes: 1 });
  });

  it('is by whoever spoke last, status line or transcript', () => {
    const ledger = ledgerOf();
    tell(ledger, { at: '10:01:05', usd: 1.25 });
    ledger.event('cost-state', 's1', at('10:01:06'), { totalCostUsd: 1.5 });
    expect(clientOf(ledger)).toMatchObject({ basis: 'cost-state', costNanoUsd: 1.5 * USD });
    tell(ledger, { at: '11:01:05', usd: 0.5, since: '11:00:00' });
    expect(clientOf(ledger)).toMatchObject({
      basis: 'heartbeat',
      costNanoUsd: 2 * USD,
      processes: 2,
    });
  });

  it('of a process that began after the session is no measure of the whole', () => {
    const ledger = ledgerOf();
    tell(ledger, { at: '11:01:05', usd: 0.5, since: '11:00:00' });
    expect(clientOf(ledger)).toMatchObject({
      costNanoUsd: 0.5 * USD,
      differenceNanoUsd: null,
      differenceReason: 'began-earlier',
    });
    const text = renderSession(querySession(ledger.context, 's1'), screenOf(120));
    expect(text).toContain('Claude Code says $0.50 since it was resumed');
  });

  it.each([
    ['seen before its first call', { usd: 3, lastInputTokens: null }, {}, 1],
    ['seen later, by its process', { usd: 3.25 }, {}, 1],
    ['of a version that begins anew', { usd: 3.25 }, { version: '2.1.211' }, 4],
    ['of another process', { usd: 3.25 }, { since: '09:59:00' }, 4],
  ])('leaves out what was spent before a /clear: %s', (_story, first, both, usd) => {
    const ledger = ledgerOf();
    const since = '09:00:00';
    tell(
      ledger,
      { sessionId: 'before', at: '09:50:00', usd: 3, since },
      { at: '10:00:30', since, ...both, ...first },
      { at: '10:01:00', usd: 4, since, ...both },
    );
    expect(clientOf(ledger)?.costNanoUsd).toBe(usd * USD);
  });

  it('is not lowered by a session that goes on beside it', () => {
    const ledger = ledgerOf();
    tell(
      ledger,
      { sessionId: 'twin', at: '10:00:20', usd: 0.5 },
      { at: '10:00:30', usd: 0.75 },
      { sessionId: 'twin', at: '10:00:40', usd: 0.6 },
    );
    expect(clientOf(ledger)?.costNanoUsd).toBe(0.75 * USD);
  });

  it('told by two status lines counts once', () => {
    const ledger = ledgerOf();
    tell(ledger, { at: '10:01:05', usd: 1.25 }, { at: '10:01:30', usd: 1.5 });
    const heartbeat = { sessionId: 's1', costNanoUsd: 1.25 * USD };
    const writer = createImportWriter(ledger.db);
    writer.write({ sessionId: 's1', atMs: at('10:01:31'), heartbeat, totalTokens: null });
    expect(clientOf(ledger)).toMatchObject({ costNanoUsd: 1.5 * USD, processes: 1 });
  });
});

describe('sumProcesses', () => {
  const told = (atMs: number | null, costNanoUsd: number, processMs: number | null = null) => ({
    basis: 'heartbeat' as const,
    atMs,
    costNanoUsd,
    processMs,
  });
  it.each([
    ['nothing', [], 0, null],
    ['one', [told(1, 5)], 0, [5, 1]],
    ['rising', [told(1, 5), told(2, 7)], 0, [7, 1]],
    ['falling twice', [told(1, 5), told(2, 3), told(3, 1)], 0, [9, 3]],
    ['in any order', [told(3, 1), told(1, 5), told(2, 3)], 0, [9, 3]],
    ['without times first', [told(2, 3), told(null, 5)], 0, [8, 2]],
    ['carried over', [told(1, 5), told(2, 7), told(3, 1)], 4, [4, 2]],
    ['more carried over than there is', [told(1, 5)], 9, [0, 1]],
  ])('%s', (_story, totals, carried, expected) => {
    const sum = sumProcesses(totals, carried);
    expect(sum === null ? null : [sum.costNanoUsd, sum.processes]).toEqual(expected);
  });
});
