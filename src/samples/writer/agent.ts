// A subagent: its own file, its metadata and what its parent's transcript learns of it. Knows both
// layouts and the old progress copies; knows nothing of what the agent does.
import { agentPath, oldAgentPath } from '../project-folder.ts';
import { type OpenTool, writeToolResult } from './call.ts';
import { type Draft, type Json, openDraft, traits } from './draft.ts';
import { writeAgentProgress } from './side-records.ts';
import { writePrompt } from './user-records.ts';

export interface AgentSpec {
  readonly id: string;
  readonly type: string;
  readonly prompt: string;
  readonly atMs: number;
  /** The agent's file stands beside the session's (up to about 2.0). */
  readonly oldLayout?: boolean | undefined;
}

export interface AgentEnd {
  readonly atMs: number | null;
  readonly report: string;
  /** The tool_use in the parent that started it; none when the parent's file is gone. */
  readonly openTool: OpenTool | null;
  readonly background: boolean;
  /** Copy the agent's records into the parent as progress (old versions did). */
  readonly copyProgress: boolean;
}

/** Opens the agent's file with its instructions. Its chain starts anew. */
export function startAgent(parent: Draft, spec: AgentSpec): Draft {
  const { cwd, sessionId } = parent.facts;
  const path = spec.oldLayout ? oldAgentPath(cwd, spec.id) : agentPath(cwd, sessionId, spec.id);
  const agent = { id: spec.id, type: spec.type };
  const draft = openDraft({
    path,
    log: parent.log,
    random: parent.random.branch(spec.id),
    facts: parent.facts,
    agent,
  });
  writePrompt(draft, { atMs: spec.atMs, text: spec.prompt });
  return draft;
}

/** Writes the agent's result, and progress copies, into its parent. */
export function endAgent(parent: Draft, agent: Draft, end: AgentEnd): void {
  const prompt = promptOf(agent);
  const agentId = agent.agent?.id ?? '';
  if (end.copyProgress) {
    const messages = agent.lines.map((line) => JSON.parse(line)).filter(({ message }) => message);
    for (const record of messages) writeAgentProgress(parent, record, agentId, prompt);
  }
  if (end.openTool === null) return;
  const content = [{ type: 'text', text: end.report }];
  const toolUseResult = end.background
    ? launched(parent, agent, end)
    : { status: 'completed', prompt, agentId, ...completed(agent), content };
  writeToolResult(parent, end.openTool, { content, isError: false, toolUseResult }, end.atMs);
}

/** `agent-<id>.meta.json` beside the agent's file. */
export function agentMeta(
  agent: Draft,
  openTool: OpenTool | null,
  background: boolean,
): { path: string; text: string } {
  const meta = {
    agentType: agent.agent?.type,
    description: promptOf(agent).slice(0, 32),
    ...(openTool === null ? {} : { toolUseId: openTool.toolUseId }),
    spawnDepth: 1,
    requestShape: background ? 'background' : 'foreground',
  };
  return { path: agent.path.replace(/\.jsonl$/, '.meta.json'), text: JSON.stringify(meta) };
}

function launched(parent: Draft, agent: Draft, end: AgentEnd): Json {
  const description = promptOf(agent).slice(0, 32);
  const agentId = agent.agent?.id;
  const outputFile = `/tmp/claude-1000/${parent.facts.sessionId}/tasks/${agentId}.output`;
  return {
    isAsync: true,
    status: 'async_launched',
    agentId,
    description,
    prompt: promptOf(agent),
    outputFile,
    canReadOutputFile: end.atMs !== null,
  };
}

/** Tokens and usage of the agent's last request only, as Claude Code writes them. */
function completed(agent: Draft): Json {
  const calls = agent.lines
    .map((line) => JSON.parse(line))
    .filter((record) => record.type === 'assistant');
  const last = calls.at(-1)?.message;
  const usage = last?.usage ?? {};
  const totalTokens =
    (usage.input_tokens ?? 0) +
    (usage.cache_creation_input_tokens ?? 0) +
    (usage.cache_read_input_tokens ?? 0) +
    (usage.output_tokens ?? 0);
  const agentType = traits(agent).laterEnvelope
    ? { agentType: agent.agent?.type, resolvedModel: last?.model }
    : {};
  return {
    ...agentType,
    totalDurationMs: 18_400,
    totalTokens,
    totalToolUseCount: calls.length,
    usage,
  };
}

function promptOf(agent: Draft): string {
  const first: unknown = JSON.parse(agent.lines[0] ?? '{}').message?.content;
  return typeof first === 'string' ? first : '';
}
