// The subagents of a session as a tree with their own sums. Knows that types and parents are told
// only sometimes; a missing or circular parent puts the agent at the top.
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import type { AgentRow, ChainSumRow } from '../../store/readers/sessions-detail.ts';
import { groupBy } from './group-by.ts';
import { type CallSum, type ModelSum, sumByModel, sumCalls } from './sums.ts';

export interface AgentNode extends CallSum {
  /** Null: old inline sidechains, whose lines name no agent. */
  readonly agentId: string | null;
  /** Null: not told anywhere. */
  readonly type: string | null;
  readonly models: readonly ModelSum[];
  /** No call of this agent is counted here: its transcript is gone, or it belongs to a copy. */
  readonly isWithoutCalls: boolean;
  readonly children: readonly AgentNode[];
}

const SUBAGENT_CHAIN = 1;

/** Sums are each agent's own: those of its children stand at the children. */
export function deriveAgentTree(
  sums: readonly ChainSumRow[],
  agents: readonly AgentRow[],
): AgentNode[] {
  const helpers = new Set(
    sums.filter((sum) => sum.chain > SUBAGENT_CHAIN).map((sum) => sum.agentId),
  );
  const known = new Map(agents.map((agent) => [agent.agentId, agent]));
  const ownSums = groupBy(
    sums.filter((sum) => sum.chain === SUBAGENT_CHAIN),
    (sum) => sum.agentId,
  );
  const ids = new Set<string | null>(ownSums.keys());
  for (const agent of agents) if (!helpers.has(agent.agentId)) ids.add(agent.agentId);

  const childrenOf = groupBy([...ids], (id) => parentOf(id, known, ids));
  const build = (id: string | null): AgentNode =>
    describeAgent(id, known, ownSums.get(id) ?? [], childIds(id).map(build));
  const childIds = (id: string | null) => (id === null ? [] : (childrenOf.get(id) ?? []));
  return (childrenOf.get(TOP) ?? []).map(build);
}

/** Not an agent id: the parent of agents that the main chain started. */
const TOP = Symbol('top');

function parentOf(
  id: string | null,
  known: ReadonlyMap<string, AgentRow>,
  ids: ReadonlySet<string | null>,
): string | typeof TOP {
  const parent = id === null ? null : (known.get(id)?.parentAgentId ?? null);
  if (id === null || parent === null || !ids.has(parent)) return TOP;
  return isInCircle(id, known) ? TOP : parent;
}

/** An agent that is its own ancestor; those above a circle only lead into it. */
function isInCircle(id: string, known: ReadonlyMap<string, AgentRow>): boolean {
  const seen = new Set<string>();
  let current = known.get(id)?.parentAgentId ?? null;
  while (current !== null && !seen.has(current)) {
    if (current === id) return true;
    seen.add(current);
    current = known.get(current)?.parentAgentId ?? null;
  }
  return false;
}

function describeAgent(
  id: string | null,
  known: ReadonlyMap<string, AgentRow>,
  sums: readonly ChainSumRow[],
  children: readonly AgentNode[],
): AgentNode {
  const sum = sumCalls(sums);
  const type = id === null ? null : (known.get(id)?.type ?? null);
  return {
    agentId: id === null ? null : oneLine(id),
    type: type === null ? null : maskLine(type),
    ...sum,
    costNanoUsd: sum.calls === 0 ? null : sum.costNanoUsd,
    models: sumByModel(sums),
    isWithoutCalls: sum.calls === 0,
    children,
  };
}
