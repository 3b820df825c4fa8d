import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../src/model/derive-call.ts';
import { LINE_FLAG } from '../../../src/model/flags.ts';
import { queryCall } from '../../../src/query/call/show-call.ts';
import { TelltaleError } from '../../../src/shared/errors.ts';
import { narrowToRoots } from '../../../src/store/scope.ts';
import { exampleLedger } from '../sessions/example-ledger.ts';
import { at, buildLedger } from '../sessions/ledger-builder.ts';

type LineWords = Partial<LedgerLine>;

/** One message in sessions `early` (file 1, opened 18:00) and `late` (file 2, opened 18:20). */
function ledgerOf(lines: readonly LineWords[], messageId = 'msg_1') {
  const ledger = buildLedger();
  ledger.session('early');
  ledger.session('late');
  ledger.file({ path: '/p/early.jsonl', openedMs: at('18:00:00'), sessions: ['early'] });
  ledger.file({ path: '/p/late.jsonl', openedMs: at('18:20:00'), sessions: ['late'] });
  for (const line of lines) {
    const sessionKey = line.fileId === 2 ? 'late' : 'early';
    ledger.line({ messageId, sessionKey, inputTokens: 10, outputTokens: 100, ...line });
  }
  ledger.derive();
  return ledger;
}
const ask = (lines: readonly LineWords[], id = 'msg_1') => queryCall(ledgerOf(lines).context, id);

function failure(run: () => unknown): TelltaleError {
  try {
    run();
  } catch (error) {
    if (error instanceof TelltaleError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('why a line counts', () => {
  const CASES: [story: string, lines: LineWords[], line: number, reason: string, why: string][] = [
    ['one line', [{}], 1, 'only-line', 'the only line'],
    [
      'a placeholder before and after',
      [
        { outputTokens: 1 },
        { outputTokens: 500, atMs: at('18:00:01') },
        { outputTokens: 7, atMs: at('18:00:02') },
      ],
      2,
      'largest-output',
      'the largest output (500; the next has 7)',
    ],
    [
      'equal output, another total',
      [{ cacheReadTokens: 1_000 }, { atMs: at('18:00:01') }],
      1,
      'larger-total',
      'the output is a tie, so the larger total (1,110; the next has 110)',
    ],
    [
      'equal figures',
      [{}, { atMs: at('18:00:01') }],
      2,
      'later-line',
      'output and total are a tie, so the later line',
    ],
    [
      'equal lines in two files',
      [{}, { fileId: 2 }],
      1,
      'equal-lines',
      'all lines say the same at the same time, so any would do',
    ],
  ];
  it.each(CASES)('%s', (_story, lines, line, reason, why) => {
    const answer = ask(lines);
    expect(answer.winner).toEqual({ line, reason, why });
    expect(answer.findings).toEqual([]);
  });
});

describe('why a session owns a call', () => {
  const side = LINE_FLAG.sidechain;
  const CASES: [story: string, lines: LineWords[], owner: string, reason: string][] = [
    ['seen once', [{}, { atMs: at('18:00:01') }], 'early', 'only-session'],
    ['a fork', [{}, { fileId: 2, outputTokens: 900 }], 'early', 'file-opened-first'],
    ['a replay', [{ flags: side }, { fileId: 2 }], 'late', 'main-chain-first'],
    ['a told copy', [{ flags: LINE_FLAG.copy }, { fileId: 2 }], 'late', 'record-before-copy'],
  ];
  it.each(CASES)('%s', (_story, lines, owner, reason) => {
    const answer = ask(lines);
    expect(answer.session.sessionId).toBe(owner);
    expect(answer.owner.reason).toBe(reason);
    expect(answer.lines[answer.owner.line - 1]?.sessionId).toBe(owner);
  });

  it('may take the figures from another session than the owner', () => {
    const answer = ask([{}, { fileId: 2, outputTokens: 900 }]);
    expect(answer.lines[answer.winner.line - 1]?.sessionId).toBe('late');
    expect([answer.tokens.outputTokens, answer.sessionCount]).toEqual([900, 2]);
  });
});

describe('what was seen', () => {
  it('gives every line in the order of time, with its flags in words', () => {
    const all = Object.values(LINE_FLAG).reduce((sum, flag) => sum | flag, 0);
    const answer = ask([{ atMs: null }, { atMs: at('18:05:00'), flags: all, requestId: 'req_1' }]);
    expect(answer.lines.map(({ atMs, offset }) => [atMs, offset])).toEqual([
      [at('18:05:00'), 2000],
      [null, 1000],
    ]);
    expect(answer.lines[0]?.flags).toEqual([
      'sidechain',
      'progress copy',
      'copy',
      'final',
      'gone',
      'fast',
      'batch',
      'priority',
      'us',
    ]);
    expect([answer.atMs, answer.timeLine]).toEqual([at('18:05:00'), 1]);
  });

  it('has no time when no line has one', () => {
    const answer = ask([{ atMs: null }]);
    expect([answer.atMs, answer.timeLine]).toEqual([null, null]);
    expect(answer.price.notes[0]).toContain('newest price');
  });

  it('marks a placeholder output', () => {
    expect(ask([{ flags: 0 }]).isOutputFinal).toBe(false);
    expect(ask([{ flags: 0 }, { outputTokens: 1 }]).isOutputFinal).toBe(true);
  });
});

describe('the price', () => {
  const kinds = {
    inputTokens: 1_001,
    cacheReadTokens: 2_003,
    cacheWrite5mTokens: 3_007,
    cacheWrite1hTokens: 4_011,
    outputTokens: 5_003,
    webSearches: 3,
  };

  it.each<[string, LineWords]>([
    ['plain', {}],
    ['us and batch', { flags: LINE_FLAG.final | LINE_FLAG.geoUs | LINE_FLAG.batch }],
    ['fast', { flags: LINE_FLAG.final | LINE_FLAG.fast }],
  ])('adds up to the nano-dollar and to the ledger: %s', (_story, words) => {
    const answer = ask([{ ...kinds, ...words }]);
    const sum = answer.arithmetic.reduce((total, row) => total + row.costNanoUsd, 0);
    expect(sum).toBe(answer.costNanoUsd);
    expect(answer.storedCostNanoUsd).toBe(answer.costNanoUsd);
    expect(answer.findings).toEqual([]);
    for (const { item, count, priceUsd, factor, costNanoUsd } of answer.arithmetic) {
      const unit = item === 'web search' ? 1e6 : 1e3;
      expect(Math.abs(costNanoUsd - count * priceUsd * unit * factor)).toBeLessThan(1);
    }
  });

  it('tells the row, the multipliers and the source', () => {
    const flags = LINE_FLAG.final | LINE_FLAG.geoUs | LINE_FLAG.batch;
    const { price, arithmetic } = ask([{ ...kinds, flags }]);
    expect(price.row).toMatchObject({ id: 'claude-opus-5', confidence: 'official' });
    expect(price.multipliers.map(({ name, factor }) => [name, factor])).toEqual([
      ['geo', 1.1],
      ['batch', 0.5],
    ]);
    expect(arithmetic[0]).toMatchObject({ item: 'input', count: 1_001, priceUsd: 5, factor: 0.55 });
  });

  it('says why there is none', () => {
    const answer = ask([{ model: 'claude-x-9' }]);
    expect(answer.price).toMatchObject({ row: null, reason: 'unknown-model' });
    expect([answer.costNanoUsd, answer.arithmetic]).toEqual([null, []]);
    expect(answer.findings).toEqual([]);
  });
});

describe('findings', () => {
  it.each([
    ['cost_nano_usd = cost_nano_usd + 1', /the ledger holds \$0\.00255\d*1, the price gives/],
    ['cost_nano_usd = NULL', /the ledger holds –, the price gives/],
    ['at_ms = at_ms + 1', /time is not the first line's/],
    ['session_id = 2', /session is not the owner's/],
  ])('a ledger with %s', (change, finding) => {
    const ledger = ledgerOf([{}]);
    ledger.db.prepare(`UPDATE call SET ${change}`).run();
    expect(queryCall(ledger.context, 'msg_1').findings.join()).toMatch(finding);
  });

  it('names the token kinds that differ', () => {
    const ledger = ledgerOf([{}]);
    ledger.db.prepare('UPDATE call SET output_tokens = 1, cache_read_tokens = 5').run();
    expect(queryCall(ledger.context, 'msg_1').findings[0]).toBe(
      "the ledger's cacheReadTokens, outputTokens differ from the winner's",
    );
  });
});

describe('which call', () => {
  const ledger = exampleLedger();
  const fails = (id: string) => failure(() => queryCall(ledger.context, id));

  it.each([
    ['msg_busy07', 'msg_busy07'],
    ['msg_expl', null],
    ['msg_fork', 'msg_fork1'],
    ['req_17', 'msg_busy17'],
    [' msg_fork1 ', 'msg_fork1'],
  ])('%s', (id, expected) => {
    if (expected === null) expect(fails(id).code).toBe('ambiguous-call');
    else expect(queryCall(ledger.context, id).callId).toBe(expected);
  });

  it('lists the calls that an ambiguous prefix could mean', () => {
    const error = fails('msg_explore');
    expect([error.code, error.exitCode]).toEqual(['ambiguous-call', 2]);
    expect(error.next.split('\n').slice(1)).toEqual([
      '  telltale call msg_explore1',
      '      claude-haiku-4-5-20251001 · 2026-11-21 15:41 · $0.02',
      '  telltale call msg_explore2',
      '      claude-haiku-4-5-20251001 · 2026-11-21 15:41 · $0.02',
    ]);
  });

  it('offers the calls with the longest common start, else the newest', () => {
    expect(fails('msg_forkX').next).toBe(
      'the nearest:\n  telltale call msg_fork1\n      claude-opus-5 · 2026-11-21 16:00 · $0.02',
    );
    expect(fails('nothing-like-it').next).toMatch(/^the newest are:\n {2}telltale call msg_busy39/);
    expect(fails('').code).toBe('unknown-call');
    expect(fails('%').code).toBe('unknown-call');
  });

  it('says that the ledger is empty', () => {
    const error = failure(() => queryCall(buildLedger().context, 'msg_1'));
    expect([error.code, error.message]).toEqual(['unknown-call', 'the ledger holds no call yet']);
  });

  it('tells the message and its advisor entries apart', () => {
    const advised = ledgerOf([{}, { part: 1, model: 'claude-opus-4-8', outputTokens: 40 }]);
    const whole = queryCall(advised.context, 'msg_1');
    const advisor = queryCall(advised.context, 'msg_1#1');
    expect([whole.part, whole.model, whole.lines.length]).toEqual([0, 'claude-opus-5', 1]);
    expect([advisor.callId, advisor.model]).toEqual(['msg_1#1', 'claude-opus-4-8']);
    expect(whole.relatedCalls.map(({ callId }) => callId)).toEqual(['msg_1#1']);
    expect(advisor.relatedCalls.map(({ callId }) => callId)).toEqual(['msg_1']);
    const error = failure(() => queryCall(advised.context, 'msg_1#4'));
    expect(error.message).toBe('msg_1 has no such part');
    expect(error.next).toContain("telltale call 'msg_1#1'");
  });

  it('lets request ids choose where a gateway repeats message ids', () => {
    const repeated = ledgerOf([{ requestId: 'req_a' }, { requestId: 'req_b' }], 'chatcmpl-1');
    const error = failure(() => queryCall(repeated.context, 'chatcmpl-1'));
    expect(error.code).toBe('ambiguous-call');
    expect(error.next).toContain('telltale call req_b');
    const answer = queryCall(repeated.context, 'req_b');
    expect([answer.requestId, answer.lines.length]).toEqual(['req_b', 1]);
  });

  it('can be written as JSON and read back unchanged', () => {
    const answer = queryCall(ledger.context, 'msg_busy00');
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });
});

describe('config folders that are not in force', () => {
  it('still tell where a copied call comes from', () => {
    const ledger = ledgerOf([{ outputTokens: 900 }, { fileId: 2 }]);
    ledger.db.exec("UPDATE file SET root = '/other' WHERE id = 1");
    narrowToRoots(ledger.db, ['/home/ana/.claude']);
    const answer = queryCall(ledger.context, 'msg_1');
    expect([answer.lines.length, answer.session.sessionId]).toEqual([2, 'early']);
    expect(answer.findings).toEqual([]);
  });
});
