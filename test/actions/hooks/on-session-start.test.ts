// Which sessions are given a handoff or what a compaction lost, and which have their context already.
import { expect, test } from 'vitest';
import { onSessionStart } from '../../../src/actions/hooks/on-session-start.ts';
import type { PendingHandoff } from '../../../src/live/pending-handoff.ts';
import { type Given, inputOf, NOW, stateOf } from './state.ts';

const PENDING: PendingHandoff = {
  formatVersion: 1,
  sessionId: 'the one before',
  projectPath: '/home/you/api',
  path: '/state/handoffs/api/one.md',
  atMs: NOW - 60_000,
  excerpt: 'Goal: mend the retry test. '.repeat(400),
};
const GIVEN: Given = { pending: PENDING, restore: 'Rules: pnpm' };

function start(source: string | undefined, given: Given) {
  const state = stateOf(given);
  const output = onSessionStart(inputOf('SessionStart', { source }), state);
  return { context: output?.hookSpecificOutput?.additionalContext, output, done: state.done };
}

test.each(['startup', 'clear'])('%s: the handoff, its path first, cut to size', (source) => {
  const { context, output, done } = start(source, GIVEN);
  expect(output).toEqual({
    hookSpecificOutput: { hookEventName: 'SessionStart', additionalContext: context },
  });
  expect(context).toContain(PENDING.path);
  expect(context).toContain('Goal: mend the retry test.');
  expect(context?.length).toBeLessThanOrEqual(2_000);
  expect(done).toEqual(['pending']);
});

test('compact: what its summary lost', () => {
  const { context, done } = start('compact', GIVEN);
  expect(context).toBe('Rules: pnpm');
  expect(done).toEqual(['restore']);
});

test.each([
  ['resume', GIVEN, []],
  ['fork', GIVEN, []],
  ['tomorrow', GIVEN, []],
  [undefined, GIVEN, []],
  ['startup', { ...GIVEN, handoff: { inject: false } }, []],
  ['startup', {}, ['pending']],
  ['compact', {}, ['restore']],
] satisfies readonly [string | undefined, Given, string[]][])(
  '%s given %o: nothing',
  (source, given, done) => {
    expect(start(source, given)).toMatchObject({ output: null, done });
  },
);
