// From one scanned record to what the ledger keeps of it. Knows record kinds and what each means;
// not files, lines or threads.
import { LINE_FLAG } from '../model/flags.ts';
import { describeApiError } from './api-error.ts';
import { equalsAt } from './json-scan.ts';
import { isPresent, isTrue, readInstant, readJson, readString } from './json-values.ts';
import { isKnownKind } from './kinds.ts';
import type { PieceBuilder } from './piece-builder.ts';
import { isHumanPrompt } from './prompt.ts';
import { createRangeCache, type RangeCache } from './range-cache.ts';
import {
  DATA_AT,
  MESSAGE_AT,
  PROGRESS_AT,
  RESULT_AT,
  type RecordView,
  scanProgressMessage,
  topAt,
} from './record-view.ts';
import { emptyUsage, readAdvisors, readUsage } from './usage.ts';

/** What the file's place in the folder tells of its records. */
export interface FileOrigin {
  /** Session id by file or folder name, for records that name none. */
  readonly sessionId: string;
  readonly isSubagent: boolean;
  /** Subagent id by file name. */
  readonly agentId: string | null;
}

const AT = {
  type: topAt('type'),
  subtype: topAt('subtype'),
  timestamp: topAt('timestamp'),
  sessionId: topAt('sessionId'),
  uuid: topAt('uuid'),
  requestId: topAt('requestId'),
  cwd: topAt('cwd'),
  gitBranch: topAt('gitBranch'),
  version: topAt('version'),
  isSidechain: topAt('isSidechain'),
  agentId: topAt('agentId'),
  attachment: topAt('attachment'),
  parentToolUse: topAt('parentToolUseID'),
  compactMetadata: topAt('compactMetadata'),
  customTitle: topAt('customTitle'),
  aiTitle: topAt('aiTitle'),
  summary: topAt('summary'),
  leafUuid: topAt('leafUuid'),
  isApiError: topAt('isApiErrorMessage'),
  forkedFrom: topAt('forkedFrom'),
  sessionKind: topAt('sessionKind'),
  attributionAgent: topAt('attributionAgent'),
  totalCost: topAt('totalCostUSD'),
} as const;

const TOOL_USE = Buffer.from('"tool_use"');
const SYNTHETIC = '<synthetic>';

export interface RecordParser {
  /** Takes the record that the view holds; `offset` is its first byte's place in the file. */
  parse(text: Buffer, offset: number): void;
}

/** State of one record while it is taken apart. */
interface Current {
  text: Buffer;
  offset: number;
  atMs: number | null;
  session: number;
}

export function createRecordParser(
  view: RecordView,
  builder: PieceBuilder,
  origin: FileOrigin,
): RecordParser {
  const { top, message } = view;
  const usage = emptyUsage();
  const row = new Float64Array(17);
  const cache = (): RangeCache => createRangeCache((value) => builder.intern(value));
  const sessions = cache();
  const models = cache();
  const branches = cache();
  const versions = cache();
  const agents = cache();
  const current: Current = { text: Buffer.alloc(0), offset: 0, atMs: null, session: -1 };
  const ownSession = builder.intern(origin.sessionId);

  const at = (spans: Int32Array, key: number, read: RangeCache): number =>
    read(current.text, spans[key] as number, spans[key + 1] as number);
  const text = (spans: Int32Array, key: number): string | null =>
    readString(current.text, spans[key] as number, spans[key + 1] as number);
  const flag = (key: number): boolean =>
    isTrue(current.text, top[key] as number, top[key + 1] as number);
  const present = (key: number): boolean => isPresent(current.text, top[key] as number);

  function isSidechain(): boolean {
    return origin.isSubagent || flag(AT.isSidechain);
  }

  function parse(source: Buffer, offset: number): void {
    current.text = source;
    current.offset = offset;
    current.atMs = readInstant(
      source,
      top[AT.timestamp] as number,
      top[AT.timestamp + 1] as number,
    );
    if (current.atMs !== null) builder.noteTime(current.atMs);
    const named = at(top, AT.sessionId, sessions);
    current.session = named >= 0 ? named : ownSession;
    const type = text(top, AT.type) ?? '(no type)';
    countKind(type);
    if (named >= 0) noteFacts(type);
    if (type === 'assistant') parseAssistant();
    else if (type === 'user') parseUser();
    else if (type === 'progress') parseProgress();
    else if (type === 'system') parseSystem();
    else parseMetadata(type);
  }

  function countKind(type: string): void {
    const kind =
      type === 'system'
        ? subKind(type, text(top, AT.subtype))
        : type === 'progress'
          ? subKind(type, text(view.data, DATA_AT.type))
          : type;
    builder.countShape(kind, isKnownKind(kind));
  }

  function noteFacts(type: string): void {
    const facts = builder.factsOf(current.session);
    if (current.atMs !== null) {
      if (facts.firstMs === null || current.atMs < facts.firstMs) facts.firstMs = current.atMs;
      if (facts.lastMs === null || current.atMs > facts.lastMs) facts.lastMs = current.atMs;
    }
    const cwd = text(top, AT.cwd);
    if (cwd !== null) {
      facts.firstCwd ??= cwd;
      facts.lastCwd = cwd;
    }
    facts.lastBranch = stringAt(at(top, AT.gitBranch, branches)) ?? facts.lastBranch;
    facts.version = stringAt(at(top, AT.version, versions)) ?? facts.version;
    if ((type === 'user' || type === 'assistant') && !isSidechain()) {
      facts.lastUuid = text(top, AT.uuid) ?? facts.lastUuid;
    }
  }

  const stringAt = (position: number): string | null =>
    position < 0 ? null : (builder.strings[position] ?? null);

  function parseAssistant(): void {
    const model = at(message, MESSAGE_AT.model, models);
    if (flag(AT.isApiError) || stringAt(model) === SYNTHETIC) addApiError();
    if (stringAt(model) === SYNTHETIC) return;
    const agentId = at(top, AT.agentId, agents);
    const agent =
      agentId >= 0 || origin.agentId === null ? agentId : builder.intern(origin.agentId);
    const messageId = addUsage({
      model,
      agent,
      requestId: text(top, AT.requestId),
      uuid: text(top, AT.uuid),
      flags: (isSidechain() ? LINE_FLAG.sidechain : 0) | (isCopy() ? LINE_FLAG.copy : 0),
    });
    if (messageId >= 0) addTools(messageId);
    const agentType = agent < 0 ? null : text(top, AT.attributionAgent);
    if (agentType !== null) noteAgent(stringAt(agent), agentType, null);
  }

  function isCopy(): boolean {
    return present(AT.forkedFrom) || text(top, AT.sessionKind) === 'bg';
  }

  /** Adds the usage line and its advisor parts; returns the message's position, or −1. */
  function addUsage(line: {
    model: number;
    agent: number;
    requestId: string | null;
    uuid: string | null;
    flags: number;
  }): number {
    const from = message[MESSAGE_AT.usage] as number;
    const to = message[MESSAGE_AT.usage + 1] as number;
    if (!readUsage(current.text, from, to, usage)) return -1;
    const { text: source } = current;
    const id = text(message, MESSAGE_AT.id) || fallbackId(line.requestId, line.uuid);
    const messageId = builder.intern(id);
    const stopped = isPresent(source, message[MESSAGE_AT.stopReason] as number);
    row[0] = current.offset;
    row[1] = 0;
    row[2] = messageId;
    row[3] = line.requestId === null ? -1 : builder.intern(line.requestId);
    row[4] = current.session;
    row[5] = line.model >= 0 ? line.model : builder.intern('(no model)');
    row[6] = at(top, AT.gitBranch, branches);
    row[7] = at(top, AT.version, versions);
    row[8] = line.agent;
    row[9] = current.atMs ?? -1;
    row[10] = usage.flags | line.flags | (stopped ? LINE_FLAG.final : 0);
    fillCounts();
    builder.addUsage(row);
    for (const advisor of readAdvisors(source, from, to)) {
      Object.assign(usage, advisor);
      row[1] = advisor.part;
      row[5] = builder.intern(advisor.model);
      row[10] = advisor.flags | line.flags | LINE_FLAG.final;
      fillCounts();
      builder.addUsage(row);
    }
    return messageId;
  }

  function fillCounts(): void {
    row[11] = usage.inputTokens;
    row[12] = usage.cacheReadTokens;
    row[13] = usage.cacheWrite5mTokens;
    row[14] = usage.cacheWrite1hTokens;
    row[15] = usage.outputTokens;
    row[16] = usage.webSearches;
  }

  function fallbackId(requestId: string | null, uuid: string | null): string {
    if (requestId !== null) return `request:${requestId}`;
    return uuid !== null ? `uuid:${uuid}` : `place:${origin.sessionId}:${current.offset}`;
  }

  function addTools(messageId: number): void {
    const { text: source } = current;
    for (let i = 0; i < view.blockCount; i++) {
      const block = view.blocks[i];
      if (block === undefined || block.idStart < 0 || block.typeStart < 0) continue;
      if (block.typeEnd - block.typeStart !== TOOL_USE.length) continue;
      if (!equalsAt(source, block.typeStart, TOOL_USE)) continue;
      const toolUseId = readString(source, block.idStart, block.idEnd);
      const name = readString(source, block.nameStart, block.nameEnd) ?? '(no name)';
      if (toolUseId === null) continue;
      builder.addTool(messageId, builder.intern(toolUseId), builder.intern(name));
      if (name === 'Task' || name === 'Agent')
        addAgentCall(toolUseId, block.inputStart, block.inputEnd);
    }
  }

  function addAgentCall(toolUseId: string, from: number, to: number): void {
    const input = readJson(current.text, from, to) as { subagent_type?: unknown } | null;
    if (typeof input?.subagent_type !== 'string') return;
    addEvent('agent-call', toolUseId, { type: input.subagent_type });
  }

  function parseUser(): void {
    const agentId = text(view.result, RESULT_AT.agentId);
    if (agentId !== null)
      noteAgent(agentId, text(view.result, RESULT_AT.agentType), resultToolUse());
    if (isSidechain() || !isHumanPrompt(current.text, view)) return;
    addEvent('prompt', text(top, AT.uuid), null);
    const facts = builder.factsOf(current.session);
    facts.promptOffset ??= current.offset;
  }

  function resultToolUse(): string | null {
    for (let i = 0; i < view.blockCount; i++) {
      const block = view.blocks[i];
      if (block === undefined || block.toolUseIdStart < 0) continue;
      return readString(current.text, block.toolUseIdStart, block.toolUseIdEnd);
    }
    return null;
  }

  function noteAgent(agentId: string | null, type: string | null, toolUseId: string | null): void {
    if (agentId === null) return;
    const session = current.session;
    builder.addAgent({ agentId, session, type, parentAgentId: null, toolUseId });
  }

  function parseProgress(): void {
    if (text(view.data, DATA_AT.type) !== 'agent_progress') return;
    const agentId = text(view.data, DATA_AT.agentId);
    noteAgent(agentId, null, text(top, AT.parentToolUse));
    if (!scanProgressMessage(current.text, view)) return;
    const { progress } = view;
    if (text(progress, PROGRESS_AT.type) !== 'assistant') return;
    const model = at(message, MESSAGE_AT.model, models);
    if (stringAt(model) === SYNTHETIC) return;
    const inner = readInstant(
      current.text,
      progress[PROGRESS_AT.timestamp] as number,
      progress[PROGRESS_AT.timestamp + 1] as number,
    );
    current.atMs = inner ?? current.atMs;
    addUsage({
      model,
      agent: agentId === null ? -1 : builder.intern(agentId),
      requestId: text(progress, PROGRESS_AT.requestId),
      uuid: text(progress, PROGRESS_AT.uuid),
      flags: LINE_FLAG.sidechain | LINE_FLAG.progress,
    });
  }

  function parseSystem(): void {
    if (text(top, AT.subtype) !== 'compact_boundary') return;
    const meta = readJson(
      current.text,
      top[AT.compactMetadata] as number,
      top[AT.compactMetadata + 1] as number,
    ) as { trigger?: unknown; preTokens?: unknown; postTokens?: unknown } | null;
    addEvent('compaction', text(top, AT.uuid), {
      trigger: typeof meta?.trigger === 'string' ? meta.trigger : null,
      preTokens: typeof meta?.preTokens === 'number' ? meta.preTokens : null,
      postTokens: typeof meta?.postTokens === 'number' ? meta.postTokens : null,
    });
  }

  function parseMetadata(type: string): void {
    if (type === 'custom-title') setTitle('customTitle', text(top, AT.customTitle));
    else if (type === 'ai-title') setTitle('aiTitle', text(top, AT.aiTitle));
    else if (type === 'summary') addSummary();
    else if (type === 'cost-state') addCostState();
  }

  function setTitle(field: 'customTitle' | 'aiTitle', title: string | null): void {
    if (title !== null) builder.factsOf(current.session)[field] = title;
  }

  function addSummary(): void {
    const summary = text(top, AT.summary);
    const leaf = text(top, AT.leafUuid);
    if (summary !== null && leaf !== null) addEvent('summary', leaf, { summary });
  }

  function addCostState(): void {
    const from = top[AT.totalCost] as number;
    const total = readJson(current.text, from, top[AT.totalCost + 1] as number);
    if (typeof total === 'number') addEvent('cost-state', null, { totalCostUsd: total });
  }

  function addApiError(): void {
    const error = describeApiError(current.text, view);
    if (error !== null) addEvent('api-error', text(top, AT.uuid), error);
  }

  function addEvent(
    kind: Parameters<PieceBuilder['addEvent']>[0]['kind'],
    uuid: string | null,
    data: object | null,
  ): void {
    builder.addEvent({
      offset: current.offset,
      kind,
      session: current.session,
      atMs: current.atMs,
      uuid,
      data: data === null ? null : JSON.stringify(data),
    });
  }

  return { parse };
}

function subKind(type: string, subtype: string | null): string {
  return subtype === null ? type : `${type}/${subtype}`;
}
