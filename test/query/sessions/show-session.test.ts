import { describe, expect, it } from 'vitest';
import { readHealths } from '../../../src/query/health/read-healths.ts';
import { queryRotation } from '../../../src/query/rotation/query-rotation.ts';
import type { AgentNode } from '../../../src/query/sessions/agent-tree.ts';
import { querySessions } from '../../../src/query/sessions/list-sessions.ts';
import { querySession } from '../../../src/query/sessions/show-session.ts';
import { TelltaleError } from '../../../src/shared/errors.ts';
import { BUSY, EMPTY, exampleLedger, FORK, HOSTILE, JAPANESE } from './example-ledger.ts';
import { at, buildLedger } from './ledger-builder.ts';

const ledger = exampleLedger();
const show = (id?: string) => querySession(ledger.context, id);

function failure(run: () => unknown): TelltaleError {
  try {
    run();
  } catch (error) {
    if (error instanceof TelltaleError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('which session', () => {
  it.each([
    ['the newest without an id', undefined, BUSY],
    ['the newest for a blank', ' ', BUSY],
    ['a whole id', FORK, FORK],
    ['a prefix', '4f2a9', BUSY],
    ['a prefix in capitals', 'C0FFEE', HOSTILE],
  ])('%s', (_story, id, expected) => {
    expect(show(id).sessionId).toBe(expected);
  });

  it('lists the sessions that an ambiguous prefix could mean', () => {
    const error = failure(() => show('4f2a'));
    expect([error.code, error.exitCode]).toEqual(['ambiguous-session', 2]);
    expect(error.message).toBe('"4f2a" is the start of 2 session ids');
    expect(error.next.split('\n')).toEqual([
      'choose one:',
      `  telltale show ${BUSY}`,
      '      Fix flaky retry test · api-gateway · 4 m ago',
      `  telltale show ${FORK}`,
      '      Fix flaky retry test (fork) · api-gateway · 2 h 36 m ago',
    ]);
  });

  it('takes an id that is also the start of another for itself', () => {
    const small = buildLedger();
    small.session('abc');
    small.session('abcd');
    expect(querySession(small.context, 'abc').sessionId).toBe('abc');
  });

  it('offers the nearest id for an unknown one', () => {
    const error = failure(() => show('4f2b91c3'));
    expect([error.code, error.exitCode]).toEqual(['unknown-session', 2]);
    expect(error.next).toContain(`the nearest:\n  telltale show ${BUSY}`);
    expect(error.next).not.toContain(JAPANESE);
  });

  it('offers the newest when none is near, and repeats no control characters', () => {
    const error = failure(() => show('\u001b[31mzzzzzzzzzzzz'));
    expect(error.next.split('\n').filter((line) => line.startsWith('  telltale'))).toHaveLength(3);
    expect(error.message + error.next).not.toContain('\u001b');
  });

  it('is no wildcard search', () => {
    expect(failure(() => show('%')).code).toBe('unknown-session');
    expect(failure(() => show('____')).code).toBe('unknown-session');
  });

  it('says that the ledger is empty', () => {
    const error = failure(() => querySession(buildLedger().context, undefined));
    expect(error.code).toBe('unknown-session');
    expect(error.next).toContain('telltale doctor');
    expect(failure(() => querySession(buildLedger().context, 'abc')).message).toBe(error.message);
  });

  it('lists at most ten', () => {
    const small = buildLedger();
    for (let i = 0; i < 15; i++) small.session(`abc-${i}`);
    const error = failure(() => querySession(small.context, 'abc'));
    expect(error.message).toContain('more than 10');
    expect(error.next.match(/telltale show /g)).toHaveLength(10);
  });
});

describe('one session', () => {
  const busy = show(BUSY);

  it('counts its own calls, prompts and tools', () => {
    expect([busy.sum.calls, busy.sum.finalCalls, busy.turns]).toEqual([44, 43, 2]);
    expect(busy.tools).toEqual({
      total: 80,
      byName: [
        { name: 'Bash', count: 40 },
        { name: 'Edit', count: 20 },
        { name: 'Read', count: 20 },
      ],
    });
  });

  it('splits the cost without losing a nano-dollar', () => {
    const { main, subagents, compaction, helpers } = busy.cost;
    const parts = [main, subagents, compaction, helpers];
    expect(parts.map((part) => part.calls)).toEqual([40, 3, 1, 0]);
    const sum = parts.reduce((total, part) => total + (part.costNanoUsd ?? 0), 0);
    expect(sum).toBe(busy.sum.costNanoUsd);
    expect(busy.models.reduce((total, one) => total + (one.costNanoUsd ?? 0), 0)).toBe(sum);
  });

  it('nests subagents, leaves compaction agents out and keeps silent ones unknown', () => {
    const shape = (agent: AgentNode): unknown => [
      agent.type,
      agent.calls,
      agent.costNanoUsd,
      agent.children.map(shape),
    ];
    expect(busy.agents.map(shape)).toEqual([
      ['general-purpose', 1, 125_000_000, [['Explore', 2, 35_000_000, []]]],
      ['Plan', 0, null, []],
    ]);
    expect(busy.agents[1]?.isWithoutCalls).toBe(true);
  });

  it('follows the context over the calls and its compaction', () => {
    expect(busy.context.overCalls).toHaveLength(40);
    expect(busy.context.peakTokens).toBe(170_012);
    expect(busy.context.lastTokens).toBe(106_012);
    expect(busy.context.compactionsAfterCall).toEqual([25]);
    expect(busy.compactions).toEqual([
      { atMs: at('17:09:30'), trigger: 'auto', preTokens: 167_000, postTokens: null },
    ]);
  });

  it("holds the client's own total beside ours", () => {
    expect(busy.client?.costNanoUsd).toBe(9_500_000_000);
    expect(busy.client?.differenceNanoUsd).toBe(9_500_000_000 - (busy.sum.costNanoUsd ?? 0));
  });

  it('counts errors by what they were', () => {
    expect(busy.errors).toEqual([
      { error: 'rate_limit', status: 429, count: 2, lastAtMs: at('17:25:00') },
    ]);
  });

  it('tells where it came from', () => {
    expect(busy.files.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'main present',
      'subagent vanished',
    ]);
    expect(busy.copies).toEqual({ from: [], to: [{ sessionId: FORK, calls: 3 }] });
    expect(show(FORK).copies).toEqual({ from: [{ sessionId: BUSY, calls: 3 }], to: [] });
    expect(show(FORK).turns).toBe(1);
  });

  it('caps gaps at five minutes in the active time', () => {
    const small = buildLedger();
    small.session('s', { firstMs: at('10:00:00'), lastMs: at('11:00:00') });
    small.file({ path: '/s.jsonl', sessions: ['s'] });
    small.event('prompt', 's', at('10:00:00'));
    small.line({ messageId: 'msg_1', sessionKey: 's', atMs: at('10:01:00'), inputTokens: 1 });
    small.line({ messageId: 'msg_2', sessionKey: 's', atMs: at('10:31:00'), inputTokens: 1 });
    small.derive();
    expect(querySession(small.context, 's').time).toEqual({
      durationMs: 3_600_000,
      activeMs: 60_000 + 300_000,
      gapCapMs: 300_000,
    });
  });

  it('does not take an unseen compaction request for free', () => {
    const small = buildLedger();
    small.session('s');
    small.file({ path: '/s.jsonl', sessions: ['s'] });
    small.line({ messageId: 'msg_1', sessionKey: 's', inputTokens: 1 });
    small.event('compaction', 's', at('18:10:00'), { trigger: 'manual', preTokens: 'many' });
    small.derive();
    const answer = querySession(small.context, 's');
    expect(answer.cost.compaction).toMatchObject({
      costNanoUsd: null,
      reason: 'not-in-transcripts',
    });
    expect(answer.compactions[0]).toMatchObject({ trigger: 'manual', preTokens: null });
  });

  it('keeps what is unknown unknown', () => {
    expect(show(EMPTY)).toMatchObject({
      title: null,
      titleSource: null,
      cachedRatio: null,
      finalRatio: null,
      client: null,
      dearestCall: null,
      time: { durationMs: null, activeMs: null },
      context: { lastTokens: null, peakTokens: null, overCalls: [] },
    });
    expect(show(JAPANESE).unpricedModels).toEqual(['claude-x-9']);
    expect(show(HOSTILE).sum.costNanoUsd).toBeNull();
    expect(show(HOSTILE).cost.main.reason).toBe('no-price');
  });

  it('survives broken event data', () => {
    const small = buildLedger();
    small.session('s');
    small.file({ path: '/s.jsonl', sessions: ['s'] });
    for (const data of [null, [], 'text', { totalCostUsd: 'x' }])
      small.event('cost-state', 's', 1, data);
    small.event('api-error', 's', null, null);
    small.db.prepare("UPDATE event SET data = '{broken' WHERE data = 'null'").run();
    const answer = querySession(small.context, 's');
    expect(answer.client).toBeNull();
    expect(answer.errors).toEqual([{ error: 'unknown', status: null, count: 1, lastAtMs: null }]);
  });

  it('tells how it stands and what a fresh start would have saved, as their own questions do', () => {
    const { id } = ledger.db.prepare('SELECT id FROM session WHERE session_id = ?').get(BUSY) as {
      id: number;
    };
    expect(busy.rotation).toEqual(queryRotation(ledger.context, id));
    expect(busy.rotation.bestTurn?.turn).toBe(2);
    expect(busy.health).toEqual(readHealths(ledger.context, [id]).get(id));
    expect(busy.activity).toMatchObject({ kind: 'active', basis: 'transcript' });
    const listed = querySessions(ledger.context, { limit: 1, order: 'desc' }).sessions[0];
    expect([listed?.health, listed?.activity]).toEqual([busy.health, busy.activity]);
  });

  it('can be written as JSON and read back unchanged', () => {
    expect(JSON.parse(JSON.stringify(busy))).toEqual(busy);
  });
});
