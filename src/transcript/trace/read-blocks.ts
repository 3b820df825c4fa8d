// The blocks of a transcript with size, hash and place, in the order of the file, and what tells how they
// hang together. Keeps ids only; who is sent what is the model's business.
import { hash } from 'node:crypto';
import { basename } from 'node:path';
import type { BlockEvent, BlockOfRecord, StartedAgent } from '../../model/trace/block-event.ts';
import type { TraceBlock } from '../../model/trace/session-trace.ts';
import { timeOf } from '../conversation/items-of-record.ts';
import {
  isObject,
  type JsonObject,
  numberAt,
  objectAt,
  textAt,
} from '../conversation/json-fields.ts';
import { readPlacedLines } from '../conversation/read-lines.ts';
import { type BlockDraft, blocksOfRecord, isOwnWords, isPrompt } from './blocks-of-record.ts';
import { looksLikeLog } from './looks-like-log.ts';
import { cleanLine } from './tool-target.ts';

export type { BlockEvent } from '../../model/trace/block-event.ts';

/**
 * Lines that are no record, or longer than 8 MB, are left out, and a record that stands there twice
 * counts once. Throws what the file system does.
 */
export function* readBlocks(path: string, fileIndex: number): Generator<BlockEvent> {
  const reading: Reading = {
    file: fileIndex,
    agentOfFile: /^agent-(.+)\.jsonl$/.exec(basename(path))?.[1] ?? null,
    seen: new Set(),
    inline: new Map(),
    messages: new Set(),
    tools: new Map(),
  };
  for (const { offset, line } of readPlacedLines(path)) {
    const record = parseOrNull(line);
    if (!isObject(record)) continue;
    const uuid = textAt(record, 'uuid');
    if (uuid === null && record.type !== 'assistant') continue;
    if (uuid !== null && reading.seen.has(uuid)) continue;
    if (uuid !== null) reading.seen.add(uuid);
    yield* eventsOf(reading, record, offset);
  }
}

interface Reading {
  readonly file: number;
  readonly agentOfFile: string | null;
  readonly seen: Set<string>;
  /** uuid of an old inline sidechain's record → its chain. */
  readonly inline: Map<string, string>;
  /** Chain and message, for those that have begun. */
  readonly messages: Set<string>;
  readonly tools: Map<string, Pick<TraceBlock, 'name' | 'target' | 'range'>>;
}

/** What every event of a record says. */
type Facts = Pick<BlockEvent, 'uuid' | 'parentUuid' | 'chain' | 'sessionId' | 'atMs'>;

function* eventsOf(reading: Reading, record: JsonObject, offset: number): Generator<BlockEvent> {
  const facts = factsOf(reading, record);
  if (record.type === 'system' && record.subtype === 'compact_boundary') {
    yield compactionOf(record, facts);
    return;
  }
  const messageId = record.type === 'assistant' ? messageIdOf(record) : null;
  const drafts = blocksOfRecord(record);
  if (messageId !== null && isOwnWords(record)) {
    const key = `${facts.chain} ${messageId}`;
    if (!reading.messages.has(key)) {
      reading.messages.add(key);
      const model = textAt(objectAt(record, 'message'), 'model');
      yield { type: 'call', messageId, model, ...facts };
    }
  } else if (drafts.length === 0) {
    yield { type: 'link', started: startedByProgress(record), ...facts };
    return;
  }
  const startsTurn = record.type === 'user' && facts.chain === null && isPrompt(record);
  const started = startedByResult(record);
  for (const [index, draft] of drafts.entries()) {
    const block = blockOf(reading, draft, { offset, index, atMs: facts.atMs });
    const more: Omit<BlockOfRecord, keyof Facts | 'type' | 'block'> = {
      text: draft.text,
      messageId,
      startsTurn: startsTurn && index === 0,
      signature: draft.signature,
      started: draft.kind === 'tool-result' ? started : null,
    };
    yield { type: 'block', block, ...more, ...facts };
  }
}

function factsOf(reading: Reading, record: JsonObject): Facts {
  const uuid = textAt(record, 'uuid');
  const parentUuid = textAt(record, 'parentUuid');
  const chain = chainOf(reading, record, uuid, parentUuid);
  return { uuid, parentUuid, chain, sessionId: textAt(record, 'sessionId'), atMs: timeOf(record) };
}

/** Old versions wrote a subagent into the main file, without an id: its first record names it. */
function chainOf(
  reading: Reading,
  record: JsonObject,
  uuid: string | null,
  parentUuid: string | null,
): string | null {
  const agentId = textAt(record, 'agentId') ?? reading.agentOfFile;
  if (agentId !== null) return agentId;
  if (record.isSidechain !== true) return null;
  const known = parentUuid === null ? undefined : reading.inline.get(parentUuid);
  const chain = known ?? `inline:${uuid ?? ''}`;
  if (uuid !== null) reading.inline.set(uuid, chain);
  return chain;
}

/** As the ledger names messages. */
function messageIdOf(record: JsonObject): string | null {
  const id = textAt(objectAt(record, 'message'), 'id');
  if (id !== null && id !== '') return id;
  const requestId = textAt(record, 'requestId');
  if (requestId !== null) return `request:${requestId}`;
  const uuid = textAt(record, 'uuid');
  return uuid === null ? null : `uuid:${uuid}`;
}

/** A block with its place, size and hash. The result of a tool bears the name and target of its use. */
function blockOf(
  reading: Reading,
  draft: BlockDraft,
  place: Pick<TraceBlock, 'offset' | 'index' | 'atMs'>,
): TraceBlock {
  const { kind, toolUseId, text, isError, tokens } = draft;
  const { name, target, range } = namesOf(reading, draft);
  const chars = countCodePoints(text);
  return {
    kind,
    file: reading.file,
    ...place,
    name,
    toolUseId,
    target,
    range,
    chars,
    hash: hashText(text),
    isError,
    estimatedTokens: tokens ?? Math.ceil(chars / CHARS_PER_TOKEN),
    ...(kind === 'prompt' && looksLikeLog(text) ? { looksLikeLog: true } : {}),
  };
}

/** The field's rule of thumb; calibration finds the session's own. */
const CHARS_PER_TOKEN = 4;

/** The longest that the API takes for a tool is 128. */
const MAX_NAME_LENGTH = 128;

function namesOf(
  reading: Reading,
  draft: BlockDraft,
): Pick<TraceBlock, 'name' | 'target' | 'range'> {
  const { target, range, toolUseId } = draft;
  const name = draft.name === null ? null : cleanLine(draft.name).slice(0, MAX_NAME_LENGTH);
  const own = { name, target, range };
  if (toolUseId === null) return own;
  if (draft.kind === 'tool-use') {
    reading.tools.set(toolUseId, own);
    return own;
  }
  return reading.tools.get(toolUseId) ?? own;
}

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

export function countCodePoints(text: string): number {
  return text.length - (text.match(PAIR)?.length ?? 0);
}

/** 16 hex digits of the text without blanks at its ends; null: there is none. */
export function hashText(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : hash('sha1', trimmed).slice(0, 16);
}

function compactionOf(record: JsonObject, facts: Facts): BlockEvent {
  const metadata = objectAt(record, 'compactMetadata');
  const preserved = objectAt(metadata, 'preservedMessages');
  const uuids = Array.isArray(preserved.allUuids) ? preserved.allUuids : preserved.uuids;
  return {
    type: 'compaction',
    trigger: textAt(metadata, 'trigger'),
    preTokens: numberAt(metadata, 'preTokens'),
    keptUuids: Array.isArray(uuids) ? uuids.filter((uuid) => typeof uuid === 'string') : [],
    ...facts,
  };
}

function startedByResult(record: JsonObject): StartedAgent | null {
  const result = record.toolUseResult;
  const agentId = isObject(result) ? textAt(result, 'agentId') : null;
  const content = objectAt(record, 'message').content;
  const block = Array.isArray(content) ? content.find(isObject) : undefined;
  const toolUseId = block === undefined ? null : textAt(block, 'tool_use_id');
  return agentId === null || toolUseId === null ? null : { agentId, toolUseId };
}

function startedByProgress(record: JsonObject): StartedAgent | null {
  if (record.type !== 'progress') return null;
  const agentId = textAt(objectAt(record, 'data'), 'agentId');
  const toolUseId = textAt(record, 'parentToolUseID');
  return agentId === null || toolUseId === null ? null : { agentId, toolUseId };
}

function parseOrNull(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
}
