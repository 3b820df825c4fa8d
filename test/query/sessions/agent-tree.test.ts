import { describe, expect, it } from 'vitest';
import { type AgentNode, deriveAgentTree } from '../../../src/query/sessions/agent-tree.ts';
import type { ChainSumRow } from '../../../src/store/readers/sessions-detail.ts';

const sum = (agentId: string | null, chain = 1): ChainSumRow => ({
  chain,
  agentId,
  model: 'claude-opus-5',
  calls: 1,
  finalCalls: 1,
  unpricedCalls: 0,
  costNanoUsd: 7,
  inputTokens: 1,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 1,
});
const agent = (agentId: string, parentAgentId: string | null = null) => ({
  agentId,
  type: null,
  parentAgentId,
});
const shape = (node: AgentNode): string =>
  `${node.agentId}${node.children.length > 0 ? `(${node.children.map(shape).join(' ')})` : ''}`;
const tree = (sums: string[], agents: ReturnType<typeof agent>[]) =>
  deriveAgentTree(
    sums.map((id) => sum(id)),
    agents,
  )
    .map(shape)
    .join(' ');

describe('deriveAgentTree', () => {
  it.each<[string, string, string]>([
    ['no parents', tree(['a', 'b'], []), 'a b'],
    ['parents', tree(['a', 'b', 'c'], [agent('b', 'a'), agent('c', 'b')]), 'a(b(c))'],
    ['a parent that nothing is known of', tree(['a'], [agent('a', 'gone')]), 'a'],
    ['a parent without calls', tree(['b'], [agent('a'), agent('b', 'a')]), 'a(b)'],
    ['its own parent', tree(['a'], [agent('a', 'a')]), 'a'],
    ['a circle', tree(['a', 'b'], [agent('a', 'b'), agent('b', 'a')]), 'a b'],
    [
      'a child of a circle',
      tree(['a', 'b', 'c'], [agent('a', 'b'), agent('b', 'a'), agent('c', 'a')]),
      'a(c) b',
    ],
  ])('%s', (_story, seen, expected) => {
    expect(seen).toBe(expected);
  });

  it('shows inline sidechains without an agent id, and no compaction or main chain', () => {
    const nodes = deriveAgentTree([sum(null), sum(null, 0), sum('acompact-1', 2)], []);
    expect(nodes.map(({ agentId, calls }) => [agentId, calls])).toEqual([[null, 1]]);
  });
});
