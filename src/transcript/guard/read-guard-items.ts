// A transcript as guard looks at it: every text, tool call and result with its place, one after the other.
// Knows records and their blocks; judges nothing and keeps nothing but the ids it has seen.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { GuardItem, TextItem, ToolResultItem } from '../../model/guard/guard-item.ts';
import type { BlockKind } from '../../model/trace/session-trace.ts';
import { timeOf } from '../conversation/items-of-record.ts';
import { isObject, type JsonObject, objectAt, textAt } from '../conversation/json-fields.ts';
import { MAX_LINE_BYTES, readPlacedLines } from '../conversation/read-lines.ts';
import { type BlockDraft, blocksOfRecord } from '../trace/blocks-of-record.ts';

export interface GuardReading {
  /** Lines of the file that were looked at. */
  lines: number;
  bytes: number;
  /** Lines that are no record, or longer than 8 MB: nobody looked at them. */
  unread: number;
}

/**
 * In the order of the file; a record that stands there twice counts once. Memory is bounded by the longest
 * line taken (8 MB) and the ids seen. Throws what the file system does.
 */
export function* readGuardItems(
  path: string,
  sessionId: string,
  reading: GuardReading,
): Generator<GuardItem> {
  const agentOfFile = /^agent-(.+)\.jsonl$/.exec(basename(path))?.[1] ?? null;
  const seen = new Set<string>();
  let end = 0;
  for (const { offset, line } of readPlacedLines(path)) {
    if (offset - end > MAX_LINE_BYTES) reading.unread++;
    end = offset + line.length + 1;
    reading.lines++;
    reading.bytes += line.length + 1;
    if (line.includes(PROGRESS)) continue;
    const record = parseOrNull(line);
    if (!isObject(record)) {
      reading.unread++;
      continue;
    }
    const uuid = textAt(record, 'uuid');
    if (uuid !== null && seen.has(uuid)) continue;
    if (uuid !== null) seen.add(uuid);
    yield* itemsOf(record, { file: path, offset, sessionId, agentOfFile, uuid });
  }
  if (statSync(path).size - end > MAX_LINE_BYTES) reading.unread++;
}

/** Half of an old transcript: output that the results repeat. Quotes within texts are escaped, so it is a field. */
const PROGRESS = Buffer.from('"type":"progress"');

interface RecordPlace {
  readonly file: string;
  readonly offset: number;
  readonly sessionId: string;
  readonly agentOfFile: string | null;
  readonly uuid: string | null;
}

function* itemsOf(record: JsonObject, place: RecordPlace): Generator<GuardItem> {
  const facts = {
    file: place.file,
    offset: place.offset,
    sessionId: place.sessionId,
    agentId: textAt(record, 'agentId') ?? place.agentOfFile,
    messageId: record.type === 'assistant' ? textAt(objectAt(record, 'message'), 'id') : null,
    atMs: timeOf(record),
    cwd: textAt(record, 'cwd'),
  };
  const id = place.uuid ?? `${place.file}:${place.offset}`;
  for (const [index, block] of blocksOfRecord(record).entries()) {
    const item = { ...facts, blockId: `${id}:${index}` };
    const { text, name, toolUseId } = block;
    if (block.kind === 'tool-use') {
      if (toolUseId === null) continue;
      const input = inputOf(block);
      yield { ...item, type: 'tool-use', toolUseId, name: name ?? '', input };
    } else if (block.kind === 'tool-result') {
      if (toolUseId === null) continue;
      yield { ...item, type: 'tool-result', toolUseId, text, outcome: outcomeOf(block) };
    } else if (text !== '') {
      yield { ...item, type: 'text', kind: TEXT_KINDS[block.kind] ?? 'harness', text };
    }
  }
}

const TEXT_KINDS: Partial<Record<BlockKind, TextItem['kind']>> = {
  prompt: 'prompt',
  command: 'prompt',
  document: 'prompt',
  'assistant-text': 'assistant-text',
  thinking: 'thinking',
  attachment: 'attachment',
};

/** The draft holds it as JSON. */
function inputOf({ text }: BlockDraft): JsonObject {
  const input = parseOrNull(text);
  return isObject(input) ? input : { input };
}

/** How Claude Code says that a tool call was not let run. */
const REJECTED =
  /^(?:The user doesn't want|User rejected|Permission to use|Claude requested permissions? to|This command requires approval|\S{0,40} ?operation blocked by hook|PreToolUse:\S+ hook)/;

function outcomeOf({ isError, text }: BlockDraft): ToolResultItem['outcome'] {
  if (!isError) return 'done';
  return REJECTED.test(text.slice(0, 200).replace(/^<tool_use_error>/, '')) ? 'rejected' : 'failed';
}

function parseOrNull(line: Buffer | string): unknown {
  try {
    return JSON.parse(typeof line === 'string' ? line : line.toString('utf8'));
  } catch {
    return null;
  }
}
