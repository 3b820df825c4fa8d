import { beforeEach, describe, expect, it } from 'vitest';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { queryRotation, queryRotations } from '../../../src/query/rotation/query-rotation.ts';
import type { RotationAnswer } from '../../../src/query/rotation/rotation-answer.ts';
import { at, buildLedger, type LedgerBuilder, NOW_MS } from '../sessions/ledger-builder.ts';

const MINUTE = 60_000;
const START = at('10:00:00');
const LONG = 'long0000-0000-4000-8000-000000000001';

let ledger: LedgerBuilder;
let messages: number;
beforeEach(() => {
  ledger = buildLedger();
  ledger.file({ path: '/t.jsonl', sessions: [LONG] });
  messages = 0;
});

interface CallWords {
  readonly model?: string;
  readonly agentId?: string;
  readonly flags?: number;
}

/** One call a minute, its context growing by `step` tokens. */
function addCalls(
  session: string,
  count: number,
  first: number,
  step: number,
  more: CallWords = {},
) {
  for (let index = 0; index < count; index++) {
    messages += 1;
    ledger.line({
      messageId: `msg_${String(messages).padStart(4, '0')}`,
      sessionKey: session,
      atMs: START + index * MINUTE,
      cacheReadTokens: index === 0 ? 0 : first + (index - 1) * step,
      cacheWrite1hTokens: index === 0 ? first : step,
      outputTokens: 100,
      ...more,
    });
  }
}

function addPrompts(session: string, ...minutes: readonly number[]) {
  for (const minute of minutes) ledger.event('prompt', session, START + minute * MINUTE - 1_000);
}

function ask(session: string): RotationAnswer {
  const id = ledger.db.prepare('SELECT id FROM session WHERE session_id = ?').pluck().get(session);
  return queryRotation(ledger.context, id as number);
}

/** Finished sessions whose first calls are sent so much. */
function addFinished(...sizes: readonly number[]) {
  sizes.forEach((size, index) => {
    const session = `done${index}`;
    ledger.session(session, { lastMs: NOW_MS - 60 * MINUTE });
    addCalls(session, 2, size, 50_000);
  });
}

describe('queryRotation', () => {
  it('finds the turn at which a fresh start saves most, with its saving and time', () => {
    ledger.session(LONG);
    addCalls(LONG, 60, 20_000, 3_000);
    addPrompts(LONG, 0, 20);
    ledger.derive();
    const answer = ask(LONG);
    expect(answer).toMatchObject({ sessionId: LONG, calls: 60, turns: 2, writeKind: '1h' });
    expect(answer.fresh).toEqual({ tokens: 20_000, basis: 'own-first-call', sessions: 1 });
    expect(answer.bestTurn).toMatchObject({ turn: 2, callIndex: 20, atMs: START + 20 * MINUTE });
    expect(answer.optimal?.turns).toEqual([{ turn: 2, callIndex: 20, atMs: START + 20 * MINUTE }]);
    expect(answer.reason).toBeNull();
    // 22.5k fresh: 77k are read from then on less than before, which 39 calls win back.
    const base = 20_000 + 19 * 3_000 + 100;
    const dropped = base - 22_500;
    const original = base - 100 + 3_000;
    const first = 0.5 * (original - 3_000) + 10 * 3_000 - 10 * (original - dropped);
    expect(answer.bestTurn?.savingNanoUsd).toBe((first + 39 * 0.5 * dropped) * 1_000);
    const ratio = (answer.bestTurn?.savingNanoUsd ?? 0) / (answer.costNanoUsd ?? 1);
    expect(answer.bestTurn?.savingRatio).toBeCloseTo(ratio, 6);
    // Opus is five dollars a million.
    const weighted = (answer.bestTurn?.savingNanoUsd ?? 0) / 5_000;
    expect(answer.bestTurn?.savingWeightedTokens).toBe(Math.round(weighted));
  });

  it('costs what the ledger says', () => {
    ledger.session(LONG);
    addCalls(LONG, 10, 20_000, 3_000, { flags: LINE_FLAG.final | LINE_FLAG.geoUs });
    addCalls(LONG, 10, 250_000, 3_000, { model: 'claude-sonnet-4-5' });
    addCalls(LONG, 10, 20_000, 3_000, { model: 'claude-haiku-4-5', flags: LINE_FLAG.batch });
    ledger.derive();
    const stored = ledger.db.prepare('SELECT SUM(cost_nano_usd) FROM call').pluck().get();
    expect(ask(LONG).costNanoUsd).toBe(stored);
  });

  it('takes the median first call of finished sessions for the fresh size', () => {
    ledger.session(LONG, { lastMs: NOW_MS });
    addCalls(LONG, 60, 70_000, 3_000);
    addPrompts(LONG, 0, 20);
    addFinished(18_000, 40_000, 21_001, 30_000);
    ledger.session('running', { lastMs: NOW_MS - 9 * MINUTE });
    addCalls('running', 1, 1, 1);
    ledger.session('no-call', { lastMs: NOW_MS - 60 * MINUTE });
    ledger.derive();
    const answer = ask(LONG);
    expect(answer.fresh).toEqual({ tokens: 25_501, basis: 'finished-sessions', sessions: 4 });
    expect(answer.assumptions[0]).toBe(
      'A fresh session starts with 25,501 tokens: the median first call of your newest 4 finished sessions',
    );
  });

  it('takes its own first call when fewer than three are finished', () => {
    ledger.session(LONG, { lastMs: NOW_MS });
    addCalls(LONG, 2, 33_000, 3_000);
    addFinished(18_000, 40_000);
    ledger.derive();
    expect(ask(LONG).fresh).toMatchObject({ tokens: 33_000, basis: 'own-first-call' });
  });

  it('weighs tokens where a call has no price', () => {
    ledger.session(LONG);
    addCalls(LONG, 60, 20_000, 3_000, { model: 'claude-x-9' });
    addPrompts(LONG, 0, 20);
    ledger.derive();
    const answer = ask(LONG);
    expect(answer.costNanoUsd).toBeNull();
    expect(answer.bestTurn?.savingNanoUsd).toBeNull();
    expect(answer.bestTurn?.savingWeightedTokens).toBeGreaterThan(0);
    const ratio = (answer.bestTurn?.savingWeightedTokens ?? 0) / answer.weightedTokens;
    expect(answer.bestTurn?.savingRatio).toBeCloseTo(ratio, 4);
    expect(answer.assumptions.at(-1)).toContain('weighted tokens');
  });

  it('says what it takes for granted, as sentences', () => {
    ledger.session(LONG);
    addCalls(LONG, 3, 20_000, 3_000);
    ledger.derive();
    const { assumptions } = ask(LONG);
    expect(assumptions).toHaveLength(7);
    for (const sentence of assumptions) expect(sentence).toMatch(/^[A-Z].*[^.]$/);
    expect(assumptions.join('\n')).toMatch(/2,500 tokens.*1 hour.*same output.*read again/s);
  });

  it.each([
    ['no call', 'no-calls', () => addPrompts(LONG, 0, 1)],
    ['no prompt', 'one-turn', () => addCalls(LONG, 60, 20_000, 3_000)],
    [
      'one prompt',
      'one-turn',
      () => {
        addCalls(LONG, 60, 20_000, 3_000);
        addPrompts(LONG, 0);
      },
    ],
    [
      'a second prompt without a call',
      'one-turn',
      () => {
        addCalls(LONG, 60, 20_000, 3_000);
        addPrompts(LONG, 0, 60);
      },
    ],
    [
      'a session that never grows',
      'nothing-saved',
      () => {
        addCalls(LONG, 60, 20_000, 0);
        addPrompts(LONG, 0, 20, 40);
      },
    ],
    [
      'a prompt right after the compaction',
      'one-turn',
      () => {
        addCalls(LONG, 60, 20_000, 3_000);
        addPrompts(LONG, 0, 20);
        ledger.event('compaction', LONG, START + 20 * MINUTE - 2_000);
      },
    ],
    [
      'calls of a subagent only',
      'no-calls',
      () =>
        addCalls(LONG, 60, 20_000, 3_000, {
          agentId: 'a1',
          flags: LINE_FLAG.sidechain | LINE_FLAG.final,
        }),
    ],
  ] as const)('reports nothing for %s: %s', (_story, reason, write) => {
    ledger.session(LONG);
    write();
    ledger.derive();
    expect(ask(LONG)).toMatchObject({ bestTurn: null, optimal: null, reason });
  });

  it('lets a compaction end what an earlier fresh start saves', () => {
    ledger.session(LONG);
    addCalls(LONG, 60, 20_000, 3_000);
    addPrompts(LONG, 0, 20);
    ledger.derive();
    const whole = ask(LONG).bestTurn?.savingNanoUsd ?? 0;
    ledger.event('compaction', LONG, START + 50 * MINUTE - 1);
    const cut = ask(LONG).bestTurn?.savingNanoUsd ?? 0;
    expect(cut).toBeGreaterThan(0);
    expect(cut).toBeLessThan(whole);
  });

  it('counts two prompts before one call as one turn, the earlier', () => {
    ledger.session(LONG);
    addCalls(LONG, 60, 20_000, 3_000);
    addPrompts(LONG, 0, 20);
    ledger.event('prompt', LONG, START + 20 * MINUTE - 500);
    ledger.derive();
    expect(ask(LONG)).toMatchObject({ turns: 2, bestTurn: { turn: 2 } });
  });

  it('gives one answer per session, in their order', () => {
    for (const session of ['a', 'b', 'c']) ledger.session(session);
    addCalls('b', 60, 20_000, 3_000);
    addPrompts('b', 0, 20);
    ledger.derive();
    const rows = ledger.db
      .prepare('SELECT id, session_id AS sessionId FROM session ORDER BY session_id DESC')
      .all() as { id: number; sessionId: string }[];
    const answers = queryRotations(ledger.context, rows.slice(0, 3));
    expect(answers.map(({ sessionId, reason }) => [sessionId, reason])).toEqual([
      [LONG, 'no-calls'],
      ['c', 'no-calls'],
      ['b', null],
    ]);
    expect(answers[2]).toEqual(ask('b'));
  });

  it('refuses a row that is not there', () => {
    expect(() => queryRotation(ledger.context, 99)).toThrow('no session with row id 99');
  });
});
