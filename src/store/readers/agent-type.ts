// How the ledger tells a subagent's type. Holds one piece of SQL, for queries on the table `agent`.

/** What was told of the agent itself, else what the tool call that started it asked for, else NULL. */
export const AGENT_TYPE_SQL = `COALESCE(agent.type, (
  SELECT MIN(json_extract(event.data, '$.type')) FROM main.event
  WHERE event.kind = 'agent-call' AND event.uuid = agent.tool_use_id))`;
