// One record of a transcript as the blocks that it adds to a conversation, each with its text. Knows what
// kind each is; sizes and places are read-blocks.ts's.
import type { BlockKind } from '../../model/trace/session-trace.ts';
import {
  blocksOf,
  isObject,
  type JsonObject,
  objectAt,
  textAt,
} from '../conversation/json-fields.ts';
import { isInterrupt } from '../conversation/typed-text.ts';
import { NOT_TYPED } from '../prompt.ts';
import { attachedBlocks, attachmentText } from './attachment-text.ts';
import { documentTokens } from './document-size.ts';
import { imageTokens } from './image-size.ts';
import { toolTarget } from './tool-target.ts';

/** A block before it has a place. */
export interface BlockDraft {
  readonly kind: BlockKind;
  readonly name: string | null;
  readonly toolUseId: string | null;
  readonly target: string | null;
  readonly range: string | null;
  readonly text: string;
  readonly isError: boolean;
  /** Where the text does not tell: pictures and documents. Null: by the text. */
  readonly tokens: number | null;
  readonly signature: string | null;
}

/** Empty for records that reach no model. The order is that of the record. */
export function blocksOfRecord(record: JsonObject): BlockDraft[] {
  switch (record.type) {
    case 'assistant':
      return isOwnWords(record) ? assistantBlocks(record) : [];
    case 'user':
      return userBlocks(record);
    case 'attachment':
      return attachmentBlocks(objectAt(record, 'attachment'));
    case 'system':
      return record.subtype === 'local_command'
        ? [plain('command', textAt(record, 'content') ?? '', null)]
        : [];
    default:
      return [];
  }
}

/** False for errors and fillers that the client wrote itself. */
export function isOwnWords(record: JsonObject): boolean {
  return record.isApiErrorMessage !== true && objectAt(record, 'message').model !== '<synthetic>';
}

/** Whether a turn begins with this `user` record: as the ledger counts prompts. */
export function isPrompt(record: JsonObject): boolean {
  if (record.isMeta === true || record.isCompactSummary === true || !isHuman(record)) return false;
  const blocks = blocksOf(objectAt(record, 'message').content);
  const texts = blocks.filter(({ type }) => type === 'text');
  if (blocks.some(({ type }) => type === 'tool_result')) return false;
  if (texts.some((block) => !isTyped(textAt(block, 'text') ?? ''))) return false;
  return texts.length > 0 || blocks.some(({ type }) => type === 'image' || type === 'document');
}

function isTyped(text: string): boolean {
  const start = text.slice(0, 200).trimStart();
  return start !== '' && !NOT_TYPED.some((tag) => start.startsWith(tag));
}

function isHuman(record: JsonObject): boolean {
  const kind = textAt(objectAt(record, 'origin'), 'kind');
  return kind === null || kind === 'human';
}

function assistantBlocks(record: JsonObject): BlockDraft[] {
  return blocksOf(objectAt(record, 'message').content).flatMap((block): BlockDraft[] => {
    switch (block.type) {
      case 'text':
        return [plain('assistant-text', textAt(block, 'text') ?? '', null)];
      case 'thinking': {
        const signature = textAt(block, 'signature');
        return [{ ...plain('thinking', textAt(block, 'thinking') ?? '', null), signature }];
      }
      case 'redacted_thinking':
        return [{ ...plain('thinking', '', null), signature: textAt(block, 'data') }];
      case 'tool_use':
      case 'server_tool_use':
        return [toolUse(block)];
      case 'fallback':
        return [];
      default:
        return [serverResult(block)];
    }
  });
}

function toolUse(block: JsonObject): BlockDraft {
  const name = textAt(block, 'name');
  const input = objectAt(block, 'input');
  return {
    ...plain('tool-use', JSON.stringify(block.input ?? {}), name),
    toolUseId: textAt(block, 'id'),
    ...toolTarget(name ?? '', input),
  };
}

/** Results of tools that the API runs itself stand among the assistant's blocks. */
function serverResult(block: JsonObject): BlockDraft {
  const text = contentText(block.content);
  return { ...plain('tool-result', text, null), toolUseId: textAt(block, 'tool_use_id') };
}

function userBlocks(record: JsonObject): BlockDraft[] {
  const blocks = blocksOf(objectAt(record, 'message').content);
  if (record.isCompactSummary === true) {
    return blocks.map((block) => plain('compact-summary', textAt(block, 'text') ?? '', null));
  }
  const prompts = isPrompt(record) && record.isSidechain !== true;
  return blocks.flatMap((block) => {
    switch (block.type) {
      case 'text':
        return [userText(textAt(block, 'text') ?? '', prompts)];
      case 'tool_result':
        return resultBlocks(block);
      default:
        return pictureBlocks(block, null, null);
    }
  });
}

function userText(text: string, prompts: boolean): BlockDraft {
  if (prompts) return plain('prompt', text, null);
  const start = text.slice(0, 300).trimStart();
  const tag = /^<([a-z][a-z0-9_-]{0,40})>/.exec(start)?.[1] ?? null;
  const command = /<command-name>\s*(\/?[\w:.-]{1,60})/.exec(start)?.[1] ?? null;
  if (command !== null) return plain('command', text, command);
  if (tag !== null && /^(?:command|local-command|bash)-/.test(tag)) {
    return plain('command', text, tag);
  }
  return plain('harness', text, isInterrupt(start) ? 'interrupt' : tag);
}

function resultBlocks(block: JsonObject): BlockDraft[] {
  const toolUseId = textAt(block, 'tool_use_id');
  const result: BlockDraft = {
    ...plain('tool-result', contentText(block.content), null),
    toolUseId,
    isError: block.is_error === true,
  };
  const pictures = Array.isArray(block.content)
    ? block.content.filter(isObject).flatMap((part) => pictureBlocks(part, null, toolUseId))
    : [];
  return [result, ...pictures];
}

function contentText(content: unknown): string {
  return blocksOf(content)
    .flatMap(
      (part) =>
        textAt(part, 'text') ??
        (part.type === 'tool_reference' ? textAt(part, 'tool_name') : null) ??
        [],
    )
    .join('\n');
}

function pictureBlocks(
  block: JsonObject,
  name: string | null,
  toolUseId: string | null,
): BlockDraft[] {
  const source = objectAt(block, 'source');
  const data = textAt(source, 'data');
  if (block.type === 'image') {
    return [{ ...plain('image', '', name), toolUseId, tokens: imageTokens(data) }];
  }
  if (block.type !== 'document') return [];
  const isText = source.type === 'text';
  const text = isText ? (data ?? '') : '';
  const tokens = isText ? null : documentTokens(data);
  return [{ ...plain('document', text, name), toolUseId, tokens }];
}

function attachmentBlocks(attachment: JsonObject): BlockDraft[] {
  const type = textAt(attachment, 'type');
  const text = attachmentText(attachment);
  if (type === null || text === null) return [];
  const pictures = attachedBlocks(attachment).flatMap((block) => pictureBlocks(block, type, null));
  if (type !== 'queued_command') return [plain('attachment', text, type), ...pictures];
  const mode = textAt(attachment, 'commandMode') ?? 'prompt';
  const isOwn = mode === 'prompt' && attachment.isMeta !== true && isHuman(attachment);
  return [isOwn ? plain('prompt', text, null) : plain('harness', text, mode), ...pictures];
}

function plain(kind: BlockKind, text: string, name: string | null): BlockDraft {
  return {
    kind,
    name,
    toolUseId: null,
    target: null,
    range: null,
    text,
    isError: false,
    tokens: null,
    signature: null,
  };
}
