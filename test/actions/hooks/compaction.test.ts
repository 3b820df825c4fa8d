// A compaction's three events: what its summary lost is laid ready once, and nothing is printed.
import { expect, test } from 'vitest';
import { onPostCompact, onSubagentStop } from '../../../src/actions/hooks/on-compaction-end.ts';
import { onPreCompact } from '../../../src/actions/hooks/on-pre-compact.ts';
import type { SnapshotItem } from '../../../src/model/work/snapshot.ts';
import { type Given, inputOf, stateOf } from './state.ts';

const SNAPSHOT: readonly SnapshotItem[] = [
  { kind: 'constraint', text: 'Never touch the database schema' },
  { kind: 'file', text: '/home/you/api/src/retry.ts' },
];
const KEEPS_FILE = 'We mended src/retry.ts and its tests.';
const KEEPS_ALL = `${KEEPS_FILE} The rule is: never touch the database schema.`;

test('its beginning is noted', () => {
  const state = stateOf({});
  expect(onPreCompact(inputOf('PreCompact', { trigger: 'auto' }), state)).toBeNull();
  expect(state.done).toEqual(['compaction']);
});

function summaryEvent(event: string, summary: string | undefined, given: Given): string[] {
  const state = stateOf(given);
  const output =
    event === 'PostCompact'
      ? onPostCompact(inputOf(event, { compact_summary: summary }), state)
      : onSubagentStop(
          inputOf(event, { agent_id: 'a1', agent_type: '', last_assistant_message: summary }),
          state,
        );
  expect(output).toBeNull();
  return state.done;
}

test.each(['SubagentStop', 'PostCompact'])('%s brings what the summary lost', (event) => {
  const [done, ...more] = summaryEvent(event, KEEPS_FILE, { snapshot: SNAPSHOT });
  expect(done).toMatch(/^finished: telltale: .*\n- Never touch the database schema$/s);
  expect(done).not.toContain('retry.ts');
  expect(more).toEqual([]);
});

test.each([
  ['nothing was lost', KEEPS_ALL, { snapshot: SNAPSHOT }, ['finished: null']],
  ['there is no snapshot', KEEPS_FILE, {}, []],
  ['there is no summary', undefined, { snapshot: SNAPSHOT }, []],
  ['it is switched off', KEEPS_FILE, { snapshot: SNAPSHOT, hooks: { restore: false } }, []],
] satisfies readonly [string, string | undefined, Given, string[]][])(
  'nothing is put back when %s',
  (_what, summary, given, expected) => {
    expect(summaryEvent('SubagentStop', summary, given)).toEqual(expected);
    expect(summaryEvent('PostCompact', summary, given)).toEqual(expected);
  },
);

test.each(['Explore', undefined])('a subagent of type %s ends no compaction', (agent_type) => {
  const state = stateOf({ snapshot: SNAPSHOT });
  const fields = { agent_id: 'a1', agent_type, last_assistant_message: KEEPS_FILE };
  onSubagentStop(inputOf('SubagentStop', fields), state);
  expect(state.done).toEqual([]);
});
