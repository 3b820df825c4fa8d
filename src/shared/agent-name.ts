// What a subagent is called where Claude Code told no type. Knows the shapes of its ids.

/** Null: nothing tells it. */
export function agentName(type: string | null, agentId: string): string | null {
  if (type !== null) return type;
  return agentId.startsWith('acompact-') ? 'compaction' : null;
}
