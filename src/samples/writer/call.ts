// Writes one API call: the assistant lines it streams, then the results of its tools. Knows which
// output count stands on which line in each version, and notes the call in the set's log.
import { type TokenCounts, totalTokens } from '../../shared/tokens.ts';
import { type Block, type ContentSpec, contentBlocks, groupBlocks } from './call-content.ts';
import { type Draft, type Json, traits, writeRecord } from './draft.ts';
import { startsAgent, type ToolResult, type ToolSpec, toolResult } from './tools.ts';
import {
  type AdvisorCall,
  earlyUsage,
  finalUsage,
  type SplitForm,
  type UsageSpec,
} from './usage.ts';

export interface CallSpec extends ContentSpec {
  /** Null: the lines have no timestamp. */
  readonly atMs: number | null;
  readonly model: string;
  readonly tokens: TokenCounts;
  /** Output count of each line, overruling what the version would write. */
  readonly outputs?: readonly number[] | undefined;
  /** False: an old version's message that never got its final count. */
  readonly isFinal?: boolean | undefined;
  readonly messageId?: string | undefined;
  /** 'none' leaves the field out, 'null' writes null. */
  readonly requestId?: string | undefined;
  readonly stopReason?: string | null | undefined;
  readonly split?: SplitForm | undefined;
  readonly iterations?: 'none' | 'null' | 'empty' | undefined;
  readonly advisors?: readonly AdvisorCall[] | undefined;
  readonly speed?: string | null | undefined;
  readonly geo?: string | null | undefined;
  readonly tier?: string | null | undefined;
  readonly webSearches?: number | undefined;
  /** False: the tools are still running or wait for permission. */
  readonly withResults?: boolean | undefined;
  /** Each tool's result follows its own line instead of the message's last. */
  readonly interleave?: boolean | undefined;
  readonly lineGapMs?: number | undefined;
  /** 'none' leaves the field out; without it the version decides. */
  readonly effort?: string | undefined;
}

/** A tool_use that was written and what will be needed for its result. */
export interface OpenTool {
  readonly tool: ToolSpec;
  readonly toolUseId: string;
  readonly input: Json;
  readonly assistantUuid: string;
}

export interface WrittenCall {
  readonly messageId: string;
  readonly requestId: string | null;
  readonly tools: readonly OpenTool[];
  readonly endMs: number | null;
}

/** Appends the call's lines and, unless they wait, its tools' results. */
export function writeCall(draft: Draft, spec: CallSpec): WrittenCall {
  const messageId = spec.messageId ?? `msg_01${draft.random.base62(22)}`;
  const requestId = requestIdOf(draft, spec);
  const groups = groupBlocks(contentBlocks(draft, spec), spec.lineCount);
  const tools: OpenTool[] = [];
  let atMs = spec.atMs;
  groups.forEach((group, i) => {
    const usage = lineUsage(draft, spec, i, groups.length);
    const content = group.map((block) => block.json);
    const uuid = writeAssistantLine(draft, { messageId, requestId, content, usage, spec, atMs });
    const opened = group.flatMap((block) => openTool(block, uuid));
    tools.push(...opened);
    if (atMs !== null) atMs += spec.lineGapMs ?? 140;
    if (spec.interleave && spec.withResults !== false) writeResults(draft, opened, atMs);
  });
  if (!spec.interleave && spec.withResults !== false) writeResults(draft, tools, atMs);
  noteCall(draft, spec, messageId, requestId ?? null);
  return { messageId, requestId: requestId ?? null, tools, endMs: atMs };
}

/** Appends the result line of one tool. */
export function writeToolResult(
  draft: Draft,
  open: OpenTool,
  result: ToolResult,
  atMs: number | null,
): void {
  const block = { tool_use_id: open.toolUseId, type: 'tool_result', content: result.content };
  const content = [
    result.isError || open.tool.name === 'Bash' ? { ...block, is_error: result.isError } : block,
  ];
  const structured = draft.agent === null ? { toolUseResult: result.toolUseResult } : {};
  writeRecord(draft, {
    type: 'user',
    atMs,
    body: { message: { role: 'user', content } },
    tail: {
      ...structured,
      ...denialOf(draft, result),
      sourceToolAssistantUUID: open.assistantUuid,
    },
    withPromptId: true,
  });
}

function denialOf(draft: Draft, result: ToolResult): Json {
  return result.isRejected && traits(draft).laterEnvelope
    ? { toolDenialKind: 'user-rejected' }
    : {};
}

function openTool(block: Block, assistantUuid: string): OpenTool[] {
  if (block.tool === undefined) return [];
  const { id, input } = block.json;
  return [{ tool: block.tool, toolUseId: String(id), input: input as Json, assistantUuid }];
}

function writeResults(draft: Draft, tools: readonly OpenTool[], afterMs: number | null): void {
  const world = { cwd: draft.facts.cwd, random: draft.random };
  let atMs = afterMs;
  for (const open of tools) {
    if (startsAgent(open.tool.name)) continue;
    if (atMs !== null) atMs += 160;
    writeToolResult(draft, open, toolResult(open.tool, open.input, world), atMs);
  }
}

function lineUsage(draft: Draft, spec: CallSpec, line: number, lineCount: number): Json {
  const version = traits(draft);
  const provisional = spec.isFinal === false && version.finalUsage;
  const usage = provisional ? { ...usageSpec(spec), iterations: 'none' as const } : usageSpec(spec);
  const given = spec.outputs?.[line];
  if (version.finalUsage) return finalUsage(withOutput(usage, given), version);
  if (spec.isFinal !== false && line === lineCount - 1)
    return finalUsage(withOutput(usage, given), version);
  const placeholder =
    spec.isFinal === false
      ? spec.tokens.outputTokens
      : Math.min(spec.tokens.outputTokens, 1 + (line % 8));
  return earlyUsage(usage, version, given ?? placeholder);
}

function usageSpec(spec: CallSpec): UsageSpec {
  return {
    tokens: spec.tokens,
    split: spec.split ?? 'given',
    speed: spec.speed,
    geo: spec.geo,
    tier: spec.tier,
    webSearches: spec.webSearches ?? 0,
    advisors: spec.advisors ?? [],
    iterations: spec.iterations,
  };
}

function withOutput(usage: UsageSpec, outputTokens: number | undefined): UsageSpec {
  return outputTokens === undefined
    ? usage
    : { ...usage, tokens: { ...usage.tokens, outputTokens } };
}

interface AssistantLine {
  readonly messageId: string;
  readonly requestId: string | null | undefined;
  readonly content: readonly Json[];
  readonly usage: Json;
  readonly spec: CallSpec;
  readonly atMs: number | null;
}

function writeAssistantLine(draft: Draft, line: AssistantLine): string {
  const { spec } = line;
  const version = traits(draft);
  const message = {
    model: spec.model,
    id: line.messageId,
    type: 'message',
    role: 'assistant',
    content: line.content,
    stop_reason: stopReason(spec, version.finalUsage),
    stop_sequence: null,
    ...(version.laterEnvelope ? { stop_details: null } : {}),
    usage: line.usage,
  };
  const attribution =
    version.laterEnvelope && draft.agent !== null ? { attributionAgent: draft.agent.type } : {};
  const request = line.requestId === undefined ? {} : { requestId: line.requestId };
  const usual = version.effort && !spec.model.includes('haiku') ? 'high' : undefined;
  const word = spec.effort ?? draft.facts.effort ?? usual;
  const effort = word === undefined || word === 'none' ? {} : { effort: word };
  return writeRecord(draft, {
    type: 'assistant',
    atMs: line.atMs,
    body: { message, ...request, ...attribution },
    tail: effort,
  });
}

function stopReason(spec: CallSpec, finalUsageVersion: boolean): string | null {
  if (spec.stopReason !== undefined) return spec.stopReason;
  if (!finalUsageVersion || spec.isFinal === false) return null;
  return (spec.tools ?? []).length > 0 ? 'tool_use' : 'end_turn';
}

function requestIdOf(draft: Draft, spec: CallSpec): string | null | undefined {
  if (spec.requestId === 'none') return undefined;
  if (spec.requestId === 'null') return null;
  return spec.requestId ?? `req_011${draft.random.base62(21)}`;
}

function noteCall(draft: Draft, spec: CallSpec, messageId: string, requestId: string | null): void {
  const { facts } = draft;
  const searches = spec.webSearches ?? 0;
  if (spec.model === '<synthetic>' || totalTokens(spec.tokens) + searches === 0) return;
  const shared = {
    messageId,
    requestId,
    atMs: spec.atMs,
    sessionId: facts.sessionId,
    branch: facts.branch,
    cwd: facts.cwd,
    agentId: draft.agent?.id ?? null,
    isFinal: spec.isFinal !== false,
  };
  const outputTokens = Math.max(...(spec.outputs ?? [spec.tokens.outputTokens]));
  const hasSplit = traits(draft).splitsWrites && (spec.split ?? 'given') === 'given';
  const tokens = { ...spec.tokens, ...(hasSplit ? {} : unsplit(spec.tokens)), outputTokens };
  draft.log.calls.push({
    ...shared,
    part: 0,
    model: spec.model,
    tokens,
    webSearches: searches,
  });
  (spec.advisors ?? []).forEach((advisor, i) => {
    draft.log.calls.push({
      ...shared,
      part: i + 1,
      model: advisor.model,
      tokens: advisor.tokens,
      webSearches: 0,
    });
  });
}

/** Without a split every write counts as a 5-minute one. */
function unsplit(tokens: TokenCounts): Partial<TokenCounts> {
  const written = tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens;
  return { cacheWrite5mTokens: written, cacheWrite1hTokens: 0 };
}
