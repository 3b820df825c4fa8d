import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditAnswer } from '../../../src/query/audit/audit-answer.ts';
import { queryAudit } from '../../../src/query/audit/query-audit.ts';
import { SCRIPT_SESSION, writeScript } from '../../transcript/trace/script.ts';
import { openTraceLab, type TraceLab } from '../trace/trace-lab.ts';

let world: TraceLab;
beforeEach(() => {
  world = openTraceLab();
});
afterEach(() => world.close());

function audit(changes: { limit?: number; segment?: number } = {}): AuditAnswer {
  return queryAudit(world.context, {
    wanted: SCRIPT_SESSION,
    cwd: '/',
    runningSessionId: undefined,
    limit: changes.limit ?? 8,
    segment: changes.segment ?? null,
  });
}

/** A session that another program's own tests describe; only its sizes are taken. */
function sampleSession(): string {
  const script = writeScript();
  const text = (chars: number, word: string): string =>
    word.repeat(Math.ceil(chars / word.length)).slice(0, chars);
  script.prompt(text(50, 'Please fix the login of this app. '));
  script.call('msg_1', { write: 22_000, out: 120 }, [
    { thinking: text(282, 'auth.py, it seems. ') },
    { text: text(117, 'I read auth.py and run pytest. ') },
    { use: 't1', name: 'Read', input: { file_path: '/w/app/auth.py' } },
    { use: 't2', name: 'Bash', input: { command: 'pytest' } },
    { use: 't3', name: 'Read', input: { file_path: '/w/app/orphan_module.py' } },
  ]);
  const auth = text(720, 'def login(user):\n    return check(user)\n');
  script.result('t1', auth);
  script.result('t2', text(12_370, 'FAILED test_login - assert\n'));
  script.result('t3', text(3_950, 'def orphan():\n    return 1\n'));
  script.call('msg_2', { read: 22_000, write: 6_000, out: 30 }, [
    { use: 't4', name: 'Read', input: { file_path: '/w/app/auth.py' } },
  ]);
  script.result('t4', auth);
  script.attach({ type: 'skill_listing', content: text(797, '- skill: does it\n') });
  script.call('msg_3', { read: 28_000, write: 700, out: 30 }, [
    { use: 't5', name: 'Agent', input: { subagent_type: 'Explore', prompt: 'Look' } },
  ]);
  script.result('t5', text(684, 'The report says so. '));
  script.call('msg_4', { read: 28_700, write: 300, out: 5 }, [{ text: '' }]);
  return script.text();
}

describe('the sample session of another program', () => {
  it('has the same categories, findings and subagent report', async () => {
    await world.take(sampleSession());
    const { toolResults, attachments, waste, context } = audit();
    expect(toolResults.map(({ name, count, chars }) => [name, count, chars])).toEqual([
      ['Bash', 1, 12_370],
      ['Read', 3, 5_390],
      ['Agent', 1, 684],
    ]);
    expect(attachments.map(({ name, chars }) => [name, chars])).toEqual([['skill_listing', 797]]);
    const found = waste.findings.map(({ kind, subject, count }) => `${kind} ${subject} x${count}`);
    // The second copy of auth.py is one finding, not a duplicate besides.
    expect(found.sort()).toEqual([
      'dead-read /w/app/orphan_module.py x1',
      'large-result Bash pytest x1',
      'repeated-read /w/app/auth.py x2',
    ]);
    const parts = context?.parts ?? [];
    expect(parts.reduce((sum, { tokens }) => sum + tokens, context?.restTokens ?? 0)).toBe(29_003);
    expect(parts.find(({ kind }) => kind === 'subagent-report')).toMatchObject({ name: 'Agent' });
  });
});

describe('the answer', () => {
  it('shares of the session are of its own cost, and --limit leaves findings out, not sums', async () => {
    await world.take(sampleSession());
    const [all, few] = [audit(), audit({ limit: 1 })];
    expect(few.waste.findings).toHaveLength(1);
    expect(few.waste).toMatchObject({ leftOut: 2, costNanoUsd: all.waste.costNanoUsd });
    const [first] = all.waste.findings;
    const { insertNanoUsd, carryNanoUsd, costNanoUsd, ratio } = first ?? {};
    expect((insertNanoUsd ?? 0) + (carryNanoUsd ?? 0)).toBe(costNanoUsd);
    expect(ratio).toBeCloseTo((costNanoUsd ?? 0) / (all.sum.costNanoUsd ?? 0), 10);
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });

  it('of one segment: its last context, its content, its findings', async () => {
    const script = writeScript();
    const big = 'line of it\n'.repeat(1_200);
    script.prompt('Go');
    script.call('msg_1', { write: 20_000 }, [
      { use: 'a', name: 'Bash', input: { command: 'one' } },
    ]);
    script.result('a', big);
    script.call('msg_2', { read: 20_000, write: 6_000 }, [{ text: 'ok' }]);
    script.compact('Summary');
    script.call('msg_3', { write: 21_000 }, [{ use: 'b', name: 'Grep', input: { pattern: 'x' } }]);
    script.result('b', 'few');
    script.call('msg_4', { read: 21_000, write: 30 }, [{ text: 'ok' }]);
    await world.take(script.text());
    expect(
      audit().segments.map(({ segment, firstCall, calls, trigger }) => [
        segment,
        firstCall,
        calls,
        trigger,
      ]),
    ).toEqual([
      [1, 1, 2, null],
      [2, 3, 2, 'auto'],
    ]);
    const [first, second] = [audit({ segment: 1 }), audit({ segment: 2 })];
    expect([first.context?.callId, second.context?.callId]).toEqual(['msg_2', 'msg_4']);
    expect([first, second].map(({ toolResults }) => toolResults.map(({ name }) => name))).toEqual([
      ['Bash'],
      ['Grep'],
    ]);
    expect([first, second].map(({ waste }) => waste.findings.length)).toEqual([1, 0]);
    expect(second.waste).toMatchObject({ costNanoUsd: 0, ratio: 0 });
    expect(() => audit({ segment: 3 })).toThrow(/--segment got 3/);
  });

  it('of one call: its context, no waste', async () => {
    const script = writeScript();
    script.prompt('Hello');
    script.call('msg_1', { write: 20_000 }, [{ text: 'Hi' }]);
    await world.take(script.text());
    const { context, segments, rest, waste } = audit();
    expect(context).toMatchObject({ callId: 'msg_1', contextTokens: 20_003, restTokens: 0 });
    expect(segments).toHaveLength(1);
    expect(rest).toMatchObject({ calls: 1, maxRatio: 0 });
    expect(waste).toEqual({ costNanoUsd: 0, ratio: 0, tokens: 0, leftOut: 0, findings: [] });
  });

  it('of subagents only: no context, but their waste', async () => {
    const script = writeScript(SCRIPT_SESSION, 'a');
    const of = { isSidechain: true, agentId: 'a1' };
    script.record({ type: 'user', message: { content: 'Look' }, ...of });
    script.call('msg_1', { write: 9_000 }, [{ use: 'a', name: 'Bash', input: { command: 'ls' } }]);
    script.result('a', 'name\n'.repeat(3_000));
    script.call('msg_2', { read: 9_000, write: 6_600 }, [{ text: 'So' }]);
    const text = script
      .text()
      .replaceAll('"isSidechain":false', '"isSidechain":true,"agentId":"a1"');
    world.lab.write(`projects/-w-app/${SCRIPT_SESSION}/subagents/agent-a1.jsonl`, text);
    await world.lab.ingest();
    const { content, context, waste, sum } = audit();
    expect([content.reason, context, sum.calls]).toEqual(['subagents-only', null, 2]);
    expect(waste.findings.map(({ subject }) => subject)).toEqual(['Bash ls']);
  });

  it('without calls: says so', async () => {
    const script = writeScript();
    script.prompt('Hello?');
    await world.take(script.text());
    expect(audit()).toMatchObject({
      context: null,
      segments: [],
      rest: null,
      content: { reason: 'no-calls' },
      sum: { calls: 0, costNanoUsd: 0 },
    });
    expect(audit().waste.ratio).toBeNull();
    expect(() => audit({ segment: 1 })).toThrow('--segment got 1');
  });

  it('with the transcript gone: sizes, and no word on what filled them', async () => {
    await world.take(sampleSession());
    world.lab.remove(`projects/-w-app/${SCRIPT_SESSION}.jsonl`);
    await world.lab.ingest();
    const { context, content, segments, rest, waste, sum } = audit();
    expect(content).toEqual({ files: 1, goneFiles: 1, reason: 'transcript-gone' });
    expect(context).toMatchObject({ contextTokens: 29_003, parts: [], restTokens: 29_003 });
    expect(segments[0]).toMatchObject({
      firstContextTokens: 22_003,
      prefixTokens: null,
      restTokens: null,
    });
    expect(rest).toBeNull();
    expect(waste.findings).toEqual([]);
    expect(sum.costNanoUsd).toBeGreaterThan(0);
  });

  it('of a model without a price: tokens, no money', async () => {
    await world.take(sampleSession().replaceAll('claude-opus-4-8', 'claude-x-9'));
    const { waste, sum } = audit();
    expect(sum.costNanoUsd).toBeNull();
    expect(waste).toMatchObject({ costNanoUsd: null, ratio: null });
    expect(waste.tokens).toBeGreaterThan(1_000);
    expect(waste.findings.map(({ costNanoUsd }) => costNanoUsd)).toEqual([null, null, null]);
  });
});
