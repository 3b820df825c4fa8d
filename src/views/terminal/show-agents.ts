// The subagents of a session as an indented list. Knows how deep and how long a list stays
// readable; sums are each agent's own.
import type { AgentNode } from '../../query/sessions/agent-tree.ts';
import type { SessionAnswer } from '../../query/sessions/session-answer.ts';
import { formatCount } from '../../shared/format.ts';
import type { KeyValue } from './layout.ts';
import type { Screen } from './screen.ts';
import { costText, modelLabels } from './sessions-words.ts';

const MAX_AGENTS = 12;

export function agentLines(answer: SessionAnswer, screen: Screen): KeyValue[] {
  const all = flatten(answer.agents, 0);
  const shown = all.slice(0, MAX_AGENTS);
  const lines = shown.map(({ agent, depth }, index): KeyValue => {
    const indent = depth === 0 ? '' : `${'  '.repeat(depth - 1)}└ `;
    return [index === 0 ? 'subagents' : '', [indent, agentText(agent, screen)]];
  });
  const rest = all.length - shown.length;
  if (rest > 0) lines.push(['', `${formatCount(rest, 'more subagent')} in --json`]);
  return lines;
}

function flatten(
  agents: readonly AgentNode[],
  depth: number,
): { readonly agent: AgentNode; readonly depth: number }[] {
  return agents.flatMap((agent) => [{ agent, depth }, ...flatten(agent.children, depth + 1)]);
}

function agentText(agent: AgentNode, screen: Screen): string {
  const name = agent.type ?? (agent.agentId === null ? 'inline sidechain' : 'type unknown');
  const id = agent.agentId === null ? '' : ` ${agent.agentId.slice(0, 8)}`;
  if (agent.isWithoutCalls) return `${name}${id} · no calls are counted here`;
  const calls = formatCount(agent.calls, 'call');
  return `${name}${id} · ${modelLabels(agent.models, 2)} · ${calls} · ${costText(agent, screen)}`;
}
