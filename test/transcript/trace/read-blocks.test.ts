import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlockOfRecord } from '../../../src/model/trace/block-event.ts';
import type { TraceFile } from '../../../src/model/trace/session-trace.ts';
import { readBlockText } from '../../../src/transcript/trace/read-block-text.ts';
import { type BlockEvent, readBlocks } from '../../../src/transcript/trace/read-blocks.ts';
import { type Script, writeScript } from './script.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-blocks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function eventsOf(text: string, name = 'session.jsonl'): BlockEvent[] {
  const path = join(folder, name);
  writeFileSync(path, text);
  return [...readBlocks(path, 0)];
}

function blocksOf(write: (script: Script) => void): BlockOfRecord[] {
  const script = writeScript();
  write(script);
  return eventsOf(script.text()).filter((event) => event.type === 'block');
}

/** `kind name chars` of each. */
function told(events: readonly BlockOfRecord[]): string[] {
  return events.map(({ block }) => `${block.kind} ${block.name ?? '-'} ${block.chars}`);
}

describe('what each record adds', () => {
  const cases: readonly [string, (script: Script) => void, readonly string[]][] = [
    ['a prompt', (s) => s.prompt('Fix it'), ['prompt - 6']],
    ['code points, not UTF-16 units', (s) => s.prompt('a👍🏽b'), ['prompt - 4']],
    ['a prompt of blocks', (s) => s.prompt([{ type: 'text', text: 'Look' }]), ['prompt - 4']],
    [
      'a reminder',
      (s) => s.prompt('<system-reminder>\nx</system-reminder>', { isMeta: true }),
      ['harness system-reminder 37'],
    ],
    [
      'a slash command',
      (s) => s.prompt('<command-name>/model</command-name>'),
      ['command /model 35'],
    ],
    [
      'its output',
      (s) => s.prompt('<local-command-stdout>ok</local-command-stdout>'),
      ['command local-command-stdout 47'],
    ],
    [
      'an ended background task',
      (s) =>
        s.prompt('<task-notification>x</task-notification>', {
          origin: { kind: 'task-notification' },
        }),
      ['harness task-notification 40'],
    ],
    ['an interruption', (s) => s.prompt('[Request interrupted by user]'), ['harness interrupt 29']],
    [
      'a tool call and its result',
      (s) => {
        s.call('m1', {}, [{ use: 't1', name: 'Read', input: { file_path: '/w/a.ts' } }]);
        s.result('t1', 'text');
      },
      ['tool-use Read 23', 'tool-result Read 4'],
    ],
    [
      'a result in parts',
      (s) => {
        s.call('m1', {}, [{ use: 't1', name: 'Agent' }]);
        s.result('t1', [
          { type: 'text', text: 'one' },
          { type: 'text', text: 'two' },
        ]);
      },
      ['tool-use Agent 2', 'tool-result Agent 7'],
    ],
    [
      'thinking, shown and hidden',
      (s) => s.call('m1', {}, [{ thinking: 'hmm' }, { thinking: '' }]),
      ['thinking - 3', 'thinking - 0'],
    ],
    [
      'words the client wrote itself',
      (s) => s.call('m1', { model: '<synthetic>' }, [{ text: 'No response requested.' }]),
      [],
    ],
    ['a hook that said nothing', (s) => s.attach({ type: 'hook_success', content: '' }), []],
    [
      'a hook whose output reaches the model',
      (s) => s.attach({ type: 'hook_success', hookEvent: 'SessionStart', content: 'Be brief' }),
      ['attachment hook_success 8'],
    ],
    [
      'a hook whose output does not',
      (s) => s.attach({ type: 'hook_success', hookEvent: 'PostToolUse', content: 'noise' }),
      [],
    ],
    [
      'a message to the person',
      (s) => s.attach({ type: 'hook_system_message', content: 'hello' }),
      [],
    ],
    [
      'added context',
      (s) => s.attach({ type: 'hook_additional_context', content: ['one', 'two'] }),
      ['attachment hook_additional_context 7'],
    ],
    [
      'a list of tools',
      (s) => s.attach({ type: 'deferred_tools_delta', addedNames: ['A'], addedLines: ['A: b'] }),
      ['attachment deferred_tools_delta 4'],
    ],
    [
      'memory of a folder',
      (s) => s.attach({ type: 'nested_memory', path: '/w/C.md', content: { content: 'rules' } }),
      ['attachment nested_memory 13'],
    ],
    [
      'a queued prompt',
      (s) => s.attach({ type: 'queued_command', commandMode: 'prompt', prompt: 'And this' }),
      ['prompt - 8'],
    ],
    [
      'a queued notification',
      (s) => s.attach({ type: 'queued_command', commandMode: 'task-notification', prompt: 'done' }),
      ['harness task-notification 4'],
    ],
    [
      'an unknown attachment',
      (s) => s.attach({ type: 'new_kind', content: 'abc' }),
      ['attachment new_kind 3'],
    ],
    ['a snapshot of the request', (s) => s.attach({ type: 'prompt_snapshot', content: 'x' }), []],
  ];
  it.each(cases)('%s', (_, write, expected) => {
    expect(told(blocksOf(write))).toEqual(expected);
  });
});

describe('what a block is known by', () => {
  it('has the target and range of its use on the result, secrets masked', () => {
    const [use, result] = blocksOf((script) => {
      const input = { file_path: '/w/a.ts', offset: 10, limit: 5 };
      script.call('m1', {}, [{ use: 't1', name: 'Read', input }]);
      script.result('t1', 'abc', { toolUseResult: { type: 'text' } });
    });
    expect(use?.block).toMatchObject({ target: '/w/a.ts', range: '10:5' });
    expect(result?.block).toMatchObject({ name: 'Read', target: '/w/a.ts', range: '10:5' });
    const [command] = blocksOf((script) => {
      const input = {
        command: `curl -H "x"\n  --key sk-ant-${'a1B2'.repeat(8)} ${'y'.repeat(300)}`,
      };
      script.call('m1', {}, [{ use: 't1', name: 'Bash', input }]);
    });
    expect(command?.block.target).not.toContain('a1B2a1B2');
    expect([...(command?.block.target ?? '')]).toHaveLength(200);
    expect(command?.block.target).not.toContain('\n');
  });

  it('has the same hash for the same text, whatever blanks are around it', () => {
    const [a, b, c] = blocksOf((script) => {
      for (const text of ['same', '  same\n', 'other']) script.prompt(text);
    });
    expect(a?.block.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(b?.block.hash).toBe(a?.block.hash);
    expect(c?.block.hash).not.toBe(a?.block.hash);
  });

  it('counts a picture by its area, at most 1,600 tokens, never by its characters', () => {
    const png = Buffer.alloc(40);
    png.write('\u0089PNG', 0, 'latin1');
    png.writeUInt32BE(600, 16);
    png.writeUInt32BE(500, 20);
    const data = Buffer.concat([png, Buffer.alloc(90_000)]).toString('base64');
    const picture = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
    const events = blocksOf((script) => {
      script.prompt([{ type: 'text', text: 'See' }, picture]);
      script.call('m1', {}, [{ use: 't1', name: 'Read' }]);
      script.result('t1', [{ ...picture, source: { ...picture.source, data: 'AAAA' } }]);
    });
    const sizes = events.map(({ block }) => [block.kind, block.chars, block.estimatedTokens]);
    expect(sizes).toEqual([
      ['prompt', 3, 1],
      ['image', 0, 400],
      ['tool-use', 2, 1],
      ['tool-result', 0, 0],
      ['image', 0, 1600],
    ]);
  });

  it('tells a pasted log from prose', () => {
    const log = Array.from(
      { length: 150 },
      (_, i) => `2026-11-20T09:00:${i % 60} ERROR it broke again`,
    );
    const [pasted, prose] = blocksOf((script) => {
      script.prompt(`Why?\n${log.join('\n')}`);
      script.prompt('It is long but it is prose.\n'.repeat(200));
    });
    expect(pasted?.block.looksLikeLog).toBe(true);
    expect(prose?.block.looksLikeLog).toBeUndefined();
  });
});

describe('the file', () => {
  it('is read past bad lines and lines above 8 MB, and a repeated record counts once', () => {
    const script = writeScript();
    script.prompt('one');
    script.raw('{"type":"user","uuid":');
    script.raw('[]');
    script.raw(
      JSON.stringify({ type: 'user', uuid: 'big', message: { content: 'x'.repeat(9e6) } }),
    );
    const text = script.text();
    const again = text.split('\n', 1)[0] ?? '';
    const after = writeScript(undefined, 'v');
    after.prompt('two');
    const events = eventsOf(`${text}${again}\n${after.text()}{"type":"user","message":{"con`);
    expect(told(events.filter((event) => event.type === 'block'))).toEqual([
      'prompt - 3',
      'prompt - 3',
    ]);
  });

  it('begins a message once, keeps every record as a link, and marks compactions', () => {
    const script = writeScript();
    script.prompt('go');
    script.call('m1', {}, [{ text: 'a' }, { text: 'b' }]);
    script.record({
      type: 'progress',
      data: { type: 'agent_progress', agentId: 'x1' },
      parentToolUseID: 't9',
    });
    script.compact('short', { preservedMessages: { uuids: ['u-0001'] } });
    const events = eventsOf(script.text());
    expect(events.map(({ type }) => type)).toEqual([
      'block',
      'call',
      'block',
      'block',
      'link',
      'compaction',
      'block',
    ]);
    expect(events[4]).toMatchObject({ started: { agentId: 'x1', toolUseId: 't9' } });
    expect(events[5]).toMatchObject({ trigger: 'auto', preTokens: 160_000, keptUuids: ['u-0001'] });
  });

  it('tells chains apart: main, by id, by file name, and without an id by their first record', () => {
    const script = writeScript();
    script.prompt('main');
    script.record({
      type: 'user',
      isSidechain: true,
      agentId: 'a1',
      message: { content: 'by id' },
    });
    script.follow(null);
    const root = script.record({ type: 'user', isSidechain: true, message: { content: 'old' } });
    script.record({ type: 'user', isSidechain: true, message: { content: 'old too' } });
    const chains = (name: string): (string | null)[] =>
      eventsOf(script.text(), name).map(({ chain }) => chain);
    expect(chains('s.jsonl')).toEqual([null, 'a1', `inline:${root}`, `inline:${root}`]);
    expect(chains('agent-b2.jsonl')).toEqual(['b2', 'a1', 'b2', 'b2']);
  });
});

describe('the text of a block', () => {
  it('is read again from its place, and not shown when something else stands there', () => {
    const script = writeScript();
    script.prompt([
      { type: 'text', text: 'First ä' },
      { type: 'text', text: 'Second' },
    ]);
    script.call('m1', {}, [{ use: 't1', name: 'Bash', input: { command: 'ls' } }]);
    script.result('t1', 'a\nb');
    const path = join(folder, 'session.jsonl');
    const events = eventsOf(script.text()).filter((event) => event.type === 'block');
    const file: TraceFile = { path, kind: 'main', state: 'present' };
    expect(events.map(({ block }) => readBlockText(file, block))).toEqual([
      'First ä',
      'Second',
      '{"command":"ls"}',
      'a\nb',
    ]);
    const last = events.at(-1)?.block;
    if (last === undefined) throw new Error('no block');
    expect(readBlockText({ ...file, state: 'vanished' }, last)).toBeNull();
    expect(readBlockText(file, { ...last, offset: last.offset + 1 })).toBeNull();
    writeFileSync(path, script.text().replace('a\\nb', 'c\\nd'));
    expect(readBlockText(file, last)).toBeNull();
    rmSync(path);
    expect(readBlockText(file, last)).toBeNull();
  });
});
