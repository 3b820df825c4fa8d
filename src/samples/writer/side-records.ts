// Records around the conversation: hook and command progress, attachments, queue, snapshots and the
// flat lines with titles and modes. Knows their shapes; none of them is a call of its own.
import {
  appendJson,
  type Draft,
  type Json,
  noteTime,
  toIso,
  traits,
  writeRecord,
} from './draft.ts';
import { outputText } from './prose.ts';

/** A hook ran: a progress record in old versions, an attachment in later ones. */
export function writeHook(
  draft: Draft,
  atMs: number | null,
  hookName: string,
  command: string,
): void {
  const hookEvent = hookName.split(':')[0];
  const toolUseID = draft.random.uuid();
  if (traits(draft).progressRecords) {
    writeProgress(
      draft,
      atMs,
      { type: 'hook_progress', hookEvent, hookName, command },
      toolUseID,
      toolUseID,
    );
    return;
  }
  const result = { content: '', stdout: '', stderr: '', exitCode: 0, command, durationMs: 41 };
  writeAttachment(draft, atMs, 'hook_success', { hookName, toolUseID, hookEvent, ...result });
}

/** Output of a command that still runs (old versions). */
export function writeBashProgress(
  draft: Draft,
  atMs: number | null,
  elapsedTimeSeconds: number,
  chars = 260,
): void {
  const output = outputText(draft.random, chars);
  const data = {
    type: 'bash_progress',
    output,
    fullOutput: output,
    elapsedTimeSeconds,
    totalLines: output.split('\n').length,
    timeoutMs: 120_000,
  };
  writeProgress(
    draft,
    atMs,
    data,
    `bash-progress-${elapsedTimeSeconds}`,
    `toolu_01${draft.random.base62(22)}`,
  );
}

export function writeWaiting(draft: Draft, atMs: number | null, taskDescription: string): void {
  const data = { type: 'waiting_for_task', taskDescription, taskType: 'local_agent' };
  writeProgress(draft, atMs, data, draft.random.uuid(), draft.random.uuid());
}

/** A copy of a subagent's record in its parent's file, with the usage of the original. */
export function writeAgentProgress(
  draft: Draft,
  agentRecord: Json,
  agentId: string,
  prompt: string,
): void {
  const { type, message, uuid, timestamp, requestId } = agentRecord;
  const copy = {
    type,
    timestamp,
    message,
    ...(requestId === undefined ? {} : { requestId }),
    uuid,
  };
  const data = { message: copy, normalizedMessages: [], type: 'agent_progress', prompt, agentId };
  const atMs = typeof timestamp === 'string' ? Date.parse(timestamp) : null;
  writeProgress(
    draft,
    atMs,
    data,
    `agent_msg_01${draft.random.base62(22)}`,
    `toolu_01${draft.random.base62(22)}`,
  );
}

export function writeAttachment(
  draft: Draft,
  atMs: number | null,
  type: string,
  fields: Json,
): void {
  writeRecord(draft, { type: 'attachment', atMs, body: { attachment: { type, ...fields } } });
}

/** Tools and agents are listed by name; with MCP servers come their instructions. */
export function writeToolsChange(
  draft: Draft,
  atMs: number,
  what: 'tools' | 'mcp-instructions' | 'agents',
  added: readonly string[],
  removed: readonly string[],
): void {
  if (what === 'agents') {
    const lines = added.map((name) => `- ${name}: looks into things`);
    const fields = { addedTypes: added, addedLines: lines, removedTypes: removed };
    writeAttachment(draft, atMs, 'agent_listing_delta', { ...fields, isInitial: false });
  } else if (what === 'mcp-instructions') {
    const blocks = added.map((name) => `## ${name}\nUse this server for ${name}.`);
    const fields = { addedNames: added, addedBlocks: blocks, removedNames: removed };
    writeAttachment(draft, atMs, 'mcp_instructions_delta', fields);
  } else {
    const fields = { addedNames: added, addedLines: added, removedNames: removed };
    writeAttachment(draft, atMs, 'deferred_tools_delta', fields);
  }
}

export function writeQueueOperation(
  draft: Draft,
  atMs: number,
  operation: string,
  content: string,
): void {
  const { sessionId } = draft.facts;
  const text = content === '' ? {} : { content };
  appendJson(draft, {
    type: 'queue-operation',
    operation,
    timestamp: toIso(atMs),
    sessionId,
    ...text,
  });
  noteTime(draft, atMs);
}

export function writeSnapshot(draft: Draft, atMs: number, trackedPath: string): void {
  const messageId = draft.random.uuid();
  const backup = {
    backupFileName: `${draft.random.hex(16)}@v1`,
    version: 1,
    backupTime: toIso(atMs),
  };
  const trackedFileBackups = trackedPath === '' ? {} : { [trackedPath]: backup };
  const snapshot = { messageId, trackedFileBackups, timestamp: toIso(atMs) };
  appendJson(draft, {
    type: 'file-history-snapshot',
    messageId,
    snapshot,
    isSnapshotUpdate: false,
  });
}

/** Flat lines; the last one of each kind wins. */
export function writeFlat(draft: Draft, type: string, fields: Json): void {
  appendJson(draft, { type, ...fields, sessionId: draft.facts.sessionId });
}

export function writeSummary(draft: Draft, summary: string): void {
  appendJson(draft, { type: 'summary', summary, leafUuid: draft.lastUuid ?? draft.random.uuid() });
}

export function writeLastPrompt(draft: Draft, lastPrompt: string): void {
  appendJson(draft, {
    type: 'last-prompt',
    lastPrompt,
    leafUuid: draft.lastUuid,
    sessionId: draft.facts.sessionId,
  });
}

/** What Claude Code itself says the session cost, written when it ends. */
export function writeCostState(draft: Draft, totalCostUSD: number, modelUsage: Json): void {
  const durations = {
    totalAPIDuration: 512_000,
    totalAPIDurationWithoutRetries: 498_000,
    totalToolDuration: 88_000,
    totalDuration: 3_600_000,
  };
  writeFlat(draft, 'cost-state', {
    totalCostUSD,
    ...durations,
    totalLinesAdded: 120,
    totalLinesRemoved: 34,
    startTime: draft.lastMs - durations.totalDuration,
    modelUsage,
    hasUnknownModelCost: false,
  });
}

function writeProgress(
  draft: Draft,
  atMs: number | null,
  data: Json,
  toolUseID: string,
  parentToolUseID: string,
): void {
  writeRecord(draft, { type: 'progress', atMs, body: { data, toolUseID, parentToolUseID } });
}
