import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { viewChain } from '../../../src/model/audit/waste/chain-view.ts';
import type { TraceChain } from '../../../src/model/trace/session-trace.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { SCRIPT_SESSION, writeScript } from '../../transcript/trace/script.ts';
import { openTraceLab, type TraceLab, traceOf, words } from './trace-lab.ts';

function mainOf(chains: readonly TraceChain[]): TraceChain {
  const [main] = chains;
  if (main === undefined) throw new Error('no main chain');
  return main;
}

describe('what each call was sent', () => {
  it('has the input since the call before and its own answer, also where lines interleave', async () => {
    const script = writeScript();
    script.prompt('Fix it');
    script.call('m1', { write: 1000, out: 50 }, [
      { thinking: 'let me see' },
      { use: 'a', name: 'Read', input: { file_path: '/w/a.ts' } },
    ]);
    script.result('a', 'content of a');
    // The second tool of the same message is written after the first one's result.
    script.call('m1', { write: 1000, out: 50 }, [{ use: 'b', name: 'Bash' }]);
    script.result('b', 'output of b');
    script.attach({ type: 'hook_additional_context', content: 'more' });
    script.call('m2', { read: 1000, write: 100 }, [{ text: 'Done' }]);
    script.prompt('Thanks');
    const { chains, turns } = await traceOf(script.text());
    const { calls, rest } = mainOf(chains);
    expect(calls.map(({ inputs }) => words(inputs))).toEqual([
      'prompt6',
      'tool-result-a tool-result-b attachment4',
    ]);
    expect(calls.map(({ outputs }) => words(outputs))).toEqual([
      'thinking10 tool-use-a tool-use-b',
      'assistant-text4',
    ]);
    expect(calls.map(({ parent, turn, segment }) => [parent, turn, segment])).toEqual([
      [null, 1, 0],
      [0, 1, 0],
    ]);
    expect(words(rest)).toBe('prompt6');
    expect(turns.map(({ turn, prompt }) => [turn, prompt?.chars])).toEqual([
      [1, 6],
      [2, 6],
    ]);
    expect(calls[1]).toMatchObject({
      callId: 'm2',
      contextTokens: 1103,
      isOutputFinal: true,
      isCopy: false,
    });
  });

  it('takes a block that several lines repeat once, and a result once', async () => {
    const script = writeScript();
    script.prompt('Go');
    const blocks = [{ text: 'I look' }, { use: 'a', name: 'Bash' }, { thinking: '' }] as const;
    script.call('m1', {}, blocks);
    script.call('m1', {}, blocks);
    script.result('a', 'out');
    script.result('a', 'out');
    script.call('m2', {}, [{ text: 'ok' }]);
    const { calls } = mainOf((await traceOf(script.text())).chains);
    expect(words(calls[0]?.outputs ?? [])).toBe('assistant-text6 tool-use-a thinking0');
    expect(words(calls[1]?.inputs ?? [])).toBe('tool-result-a');
  });

  it('sends results of parallel tools that hang beside the way', async () => {
    const script = writeScript();
    script.prompt('Go');
    const first = script.call('m1', {}, [{ use: 'a', name: 'Read' }]);
    const second = script.call('m1', {}, [{ use: 'b', name: 'Read' }]);
    script.follow(first);
    script.result('a', 'A');
    script.follow(second);
    script.result('b', 'B');
    script.call('m2', {}, [{ text: 'both' }]);
    const { calls } = mainOf((await traceOf(script.text())).chains);
    expect(words(calls[1]?.inputs ?? [])).toBe('tool-result-a tool-result-b');
    expect(calls[1]?.parent).toBe(0);
  });
});

describe('what was taken back', () => {
  it('is not in later contexts: a rewind continues an earlier call', async () => {
    const script = writeScript();
    script.prompt('One');
    const kept = script.call('m1', {}, [{ text: 'first' }]);
    script.prompt('Wrong way');
    script.call('m2', {}, [{ use: 'x', name: 'Bash' }]);
    script.result('x', 'late');
    script.follow(kept);
    script.prompt('Better way');
    script.call('m3', {}, [{ text: 'second' }]);
    const { chains } = await traceOf(script.text());
    const { calls, rest } = mainOf(chains);
    expect(calls.map(({ parent }) => parent)).toEqual([null, 0, 0]);
    expect(words(calls[2]?.inputs ?? [])).toBe('prompt10');
    expect(words(rest)).toBe('tool-result-x');
  });

  it('a prompt that no call was sent is nobody’s input', async () => {
    const script = writeScript();
    script.prompt('One');
    const kept = script.call('m1', {}, [{ text: 'first' }]);
    script.prompt('Never answered');
    script.follow(kept);
    script.prompt('Instead');
    script.call('m2', {}, [{ text: 'second' }]);
    const { calls, rest } = mainOf((await traceOf(script.text())).chains);
    expect(words(calls[1]?.inputs ?? [])).toBe('prompt7');
    expect(words(rest)).toBe('prompt14');
  });

  it('a second try is a sibling of the first; rewound to the start begins anew', async () => {
    const script = writeScript();
    const prompt = script.prompt('One');
    script.call('m1', {}, [{ text: 'broken off' }]);
    script.follow(prompt);
    script.call('m2', {}, [{ text: 'whole' }]);
    script.follow(null);
    script.prompt('Other');
    script.call('m3', {}, [{ text: 'new' }]);
    const { calls } = mainOf((await traceOf(script.text())).chains);
    expect(calls.map(({ parent }) => parent)).toEqual([null, null, null]);
    expect(words(calls[2]?.inputs ?? [])).toBe('prompt5');
  });

  it('survives a chain that goes in circles, and one that leads nowhere', async () => {
    const script = writeScript();
    script.prompt('One');
    script.call('m1', {}, [{ text: 'first' }]);
    script.follow('u-0004');
    script.record({ type: 'progress', data: {} });
    script.record({ type: 'progress', data: {} });
    script.call('m2', {}, [{ text: 'second' }]);
    script.follow('gone');
    script.prompt('Two');
    script.call('m3', {}, [{ text: 'third' }]);
    const { calls } = mainOf((await traceOf(script.text())).chains);
    expect(calls.map(({ parent }) => parent)).toEqual([null, 0, 1]);
    expect(words(calls[2]?.inputs ?? [])).toBe('prompt3');
  });
});

describe('a compaction', () => {
  it('begins a segment; what waited was sent to nobody, what is kept is named', async () => {
    const script = writeScript();
    const prompt = script.prompt('One');
    script.call('m1', {}, [{ use: 'a', name: 'Bash' }]);
    script.result('a', 'out');
    script.compact('Summary of it', { preservedMessages: { uuids: [prompt] } });
    script.call('m2', {}, [{ text: 'on' }]);
    script.call('m3', {}, [{ text: 'on and on' }]);
    const { calls, compactions, rest } = mainOf((await traceOf(script.text())).chains);
    expect(calls.map(({ parent, segment }) => [parent, segment])).toEqual([
      [null, 0],
      [null, 1],
      [1, 1],
    ]);
    expect(words(calls[1]?.inputs ?? [])).toBe('compact-summary13');
    expect(compactions).toHaveLength(1);
    expect(compactions[0]).toMatchObject({ beforeCall: 1, trigger: 'auto', preTokens: 160_000 });
    expect(words(compactions[0]?.kept ?? [])).toBe('prompt3');
    expect(words(rest)).toBe('tool-result-a');
  });

  it('may be gone back behind: the context is the one of before', async () => {
    const script = writeScript();
    script.prompt('One');
    const kept = script.call('m1', {}, [{ text: 'first' }]);
    script.compact('Summary');
    script.call('m2', {}, [{ text: 'on' }]);
    script.follow(kept);
    script.prompt('Back');
    script.call('m3', {}, [{ text: 'there' }]);
    const { calls } = mainOf((await traceOf(script.text())).chains);
    expect(calls.map(({ parent }) => parent)).toEqual([null, null, 0]);
  });
});

describe('chains beside the main one', () => {
  it('are told by id, with the tool call that started them and the turn they began in', async () => {
    const script = writeScript();
    script.prompt('Look');
    script.call('m1', {}, [{ use: 'task', name: 'Agent', input: { subagent_type: 'Explore' } }]);
    script.result('task', 'It is so', { toolUseResult: { agentId: 'a1', status: 'completed' } });
    script.call('m2', {}, [{ text: 'So' }]);
    const agent = writeScript(undefined, 'a');
    const of = { isSidechain: true, agentId: 'a1' };
    agent.record({ type: 'user', message: { content: 'Explore' }, ...of });
    const message = {
      id: 'm9',
      model: 'claude-haiku-4-5',
      content: [{ type: 'text', text: 'So' }],
    };
    const usage = { input_tokens: 500, output_tokens: 9 };
    agent.record({ type: 'assistant', message: { ...message, usage }, ...of });
    const { chains } = await traceOf(script.text(), {
      [`${SCRIPT_SESSION}/subagents/agent-a1.jsonl`]: agent.text(),
    });
    expect(chains.map(({ kind, agentId, toolUseId }) => [kind, agentId, toolUseId])).toEqual([
      ['main', null, null],
      ['subagent', 'a1', 'task'],
    ]);
    expect(chains[1]?.calls[0]).toMatchObject({ callId: 'm9', turn: 1, contextTokens: 500 });
    expect(words(chains[1]?.calls[0]?.inputs ?? [])).toBe('harness7');
    expect(words(chains[0]?.calls[1]?.inputs ?? [])).toBe('tool-result-task');
  });

  it('are told by their note, and by their first record where old versions gave no id', async () => {
    const script = writeScript();
    script.prompt('Look');
    const use = script.call('m1', {}, [{ use: 'task', name: 'Task' }]);
    const side = { isSidechain: true };
    script.follow(null);
    const root = script.record({ type: 'user', message: { content: 'Do' }, ...side });
    const message = { id: 'm5', model: 'claude-opus-4-8', content: [{ type: 'text', text: 'x' }] };
    script.record({
      type: 'assistant',
      message: { ...message, usage: { input_tokens: 70, output_tokens: 1 } },
      ...side,
    });
    script.follow(use);
    script.result('task', 'Did');
    script.call('m2', {}, [{ text: 'So' }]);
    const folder = `${SCRIPT_SESSION}/subagents`;
    const agent = writeScript(undefined, 'b', 60);
    agent.record({
      type: 'user',
      message: { content: 'Go' },
      isSidechain: true,
      agentId: 'acompact-1',
    });
    agent.call('m7', { write: 900 }, [{ text: 'Summary' }]);
    const { chains } = await traceOf(script.text(), {
      [`${folder}/agent-acompact-1.jsonl`]: agent
        .text()
        .replaceAll('"isSidechain":false', '"isSidechain":true,"agentId":"acompact-1"'),
      [`${folder}/agent-acompact-1.meta.json`]: '{"toolUseId":"toolu_9"}',
    });
    expect(chains.map(({ kind, agentId, calls }) => [kind, agentId, calls.length])).toEqual([
      ['main', null, 2],
      ['subagent', `inline:${root}`, 1],
      ['compaction', 'acompact-1', 1],
    ]);
    expect(chains[2]?.toolUseId).toBe('toolu_9');
  });
});

describe('an advisor', () => {
  it('is a call of its own between those of the chain, which go on without it', async () => {
    const table = `
session ${SCRIPT_SESSION} cwd /w/app
at who model in w5m w1h read out tools text
09:00:00 user Go
+4s call claude-opus-4-8 4 0 700 22000 90 - advisor=claude-fable-5:4/0/900/12000/300 I look
+9s call - 2 0 900 22700 40 - Done
`;
    const world = openTraceLab();
    try {
      for (const { path, text } of buildTranscript(table)) world.lab.write(path, text);
      await world.lab.ingest();
      const { calls } = mainOf(world.trace().chains);
      expect(calls.map(({ part, parent }) => [part, parent])).toEqual([
        [0, null],
        [1, 0],
        [0, 0],
      ]);
      expect(calls[1]?.callId).toBe(`${calls[0]?.messageId}#1`);
      expect(words(calls[2]?.inputs ?? [])).toBe('');
      expect(viewChain(mainOf(world.trace().chains)).laterCalls).toEqual([1, 0, 0]);
    } finally {
      world.close();
    }
  });
});

describe('without all transcripts', () => {
  let world: TraceLab;
  beforeEach(() => {
    world = openTraceLab();
  });
  afterEach(() => world.close());

  const table = `
session ${SCRIPT_SESSION} cwd /w/app
at who model in w5m w1h read out tools text
09:00:00 user Go
+4s call claude-opus-4-8 4 0 700 22000 90 Bash,Read:src/a.ts*2k I look
+9s call - 2 0 900 22700 40 - Done
+10s user On
+5s compact auto 167000
+9s call - 2 0 9000 2700 40 - Done
+5s call - 2 0 20 11700 40 - Done
`;

  it('without blocks, turns and segments are the same', async () => {
    for (const { path, text } of buildTranscript(table)) world.lab.write(path, text);
    await world.lab.ingest();
    const [whole, bare] = [world.trace(), world.trace(SCRIPT_SESSION, { withBlocks: false })];
    const shapeOf = ({ chains, turns }: typeof whole): unknown => [
      turns.map(({ turn, atMs }) => [turn, atMs]),
      chains.map(({ calls, compactions }) => [
        calls.map(({ callId, turn, segment, parent }) => [callId, turn, segment, parent]),
        compactions.map(({ beforeCall, preTokens }) => [beforeCall, preTokens]),
      ]),
    ];
    expect(shapeOf(bare)).toEqual(shapeOf(whole));
    expect(whole.chains[0]?.calls[1]?.inputs).toHaveLength(2);
    expect(
      bare.chains[0]?.calls.every(({ inputs, outputs }) => inputs.length + outputs.length === 0),
    ).toBe(true);
  });

  it('a file that is gone leaves calls without blocks, and says so', async () => {
    const files = buildTranscript(table);
    for (const { path, text } of files) world.lab.write(path, text);
    await world.lab.ingest();
    const before = world.trace();
    for (const { path } of files) world.lab.remove(path);
    const unseen = world.trace();
    await world.lab.ingest();
    for (const trace of [unseen, world.trace()]) {
      expect(trace.files.map(({ state }) => state)).toEqual(['vanished']);
      expect(trace.turns.map(({ prompt }) => prompt)).toEqual([null, null]);
      expect(trace.chains[0]?.calls.map(({ callId }) => callId)).toEqual(
        before.chains[0]?.calls.map(({ callId }) => callId),
      );
      expect(
        trace.chains[0]?.calls.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]),
      ).toEqual([]);
    }
  });

  it('a fork shows the history it repeats as copies of another session', async () => {
    const [original] = buildTranscript(table);
    if (original === undefined) throw new Error('no file');
    const fork = '5f0c0e0a-0000-4000-8000-0000000f0f0f';
    const copied = original.text.replaceAll(SCRIPT_SESSION, fork);
    const own = writeScript(fork, 'f', 900);
    own.follow(/"uuid":"([^"]+)"[^\n]*\n$/.exec(copied)?.[1] ?? null);
    own.prompt('Another way');
    own.call('msg_own', { read: 12_000, write: 40 }, [{ text: 'Yes' }]);
    // A fork's file opens later than the one it was copied from.
    const later = copied.replaceAll(
      '"timestamp":"2026-11-20T09:00:00.000Z"',
      '"timestamp":"2026-11-20T09:10:00.000Z"',
    );
    world.lab.write(original.path, original.text);
    world.lab.write(original.path.replace(SCRIPT_SESSION, fork), later + own.text());
    await world.lab.ingest();
    const calls = world.trace(fork).chains[0]?.calls ?? [];
    expect(calls.map(({ isCopy }) => isCopy)).toEqual([true, true, true, true, false]);
    expect(calls.at(-1)?.parent).toBe(3);
    expect(world.trace().chains[0]?.calls.map(({ isCopy }) => isCopy)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    const bare = world.trace(fork, { withBlocks: false }).chains[0]?.calls ?? [];
    expect(bare.map(({ isCopy }) => isCopy)).toEqual([true, true, true, true, false]);
  });

  it('a session without calls has an empty main chain', async () => {
    const script = writeScript();
    script.prompt('Hello?');
    await world.take(script.text());
    const { chains, turns } = world.trace();
    expect(chains).toHaveLength(1);
    expect(chains[0]?.calls).toEqual([]);
    expect(words(chains[0]?.rest ?? [])).toBe('prompt6');
    expect(turns).toHaveLength(1);
  });
});
