// What is taken from a hook's stdin, and what is no event at all.
import { expect, test } from 'vitest';
import { parseHookInput } from '../../src/live/hook-input.ts';

const LEAST = { session_id: 's1', hook_event_name: 'Stop' };

test.each([
  ['nothing', null],
  ['a list', [LEAST]],
  ['a text', 'Stop'],
  ['no session', { hook_event_name: 'Stop' }],
  ['an empty session', { ...LEAST, session_id: '' }],
  ['a session that is no text', { ...LEAST, session_id: 7 }],
  ['no event', { session_id: 's1' }],
])('%s is no event', (_what, input) => {
  expect(parseHookInput(input)).toBeNull();
});

test('every field that telltale uses, in its own words', () => {
  expect(
    parseHookInput({
      ...LEAST,
      transcript_path: '/t.jsonl',
      cwd: '/w',
      permission_mode: 'plan',
      agent_id: 'a1',
      agent_type: 'Explore',
      source: 'startup',
      trigger: 'auto',
      reason: 'other',
      model: 'claude-opus-4-8',
      tool_name: 'Bash',
      tool_use_id: 'toolu_1',
      duration_ms: 12.5,
      notification_type: 'idle_prompt',
      error: 'rate_limit',
      is_interrupt: true,
      stop_hook_active: false,
      effort: { level: 'high' },
      background_tasks: [{ id: 'x' }, { id: 'y' }],
      prompt: 'p',
      last_assistant_message: 'l',
      compact_summary: 'c',
      tool_input: { command: 'never looked at' },
    }),
  ).toEqual({
    event: 'Stop',
    sessionId: 's1',
    transcriptPath: '/t.jsonl',
    cwd: '/w',
    permissionMode: 'plan',
    agentId: 'a1',
    agentType: 'Explore',
    source: 'startup',
    trigger: 'auto',
    reason: 'other',
    model: 'claude-opus-4-8',
    toolName: 'Bash',
    toolUseId: 'toolu_1',
    durationMs: 12.5,
    notificationType: 'idle_prompt',
    error: 'rate_limit',
    isInterrupt: true,
    stopHookActive: false,
    effort: 'high',
    backgroundTasks: 2,
    prompt: 'p',
    lastAssistantMessage: 'l',
    compactSummary: 'c',
  });
});

test('what has another type than expected is unknown, an empty agent type is not', () => {
  const input = parseHookInput({
    ...LEAST,
    agent_type: '',
    duration_ms: '12',
    is_interrupt: 'yes',
    background_tasks: {},
    effort: 'low',
    cwd: null,
  });
  expect(input).toMatchObject({
    agentType: '',
    durationMs: null,
    isInterrupt: null,
    backgroundTasks: null,
    effort: 'low',
    cwd: null,
    prompt: null,
  });
});
