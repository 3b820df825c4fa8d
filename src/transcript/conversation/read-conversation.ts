// A session's conversation with its text, item by item, as it stands in its transcript. Reads the main
// chain only and keeps nothing: what the items mean for the work is the model's business.
import type { ConversationItem } from '../../model/work/conversation-item.ts';
import { itemsOfRecord, timeOf } from './items-of-record.ts';
import { isObject, type JsonObject } from './json-fields.ts';
import { createPromptQueue, type PromptQueue } from './prompt-queue.ts';
import { type ByteRange, readLines } from './read-lines.ts';

export interface ConversationRange extends ByteRange {
  /** Epoch ms; items later than this are left out. */
  readonly untilMs?: number;
}

/**
 * In the order of the file. Lines that cannot be read are left out, and a record that stands there
 * twice counts once. Memory is bounded by the longest line taken (8 MB) and the ids seen. Throws what
 * the file system does.
 */
export function* readConversation(
  path: string,
  range: ConversationRange = {},
): Generator<ConversationItem> {
  const { untilMs = Number.POSITIVE_INFINITY } = range;
  const seen = new Set<string>();
  const queue = createPromptQueue();
  for (const line of readLines(path, range)) {
    if (!mayTalk(line)) continue;
    const record = parseOrNull(line);
    if (!isObject(record)) continue;
    if (typeof record.uuid === 'string') {
      if (seen.has(record.uuid)) continue;
      seen.add(record.uuid);
    }
    for (const item of itemsOf(record, queue)) {
      if (item.atMs === null || item.atMs <= untilMs) yield item;
    }
  }
}

const TYPE_FIRST = Buffer.from('{"type":"');
const TALKING = ['user"', 'assistant"', 'system"', 'attachment"', 'queue-operation"'].map((type) =>
  Buffer.from(type),
);

/** False for records whose first field says that they are of another type: they need no parsing. */
function mayTalk(line: Buffer): boolean {
  if (!startsWith(line, TYPE_FIRST, 0)) return true;
  return TALKING.some((type) => startsWith(line, type, TYPE_FIRST.length));
}

function startsWith(line: Buffer, text: Buffer, at: number): boolean {
  return line.subarray(at, at + text.length).equals(text);
}

function itemsOf(record: JsonObject, queue: PromptQueue): ConversationItem[] {
  if (record.type !== 'queue-operation') {
    return itemsOfRecord(record).filter((item) => queue.isNew(record, item));
  }
  const text = queue.handOver(record);
  return text === null ? [] : [{ kind: 'prompt', atMs: timeOf(record), text }];
}

function parseOrNull(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
}
