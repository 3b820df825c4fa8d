// The words of a table for what is said, thought, refused or broken, and for what is in force meanwhile.
import { describe, expect, it } from 'vitest';
import { buildTranscript } from '../../src/samples/build-transcript.ts';
import { type AnyRecord, HEAD, OLD_HEAD, onlyRecord, recordsOf, SESSION } from './parse-lines.ts';

const MESSAGE_CASES: readonly (readonly [row: string, content: unknown])[] = [
  ['09:00 says One\\n```\\ntwo\\n```', [{ type: 'text', text: 'One\n```\ntwo\n```' }]],
  ['09:00 says', [{ type: 'text', text: 'Done.' }]],
  [
    '09:00 thinks visible I look\\naround',
    [{ type: 'thinking', thinking: 'I look\naround', signature: expect.any(String) }],
  ],
  [
    '09:00 thinks visible chars=2k signature=640',
    [
      {
        type: 'thinking',
        thinking: 'x'.repeat(2000),
        signature: expect.stringMatching(/^\w{640}$/),
      },
    ],
  ],
  [
    '09:00 thinks empty',
    [{ type: 'thinking', thinking: '', signature: expect.stringMatching(/^\w{96}$/) }],
  ],
  ['09:00 thinks redacted', [{ type: 'redacted_thinking', data: expect.any(String) }]],
  ['09:00 asks One\\ntwo', 'One\ntwo'],
  [
    '09:00 asks image=yes What is this?',
    [{ type: 'image' }, { type: 'text', text: 'What is this?' }],
  ],
  ['09:00 bad block', [{ type: 'hologram' }]],
];

describe('a row of speech', () => {
  it.each(MESSAGE_CASES)('%s', (row, content) => {
    expect(onlyRecord(row).message).toMatchObject({ content });
  });

  it.each([
    ['visible', OLD_HEAD, /./],
    ['visible', HEAD, /./],
    ['empty', OLD_HEAD, /^$/],
  ])('call thinking=%s overrules the version', (form, head, text) => {
    const record = onlyRecord(`09:00 call thinking=${form} lines=1 | Done.`, head);
    expect(record.message.content[0].thinking).toMatch(text);
  });

  it('queued: an attachment with the prompt', () => {
    expect(onlyRecord('09:00 queued And the docs').attachment).toEqual({
      type: 'queued_command',
      prompt: 'And the docs',
      commandMode: 'prompt',
    });
  });
});

describe('what is in force', () => {
  it('follows the rows model, effort and permission', () => {
    const rows = `model claude-opus-4-8\neffort low\npermission plan
      09:00 user Go\n+1s call\neffort none\n+1s call\npermission acceptEdits\n+1s user On\n+1s user mode=default Now`;
    const records = recordsOf(HEAD + rows);
    expect(records.map((r) => r.permissionMode ?? r.message?.model)).toEqual([
      'plan',
      'claude-opus-4-8',
      'claude-opus-4-8',
      'acceptEdits',
      'default',
    ]);
    expect(records.map((r) => r.effort)).toEqual([
      undefined,
      'low',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('tools', () => {
  const calls = (rows: string) =>
    recordsOf(HEAD + rows).filter(({ type }) => type === 'assistant') as AnyRecord[];

  it.each([
    ['Edit:src/a.ts,Edit^', true],
    ['Edit:src/a.ts,Edit^:src/a.ts', true],
    ['Edit:src/a.ts,Edit:src/a.ts', false],
    ['Edit:src/a.ts,Edit^:src/b.ts', false],
    ['Bash,Bash', true],
  ])('%s: the same input twice: %s', (tools, same) => {
    const [first, second] = calls(`09:00 call tools=${tools}`).map(
      ({ message }) => message.content[0].input,
    );
    expect(JSON.stringify(first) === JSON.stringify(second)).toBe(same);
  });

  it.each([
    ['Read:src/a.ts', { file_path: '/w/app/src/a.ts' }],
    ['MultiEdit:src/a.ts', { file_path: '/w/app/src/a.ts', edits: [{}, {}] }],
    ['NotebookEdit:n.ipynb', { notebook_path: '/w/app/n.ipynb' }],
    ['Grep:word', { pattern: 'word', path: '/w/app' }],
    ['Grep:word>src/a.ts', { pattern: 'word', path: '/w/app/src/a.ts' }],
  ])('%s names its place', (tools, input) => {
    expect(calls(`09:00 call tools=${tools}`)[0]?.message.content[0].input).toMatchObject(input);
  });

  it.each([
    ['Bash!', 'failure="Exit code 2"', 'Exit code 2', undefined],
    [
      'Edit!rejected',
      '',
      "The user doesn't want to proceed with this tool use. The tool use was rejected.",
      'user-rejected',
    ],
    [
      'Edit!rejected',
      'said="use tabs"',
      expect.stringMatching(/the user said:\nuse tabs$/),
      'user-rejected',
    ],
  ])('%s %s', (tool, options, content, kind) => {
    const result = recordsOf(`${HEAD}09:00 call tools=${tool} ${options}`).at(-1);
    expect(result?.message.content[0]).toMatchObject({ is_error: true, content });
    expect(result?.toolDenialKind).toBe(kind);
  });

  it('result: answers what waits, oldest first', () => {
    const rows = `09:00 call tools=Read:src/a.ts,Edit:src/a.ts,Bash results=no
      +10s result\n+5s result rejected not there\n+1s result error Exit code 3`;
    const records = recordsOf(HEAD + rows);
    const asked = records.slice(0, 3).map((r) => r.message.content[0].id);
    const results = records.slice(3).map((r) => r.message.content[0]);
    expect(results.map((r) => r.tool_use_id)).toEqual(asked);
    expect(results.map((r) => r.is_error)).toEqual([undefined, true, true]);
    expect(results[1].content).toMatch(/the user said:\nnot there$/);
    expect(results[2].content).toBe('Exit code 3');
    expect(records.map((r) => r.timestamp.slice(17, 19)).slice(3)).toEqual(['10', '15', '16']);
  });

  it('result: says when none waits', () => {
    expect(() => buildTranscript(`${HEAD}09:00 result`)).toThrow('no tool waits for a result');
  });
});

describe('lines that cannot be understood', () => {
  it('bad json: is none', () => {
    const [file] = buildTranscript(`session ${SESSION}\n09:00 bad json`);
    expect(() => JSON.parse(file?.lines[0] ?? '')).toThrow('JSON');
  });

  it('bad type, bad message', () => {
    expect(onlyRecord('09:00 bad type')).toMatchObject({ type: 'hologram', sessionId: SESSION });
    expect(onlyRecord('09:00 bad message')).toMatchObject({ type: 'assistant' });
    expect(onlyRecord('09:00 bad message').message).toBeUndefined();
  });

  it('repeat: the same bytes again', () => {
    const [file] = buildTranscript(`${HEAD}09:00 user Go\nrepeat 2`);
    expect(file?.lines).toHaveLength(3);
    expect(new Set(file?.lines).size).toBe(1);
  });
});
