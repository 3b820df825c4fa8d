// What a subagent is called: its type, else what its id tells.
import { expect, it } from 'vitest';
import { agentName } from '../../src/shared/agent-name.ts';

it.each([
  ['Explore', 'a56d6a62', 'Explore'],
  [null, 'acompact-70d8e7', 'compaction'],
  [null, 'a93ccab0', null],
])('%s %s is called %s', (type, id, name) => {
  expect(agentName(type, id)).toBe(name);
});
