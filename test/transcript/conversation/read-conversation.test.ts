// What of a transcript is conversation: every kind of item, and everything that is none.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { ConversationItem } from '../../../src/model/work/conversation-item.ts';
import { foldWork } from '../../../src/model/work/fold-work.ts';
import { buildTranscript } from '../../../src/samples/build-transcript.ts';
import { readConversation } from '../../../src/transcript/conversation/read-conversation.ts';
import { MAX_LINE_BYTES } from '../../../src/transcript/conversation/read-lines.ts';
import { type Script, script } from './script.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-conversation-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string): ConversationItem[] {
  const path = join(folder, 's.jsonl');
  writeFileSync(path, text);
  return [...readConversation(path)];
}

/** Kind and telling text of each item. */
function told(session: Script): string[] {
  return read(session.text()).map((item) => {
    const { kind } = item;
    if (kind === 'tool-use') return `${kind} ${item.name}`;
    if (kind === 'tool-result') return `${kind} ${item.tail}`;
    if (kind === 'command') return `${kind} ${item.name} ${item.args}`;
    return 'text' in item ? `${kind} ${item.text}` : kind;
  });
}

const BLOCK = (text: string) => ({ type: 'text', text });

describe('prompts', () => {
  const cases: readonly [name: string, content: unknown, extra: object, expected: string[]][] = [
    ['a string', 'Fix it', {}, ['prompt Fix it']],
    ['blocks', [BLOCK('Fix it'), BLOCK('now')], {}, ['prompt Fix it\nnow']],
    ['a picture alone', [{ type: 'image' }], {}, ['prompt [image]']],
    ['a picture with words', [{ type: 'image' }, BLOCK('this')], {}, ['prompt this']],
    [
      "an editor's tags before it",
      '<ide_opened_file>a.ts</ide_opened_file>\n<ide_selection>x</ide_selection>Fix it',
      {},
      ['prompt Fix it'],
    ],
    [
      'an editor block',
      [BLOCK('<ide_opened_file>a</ide_opened_file>'), BLOCK('Fix')],
      {},
      ['prompt Fix'],
    ],
    [
      'a reminder around it',
      '<system-reminder>x</system-reminder>\nFix it\n<system-reminder>y</system-reminder>',
      {},
      ['prompt Fix it'],
    ],
    ['a reminder alone', '<system-reminder>x</system-reminder>', {}, []],
    ['a tag that nobody knows', '<div>Fix this</div>', {}, ['prompt <div>Fix this</div>']],
    ['meta', 'Base directory for this skill', { isMeta: true }, []],
    [
      'a background task',
      '<task-notification>x</task-notification>',
      { origin: { kind: 'task-notification' } },
      [],
    ],
    ['another origin', 'Hello', { origin: { kind: 'peer' } }, []],
    ['output of a command', '<local-command-stdout>x</local-command-stdout>', {}, []],
    ['bash mode', '<bash-input>ls</bash-input>', {}, []],
    ['an interrupt', [BLOCK('[Request interrupted by user for tool use]')], {}, ['interrupt']],
    ['nothing', '  ', {}, []],
    ['a subagent', 'Explore', { isSidechain: true }, []],
    [
      'a slash command',
      '<command-message>review</command-message>\n<command-name>/review</command-name>\n<command-args>the last commit</command-args>',
      {},
      ['command /review the last commit'],
    ],
    ['a summary', 'Summary: x', { isCompactSummary: true }, ['compact-summary Summary: x']],
    [
      'a summary without its mark',
      'This session is being continued from a previous conversation that ran out.',
      {},
      [
        'compact-summary This session is being continued from a previous conversation that ran out.',
      ],
    ],
  ];
  it.each(cases)('%s', (_name, content, extra, expected) => {
    expect(told(script().prompt(content, extra as never))).toEqual(expected);
  });

  it('takes the words said when a tool was not allowed', () => {
    const content =
      "The user doesn't want to proceed with this tool use. The tool use was rejected. To tell you how to proceed, the user said:\nUse pnpm";
    const items = read(
      script().tool('Bash', { command: 'npm i' }, { content, isError: true }).text(),
    );
    expect(items.map(({ kind }) => kind)).toEqual(['tool-use', 'tool-result', 'prompt']);
    expect(items[1]).toMatchObject({ isError: true, facts: { rejected: true } });
    expect(items[2]).toMatchObject({ text: 'Use pnpm' });
  });
});

describe('prompts typed while the agent works', () => {
  const queue = (operation: string, content?: string) => ({
    type: 'queue-operation',
    operation,
    ...(content === undefined ? {} : { content }),
  });
  const attachment = (prompt: unknown, more = {}) => ({
    type: 'attachment',
    attachment: { type: 'queued_command', prompt, commandMode: 'prompt', ...more },
  });
  const cases: readonly [name: string, records: readonly object[], expected: string[]][] = [
    ['an attachment', [attachment('Also this')], ['prompt Also this']],
    ['an attachment of blocks', [attachment([BLOCK('Also this')])], ['prompt Also this']],
    [
      'old versions: taken out of the queue',
      [queue('enqueue', 'Also this'), queue('remove')],
      ['prompt Also this'],
    ],
    ['both: once', [queue('enqueue', 'A'), queue('remove', 'A'), attachment('A')], ['prompt A']],
    [
      'the attachment first: once',
      [queue('enqueue', 'A'), attachment('A'), queue('remove', 'A')],
      ['prompt A'],
    ],
    ['taken back', [queue('enqueue', 'A'), queue('popAll', 'A')], []],
    ['still waiting', [queue('enqueue', 'A')], []],
    ['a task', [queue('enqueue', '<task-notification>x'), queue('remove')], []],
    ["a task's attachment", [attachment('<task-notification>x')], []],
    ['another mode', [attachment('ls', { commandMode: 'bash' })], []],
    ['another origin', [attachment('x', { origin: { kind: 'coordinator' } })], []],
  ];
  it.each(cases)('%s', (_name, records, expected) => {
    const session = script();
    for (const record of records) session.record(record as never);
    expect(told(session)).toEqual(expected);
  });

  it('counts a prompt once that left the queue with a record of its own', () => {
    const session = script()
      .record(queue('enqueue', 'go on'))
      .record(queue('dequeue'))
      .prompt('go on')
      .record(queue('remove'));
    expect(told(session)).toEqual(['prompt go on']);
  });
});

describe('the agent and its tools', () => {
  it('reads texts and calls, not thoughts, errors of the client or fillers', () => {
    const session = script()
      .says('I look.')
      .says('API Error', { model: '<synthetic>' })
      .record({
        type: 'assistant',
        isApiErrorMessage: true,
        message: { content: [BLOCK('limit')] },
      })
      .record({ type: 'assistant', message: { content: [{ type: 'thinking', thinking: 'hm' }] } })
      .tool('Bash', { command: 'ls' }, { content: [BLOCK('a'), BLOCK('b')] });
    expect(told(session)).toEqual(['assistant-text I look.', 'tool-use Bash', 'tool-result a\nb']);
  });

  const facts: readonly [name: string, structured: unknown, expected: object | undefined][] = [
    ['a new file', { type: 'create', filePath: '/w/a' }, { created: true, path: '/w/a' }],
    ['a changed file', { type: 'update', filePath: '/w/a' }, { created: false, path: '/w/a' }],
    ['a stopped command', { stdout: 'x', interrupted: true }, { interrupted: true }],
    ['a task', { task: { id: '7' } }, { taskId: '7' }],
    [
      'a background command',
      { stdout: '', backgroundTaskId: 'b1' },
      { taskId: 'b1', isBackground: true },
    ],
    [
      'answers',
      { answers: { 'Which?': 'B', More: ['x', 'y'] } },
      {
        answers: [
          ['Which?', 'B'],
          ['More', 'x, y'],
        ],
      },
    ],
    ['an error', 'Error: no', undefined],
    ['a list', [1], undefined],
  ];
  it.each(facts)('takes from the structured result: %s', (_name, structured, expected) => {
    const items = read(script().tool('X', {}, { structured }).text());
    expect((items[1] as { facts?: object }).facts).toEqual(expected);
  });

  it('keeps the end of long results, from a line on', () => {
    const long = Array.from({ length: 5_000 }, (_, i) => `line ${i}`).join('\n');
    const structured = { stdout: long, stderr: 'warned', interrupted: false };
    const [, result] = read(script().tool('Bash', {}, { content: 'cut', structured }).text());
    const { tail } = result as { tail: string };
    expect(tail.length).toBeLessThanOrEqual(4_096);
    expect(tail).toMatch(/^line \d+\n/);
    expect(tail).toMatch(/line 4999\nwarned$/);
  });
});

test('compactions and what hooks add', () => {
  const session = script()
    .record({
      type: 'system',
      subtype: 'compact_boundary',
      compactMetadata: { trigger: 'auto', preTokens: 167_000, postTokens: 9_000 },
    })
    .record({ type: 'system', subtype: 'turn_duration', durationMs: 5 })
    .record({
      type: 'attachment',
      attachment: {
        type: 'hook_additional_context',
        hookEvent: 'SessionStart',
        content: ['a', 'b'],
      },
    })
    .record({ type: 'attachment', attachment: { type: 'skill_listing', content: 'x' } });
  const items = read(session.text());
  expect(items).toHaveLength(2);
  expect(items[0]).toMatchObject({
    kind: 'compaction',
    trigger: 'auto',
    preTokens: 167_000,
    postTokens: 9_000,
  });
  expect(items[1]).toMatchObject({ kind: 'hook-context', event: 'SessionStart', text: 'a\nb' });
});

test('a generated session gives what its table says', () => {
  const [file] = buildTranscript(`
    session 5f0c0e0a-0000-4000-8000-000000000001 cwd /w/app branch main version 2.1.197
    09:00:00 user Fix the flaky test
    09:00:04 call claude-opus-4-8 4 0 700 22000 90 Bash,Edit! I look at it.
    09:01:00 meta
    09:01:30 command compact keep the numbers
    09:02:00 notification completed
    09:03:00 interrupt
    09:04:00 compact auto 167000
    ai-title Fix the flaky test
  `);
  const kinds = read(file?.text ?? '').map(({ kind }) => kind);
  expect(kinds).toEqual([
    'prompt',
    'assistant-text',
    'tool-use',
    'tool-use',
    'tool-result',
    'tool-result',
    'command',
    'interrupt',
    'compaction',
    'compact-summary',
  ]);
});

describe('the file', () => {
  const session = script().prompt('First').says('One').prompt('Second');

  it('counts a record once that stands there twice', () => {
    const [first, ...rest] = session.lines;
    expect(read([first, first, ...rest, first].join('\n'))).toEqual(read(session.text()));
  });

  it('passes over lines that cannot be read, and takes a last line without its end', () => {
    const broken = ['', '{"type":"user"', 'null', '[1]', '\u0000', '{}'];
    const text = [...broken, ...session.lines].join('\n');
    expect(read(text)).toEqual(read(session.text()));
  });

  it('never throws, whatever the fields hold', () => {
    const types = fc.constantFrom('user', 'assistant', 'system', 'attachment', 'queue-operation');
    const block = fc.record(
      {
        type: fc.constantFrom('text', 'tool_use', 'tool_result', 'image', 1),
        text: fc.jsonValue(),
        id: fc.jsonValue(),
        input: fc.jsonValue(),
        tool_use_id: fc.jsonValue(),
        content: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const record = fc.record(
      {
        type: types,
        subtype: fc.constantFrom('compact_boundary', null),
        message: fc.oneof(
          fc.jsonValue(),
          fc.record({
            content: fc.oneof(fc.jsonValue(), fc.array(fc.oneof(block, fc.jsonValue()))),
          }),
        ),
        attachment: fc.record({
          type: fc.constantFrom('queued_command', 'hook_additional_context'),
          prompt: fc.jsonValue(),
          content: fc.jsonValue(),
        }),
        operation: fc.constantFrom('enqueue', 'remove', 1),
        content: fc.jsonValue(),
        origin: fc.jsonValue(),
        toolUseResult: fc.jsonValue(),
        timestamp: fc.jsonValue(),
        uuid: fc.jsonValue(),
        compactMetadata: fc.jsonValue(),
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), (records) => {
        const items = read(records.map((one) => JSON.stringify(one)).join('\n'));
        expect(() => foldWork(items)).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });

  it('stays small with a line of 100 MB, and reads what stands around it', {
    timeout: 60_000,
  }, () => {
    const path = join(folder, 'long.jsonl');
    writeFileSync(path, `${session.lines[0]}\n{"type":"user","x":"`);
    const piece = Buffer.alloc(10 * 1024 * 1024, 0x78);
    for (let i = 0; i < 10; i++) appendFileSync(path, piece);
    appendFileSync(path, `"}\n${session.lines[1]}\n`);
    const before = process.memoryUsage().rss;
    const items = [...readConversation(path)];
    expect(items.map(({ kind }) => kind)).toEqual(['prompt', 'assistant-text']);
    expect(process.memoryUsage().rss - before).toBeLessThan(8 * MAX_LINE_BYTES);
    rmSync(path);
  });

  it('reads a range of bytes', () => {
    const path = join(folder, 'range.jsonl');
    writeFileSync(path, session.text());
    const sizes = session.lines.map((line) => Buffer.byteLength(line) + 1);
    const [one = 0, two = 0] = sizes;
    const texts = (range: object) =>
      [...readConversation(path, range)].map((item) => ('text' in item ? item.text : ''));
    expect(texts({ from: one })).toEqual(['One', 'Second']);
    expect(texts({ to: one + two })).toEqual(['First', 'One']);
    expect(texts({ from: one, to: one + two })).toEqual(['One']);
    const times = [...readConversation(path)].map(({ atMs }) => atMs ?? 0);
    expect(texts({ untilMs: times[1] })).toEqual(['First', 'One']);
    // From the middle of a line: that line is nobody's.
    expect(texts({ from: one + 5 })).toEqual(['Second']);
  });

  it('is closed when the reader stops early, and missed with an error', () => {
    const path = join(folder, 'early.jsonl');
    writeFileSync(path, session.text());
    for (const item of readConversation(path)) {
      expect(item.kind).toBe('prompt');
      break;
    }
    rmSync(path);
    expect(() => [...readConversation(path)]).toThrow(/ENOENT/);
  });
});
