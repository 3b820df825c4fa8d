// One record of a transcript as items of the conversation. Knows which records carry it; the words of
// a person are told from the harness's in typed-text.ts.
import type { ConversationItem } from '../../model/work/conversation-item.ts';
import { blocksOf, type JsonObject, numberAt, objectAt, textAt } from './json-fields.ts';
import { readToolResult } from './tool-result.ts';
import { isInterrupt, readCommand, typedText, wasSaidAtRejection } from './typed-text.ts';

/** Empty for records of subagents, of the harness and of unknown kinds. */
export function itemsOfRecord(record: JsonObject): ConversationItem[] {
  if (record.isSidechain === true) return [];
  const atMs = timeOf(record);
  switch (record.type) {
    case 'assistant':
      return assistantItems(record, atMs);
    case 'user':
      return userItems(record, atMs);
    case 'system':
      return record.subtype === 'compact_boundary' ? [compactionOf(record, atMs)] : [];
    case 'attachment':
      return attachmentItems(objectAt(record, 'attachment'), atMs);
    default:
      return [];
  }
}

/** Epoch ms; null: the record has no time. */
export function timeOf(record: JsonObject): number | null {
  const atMs = Date.parse(textAt(record, 'timestamp') ?? '');
  return Number.isNaN(atMs) ? null : atMs;
}

function assistantItems(record: JsonObject, atMs: number | null): ConversationItem[] {
  const message = objectAt(record, 'message');
  // Errors and fillers that the client wrote itself are nothing that the agent said.
  if (record.isApiErrorMessage === true || message.model === '<synthetic>') return [];
  const items: ConversationItem[] = [];
  for (const block of blocksOf(message.content)) {
    const text = block.type === 'text' ? textAt(block, 'text') : null;
    if (text !== null && text.trim() !== '') items.push({ kind: 'assistant-text', atMs, text });
    const id = textAt(block, 'id');
    if (block.type === 'tool_use' && id !== null) {
      const name = textAt(block, 'name') ?? '';
      items.push({ kind: 'tool-use', atMs, id, name, input: objectAt(block, 'input') });
    }
  }
  return items;
}

/** So begins a summary where an old version left the mark out. */
const SUMMARY_START = 'This session is being continued from a previous conversation';

function userItems(record: JsonObject, atMs: number | null): ConversationItem[] {
  const blocks = blocksOf(objectAt(record, 'message').content);
  const texts = blocks.flatMap((block) =>
    block.type === 'text' ? (textAt(block, 'text') ?? []) : [],
  );
  if (record.isCompactSummary === true || texts[0]?.startsWith(SUMMARY_START) === true) {
    return [{ kind: 'compact-summary', atMs, text: texts.join('\n') }];
  }
  const results = blocks.filter((block) => block.type === 'tool_result');
  if (results.length > 0) return results.flatMap((block) => resultItems(block, record, atMs));
  if (texts.some(isInterrupt)) return [{ kind: 'interrupt', atMs }];
  if (record.isMeta === true || !isHumanOrigin(record)) return [];
  const command = readCommand(texts.join('\n'));
  if (command !== null) return [{ kind: 'command', atMs, ...command }];
  const hasPicture = blocks.some(({ type }) => type === 'image' || type === 'document');
  const text = typedText(texts, hasPicture);
  return text === null ? [] : [{ kind: 'prompt', atMs, text }];
}

function resultItems(
  block: JsonObject,
  record: JsonObject,
  atMs: number | null,
): ConversationItem[] {
  const result = readToolResult(block, record.toolUseResult, atMs);
  if (result === null) return [];
  const said = wasSaidAtRejection(result.tail);
  return said === null ? [result] : [result, { kind: 'prompt', atMs, text: said }];
}

function isHumanOrigin(record: JsonObject): boolean {
  const kind = textAt(objectAt(record, 'origin'), 'kind');
  return kind === null || kind === 'human';
}

function attachmentItems(attachment: JsonObject, atMs: number | null): ConversationItem[] {
  if (attachment.type === 'queued_command') {
    const isPrompt = (textAt(attachment, 'commandMode') ?? 'prompt') === 'prompt';
    if (!isPrompt || attachment.isMeta === true || !isHumanOrigin(attachment)) return [];
    const blocks = blocksOf(attachment.prompt);
    const texts = blocks.flatMap((block) => textAt(block, 'text') ?? []);
    const text = typedText(texts, blocks.length > texts.length);
    return text === null ? [] : [{ kind: 'prompt', atMs, text }];
  }
  if (attachment.type === 'hook_additional_context') {
    const { content } = attachment;
    const text = (Array.isArray(content) ? content : [content])
      .filter((part) => typeof part === 'string')
      .join('\n');
    return [{ kind: 'hook-context', atMs, event: textAt(attachment, 'hookEvent') ?? '', text }];
  }
  return [];
}

function compactionOf(record: JsonObject, atMs: number | null): ConversationItem {
  const metadata = objectAt(record, 'compactMetadata');
  return {
    kind: 'compaction',
    atMs,
    uuid: textAt(record, 'uuid'),
    trigger: textAt(metadata, 'trigger'),
    preTokens: numberAt(metadata, 'preTokens'),
    postTokens: numberAt(metadata, 'postTokens'),
  };
}
