// Usage by who spent it: the main chain, subagents by type, compaction, other helpers. Knows the
// chains of a call and where a subagent's type is told.

import type { UsageCell } from '../../../store/readers/usage-cells.ts';
import { readAgentTypes, readNames } from '../../../store/readers/usage-names.ts';
import type { AgentRow } from '../answer.ts';
import { bucketsBy, orderByCost, rowOf, spanOf } from '../fold.ts';
import type { GroupingScope } from './scope.ts';

interface AgentKind {
  readonly key: string;
  readonly label: string;
  readonly chain: AgentRow['chain'];
  readonly subagentType: string | null;
}

export function groupByAgent(cells: readonly UsageCell[], scope: GroupingScope): AgentRow[] {
  const kindOf = agentKinds(cells, scope);
  const kinds = new Map<string, AgentKind>();
  const agents = new Map<string, Set<string>>();
  for (const cell of cells) {
    const kind = kindOf(cell);
    kinds.set(kind.key, kind);
    const seen = agents.get(kind.key) ?? new Set();
    agents.set(kind.key, cell.agentId === null ? seen : seen.add(runOf(cell)));
  }
  const buckets = bucketsBy(cells, scope.models, (cell) => kindOf(cell).key);
  const rows = [...buckets].map(([key, bucket]): AgentRow => {
    const { label, chain, subagentType } = kinds.get(key) ?? MAIN;
    const base = rowOf(key, label, bucket);
    const runs = chain === 'main' ? 0 : (agents.get(key)?.size ?? 0);
    return { chain, subagentType, agents: runs, ...spanOf(bucket), ...base };
  });
  return orderByCost(rows, scope.order);
}

const MAIN: AgentKind = { key: 'main', label: 'main chain', chain: 'main', subagentType: null };
const COMPACTION: AgentKind = {
  key: 'compaction',
  label: 'compaction',
  chain: 'compaction',
  subagentType: null,
};
const OTHER: AgentKind = {
  key: 'other',
  label: 'other helper agents',
  chain: 'other',
  subagentType: null,
};
const UNTYPED: AgentKind = {
  key: 'subagent:(type not told)',
  label: 'subagent, type not told',
  chain: 'subagent',
  subagentType: null,
};

/** The type of an agent in the call's session; else the one type that its id has anywhere. */
function agentKinds(
  cells: readonly UsageCell[],
  { db }: GroupingScope,
): (cell: UsageCell) => AgentKind {
  const names = readNames(db, new Set(cells.flatMap((cell) => cell.agentId ?? [])));
  const inSession = new Map<string, string>();
  const anywhere = new Map<string, string | null>();
  for (const { agentId, sessionId, type } of readAgentTypes(db)) {
    inSession.set(`${sessionId} ${agentId}`, type);
    const other = anywhere.get(agentId);
    anywhere.set(agentId, other === undefined || other === type ? type : null);
  }
  const kinds = new Map<string, AgentKind>();
  return (cell) => {
    if (cell.chain === 0) return MAIN;
    if (cell.chain === 2) return COMPACTION;
    if (cell.chain !== 1) return OTHER;
    const agentId = names.get(cell.agentId ?? 0) ?? '';
    const type = inSession.get(`${cell.sessionId} ${agentId}`) ?? anywhere.get(agentId) ?? null;
    if (type === null) return UNTYPED;
    const kind = kinds.get(type) ?? subagentKind(type);
    kinds.set(type, kind);
    return kind;
  };
}

function subagentKind(type: string): AgentKind {
  return { key: `subagent:${type}`, label: type, chain: 'subagent', subagentType: type };
}

/** An agent's id is its own within its session only. */
function runOf(cell: UsageCell): string {
  return `${cell.sessionId} ${cell.agentId}`;
}
