// What the reader should make of a transcript, by JSON.parse and the plainest code: slow, and written
// without a look at the scanner. Whole lines of one record each; salvage is not its business.
import { LINE_FLAG } from '../../src/model/flags.ts';
import { oneLine } from '../../src/shared/sanitize.ts';
import type { UsageRow } from './read-bytes.ts';

export interface OracleReading {
  readonly usage: UsageRow[];
  readonly tools: { message: string; id: string; name: string }[];
  readonly kinds: Record<string, number>;
  readonly facts: Record<string, OracleFacts>;
  readonly openedMs: number | null;
  /** Slash commands, notices, tool lists and starts. */
  readonly signals: { offset: number; kind: string; data: unknown }[];
}

export interface OracleFacts {
  firstMs: number | null;
  lastMs: number | null;
  firstCwd: string | null;
  lastCwd: string | null;
  lastBranch: string | null;
  version: string | null;
  customTitle: string | null;
  aiTitle: string | null;
}

type Json = Record<string, unknown>;

export function readByOracle(
  bytes: Buffer,
  ownSession: string,
  ownAgent: string | null,
): OracleReading {
  const reading: OracleReading = {
    usage: [],
    tools: [],
    kinds: {},
    facts: {},
    openedMs: null,
    signals: [],
  };
  let openedMs: number | null = null;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    const text = bytes.toString('utf8', start, end).replace(/^\uFEFF/, '');
    const skipped = Buffer.byteLength(bytes.toString('utf8', start, end)) - Buffer.byteLength(text);
    const lead = text.length - text.trimStart().length;
    if (text.trim() !== '') {
      const record = JSON.parse(text) as Json;
      const at = instant(record.timestamp);
      openedMs ??= at;
      take(reading, record, start + skipped + lead, ownSession, ownAgent);
    }
    start = end + 1;
  }
  return { ...reading, facts: withoutEmpty(reading.facts), openedMs };
}

/** Facts that say nothing are as good as none. */
export function withoutEmpty<Facts extends object>(
  facts: Readonly<Record<string, Facts>>,
): Record<string, Facts> {
  return Object.fromEntries(
    Object.entries(facts).filter(([, each]) => Object.values(each).some((fact) => fact !== null)),
  );
}

function take(
  reading: OracleReading,
  record: Json,
  offset: number,
  ownSession: string,
  ownAgent: string | null,
): void {
  const type = text(record.type) ?? '(no type)';
  const sub = type === 'system' ? text(record.subtype) : null;
  const progressType = type === 'progress' ? text(object(record.data)?.type) : null;
  const kind = [type, sub ?? progressType].filter((part) => part !== null).join('/');
  const seen = Object.hasOwn(reading.kinds, kind) ? (reading.kinds[kind] ?? 0) : 0;
  reading.kinds[kind] = seen + 1;
  const session = text(record.sessionId) ?? ownSession;
  takeFacts(reading, record, type, session);
  const isSide = ownAgent !== null || record.isSidechain === true;
  const shared = {
    offset,
    session,
    branch: text(record.gitBranch),
    version: text(record.version),
  };
  if (type === 'assistant') {
    takeMessage(reading, object(record.message), {
      ...shared,
      request: text(record.requestId),
      uuid: text(record.uuid),
      agent: text(record.agentId) ?? ownAgent,
      atMs: instant(record.timestamp),
      flags:
        (isSide ? LINE_FLAG.sidechain : 0) |
        (record.forkedFrom != null || record.sessionKind === 'bg' ? LINE_FLAG.copy : 0) |
        effortOf(text(record.effort)),
      withTools: true,
    });
  }
  if (!isSide || type === 'progress') takeSignal(reading, record, type, offset);
  const data = object(record.data);
  const inner = object(data?.message);
  if (type === 'progress' && data?.type === 'agent_progress' && inner?.type === 'assistant') {
    takeMessage(reading, object(inner.message), {
      ...shared,
      request: text(inner.requestId),
      uuid: text(inner.uuid),
      agent: text(data.agentId),
      atMs: instant(inner.timestamp) ?? instant(record.timestamp),
      flags: LINE_FLAG.sidechain | LINE_FLAG.progress,
      withTools: false,
    });
  }
}

/** Bits 10 to 13, as flags.ts and effort.ts promise. */
function effortOf(word: string | null): number {
  if (word === null || word === '') return 0;
  const level = { low: 1, medium: 2, high: 3, xhigh: 4, max: 5 }[word] ?? 15;
  return level * 1024;
}

const LISTS: Record<string, string> = {
  deferred_tools_delta: 'tools',
  mcp_instructions_delta: 'mcp-instructions',
  agent_listing_delta: 'agents',
};

function takeSignal(reading: OracleReading, record: Json, type: string, offset: number): void {
  const told = type === 'attachment' ? object(record.attachment) : object(record.data);
  const isHook =
    type === 'attachment'
      ? (text(told?.type)?.startsWith('hook_') ?? false)
      : type === 'progress' && told?.type === 'hook_progress';
  if (isHook && told?.hookEvent === 'SessionStart') {
    const source = /^SessionStart:(\w{1,20})$/.exec(text(told.hookName) ?? '')?.[1];
    if (source !== undefined) reading.signals.push({ offset, kind: 'start', data: { source } });
  }
  const what = type === 'attachment' ? LISTS[text(told?.type) ?? ''] : undefined;
  if (what !== undefined) {
    const added = [...names(told?.addedNames), ...names(told?.addedTypes)];
    const removed = [...names(told?.removedNames), ...names(told?.removedTypes)];
    if (added.length + removed.length > 0)
      reading.signals.push({ offset, kind: 'tools', data: { what, added, removed } });
  }
  if (type !== 'user') return;
  const head = firstText(object(record.message)?.content).trimStart();
  const name = /<command-name>\s*(\/?[\w:.-]{1,60})/.exec(head)?.[1];
  if (head.startsWith('<task-notification>'))
    reading.signals.push({ offset, kind: 'notice', data: { what: 'task-notification' } });
  else if (head.startsWith('<command-') && name !== undefined)
    reading.signals.push({ offset, kind: 'command', data: { name } });
}

function names(value: unknown): string[] {
  const texts = (Array.isArray(value) ? value : []).filter((name) => typeof name === 'string');
  return texts.map((name) => oneLine(name).slice(0, 120)).filter((name) => name !== '');
}

function firstText(content: unknown): string {
  if (typeof content === 'string') return content.slice(0, 150);
  const blocks = (Array.isArray(content) ? content : []).map(object);
  const first = blocks.find((block) => block !== null && Object.hasOwn(block, 'text'));
  return text(first?.text)?.slice(0, 150) ?? '';
}

interface Place {
  readonly offset: number;
  readonly session: string;
  readonly branch: string | null;
  readonly version: string | null;
  readonly request: string | null;
  readonly uuid: string | null;
  readonly agent: string | null;
  readonly atMs: number | null;
  readonly flags: number;
  readonly withTools: boolean;
}

function takeMessage(reading: OracleReading, message: Json | null, place: Place): void {
  if (message === null || message.model === '<synthetic>') return;
  const usage = object(message.usage);
  const counts = usage === null ? null : readCounts(usage);
  if (usage === null || counts === null) return;
  const id =
    text(message.id) ||
    (place.request !== null
      ? `request:${place.request}`
      : place.uuid !== null
        ? `uuid:${place.uuid}`
        : `place:${place.session}:${place.offset}`);
  const { uuid: _, withTools, ...rest } = place;
  const isFinal = message.stop_reason != null || usage.iterations != null;
  reading.usage.push({
    ...rest,
    part: 0,
    message: id,
    model: text(message.model) ?? '(no model)',
    ...counts,
    flags: counts.flags | place.flags | (isFinal ? LINE_FLAG.final : 0),
  });
  const advisors = (Array.isArray(usage.iterations) ? usage.iterations : []).filter(
    (entry) => object(entry)?.type === 'advisor_message',
  );
  let part = 0;
  for (const advisor of advisors) {
    const own = readCounts(advisor);
    if (own === null) continue;
    part++;
    const model = text(advisor.model) ?? '(advisor)';
    const flags = own.flags | place.flags | LINE_FLAG.final;
    reading.usage.push({ ...rest, part, message: id, model, ...own, flags });
  }
  if (withTools) takeTools(reading, message, id);
}

function takeTools(reading: OracleReading, message: Json, id: string): void {
  for (const entry of Array.isArray(message.content) ? message.content : []) {
    const block = object(entry);
    const use = text(block?.id);
    if (block?.type !== 'tool_use' || use === null) continue;
    reading.tools.push({ message: id, id: use, name: text(block.name) ?? '(no name)' });
  }
}

type Counts = Pick<
  UsageRow,
  | 'inputTokens'
  | 'cacheReadTokens'
  | 'cacheWrite5mTokens'
  | 'cacheWrite1hTokens'
  | 'outputTokens'
  | 'webSearches'
  | 'flags'
>;

function readCounts(usage: Json): Counts | null {
  const split = object(usage.cache_creation);
  const write1h = count(split?.ephemeral_1h_input_tokens);
  const write5m = count(split?.ephemeral_5m_input_tokens);
  const total = count(usage.cache_creation_input_tokens);
  const hasSplit = split !== null && (write5m + write1h > 0 || total === 0);
  const counts = {
    inputTokens: count(usage.input_tokens),
    cacheReadTokens: count(usage.cache_read_input_tokens),
    cacheWrite5mTokens: Math.max(total, write5m + write1h) - write1h,
    cacheWrite1hTokens: write1h,
    outputTokens: count(usage.output_tokens),
    webSearches: count(object(usage.server_tool_use)?.web_search_requests),
  };
  if (Object.values(counts).every((value) => value === 0)) return null;
  const flags =
    (hasSplit ? LINE_FLAG.writeSplit : 0) |
    (usage.service_tier === 'batch' ? LINE_FLAG.batch : 0) |
    (usage.service_tier === 'priority' ? LINE_FLAG.priority : 0) |
    (usage.inference_geo === 'us' ? LINE_FLAG.geoUs : 0) |
    (usage.speed === 'fast' ? LINE_FLAG.fast : 0) |
    (usage.iterations != null ? LINE_FLAG.final : 0);
  return { ...counts, flags };
}

function takeFacts(reading: OracleReading, record: Json, type: string, session: string): void {
  const isNamed = text(record.sessionId) !== null;
  const title = type === 'custom-title' || type === 'ai-title';
  if (!isNamed && !title) return;
  reading.facts[session] ??= {
    firstMs: null,
    lastMs: null,
    firstCwd: null,
    lastCwd: null,
    lastBranch: null,
    version: null,
    customTitle: null,
    aiTitle: null,
  };
  const facts = reading.facts[session] as OracleFacts;
  if (type === 'custom-title') facts.customTitle = text(record.customTitle) ?? facts.customTitle;
  if (type === 'ai-title') facts.aiTitle = text(record.aiTitle) ?? facts.aiTitle;
  if (!isNamed) return;
  const atMs = instant(record.timestamp);
  if (atMs !== null) {
    facts.firstMs = Math.min(facts.firstMs ?? atMs, atMs);
    facts.lastMs = Math.max(facts.lastMs ?? atMs, atMs);
  }
  facts.firstCwd ??= text(record.cwd);
  facts.lastCwd = text(record.cwd) ?? facts.lastCwd;
  facts.lastBranch = text(record.gitBranch) ?? facts.lastBranch;
  facts.version = text(record.version) ?? facts.version;
}

function object(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function count(value: unknown): number {
  const isCount = typeof value === 'number' && value > 0 && value <= 1e12;
  return isCount ? Math.floor(value) : 0;
}

function instant(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const ms = Date.parse(value);
  return ms > 0 && ms <= Date.parse('9999-12-31T23:59:59.999Z') ? ms : null;
}
