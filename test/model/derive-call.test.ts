// From the lines of one message to its calls: who wins, who owns, when it was and what it is part of.
import { describe, expect, it } from 'vitest';
import { CHAIN, compareLines, compareOwners, deriveCalls } from '../../src/model/derive-call.ts';
import { LINE_FLAG } from '../../src/model/flags.ts';
import { ledgerLine } from './lines.ts';

const { sidechain, progress, final, copy, gone, fast, writeSplit } = LINE_FLAG;

describe('deriveCalls', () => {
  it('makes no call of no lines', () => {
    expect(deriveCalls([])).toEqual([]);
  });

  it('keeps every line, the winner first', () => {
    const lines = [1, 500, 1].map((outputTokens, offset) => ledgerLine({ outputTokens, offset }));
    const [call, ...rest] = deriveCalls(lines);
    expect(rest).toEqual([]);
    expect(call?.winner).toBe(lines[1]);
    expect(call?.lines.map((line) => line.offset)).toEqual([1, 2, 0]);
  });

  it('takes the time of the first line and no time only when none is told', () => {
    const at = (...times: (number | null)[]): number | null | undefined =>
      deriveCalls(times.map((atMs, offset) => ledgerLine({ atMs, offset })))[0]?.atMs;
    expect([at(3000, 1000, 2000), at(null, 2000), at(null, null)]).toEqual([1000, 2000, null]);
  });

  it('takes the winner’s request id, or the one that any line has', () => {
    const request = (first: string | null, second: string | null): string | null | undefined =>
      deriveCalls([
        ledgerLine({ requestId: first, outputTokens: 1 }),
        ledgerLine({ requestId: second, outputTokens: 9, offset: 1 }),
      ])[0]?.requestId;
    expect(request('req_a', 'req_b')).toBe('req_b');
    expect(request('req_a', null)).toBe('req_a');
    expect(request(null, null)).toBe(null);
  });

  it.each([
    ['main chain', 0, null, CHAIN.main],
    ['main chain, though an agent id stands there', 0, 'a1', CHAIN.main],
    ['subagent', sidechain, 'a1', CHAIN.subagent],
    ['sidechain inside a main transcript', sidechain, null, CHAIN.subagent],
    ['compaction', sidechain, 'acompact-12ab', CHAIN.compaction],
    ['prompt suggestion', sidechain, 'aprompt_suggestion-12ab', CHAIN.helper],
  ])('tells what part of the session made it: %s', (_, flags, agentId, chain) => {
    expect(deriveCalls([ledgerLine({ flags, agentId })])[0]?.chain).toBe(chain);
  });

  it('takes billing from the winner, place from the owner, final from any, gone from all', () => {
    const [call] = deriveCalls([
      ledgerLine({ outputTokens: 9, flags: sidechain | progress | fast | writeSplit | gone }),
      ledgerLine({ outputTokens: 1, flags: copy | final, offset: 1 }),
    ]);
    expect(call?.flags).toBe(fast | writeSplit | copy | final);
    const all = deriveCalls([ledgerLine({ flags: gone }), ledgerLine({ flags: gone, offset: 1 })]);
    expect(all[0]?.flags).toBe(gone);
  });

  it('counts the sessions it was seen in', () => {
    const seen = ['s1', 's2', 's1', 's3'].map((sessionKey, offset) =>
      ledgerLine({ sessionKey, offset }),
    );
    expect(deriveCalls(seen)[0]?.sessionCount).toBe(3);
    expect(deriveCalls(seen.slice(0, 1))[0]?.sessionCount).toBe(1);
  });

  it('orders calls by part, then by request', () => {
    const lines = ['req_2', 'req_1'].flatMap((requestId) =>
      [1, 0].map((part) => ledgerLine({ messageId: 'gen-1', requestId, part })),
    );
    const calls = deriveCalls(lines).map((call) => [call.part, call.requestId]);
    expect(calls).toEqual([
      [0, 'req_1'],
      [0, 'req_2'],
      [1, 'req_1'],
      [1, 'req_2'],
    ]);
  });
});

describe('the line that wins', () => {
  it.each([
    ['more output', { outputTokens: 11 }, { inputTokens: 999 }],
    ['equal output, larger total', { cacheReadTokens: 50 }, {}],
    ['equal counts, later line', { atMs: 2000 }, { atMs: 1000 }],
    ['a told time before none', { atMs: 1 }, { atMs: null }],
    ['equal in all, main chain', {}, { flags: sidechain }],
    ['equal in all, not a copy', {}, { flags: copy }],
  ])('%s', (_, winner, loser) => {
    const better = ledgerLine(winner);
    const worse = ledgerLine({ ...loser, offset: 7 });
    expect(compareLines(better, worse)).toBeGreaterThan(0);
    expect(compareLines(worse, better)).toBeLessThan(0);
    for (const lines of [
      [better, worse],
      [worse, better],
    ])
      expect(deriveCalls(lines)[0]?.winner).toBe(better);
  });
});

describe('the line that owns', () => {
  it.each([
    ['main chain before subagent', {}, { flags: sidechain, openedMs: 1, atMs: 1 }],
    [
      'a subagent’s file before a progress record',
      { flags: sidechain },
      { flags: sidechain | progress },
    ],
    ['a record before a copy of it', {}, { flags: copy, openedMs: 1 }],
    ['the file that opened first', { openedMs: 100, atMs: 9000 }, { openedMs: 200, atMs: 1 }],
    ['a file with a time before one without', { openedMs: 9000 }, { openedMs: null }],
    ['the earliest line', { atMs: 1000 }, { atMs: 2000 }],
    ['the smaller session id, when all else is equal', {}, { sessionKey: 's2' }],
    ['the line that stands first', { offset: 1 }, { offset: 7 }],
  ])('%s', (_, owner, other) => {
    const first = ledgerLine(owner);
    const second = ledgerLine({ offset: 2, ...other });
    expect(compareOwners(first, second)).toBeLessThan(0);
    for (const lines of [
      [first, second],
      [second, first],
    ])
      expect(deriveCalls(lines)[0]?.owner).toBe(first);
  });
});
