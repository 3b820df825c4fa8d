// What a prompt meets: a warning once, a block only where it was asked for, the words that pass it.
import { expect, test } from 'vitest';
import { onUserPromptSubmit } from '../../../src/actions/hooks/on-user-prompt-submit.ts';
import { CRITICAL, type Given, inputOf, stateOf } from './state.ts';

function submit(prompt: string, given: Given, fields: object = {}) {
  const state = stateOf(given);
  const output = onUserPromptSubmit(inputOf('UserPromptSubmit', { prompt, ...fields }), state);
  return { output, done: state.done };
}

const WARNING = { systemMessage: CRITICAL.alertText };
const BLOCK = { hooks: { block: true }, verdict: {} };

test.each([
  ['no verdict yet', {}, null],
  ['a warning that is due', { verdict: {} }, WARNING],
  ['a warning that was shown', { verdict: {}, isAlertDue: false }, null],
  ['too few calls', { verdict: { mayAlert: false } }, null],
  ['warnings switched off', { hooks: { warn: false }, verdict: {} }, null],
  ['nothing to say', { verdict: { alertText: null } }, null],
  ['a session that is well', { verdict: { level: 'ok', alertText: null } }, null],
] satisfies readonly [string, Given, object | null][])('%s', (_what, given, expected) => {
  expect(submit('Fix the test', given).output).toEqual(expected);
});

test('a session that is well is noted, so that the next warning is new', () => {
  const verdict = { level: 'ok', alertText: null } as const;
  expect(submit('Fix the test', { verdict }).done).toContain('alert');
});

test('a long or coloured warning becomes one short plain line', () => {
  const alertText = `\u001b[31mHealth\u001b[0m\nis ${'very '.repeat(100)}low`;
  const { output } = submit('Fix the test', { verdict: { alertText } });
  expect(output?.systemMessage).toMatch(/^Health is very .*…$/);
  expect(output?.systemMessage?.length).toBeLessThanOrEqual(300);
});

test('what a compaction lost goes to the model, beside the warning', () => {
  expect(submit('Fix the test', { verdict: {}, restore: 'Rules: pnpm' }).output).toEqual({
    ...WARNING,
    hookSpecificOutput: {
      hookEventName: 'UserPromptSubmit',
      additionalContext: 'Rules: pnpm',
    },
  });
});

test('a block names health, handoff and the way past it', () => {
  const { output, done } = submit('Fix the test', { ...BLOCK, restore: 'Rules: pnpm' });
  expect(output).toEqual({ decision: 'block', reason: expect.any(String) });
  expect(output?.reason).toContain('7 %');
  expect(output?.reason).toContain(CRITICAL.handoffPath);
  expect(output?.reason).toContain('telltale bypass');
  expect(output?.reason?.length).toBeLessThanOrEqual(300);
  // What is to be put back waits for a prompt that is sent.
  expect(done).toEqual([]);
});

test.each([
  ['no handoff', null, 'telltale handoff'],
  ['a path too long for a message', `/${'deep/'.repeat(80)}x.md`, 'telltale handoffs'],
])('a block with %s names the command', (_what, handoffPath, command) => {
  const { output } = submit('Fix the test', { ...BLOCK, verdict: { handoffPath } });
  expect(output?.reason).toContain(command);
  expect(output?.reason).toMatch(/to send it here\.$/);
});

test.each([
  ['blocking is not switched on', { verdict: {} }],
  ['the engine does not allow it', { ...BLOCK, verdict: { mayBlock: false } }],
  ['the verdict is older than a compaction', { ...BLOCK, isOutdated: true }],
  ['nothing is known', { hooks: { block: true } }],
] satisfies readonly [string, Given][])('no block when %s', (_what, given) => {
  expect(submit('Fix the test', given).output?.decision).toBeUndefined();
});

test.each([
  'telltale bypass',
  'telltale bypass: fix the test',
  '  \n Telltale BYPASS fix the test',
])('%j goes through and says so', (prompt) => {
  const { output } = submit(prompt, { ...BLOCK, restore: 'Rules: pnpm' });
  expect(output).toEqual({
    systemMessage: 'telltale: let through as asked.',
    hookSpecificOutput: {
      hookEventName: 'UserPromptSubmit',
      additionalContext: 'Rules: pnpm',
    },
  });
});

test.each(['telltale bypassed', 'please telltale bypass', 'telltale  bypass'])(
  '%j does not',
  (prompt) => {
    expect(submit(prompt, BLOCK).output?.decision).toBe('block');
  },
);

test.each([
  ['a background agent that ended', '<task-notification>done</task-notification>', {}],
  ['a subagent', 'Fix the test', { agent_id: 'a1' }],
])('%s is no person', (_what, prompt, fields) => {
  const { output, done } = submit(prompt, { ...BLOCK, restore: 'Rules: pnpm' }, fields);
  expect(output).toBeNull();
  expect(done).toEqual([]);
});
