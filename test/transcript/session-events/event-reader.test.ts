// Session events record by record: what each kind gives, whose words they are, in which scene.
import { describe, expect, it } from 'vitest';
import type { Marker } from '../../../src/model/session-event/session-event.ts';
import {
  type TranscriptEvent,
  toSessionEvent,
} from '../../../src/transcript/session-events/transcript-event.ts';
import { type Json, script } from '../conversation/script.ts';
import { assistant, line, user } from '../records.ts';
import { eventsOfText, type TextOptions } from './read-text.ts';

/** The events without `lines`, without their place. */
function told(text: string, options?: TextOptions): Json[] {
  return eventsOfText(text, options)
    .filter(({ kind }) => kind !== 'lines')
    .map(bare);
}

function bare(event: TranscriptEvent): Json {
  const { atMs, offset, chain, scene, uuid, toolUseId, ...rest } = event;
  return rest;
}

const block = (content: Json, top: Record<string, unknown> = {}): string =>
  line(assistant({ content: [content], uuid: `u-${JSON.stringify(content)}`, top }));

describe('blocks of an answer', () => {
  it.each<[string, Json, Json]>([
    ['text', { type: 'text', text: 'Done.' }, { kind: 'assistant', chars: 5, marks: {} }],
    ['blanks', { type: 'text', text: '\n\n' }, { kind: 'assistant', chars: 0, marks: {} }],
    [
      'thinking that can be read',
      { type: 'thinking', thinking: 'Let me see.', signature: 'abcd' },
      { kind: 'thinking', chars: 11, signatureChars: 4, isRedacted: false },
    ],
    [
      'thinking with a signature only',
      { type: 'thinking', thinking: '', signature: 'abcdef' },
      { kind: 'thinking', chars: 0, signatureChars: 6, isRedacted: true },
    ],
    [
      'a redacted block',
      { type: 'redacted_thinking', data: 'xyz' },
      { kind: 'thinking', chars: 0, signatureChars: 3, isRedacted: true },
    ],
    [
      'a call with a file',
      { type: 'tool_use', id: 't1', name: 'Edit', input: { file_path: '/w/a.ts' } },
      { kind: 'tool_call', call: 0, tool: 'Edit', path: '/w/a.ts' },
    ],
    [
      'a call with a notebook',
      { type: 'tool_use', id: 't1', name: 'NotebookEdit', input: { notebook_path: '/w/a.ipynb' } },
      { kind: 'tool_call', call: 0, tool: 'NotebookEdit', path: '/w/a.ipynb' },
    ],
    [
      'a search in a folder',
      { type: 'tool_use', id: 't1', name: 'Grep', input: { pattern: 'x', path: '/w' } },
      { kind: 'tool_call', call: 0, tool: 'Grep', path: '/w' },
    ],
    [
      'a call without a path',
      { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } },
      { kind: 'tool_call', call: 0, tool: 'Bash', path: null },
    ],
  ])('%s', (_name, content, expected) => {
    const events = told(block(content));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject(expected);
  });

  it('counts every block of a message, one record or several', () => {
    const blocks = [
      { type: 'thinking', thinking: 'hm', signature: '' },
      { type: 'text', text: 'a' },
      { type: 'tool_use', id: 't1', name: 'Read', input: { file_path: '/a' } },
      { type: 'tool_use', id: 't2', name: 'Read', input: { file_path: '/b' } },
    ];
    const one = line(assistant({ content: blocks }));
    const several = blocks
      .map((content, index) => line(assistant({ content: [content], uuid: `u${index}` })))
      .join('');
    expect(told(several)).toEqual(told(one));
    expect(told(one).map(({ kind }) => kind)).toEqual([
      'thinking',
      'assistant',
      'tool_call',
      'tool_call',
    ]);
  });

  it('counts a record that stands there twice once', () => {
    const text = block({ type: 'text', text: 'Done.' });
    expect(told(text + text)).toHaveLength(1);
    expect(eventsOfText(text + text).find(({ kind }) => kind === 'lines')).toMatchObject({
      good: 2,
      bad: 0,
    });
  });

  it('gives equal inputs equal hashes, and others others', () => {
    const call = (id: string, command: string): string =>
      block({ type: 'tool_use', id, name: 'Bash', input: { command } });
    const hashes = told(call('t1', 'ls') + call('t2', 'ls') + call('t3', 'pwd')).map(
      ({ inputHash }) => inputHash,
    );
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
    expect(hashes[0]).toMatch(/^[0-9a-f]{12}$/);
  });

  it('takes nothing of what the client wrote in the name of the model', () => {
    const filler = assistant({ model: '<synthetic>', uuid: 'u1' });
    const error = assistant({ uuid: 'u2', top: { isApiErrorMessage: true } });
    expect(told(line(filler) + line(error))).toEqual([]);
  });
});

describe('results', () => {
  const callAndResult = (result: Json, top: Record<string, unknown> = {}): string =>
    block({ type: 'tool_use', id: 't1', name: 'Bash', input: {} }) +
    line(user([{ type: 'tool_result', tool_use_id: 't1', ...result }], top));

  it.each<[string, Json, Record<string, unknown>, Json]>([
    ['success', { content: 'ok' }, {}, { isError: false, isRejected: false, chars: 2 }],
    ['no content', {}, {}, { isError: false, chars: 0 }],
    [
      'blocks of text',
      { content: [{ type: 'text', text: 'ab' }, { type: 'image' }, { type: 'text', text: 'c' }] },
      {},
      { isError: false, chars: 4 },
    ],
    [
      'a failure',
      { content: 'No such file', is_error: true },
      {},
      { isError: true, isRejected: false },
    ],
    [
      'a refusal of the person, as older versions tell it',
      { content: "The user doesn't want to take this action right now.", is_error: true },
      {},
      { isError: true, isRejected: true },
    ],
    [
      'a refusal of the person',
      { content: 'no', is_error: true },
      { toolDenialKind: 'user-rejected' },
      { isError: true, isRejected: true },
    ],
    [
      'a refusal by a rule',
      { content: "The user doesn't want this, says a rule", is_error: true },
      { toolDenialKind: 'rule' },
      { isError: true, isRejected: false },
    ],
    [
      'a quotation of a refusal',
      { content: "The user doesn't want to proceed" },
      {},
      { isError: false, isRejected: false },
    ],
  ])('%s', (_name, result, top, expected) => {
    const [, answer] = told(callAndResult(result, top));
    expect(answer).toMatchObject({ kind: 'tool_result', call: 0, tool: 'Bash', ...expected });
  });

  it('answers its own call where several are open', () => {
    const text =
      block({ type: 'tool_use', id: 't1', name: 'Read', input: {} }) +
      block({ type: 'tool_use', id: 't2', name: 'Bash', input: {} }) +
      line(user([{ type: 'tool_result', tool_use_id: 't2', content: '' }], { uuid: 'r2' })) +
      line(user([{ type: 'tool_result', tool_use_id: 't1', content: '' }], { uuid: 'r1' })) +
      line(user([{ type: 'tool_result', tool_use_id: 't9', content: '' }], { uuid: 'r9' }));
    const answers = told(text).slice(2);
    expect(answers.map(({ call, tool }) => [call, tool])).toEqual([
      [1, 'Bash'],
      [0, 'Read'],
      [null, ''],
    ]);
  });

  it('takes what the person said at a refusal as a prompt', () => {
    const content =
      "The user doesn't want to proceed with this tool use. The tool use was rejected. " +
      'To tell you how to proceed, the user said:\nuse pnpm';
    const [, result, said] = told(callAndResult({ content, is_error: true }));
    expect(result).toMatchObject({ isRejected: true });
    expect(said).toEqual({ kind: 'user', origin: 'human', chars: 8, marks: {} });
  });
});

describe('words in user records', () => {
  it.each<[string, unknown, Record<string, unknown>, Json | null]>([
    ['a prompt', 'fix it', {}, { origin: 'human', chars: 6 }],
    [
      'a prompt behind what an editor put before it',
      [
        { type: 'text', text: '<ide_opened_file>/w/a.ts</ide_opened_file>' },
        { type: 'text', text: 'fix it' },
      ],
      {},
      { origin: 'human', chars: 6 },
    ],
    ['a picture', [{ type: 'image', source: {} }], {}, { origin: 'human', chars: 0 }],
    ['a note of the harness', 'Caveat', { isMeta: true }, { origin: 'harness', chars: 6 }],
    ['a reminder', '<system-reminder>x</system-reminder>', {}, { origin: 'harness' }],
    ['a notice', '<task-notification>…', {}, { origin: 'harness' }],
    ['output of a command', '<local-command-stdout>ok', {}, { origin: 'harness' }],
    ['another agent', 'go', { origin: { kind: 'peer' } }, { origin: 'harness' }],
    [
      'a command',
      '<command-name>/model</command-name><command-args>opus</command-args>',
      {},
      { origin: 'command', chars: 11 },
    ],
    ['a summary', 'Summary', { isCompactSummary: true }, { origin: 'summary', chars: 7 }],
    [
      'a summary of an old version',
      'This session is being continued from a previous conversation that ran out',
      {},
      { origin: 'summary' },
    ],
    [
      'a stop',
      [{ type: 'text', text: '[Request interrupted by user for tool use]' }],
      {},
      { origin: 'interrupt' },
    ],
    ['nothing', [], {}, null],
  ])('%s', (_name, content, top, expected) => {
    const events = told(line(user(content, top)));
    expect(events).toHaveLength(expected === null ? 0 : 1);
    if (expected !== null) expect(events[0]).toMatchObject({ kind: 'user', ...expected });
  });

  it('takes no prompt from a subagent, whose words its parent wrote', () => {
    const text = line(user('Look for X', { isSidechain: true, agentId: 'a1' }));
    expect(told(text, { agentId: 'a1' })).toEqual([
      { kind: 'user', origin: 'harness', chars: 10, marks: {} },
    ]);
  });
});

describe('prompts of the queue', () => {
  const queue = (operation: string, content?: string): string =>
    line({
      type: 'queue-operation',
      operation,
      timestamp: '2026-07-01T10:00:01.000Z',
      ...(content === undefined ? {} : { content }),
    });
  const attached = (prompt: string, more: Json = {}): string =>
    line({
      type: 'attachment',
      uuid: `a-${prompt}`,
      timestamp: '2026-07-01T10:00:02.000Z',
      attachment: { type: 'queued_command', prompt, ...more },
    });

  it.each<[string, string, number]>([
    ['one that an old version handed over', queue('enqueue', 'also b') + queue('remove'), 1],
    ['one that was taken back', queue('enqueue', 'also b') + queue('popAll') + queue('remove'), 0],
    ['a notice', queue('enqueue', '<task-notification>x') + queue('remove'), 0],
    ['one in an attachment', attached('also b'), 1],
    [
      'one that both tell of',
      queue('enqueue', 'also b') + queue('remove', 'also b') + attached('also b'),
      1,
    ],
    [
      'one with a record of its own',
      queue('enqueue', 'also b') + queue('dequeue') + line(user('also b')) + queue('remove'),
      1,
    ],
    ['a command of the harness', attached('x', { commandMode: 'task-notification' }), 0],
  ])('%s', (_name, text, count) => {
    const prompts = told(text).filter(({ origin }) => origin === 'human');
    expect(prompts).toHaveLength(count);
    for (const prompt of prompts) expect(prompt).toMatchObject({ chars: 6 });
  });
});

describe('the scene', () => {
  it('is what the records have told by then', () => {
    const text =
      line({ type: 'permission-mode', permissionMode: 'plan' }) +
      line(user('a', { permissionMode: 'acceptEdits', version: '2.1.10', gitBranch: '' })) +
      line(assistant({ top: { effort: 'high', version: '2.1.11' }, uuid: 'a1' })) +
      line(user('b', { uuid: 'p2', version: '2.1.11', gitBranch: 'next' })) +
      line(assistant({ model: 'claude-haiku-4-5', uuid: 'a2', top: { gitBranch: 'next' } })) +
      line({ type: 'permission-mode', permissionMode: 'plan' }) +
      line(assistant({ top: { effort: 'extreme' }, uuid: 'a3' }));
    const scenes = eventsOfText(text)
      .filter(({ kind }) => kind !== 'lines')
      .map(({ scene }) => Object.values(scene));
    expect(scenes).toEqual([
      [null, '2.1.10', null, null, 'acceptEdits'],
      ['claude-opus-4-8', '2.1.11', 'main', 'high', 'acceptEdits'],
      ['claude-opus-4-8', '2.1.11', 'next', 'high', 'acceptEdits'],
      ['claude-haiku-4-5', '2.1.200', 'next', null, 'acceptEdits'],
      ['claude-opus-4-8', '2.1.200', 'main', 'other', 'plan'],
    ]);
  });

  it('keeps a model through errors that the client wrote', () => {
    const text =
      line(assistant({ uuid: 'a1' })) +
      line(assistant({ model: '<synthetic>', uuid: 'a2' })) +
      line(user('again', { uuid: 'p2' }));
    expect(eventsOfText(text).at(-2)).toMatchObject({ scene: { model: 'claude-opus-4-8' } });
  });

  it('of an inlined subagent is not the session’s', () => {
    const inline = { isSidechain: true, parentUuid: 's0' };
    const text =
      line(user('go', { uuid: 'p1' })) +
      line(assistant({ uuid: 'a1' })) +
      line(user('look', { uuid: 's0', isSidechain: true })) +
      line(assistant({ model: 'claude-haiku-4-5', uuid: 's1', top: inline })) +
      line(user('more', { uuid: 'p2' }));
    const events = eventsOfText(text).filter(({ kind }) => kind !== 'lines');
    expect(events.map(({ chain, scene }) => [chain, scene.model])).toEqual([
      [null, null],
      [null, 'claude-opus-4-8'],
      ['inline:s0', 'claude-opus-4-8'],
      ['inline:s0', 'claude-haiku-4-5'],
      [null, 'claude-opus-4-8'],
    ]);
    expect(events[2]).toMatchObject({ kind: 'user', origin: 'harness' });
  });
});

describe('what goes with an event', () => {
  const marker = (id: string, on: Marker['on'], word: string): Marker => ({
    id,
    on,
    fingerprint: word,
    find: (text) =>
      text
        .split(word)
        .slice(1)
        .map(() => word),
  });

  it('is what markers found in the words of Claude and of the person', () => {
    const text = block({ type: 'text', text: 'wait, wait' }) + line(user('wait a bit'));
    const markers = [marker('loop', 'assistant', 'wait'), marker('ask', 'human', 'bit')];
    expect(told(text, { markers }).map(({ marks }) => marks)).toEqual([
      { loop: ['wait', 'wait'] },
      { ask: ['bit'] },
    ]);
  });

  it('is a text only where it is asked for', () => {
    const text = script()
      .prompt('a secret plan')
      .says('all clear')
      .tool('Bash', { command: 'echo hush' }, { content: 'hush' })
      .text();
    expect(JSON.stringify(eventsOfText(text))).not.toMatch(/secret|clear|hush/);
    const texts = eventsOfText(text, { withText: true }).flatMap(({ text: one }) => one ?? []);
    expect(texts).toEqual(['a secret plan', 'all clear', '{"command":"echo hush"}', 'hush']);
  });

  it('is its record and its call, until it is kept', () => {
    const events = eventsOfText(script().tool('Bash', {}, { content: 'x' }).text());
    const [call, result] = events.filter(({ kind }) => kind.startsWith('tool'));
    expect(call?.uuid).not.toBeNull();
    expect(call?.toolUseId).toBe(result?.toolUseId);
    for (const event of events) {
      expect(Object.keys(toSessionEvent(event))).not.toContain('uuid');
      expect(Object.keys(toSessionEvent(event))).not.toContain('toolUseId');
    }
  });
});
