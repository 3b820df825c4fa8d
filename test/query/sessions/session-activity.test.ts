import { describe, expect, it } from 'vitest';
import {
  readActivities,
  type SessionActivity,
} from '../../../src/query/sessions/session-activity.ts';
import { buildLedger, type LedgerBuilder, NOW_MS } from './ledger-builder.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const ID = 'a0000000-0000-4000-8000-000000000001';

interface Scene {
  /** Hook events by how long ago, oldest first. */
  readonly hooks?: readonly (readonly [agoMs: number, event: string, data?: object])[];
  /** How long ago the last record was written; undefined: the ledger does not know the session. */
  readonly record?: number | null;
  /** How long ago the last call of the main chain was. */
  readonly call?: number;
}

function addHook(
  ledger: LedgerBuilder,
  session: string,
  agoMs: number,
  event: string,
  data: string,
) {
  ledger.db
    .prepare('INSERT INTO hook_event (session_id, at_ms, event, data) VALUES (?, ?, ?, ?)')
    .run(session, NOW_MS - agoMs, event, data);
}

function activityOf({ hooks = [], record, call }: Scene): SessionActivity | undefined {
  const ledger = buildLedger();
  if (record !== undefined) {
    ledger.session(ID, { lastMs: record === null ? null : NOW_MS - record });
  }
  if (call !== undefined) {
    ledger.file({ path: '/t.jsonl', sessions: [ID] });
    ledger.line({ messageId: 'msg_1', sessionKey: ID, atMs: NOW_MS - call, inputTokens: 1 });
    ledger.derive();
  }
  for (const [agoMs, event, data] of hooks) {
    addHook(ledger, ID, agoMs, event, JSON.stringify(data ?? {}));
  }
  return readActivities(ledger.context, [ID]).get(ID);
}

/** Kind, how many seconds ago it began, basis, tool, detail. */
function wordsOf(activity: SessionActivity | undefined): string {
  if (activity === undefined) return 'none';
  const { kind, sinceMs, basis, toolName, detail } = activity;
  const ago = sinceMs === null ? '–' : `${(NOW_MS - sinceMs) / SECOND} s`;
  return [kind, ago, basis, toolName, detail].filter((word) => word !== null).join(' ');
}

describe('readActivities', () => {
  const CASES: [story: string, scene: Scene, expected: string][] = [
    ['a session nobody knows', {}, 'unknown – transcript'],
    ['a session without a time', { record: null }, 'unknown – transcript'],
    ['no hooks, a fresh record', { record: 10 * MINUTE }, 'active 600 s transcript'],
    ['no hooks, an old record', { record: 10 * MINUTE + 1 }, 'quiet 600.001 s transcript'],
    ['a prompt', { hooks: [[9_000, 'UserPromptSubmit']] }, 'working 9 s hooks'],
    [
      'a tool',
      {
        hooks: [
          [9_000, 'UserPromptSubmit'],
          [4_000, 'PostToolUse', { toolName: 'Bash' }],
        ],
      },
      'working 9 s hooks Bash',
    ],
    [
      'a permission',
      { hooks: [[MINUTE, 'Notification', { notificationType: 'permission_prompt' }]] },
      'waiting-permission 60 s hooks',
    ],
    ['an end', { hooks: [[MINUTE, 'SessionEnd', { reason: 'clear' }]] }, 'ended 60 s hooks clear'],
    [
      'a failure',
      { hooks: [[MINUTE, 'StopFailure', { error: 'billing_error' }]] },
      'failed 60 s hooks billing_error',
    ],
    // Escape fires no hook.
    ['work of 15 minutes', { hooks: [[15 * MINUTE, 'UserPromptSubmit']] }, 'working 900 s hooks'],
    [
      'work without a sign for longer',
      { hooks: [[15 * MINUTE + 1, 'UserPromptSubmit']] },
      'unknown 900.001 s hooks',
    ],
    [
      'work of long with a sign from a subagent',
      {
        hooks: [
          [20 * MINUTE, 'UserPromptSubmit'],
          [MINUTE, 'PostToolUse', { agentId: 'a' }],
        ],
      },
      'working 1200 s hooks',
    ],
    [
      'a record just after the last hook',
      { hooks: [[20_000, 'UserPromptSubmit']], record: 15_000 },
      'working 20 s hooks',
    ],
    [
      'a record that no hook told of',
      { hooks: [[20_000, 'UserPromptSubmit']], record: 14_999 },
      'active 14.999 s transcript',
    ],
    [
      'a permission that was refused: the transcript tells',
      {
        hooks: [[30 * MINUTE, 'Notification', { notificationType: 'permission_prompt' }]],
        record: 29 * MINUTE,
      },
      'quiet 1740 s transcript',
    ],
    [
      'a note written while it rests',
      { hooks: [[30 * MINUTE, 'Stop']], record: MINUTE, call: 30 * MINUTE },
      'idle 1800 s hooks',
    ],
    [
      'a call after the rest that no hook told of',
      { hooks: [[30 * MINUTE, 'Stop']], record: MINUTE, call: 2 * MINUTE },
      'active 60 s transcript',
    ],
    [
      'taken up again without hooks',
      { hooks: [[30 * MINUTE, 'SessionEnd']], record: 20 * MINUTE, call: 20 * MINUTE },
      'quiet 1200 s transcript',
    ],
    [
      'a compaction',
      { hooks: [[5 * MINUTE, 'PreCompact', { trigger: 'auto' }]], record: 6 * MINUTE },
      'compacting 300 s hooks auto',
    ],
    [
      'a compaction that never ended',
      { hooks: [[5 * MINUTE + 1, 'PreCompact', { trigger: 'auto' }]], record: 6 * MINUTE },
      'active 360 s transcript',
    ],
    ['idle for a day', { hooks: [[24 * 60 * MINUTE, 'Stop']] }, 'idle 86400 s hooks'],
    ['idle for longer', { hooks: [[25 * 60 * MINUTE, 'Stop']] }, 'quiet 90000 s hooks'],
    ['ended for long', { hooks: [[50 * 60 * MINUTE, 'SessionEnd']] }, 'ended 180000 s hooks'],
    [
      'events that say nothing',
      { hooks: [[MINUTE, 'ConfigChange']], record: MINUTE },
      'active 60 s transcript',
    ],
  ];
  it.each(CASES)('%s', (_story, scene, expected) => {
    expect(wordsOf(activityOf(scene))).toBe(expected);
  });

  it('remembers the prompt of a turn with hundreds of tools', () => {
    const tools = Array.from(
      { length: 300 },
      (_, index) => [3_000 - index * 10, 'PostToolUse', { toolName: 'Edit' }] as const,
    );
    const hooks = [[9_000, 'Stop'], [8_000, 'UserPromptSubmit'], ...tools] as const;
    expect(wordsOf(activityOf({ hooks }))).toBe('working 8 s hooks Edit');
  });

  it('lets no subagent push the end of the turn out of sight', () => {
    const tools = Array.from(
      { length: 300 },
      (_, index) =>
        [3_000 - index * 10, 'PostToolUse', { toolName: 'Grep', agentId: 'a' }] as const,
    );
    const hooks = [[9_000, 'UserPromptSubmit'], [8_000, 'Stop'], ...tools] as const;
    expect(wordsOf(activityOf({ hooks }))).toBe('idle 8 s hooks');
  });

  it('orders events of one moment as they came', () => {
    expect(
      wordsOf(
        activityOf({
          hooks: [
            [9, 'UserPromptSubmit'],
            [9, 'Stop'],
          ],
        }),
      ),
    ).toMatch(/^idle/);
    expect(
      wordsOf(
        activityOf({
          hooks: [
            [9, 'Stop'],
            [9, 'UserPromptSubmit'],
          ],
        }),
      ),
    ).toMatch(/^work/);
  });

  it('tells many sessions apart and survives broken rows', () => {
    const ledger = buildLedger();
    ledger.session('one', { lastMs: NOW_MS - MINUTE });
    addHook(ledger, 'two', 5_000, 'UserPromptSubmit', 'no json');
    addHook(ledger, 'two', 4_000, 'PostToolUse', '[1, null]');
    addHook(ledger, 'three', 3_000, 'PostToolUse', '{"toolName":"\\u001b[31mBash"}');
    const found = readActivities(ledger.context, ['one', 'two', 'three', 'two', 'four']);
    expect([...found].map(([id, activity]) => `${id} ${wordsOf(activity)}`)).toEqual([
      'one active 60 s transcript',
      'two working 5 s hooks',
      'three working 3 s hooks Bash',
      'four unknown – transcript',
    ]);
  });
});
