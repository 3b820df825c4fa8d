// Everything that the browser shows of a session: turns, calls, rebuilds, blocks and their text.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browseSession } from '../../../src/query/browse/browse-session.ts';
import { readText } from '../../../src/query/browse/read-text.ts';
import { querySession } from '../../../src/query/sessions/show-session.ts';
import { type BrowseLab, BUSY, FORK, openBrowseLab, SECRET, UNPRICED } from './browse-lab.ts';

let lab: BrowseLab;
beforeAll(async () => {
  lab = await openBrowseLab();
});
afterAll(() => lab.close());

describe('a session', () => {
  it('sums to what `show` says of it, by turn too', () => {
    for (const id of [BUSY, FORK, UNPRICED]) {
      const answer = lab.browse(id);
      expect(answer.sum).toEqual(querySession(lab.context, id).sum);
      expect(answer.turns.reduce((sum, turn) => sum + turn.calls, 0)).toBe(answer.sum.calls);
      const cost = answer.turns.reduce((sum, turn) => sum + (turn.costNanoUsd ?? 0), 0);
      expect(cost).toBe(answer.sum.costNanoUsd ?? 0);
    }
  });

  it('has its turns with the words of their prompts, secrets masked', () => {
    const { turns } = lab.browse();
    expect(turns.map(({ turn, title, places }) => [turn, title, places.length])).toEqual([
      [1, 'Fix the flaky retry test, the key is sk-ant-…', 6],
      [2, 'And the other one', 2],
    ]);
    expect(turns.map(({ gapMs }) => gapMs)).toEqual([null, expect.any(Number)]);
  });

  it('has its calls in the order of time, with chain, gap, tools and rebuild', () => {
    const { calls, rebuilds } = lab.browse();
    expect(calls.map(({ chain, toolNames }) => [chain.agentType, toolNames.join()])).toEqual([
      [null, 'Bash,Read'],
      [null, 'Agent'],
      ['Explore', 'Grep'],
      ['Explore', ''],
      [null, 'Edit'],
      [null, ''],
      [null, 'Bash'],
      [null, ''],
    ]);
    const times = calls.map(({ atMs }) => atMs ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(calls[6]?.rebuild).toMatchObject({ cause: 'idle', isExpected: false });
    expect(calls[0]?.gapMs).toBeNull();
    expect(calls[1]?.gapMs).toBe(20_000);
    expect(rebuilds).toEqual({ count: 1, excessNanoUsd: calls[6]?.rebuild?.excessNanoUsd });
  });

  it('has what each call was sent and answered', () => {
    const { calls, blocks } = lab.browse();
    expect(blocks).toBe('read');
    const [first, second] = calls;
    expect(first?.inputs.map(({ kind }) => kind)).toContain('prompt');
    expect(first?.outputs.map(({ kind, name }) => name ?? kind)).toEqual([
      'assistant-text',
      'Bash',
      'Read',
    ]);
    expect(second?.inputs.map(({ kind }) => kind)).toEqual(['tool-result', 'tool-result']);
  });

  it('without blocks has the same calls and costs', () => {
    const whole = lab.browse();
    const bare = lab.browse(BUSY, false);
    expect(bare.blocks).toBe('not-read');
    expect(bare.sum).toEqual(whole.sum);
    expect(bare.calls.map(({ callId, turn }) => [callId, turn])).toEqual(
      whole.calls.map(({ callId, turn }) => [callId, turn]),
    );
    expect(bare.calls.every(({ inputs, outputs }) => inputs.length + outputs.length === 0)).toBe(
      true,
    );
  });

  it('that is a fork shows its history as copies that cost nothing here', () => {
    const { calls, copiedCalls, sum, turns } = lab.browse(FORK);
    expect(copiedCalls).toBeGreaterThan(0);
    expect(calls.filter(({ isCopy }) => isCopy)).toHaveLength(copiedCalls);
    expect(sum.calls).toBe(1);
    expect(turns[0]?.costNanoUsd).toBe(0);
  });

  it('of a model without a price has no cost, not a cost of nothing', () => {
    const { sum, turns, calls } = lab.browse(UNPRICED);
    expect([sum.costNanoUsd, turns[0]?.costNanoUsd, calls[0]?.costNanoUsd]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('is the newest without an id, and serialises', () => {
    const answer = browseSession(lab.context, undefined, { withBlocks: true });
    expect(answer.sessionId).toBe(FORK);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
  });
});

describe('a text', () => {
  it('is masked, without control characters, and laid out for tools', () => {
    const answer = lab.browse();
    const prompt = answer.turns[0]?.prompt;
    const use = answer.calls[0]?.outputs.find(({ kind }) => kind === 'tool-use');
    if (prompt === undefined || prompt === null || use === undefined) throw new Error('no blocks');
    expect(readText(answer, prompt).lines).toEqual([
      'Fix the flaky retry test, the key is sk-ant-…',
    ]);
    expect(readText(answer, use).lines?.[0]).toMatch(/^[a-z_]+: \S/);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  it('that is long is cut, and what is left out is counted', async () => {
    const own = await openBrowseLab(`
session ${BUSY} cwd /w/app branch main version 2.1.270
at        who   model            in  w5m  w1h    read   out  tools      text
09:00:00  user                                                          Go
+4s       call  claude-opus-4-8  4   0    22000  0      90   Bash*400k  Look.
+4s       call  -                4   0    22000  0      90   -          Done.
`);
    try {
      const answer = own.browse();
      const result = answer.calls[1]?.inputs[0];
      if (result === undefined) throw new Error('no result');
      const { lines, omittedCharacters } = readText(answer, result);
      expect(omittedCharacters).toBeGreaterThan(50_000);
      const shown = (lines ?? []).reduce((sum, line) => sum + line.length + 1, -1);
      expect(shown + omittedCharacters).toBe(result.chars);
    } finally {
      own.close();
    }
  });
});

it('a deleted transcript leaves the calls and their tools', async () => {
  const own = await openBrowseLab();
  try {
    const before = own.browse();
    const prompt = before.turns[0]?.prompt;
    own.lab.remove(own.busyPath);
    await own.lab.ingest();
    const answer = own.browse();
    expect(answer.sum).toEqual(before.sum);
    expect(answer.blocks).toBe('partly');
    expect(answer.turns.map(({ title }) => title)).toEqual([null, null]);
    expect(answer.calls[0]).toMatchObject({ toolNames: ['Bash', 'Read'], inputs: [], outputs: [] });
    if (prompt === undefined || prompt === null) throw new Error('no prompt');
    expect(readText(before, prompt)).toEqual({ lines: null, omittedCharacters: 0, reason: 'gone' });
  } finally {
    own.close();
  }
});
