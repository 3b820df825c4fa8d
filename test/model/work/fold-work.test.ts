// The state of the work that a conversation folds to, concern by concern, and the laws of the fold.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ConversationItem } from '../../../src/model/work/conversation-item.ts';
import {
  beginWork,
  foldWork,
  readWork,
  stepWork,
  type WorkFold,
} from '../../../src/model/work/fold-work.ts';
import { bash, failing, interrupt, prompt, says, tool } from './items.ts';

const edit = (file_path: string, words = {}) => tool('Edit', { file_path }, words);
const write = (file_path: string, words = {}) => tool('Write', { file_path, content: 'x' }, words);

describe('what was said', () => {
  it('takes the first prompt as the goal and keeps the newest prompts', () => {
    const many = Array.from({ length: 40 }, (_, i) => prompt(`Request ${i}`));
    const { goal, recentPrompts } = foldWork(many);
    expect(goal).toBe('Request 0');
    expect(recentPrompts).toHaveLength(12);
    expect(recentPrompts.at(-1)).toBe('Request 39');
  });

  it('takes a slash command with a sentence as a request, not one of the client', () => {
    const command = (name: string, args: string): ConversationItem => ({
      kind: 'command',
      atMs: null,
      name,
      args,
    });
    expect(foldWork([command('/build', 'a TODO app with Next.js')]).goal).toBe(
      '/build a TODO app with Next.js',
    );
    expect(
      foldWork([command('/model', 'claude opus please'), command('/review', '')]).goal,
    ).toBeNull();
  });

  it('keeps both ends of a prompt of a megabyte, and the end of a long text', () => {
    const long = `First words. ${'x '.repeat(500_000)}Last words.`;
    const { goal, lastAssistantText } = foldWork([prompt(long), says(long)]);
    expect(goal?.length).toBeLessThanOrEqual(2_000);
    expect(goal).toMatch(/^First words\.[\s\S]*Last words\.$/);
    expect(lastAssistantText?.length).toBeLessThanOrEqual(2_400);
    expect(lastAssistantText).toMatch(/^…[\s\S]*Last words\.$/);
  });

  it('keeps the last long text while short ones follow', () => {
    const long = `Report. ${'All is well. '.repeat(60)}`.trim();
    const items = [prompt('Go'), says(long), prompt('Pushed?'), says('Yes.')];
    expect(foldWork(items)).toMatchObject({
      lastAssistantText: 'Yes.',
      earlierAssistantText: long,
    });
    expect(foldWork([...items, says(`${long} Again.`)]).earlierAssistantText).toBeNull();
  });

  const states: readonly [name: string, items: ConversationItem[], open: string | null][] = [
    ['just asked', [prompt('Go')], 'Go'],
    ['at work', [prompt('Go'), says('I look.'), ...bash('npm run build')], 'Go'],
    ['answered', [prompt('Go'), ...bash('npm run build'), says('Done.')], null],
    ['interrupted', [prompt('Go'), says('I look.'), interrupt], 'Go'],
    ['nothing yet', [], null],
  ];
  it.each(states)('knows whether the last request is open: %s', (_name, items, open) => {
    expect(foldWork(items).openRequest).toBe(open);
  });

  it('forgets an interrupt when the work goes on', () => {
    expect(foldWork([prompt('Go'), interrupt]).wasInterrupted).toBe(true);
    expect(foldWork([prompt('Go'), interrupt, prompt('On')]).wasInterrupted).toBe(false);
  });

  it("keeps the end of the last compaction's summary without the client's words", () => {
    const text =
      'Summary:\n9. Next step: tests.\n\nIf you need specific details from before compaction, read x';
    const { compactSummary } = foldWork([{ kind: 'compact-summary', atMs: null, text }]);
    expect(compactSummary).toBe('Summary:\n9. Next step: tests.');
  });
});

describe('files', () => {
  const told = (items: ConversationItem[]) =>
    foldWork(items).files.map(({ path, action, count }) => `${action} ${path} ${count}`);

  const cases: readonly [name: string, items: ConversationItem[], expected: string[]][] = [
    ['created, as told', write('/a', { facts: { created: true } }), ['created /a 1']],
    ['written over, as told', write('/a', { facts: { created: false } }), ['edited /a 1']],
    ['written unseen: created', write('/a'), ['created /a 1']],
    [
      'written after a look: edited',
      [...tool('Read', { file_path: '/a' }), ...write('/a')],
      ['edited /a 1'],
    ],
    [
      'created, then edited: still created',
      [...write('/a'), ...edit('/a'), ...edit('/a')],
      ['created /a 3'],
    ],
    ['several edits', [...edit('/a'), ...tool('MultiEdit', { file_path: '/a' })], ['edited /a 2']],
    ['a notebook', tool('NotebookEdit', { notebook_path: '/n.ipynb' }), ['edited /n.ipynb 1']],
    [
      'read only',
      [...tool('Read', { file_path: '/a' }), ...tool('Read', { file_path: '/a' })],
      ['read /a 2'],
    ],
    ['failed', edit('/a', { isError: true }), []],
    ['another tool', tool('Grep', { path: '/a', pattern: 'x' }), []],
  ];
  it.each(cases)('%s', (_name, items, expected) => expect(told(items)).toEqual(expected));

  it('are bounded, the longest untouched going first', () => {
    const items = Array.from({ length: 500 }, (_, i) => edit(`/f${i}`)).flat();
    const { files } = foldWork(items);
    expect(files).toHaveLength(300);
    expect(files.some(({ path }) => path === '/f499')).toBe(true);
    expect(files.some(({ path }) => path === '/f0')).toBe(false);
  });
});

describe('commands and commits', () => {
  it('keeps what was done, newest last and counted, not what only looked', () => {
    const items = [
      ...bash('npm run build'),
      ...bash('ls -la && git status'),
      ...bash('cd web && npm ci 2>&1 | tail -5'),
      ...failing('npm run build', 'error'),
    ];
    expect(foldWork(items).commands).toEqual([
      { command: 'npm ci', failed: false, count: 1 },
      { command: 'npm run build', failed: true, count: 2 },
    ]);
  });

  it("reads commits from git's line or the message, an amended one once", () => {
    const items = [
      ...bash('git commit -m x', '[main (root-commit) 1a2b3c4] Begin\n 1 file changed'),
      ...bash('git commit -am x', '[main 2b3c4d5] Fix the retry test'),
      ...bash('git commit --amend --no-edit', '[main 3c4d5e6] Fix the retry test'),
      ...bash("git add -A && git commit -q -m 'Add docs'"),
      ...bash('git commit -q -m "$(cat <<\'EOF\'\nSay more\n\nBody\nEOF\n)"'),
      ...failing('git commit -m "Never made"', 'hook failed'),
    ];
    const { commits, commands } = foldWork(items);
    expect(commits).toEqual([
      '1a2b3c4 Begin',
      '3c4d5e6 Fix the retry test',
      'Add docs',
      'Say more',
    ]);
    expect(commands.map(({ failed }) => failed)).toEqual([true]);
  });
});

describe('tests', () => {
  const told = (items: ConversationItem[]) => foldWork(items).tests;

  it('keeps the last run of each command, with the line that tells it', () => {
    const items = [
      ...failing('npm test', 'Tests  2 failed | 40 passed (42)'),
      ...bash('npm test 2>&1 | tail -20', ' Tests  42 passed (42)\n Duration 2s'),
    ];
    expect(told(items)).toEqual([
      { command: 'npm test', outcome: 'passed', summary: 'Tests 42 passed (42)' },
    ]);
  });

  it('does not trust a pipe, an error flag it does', () => {
    expect(told(bash('npm test | tail -1', 'bye'))[0]?.outcome).toBe('unknown');
    expect(told(bash('npm test', 'bye'))[0]?.outcome).toBe('passed');
    expect(told(failing('npm test', 'Tests 3 passed (3)\nerr'))[0]?.outcome).toBe('failed');
    expect(told(bash('npm test', { facts: { interrupted: true } }))[0]?.outcome).toBe('unknown');
  });

  it('takes the outcome of a background run when it is read', () => {
    const start = bash('npm test', { facts: { taskId: 'b1', isBackground: true } });
    const readOutput = tool(
      'TaskOutput',
      { task_id: 'b1' },
      { tail: 'Tests  1 failed | 2 passed (3)' },
    );
    expect(told(start)[0]?.outcome).toBe('unknown');
    expect(told([...start, ...readOutput])[0]?.outcome).toBe('failed');
  });

  it('drops a failure that a wider run settled', () => {
    const failed = failing('go test ./internal/sem -run TestX', 'FAIL\tapp/internal/sem\t0.1s');
    const passed = bash('go test ./...', 'ok  \tapp/internal/sem\t0.2s');
    expect(told([...failed, ...passed]).map(({ command }) => command)).toEqual(['go test ./...']);
    expect(told([...passed, ...failed])).toHaveLength(2);
  });
});

describe('tasks', () => {
  it('takes the whole list of the old tool', () => {
    const todos = [
      { content: 'Look', status: 'completed' },
      { content: 'Mend', status: 'in_progress' },
      { content: 'Test', status: 'pending' },
    ];
    const items = [...tool('TodoWrite', { todos: [] }), ...tool('TodoWrite', { todos })];
    expect(foldWork(items).tasks.map(({ status }) => status)).toEqual([
      'done',
      'in-progress',
      'open',
    ]);
  });

  it('follows the entries of the newer ones', () => {
    const create = (subject: string, taskId: string) =>
      tool('TaskCreate', { subject }, { facts: { taskId } });
    const update = (taskId: string, status: string) => tool('TaskUpdate', { taskId, status });
    const items = [
      ...create('Look', '1'),
      ...create('Mend', '2'),
      ...tool('TaskCreate', { subject: 'Test' }, { tail: 'Task #3 created successfully' }),
      ...create('Drop', '4'),
      ...tool('TaskCreate', { subject: 'Refused' }, { isError: true }),
      ...update('1', 'completed'),
      ...update('3', 'in_progress'),
      ...update('4', 'deleted'),
      ...update('99', 'completed'),
    ];
    expect(foldWork(items).tasks).toEqual([
      { text: 'Look', status: 'done' },
      { text: 'Mend', status: 'open' },
      { text: 'Test', status: 'in-progress' },
    ]);
  });
});

describe('failures', () => {
  const told = (items: ConversationItem[]) =>
    foldWork(items).failures.map(({ tool: name, what, error }) => `${name} ${what}: ${error}`);

  it('keeps what was not mended, with the telling line', () => {
    const trace =
      'Exit code 1\nTraceback:\n  File "a.py"\nModuleNotFoundError: No module named x\n';
    expect(told(failing('cd /w && ./run.py --all', trace))).toEqual([
      'Bash run.py --all: ModuleNotFoundError: No module named x',
    ]);
    expect(
      told(
        edit('/a', {
          isError: true,
          tail: '<tool_use_error>String to replace not found</tool_use_error>',
        }),
      ),
    ).toEqual(['Edit /a: String to replace not found']);
  });

  const mended: readonly [name: string, items: ConversationItem[]][] = [
    ['the same command', [...failing('make all', 'error'), ...bash('make all')]],
    [
      'among others',
      [...failing('git push', 'fatal: no upstream'), ...bash('cd x && git add . && git push')],
    ],
    ['another tool for the file', [...edit('/a', { isError: true }), ...write('/a')]],
    ['a look', failing('grep x y', '')],
    [
      'a missing file',
      tool('Read', { file_path: '/a' }, { isError: true, tail: 'File does not exist.' }),
    ],
    ['a wrong call', edit('/a', { isError: true, tail: 'File has not been read yet.' })],
    ['a test: told elsewhere', failing('npm test', '1 failed')],
  ];
  it.each(mended)('does not keep: %s', (_name, items) => expect(told(items)).toEqual([]));

  it('says what the person did not allow', () => {
    const items = bash('rm -rf x', {
      isError: true,
      tail: "The user doesn't want",
      facts: { rejected: true },
    });
    expect(told(items)).toEqual(['Bash rm -rf x: not allowed by the user']);
    expect(foldWork(items).commands).toEqual([]);
  });
});

describe('plan and answers', () => {
  it('knows the plan file', () => {
    const path = '/home/you/.claude/plans/quiet-fox.md';
    expect(foldWork(write(path)).planFile).toBe(path);
    expect(foldWork(tool('ExitPlanMode', { plan: 'x' }, { facts: { path } })).planFile).toBe(path);
    expect(foldWork(tool('ExitPlanMode', { plan: 'x' })).planFile).toBeNull();
    expect(foldWork(write('/w/plans/a.md')).planFile).toBeNull();
  });

  it('takes answers to questions as decisions, structured or not', () => {
    const asked = (words: object) => foldWork(tool('AskUserQuestion', {}, words)).decisions;
    expect(asked({ facts: { answers: [['Which one?', 'B']] } })).toEqual(['Which one? → B']);
    expect(asked({ tail: 'Your questions have been answered: "Which one?"="B".' })).toEqual([
      'Which one? → B',
    ]);
    expect(asked({ isError: true, tail: '"Which one?"="B"' })).toEqual([]);
  });
});

describe('secrets', () => {
  const key = `sk-ant-api03-${'a1B2'.repeat(20)}`;
  it('are masked before anything is cut, wherever they stand', () => {
    const filler = 'word '.repeat(390);
    const items = [
      prompt(`Use ${key} now. Never print ${key} anywhere.`),
      prompt(`${filler}${key} ${filler}${key}${filler}`),
      says(`${'text '.repeat(470)} ${key} ${'end '.repeat(20)}`),
      ...bash(`curl -H "x-api-key: ${key}" https://example.com`),
      ...failing(`deploy --token ${key}`, `error: ${key} is wrong`),
      ...tool('TodoWrite', { todos: [{ content: `rotate ${key}`, status: 'pending' }] }),
    ];
    expect(JSON.stringify(foldWork(items))).not.toMatch(/a1B2a1B2/);
  });
});

describe('laws', () => {
  const item = fc.constantFrom<ConversationItem[]>(
    [prompt('Never touch the schema. Fix it')],
    [prompt('yes')],
    [says('Shall I go on?')],
    [interrupt],
    edit('/a'),
    write('/b'),
    tool('Read', { file_path: '/c' }),
    bash('npm run build'),
    failing('npm run build', 'error: x'),
    failing('npm test', 'Tests 1 failed'),
    bash('npm test', 'Tests 1 passed'),
    tool('TaskCreate', { subject: 'Look' }, { facts: { taskId: '1' } }),
    tool('TaskUpdate', { taskId: '1', status: 'completed' }),
    tool('TodoWrite', { todos: [{ content: 'x', status: 'pending' }] }),
  );
  /** With ids of their own: a call happens once. */
  const conversation = fc.array(item, { maxLength: 40 }).map((groups) =>
    groups.flatMap((group, at) =>
      group.map((one): ConversationItem => {
        if (one.kind === 'tool-use') return { ...one, id: `${one.id}-${at}` };
        return one.kind === 'tool-result' ? { ...one, toolUseId: `${one.toolUseId}-${at}` } : one;
      }),
    ),
  );

  test('folding in two parts, put down between them, is folding in one', () => {
    fc.assert(
      fc.property(conversation, fc.nat(), (items, cut) => {
        const at = items.length === 0 ? 0 : cut % (items.length + 1);
        const first = beginWork();
        for (const one of items.slice(0, at)) stepWork(first, one);
        const second = JSON.parse(JSON.stringify(first)) as WorkFold;
        for (const one of items.slice(at)) stepWork(second, one);
        expect(readWork(second)).toEqual(foldWork(items));
      }),
    );
  });

  test('a result that comes twice changes nothing', () => {
    fc.assert(
      fc.property(conversation, (items) => {
        const twice = items.flatMap((one): ConversationItem[] =>
          one.kind === 'tool-result' ? [one, one] : [one],
        );
        expect(foldWork(twice)).toEqual(foldWork(items));
      }),
    );
  });

  test('the answer is a copy: folding on does not change it', () => {
    const fold = beginWork();
    for (const one of edit('/a')) stepWork(fold, one);
    const before = readWork(fold);
    const copy = structuredClone(before);
    for (const one of [...edit('/a'), prompt('x')]) stepWork(fold, one);
    expect(before).toEqual(copy);
  });

  test('ids that are names of built-ins are ids', () => {
    for (const id of ['constructor', '__proto__', 'toString']) {
      expect(() =>
        foldWork([{ kind: 'tool-result', atMs: null, toolUseId: id, isError: false, tail: '' }]),
      ).not.toThrow();
    }
  });
});
