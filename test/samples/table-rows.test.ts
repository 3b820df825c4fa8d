// Every other word of a table: what it writes, in the old and the new format.
import { describe, expect, it } from 'vitest';
import { buildTranscript, TABLE_VERBS } from '../../src/samples/build-transcript.ts';
import { HEAD, OLD_HEAD, onlyRecord, recordsOf, SESSION } from './parse-lines.ts';

const CASES: readonly (readonly [verb: string, row: string, head: string, expected: object])[] = [
  [
    'user',
    '09:00 user Fix it',
    HEAD,
    {
      type: 'user',
      parentUuid: null,
      message: { role: 'user', content: 'Fix it' },
      permissionMode: 'default',
      origin: { kind: 'human' },
      promptSource: 'typed',
      promptId: expect.any(String),
    },
  ],
  [
    'user',
    '09:00 user mode=plan Fix it',
    OLD_HEAD,
    {
      type: 'user',
      permissionMode: 'plan',
      thinkingMetadata: { maxThinkingTokens: 31999 },
      todos: [],
    },
  ],
  [
    'user',
    '09:00 user origin=peer Fix it',
    HEAD,
    { origin: { kind: 'peer' }, promptSource: 'system' },
  ],
  [
    'meta',
    '09:00 meta Remember.',
    HEAD,
    { type: 'user', isMeta: true, message: { content: 'Remember.' } },
  ],
  [
    'command',
    '09:00 command /compact now',
    HEAD,
    {
      type: 'user',
      message: {
        content: expect.stringMatching(
          /^<command-name>\/compact<\/command-name>[\s\S]*<command-args>now</,
        ),
      },
    },
  ],
  [
    'stdout',
    '09:00 stdout ok',
    HEAD,
    { message: { content: '<local-command-stdout>ok</local-command-stdout>' } },
  ],
  [
    'interrupt',
    '09:00 interrupt',
    HEAD,
    { message: { content: [{ type: 'text', text: '[Request interrupted by user]' }] } },
  ],
  [
    'interrupt',
    '09:00 interrupt tool',
    HEAD,
    { message: { content: [{ text: '[Request interrupted by user for tool use]' }] } },
  ],
  [
    'notification',
    '09:00 notification failed It broke',
    HEAD,
    {
      origin: { kind: 'task-notification' },
      message: {
        content: expect.stringMatching(/^<task-notification>[\s\S]*<status>failed<\/status>/),
      },
    },
  ],
  [
    'error',
    "09:00 error rate_limit status=429 resets=14:00 type=seven_day You've hit your limit",
    HEAD,
    {
      type: 'assistant',
      isApiErrorMessage: true,
      error: 'rate_limit',
      apiErrorStatus: 429,
      quotaLimits: {
        resetsAt: Date.parse('2026-11-20T14:00:00Z') / 1000,
        rateLimitType: 'seven_day',
      },
      message: {
        model: '<synthetic>',
        content: [{ text: "You've hit your limit" }],
        usage: { input_tokens: 0, output_tokens: 0 },
      },
    },
  ],
  [
    'synthetic',
    '09:00 synthetic',
    HEAD,
    {
      type: 'assistant',
      message: { model: '<synthetic>', content: [{ text: 'No response requested.' }] },
    },
  ],
  [
    'retry',
    '09:00 retry status=529 attempt=2',
    HEAD,
    {
      type: 'system',
      subtype: 'api_error',
      retryAttempt: 2,
      retryInMs: 2000,
      error: { status: 529 },
    },
  ],
  [
    'turn',
    '09:00 turn 65s',
    HEAD,
    { type: 'system', subtype: 'turn_duration', durationMs: 65_000, messageCount: 0 },
  ],
  [
    'stop-hooks',
    '09:00 stop-hooks 2',
    HEAD,
    { subtype: 'stop_hook_summary', hookCount: 2, hookInfos: [{}, {}] },
  ],
  ['local', '09:00 local echo', HEAD, { subtype: 'local_command', content: 'echo' }],
  [
    'hook',
    '09:00 hook PreToolUse:Bash node x',
    OLD_HEAD,
    {
      type: 'progress',
      data: {
        type: 'hook_progress',
        hookEvent: 'PreToolUse',
        hookName: 'PreToolUse:Bash',
        command: 'node x',
      },
    },
  ],
  [
    'hook',
    '09:00 hook PreToolUse:Bash node x',
    HEAD,
    {
      type: 'attachment',
      attachment: { type: 'hook_success', hookEvent: 'PreToolUse', command: 'node x' },
    },
  ],
  [
    'tools',
    '09:00 tools tools added=Lint,Fmt removed=Bash',
    HEAD,
    {
      type: 'attachment',
      attachment: {
        type: 'deferred_tools_delta',
        addedNames: ['Lint', 'Fmt'],
        removedNames: ['Bash'],
      },
    },
  ],
  [
    'tools',
    '09:00 tools agents added=Explore',
    HEAD,
    { attachment: { type: 'agent_listing_delta', addedTypes: ['Explore'] } },
  ],
  [
    'tools',
    '09:00 tools mcp-instructions added=ci',
    HEAD,
    { attachment: { type: 'mcp_instructions_delta', addedNames: ['ci'] } },
  ],
  [
    'bash-progress',
    '09:00 bash-progress 3s chars=100',
    OLD_HEAD,
    {
      type: 'progress',
      data: {
        type: 'bash_progress',
        elapsedTimeSeconds: 3,
        output: expect.stringMatching(/^[\s\S]{100}$/),
      },
    },
  ],
  [
    'waiting',
    '09:00 waiting The agent',
    OLD_HEAD,
    { data: { type: 'waiting_for_task', taskDescription: 'The agent' } },
  ],
  [
    'attachment',
    '09:00 attachment plan_mode Be careful',
    HEAD,
    { type: 'attachment', attachment: { type: 'plan_mode', content: 'Be careful' } },
  ],
  [
    'queue',
    '09:00 queue enqueue Later',
    HEAD,
    {
      type: 'queue-operation',
      operation: 'enqueue',
      content: 'Later',
      timestamp: '2026-11-20T09:00:00.000Z',
    },
  ],
  [
    'snapshot',
    '09:00 snapshot src/a.ts',
    HEAD,
    {
      type: 'file-history-snapshot',
      snapshot: { trackedFileBackups: { 'src/a.ts': { version: 1 } } },
    },
  ],
  [
    'summary',
    'summary Old title',
    OLD_HEAD,
    { type: 'summary', summary: 'Old title', leafUuid: expect.any(String) },
  ],
  [
    'last-prompt',
    'last-prompt Fix it',
    HEAD,
    { type: 'last-prompt', lastPrompt: 'Fix it', sessionId: SESSION },
  ],
  [
    'custom-title',
    'custom-title My name',
    HEAD,
    { type: 'custom-title', customTitle: 'My name', sessionId: SESSION },
  ],
  ['ai-title', 'ai-title A name', HEAD, { type: 'ai-title', aiTitle: 'A name' }],
  ['agent-name', 'agent-name helper', HEAD, { type: 'agent-name', agentName: 'helper' }],
  ['mode', 'mode plan', HEAD, { type: 'mode', mode: 'plan' }],
  [
    'permission-mode',
    'permission-mode acceptEdits',
    HEAD,
    { type: 'permission-mode', permissionMode: 'acceptEdits' },
  ],
  [
    'pr-link',
    'pr-link 52 https://example.com/pr/52',
    HEAD,
    { type: 'pr-link', prNumber: 52, prUrl: 'https://example.com/pr/52' },
  ],
  [
    'cost-state',
    '09:00 cost-state 1.25 model=claude-opus-5',
    HEAD,
    { type: 'cost-state', totalCostUSD: 1.25, modelUsage: { 'claude-opus-5': { costUSD: 1.25 } } },
  ],
  ['raw', 'raw {"type":"new-thing"}', HEAD, { type: 'new-thing' }],
];

describe('a table row', () => {
  it.each(CASES)('%s: %s', (_verb, row, head, expected) => {
    expect(onlyRecord(row, head)).toMatchObject(expected);
  });

  it('has a case for every verb, here or in the files beside', () => {
    const elsewhere = [
      'call',
      'compact',
      'session',
      'resume',
      'fork',
      'agent',
      'end',
      'date',
      'cwd',
      'branch',
      'version',
      'model',
      'effort',
      'permission',
      'says',
      'thinks',
      'asks',
      'queued',
      'result',
      'bad',
      'repeat',
    ];
    const tested = new Set([...CASES.map(([verb]) => verb), ...elsewhere]);
    expect(TABLE_VERBS.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
  });
});

describe('compaction', () => {
  it('cuts the chain and goes on from a summary', () => {
    const [prompt, boundary, summary] = recordsOf(
      `${HEAD}09:00 user Go\n+5m compact auto 167k post=9k took=30s`,
    );
    expect(boundary).toMatchObject({
      subtype: 'compact_boundary',
      parentUuid: null,
      logicalParentUuid: prompt?.uuid,
      compactMetadata: {
        trigger: 'auto',
        preTokens: 167_000,
        postTokens: 9000,
        durationMs: 30_000,
        cumulativeDroppedTokens: 158_000,
      },
    });
    expect(summary).toMatchObject({
      type: 'user',
      isCompactSummary: true,
      parentUuid: boundary?.uuid,
    });
  });

  it('tells only trigger and size in old versions', () => {
    const [boundary] = recordsOf(`${OLD_HEAD}09:00 compact manual 142431`);
    expect(boundary?.compactMetadata).toEqual({ trigger: 'manual', preTokens: 142_431 });
  });
});

describe('times', () => {
  it.each([
    ['09:00 user a', '2026-11-20T09:00:00.000Z'],
    ['9:05:07.25 user a', '2026-11-20T09:05:07.250Z'],
    ['2026-01-02T03:04:05Z user a', '2026-01-02T03:04:05.000Z'],
    ['date 2026-03-01\n09:00 user a', '2026-03-01T09:00:00.000Z'],
    ['now-2h user a', '2026-11-21T00:00:00.000Z'],
    ['now user a', '2026-11-21T02:00:00.000Z'],
  ])('%s', (rows, timestamp) => {
    const records = recordsOf(HEAD + rows, '.jsonl', { nowMs: Date.parse('2026-11-21T02:00:00Z') });
    expect(records.at(-1)?.timestamp).toBe(timestamp);
  });

  it('add up from the line before', () => {
    const records = recordsOf(`${HEAD}09:00 user a\n+30s user b\n+2h user c\n+250ms user d`);
    expect(records.map(({ timestamp }) => timestamp.slice(11, 23))).toEqual([
      '09:00:00.000',
      '09:00:30.000',
      '11:00:30.000',
      '11:00:30.250',
    ]);
  });

  it('give the file its age', () => {
    expect(buildTranscript(`${HEAD}09:00 user a\n08:00 user b`)[0]?.mtimeMs).toBe(
      Date.parse('2026-11-20T09:00:00Z'),
    );
  });
});
