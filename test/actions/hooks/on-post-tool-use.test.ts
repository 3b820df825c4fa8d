// Autonomous work is warned about too, a subagent's never.
import { expect, test } from 'vitest';
import { onPostToolUse } from '../../../src/actions/hooks/on-post-tool-use.ts';
import { CRITICAL, type Given, inputOf, stateOf } from './state.ts';

const CONTEXT = { hookEventName: 'PostToolUse', additionalContext: 'Rules: pnpm' };

test.each([
  ['nothing known', {}, null],
  ['a warning', { verdict: {} }, { systemMessage: CRITICAL.alertText }],
  ['what a compaction lost', { restore: 'Rules: pnpm' }, { hookSpecificOutput: CONTEXT }],
  [
    'both',
    { verdict: {}, restore: 'Rules: pnpm' },
    { systemMessage: CRITICAL.alertText, hookSpecificOutput: CONTEXT },
  ],
  ['never a block', { verdict: {}, hooks: { block: true, warn: false } }, null],
] satisfies readonly [string, Given, object | null][])('%s', (_what, given, expected) => {
  expect(onPostToolUse(inputOf('PostToolUse'), stateOf(given))).toEqual(expected);
});

test('a subagent is told nothing and takes nothing away', () => {
  const state = stateOf({ verdict: {}, restore: 'Rules: pnpm' });
  expect(onPostToolUse(inputOf('PostToolUse', { agent_id: 'a1' }), state)).toBeNull();
  expect(state.done).toEqual([]);
});
