// What is kept of an event, and that no text is.
import { expect, test } from 'vitest';
import { KNOWN_EVENTS } from '../../../src/actions/hooks/answers.ts';
import { toRecord } from '../../../src/actions/hooks/to-record.ts';
import { inputOf, NOW, SESSION_ID } from './state.ts';

const SECRET = 'the words of a person';

test.each(Object.keys(KNOWN_EVENTS))('%s is kept without any text', (event) => {
  const input = inputOf(event, {
    prompt: SECRET,
    message: SECRET,
    title: SECRET,
    tool_input: { command: SECRET },
    tool_response: { stdout: SECRET },
    last_assistant_message: SECRET,
    compact_summary: SECRET,
    custom_instructions: SECRET,
    error_details: SECRET,
    error: event === 'StopFailure' ? 'rate_limit' : SECRET,
    background_tasks: [{ description: SECRET }],
  });
  const record = toRecord(input, { ANTHROPIC_API_KEY: SECRET }, NOW);
  expect(JSON.stringify(record)).not.toContain(SECRET);
  expect(record).toMatchObject({ kind: 'hook', atMs: NOW, event, sessionId: SESSION_ID });
  expect(record.data.error).toBe(event === 'StopFailure' ? 'rate_limit' : undefined);
  expect(record.data.backgroundTasks).toBe(1);
});

test('only what was told is kept', () => {
  const input = inputOf('PostToolUse', {
    cwd: '/w',
    transcript_path: '/t.jsonl',
    tool_name: 'Bash',
    tool_use_id: 'toolu_1',
    duration_ms: 12,
    agent_type: '',
  });
  expect(toRecord(input, {}, NOW)).toEqual({
    kind: 'hook',
    atMs: NOW,
    event: 'PostToolUse',
    sessionId: SESSION_ID,
    transcriptPath: '/t.jsonl',
    cwd: '/w',
    data: { toolName: 'Bash', toolUseId: 'toolu_1', durationMs: 12, agentType: '' },
  });
});

test.each([
  [{ CLAUDE_CODE_AUTO_COMPACT_WINDOW: '100000' }, { autoCompactWindow: 100_000 }],
  [{ CLAUDE_CODE_AUTO_COMPACT_WINDOW: 'many' }, {}],
  [{ CLAUDE_CODE_AUTO_COMPACT_WINDOW: '-1' }, {}],
  [{ CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' }, { disable1m: true }],
  [{ CLAUDE_CODE_DISABLE_1M_CONTEXT: 'false' }, { disable1m: false }],
  [{ CLAUDE_CODE_DISABLE_1M_CONTEXT: '' }, {}],
  [{ CLAUDE_PID: '4711' }, { claudePid: 4711 }],
])('%j is kept as %j', (env, data) => {
  expect(toRecord(inputOf('Stop'), env, NOW).data).toEqual(data);
});

test('long texts are cut, and a long path is left out', () => {
  const long = '\u0001"'.repeat(5_000);
  const texts = `transcript_path cwd permission_mode agent_id agent_type source trigger reason model
    tool_name tool_use_id notification_type error effort`;
  const fields = Object.fromEntries(texts.split(/\s+/).map((name) => [name, long]));
  const record = toRecord(inputOf('StopFailure', { ...fields, session_id: long }), {}, NOW);
  expect(record.sessionId).toHaveLength(200);
  expect(record.transcriptPath).toBeNull();
  expect(record.data.toolName).toHaveLength(200);
});

test.each([
  ['rate_limit', 'rate_limit'],
  ['API Error: the prompt said so', undefined],
  ['sk-ant-api03-AbCd', undefined],
  ['a'.repeat(60), undefined],
])('of a failed turn a code is kept, no text: %s', (error, kept) => {
  expect(toRecord(inputOf('StopFailure', { error }), {}, NOW).data.error).toBe(kept);
});
