// The events that one record of a conversation gives, before they have a time and a place. Knows content
// blocks and whose words they are; bytes, chains and scenes are event-reader.ts's.
import { hash } from 'node:crypto';
import type { Marks, SessionEvent, UserOrigin } from '../../model/session-event/session-event.ts';
import { blocksOf, isObject, type JsonObject, textAt } from '../conversation/json-fields.ts';
import {
  isInterrupt,
  readCommand,
  typedText,
  wasSaidAtRejection,
} from '../conversation/typed-text.ts';
import type { OpenCalls } from './open-calls.ts';
import type { PromptLane, PromptWords } from './prompt-lane.ts';
import type { TranscriptPlace } from './transcript-event.ts';

type WithoutPlace<Event> = Event extends SessionEvent
  ? Omit<Event, 'atMs' | 'offset' | 'chain' | 'scene'>
  : never;

export type EventDraft = WithoutPlace<SessionEvent> & Omit<TranscriptPlace, 'uuid'>;

/** What records have in common on their way to events. */
export interface DraftKit {
  readonly calls: OpenCalls;
  readonly lane: PromptLane;
  readonly mark: (on: 'assistant' | 'human', text: string) => Marks;
  readonly withText: boolean;
}

/** Claude's own blocks. */
export function assistantDrafts(kit: DraftKit, message: JsonObject): EventDraft[] {
  return blocksOf(message.content).flatMap((block): EventDraft[] => {
    switch (block.type) {
      case 'text':
        return [assistantText(kit, textAt(block, 'text') ?? '')];
      case 'thinking':
        return [thinking(kit, textAt(block, 'thinking') ?? '', textAt(block, 'signature') ?? '')];
      case 'redacted_thinking':
        return [thinking(kit, '', textAt(block, 'data') ?? '')];
      case 'tool_use':
      case 'server_tool_use':
        return [toolCall(kit, block)];
      default:
        // Tools that the API runs itself answer in the same message.
        return isServerResult(block) ? [toolResult(kit, block, serverText(block), null)] : [];
    }
  });
}

function assistantText(kit: DraftKit, text: string): EventDraft {
  const marks = kit.mark('assistant', text);
  // A block of blanks is one all the same, with nothing in it.
  const chars = text.trim() === '' ? 0 : text.length;
  return { kind: 'assistant', chars, marks, toolUseId: null, ...textOf(kit, text) };
}

function thinking(kit: DraftKit, text: string, signature: string): EventDraft {
  return {
    kind: 'thinking',
    chars: text.length,
    signatureChars: signature.length,
    isRedacted: text.trim() === '',
    toolUseId: null,
    ...textOf(kit, text),
  };
}

function toolCall(kit: DraftKit, block: JsonObject): EventDraft {
  const toolUseId = textAt(block, 'id');
  const tool = textAt(block, 'name') ?? '';
  const input = textOfJson(block.input ?? {});
  return {
    kind: 'tool_call',
    call: kit.calls.begin(toolUseId, tool),
    tool,
    path: isObject(block.input) ? pathOf(block.input) : null,
    inputHash: hashOf(input),
    toolUseId,
    ...textOf(kit, input),
  };
}

/** Nested as deep as no tool's input is, a value can be read and not be written. */
function textOfJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '{}';
  }
}

/** Longer ones are no paths. */
const MAX_PATH_CHARS = 4_096;

function pathOf(input: JsonObject): string | null {
  for (const name of ['file_path', 'notebook_path', 'path'] as const) {
    const path = textAt(input, name);
    if (path !== null && path !== '') return path.length > MAX_PATH_CHARS ? null : path;
  }
  return null;
}

/** 12 hex digits: equal texts have equal ones. */
function hashOf(text: string): string {
  return hash('sha1', text).slice(0, 12);
}

function isServerResult(block: JsonObject): boolean {
  return typeof block.type === 'string' && block.type.endsWith('_tool_result');
}

function serverText(block: JsonObject): string {
  return block.content === undefined ? '' : textOfJson(block.content);
}

/** The harness's sentences for a tool that the person did not let run. */
const REJECTED = /^(?:The user doesn't want|User rejected)/;

function toolResult(
  kit: DraftKit,
  block: JsonObject,
  text: string,
  denial: string | null,
): EventDraft {
  const toolUseId = textAt(block, 'tool_use_id');
  const answered = kit.calls.end(toolUseId);
  const failed = isObject(block.content) && `${block.content.type}`.endsWith('_error');
  const isError = block.is_error === true || failed;
  return {
    kind: 'tool_result',
    call: answered?.call ?? null,
    tool: answered?.tool ?? '',
    isError,
    isRejected: isError && isPersonsDenial(denial, text),
    chars: text.length,
    toolUseId,
    ...textOf(kit, text),
  };
}

/** `toolDenialKind` tells since 2.1.2xx whether a person, a rule or the automatic mode said no. */
function isPersonsDenial(kind: string | null, text: string): boolean {
  return kind === null ? REJECTED.test(text) : kind === 'user-rejected';
}

/** What a `user` record says of itself, beside its message. */
export interface UserFacts {
  readonly isMeta: boolean;
  readonly isCompactSummary: boolean;
  /** `origin.kind`; null: not told. */
  readonly originKind: string | null;
  /** `toolDenialKind`; null: none. */
  readonly denialKind: string | null;
  /** It is in a subagent's chain, where nobody types. */
  readonly isOfSubagent: boolean;
}

/** So begins a summary where an old version left the mark out. */
const SUMMARY_START = 'This session is being continued from a previous conversation';

/** A `user` record: results of tools, or words of a person, a command or the harness. */
export function userDrafts(kit: DraftKit, message: JsonObject, facts: UserFacts): EventDraft[] {
  const blocks = blocksOf(message.content);
  const texts = textsOf(blocks);
  const results = blocks.filter(({ type }) => type === 'tool_result');
  if (results.length > 0) {
    const answers = results.flatMap((block) => resultDrafts(kit, block, facts));
    // A person who stops a tool leaves the mark beside its result.
    const stop = texts.find(isInterrupt);
    return stop === undefined ? answers : [...answers, said(kit, 'interrupt', stop)];
  }
  if (blocks.length === 0) return [];
  const hasPicture = blocks.some(({ type }) => type === 'image' || type === 'document');
  return [userDraft(kit, texts, hasPicture, facts)];
}

function userDraft(
  kit: DraftKit,
  texts: readonly string[],
  hasPicture: boolean,
  facts: UserFacts,
): EventDraft {
  const all = texts.join('\n');
  if (facts.isCompactSummary || all.startsWith(SUMMARY_START)) return said(kit, 'summary', all);
  if (texts.some(isInterrupt)) return said(kit, 'interrupt', all);
  const isHuman = facts.originKind === null || facts.originKind === 'human';
  if (facts.isMeta || !isHuman || facts.isOfSubagent) return said(kit, 'harness', all);
  const command = readCommand(all);
  if (command !== null) return said(kit, 'command', `${command.name} ${command.args}`.trim());
  const words = wordsOf(kit, texts, hasPicture);
  if (words === null) return said(kit, 'harness', all);
  kit.lane.isNew(words.hash, false);
  return humanDraft(words);
}

function resultDrafts(kit: DraftKit, block: JsonObject, facts: UserFacts): EventDraft[] {
  const text = textsOf(blocksOf(block.content)).join('\n');
  const result = toolResult(kit, block, text, facts.denialKind);
  const words = facts.isOfSubagent ? null : wasSaidAtRejection(text);
  // What the person said as they did not let it run is a prompt like any other.
  return words === null ? [result] : [result, humanDraft(keptWords(kit, words, words.length))];
}

function textsOf(blocks: readonly JsonObject[]): string[] {
  return blocks.flatMap((block) => (block.type === 'text' ? (textAt(block, 'text') ?? []) : []));
}

/** A prompt in an attachment of type `queued_command`. */
export function queuedDrafts(kit: DraftKit, attachment: JsonObject): EventDraft[] {
  const mode = textAt(attachment, 'commandMode') ?? 'prompt';
  const origin = isObject(attachment.origin) ? textAt(attachment.origin, 'kind') : null;
  const isHuman = origin === null || origin === 'human';
  if (mode !== 'prompt' || attachment.isMeta === true || !isHuman) return [];
  const blocks = blocksOf(attachment.prompt);
  const texts = blocks.flatMap((block) => textAt(block, 'text') ?? []);
  const words = wordsOf(kit, texts, blocks.length > texts.length);
  return words !== null && kit.lane.isNew(words.hash, true) ? [humanDraft(words)] : [];
}

/** A `queue-operation`: old versions told of a prompt typed in between here only. */
export function queueDrafts(
  kit: DraftKit,
  operation: string | null,
  content: string | null,
): EventDraft[] {
  const words = content === null ? null : wordsOf(kit, [content], false);
  if (content !== null && words === null) return [];
  const handed = kit.lane.handOver(operation, words);
  return handed === null ? [] : [humanDraft(handed)];
}

/** Null: nobody typed this. */
function wordsOf(kit: DraftKit, texts: readonly string[], hasPicture: boolean): PromptWords | null {
  const own = typedText(texts, hasPicture);
  if (own === null) return null;
  const isPictureOnly = hasPicture && texts.every((text) => text.trim() === '');
  return keptWords(kit, own, isPictureOnly ? 0 : own.length);
}

function keptWords(kit: DraftKit, text: string, chars: number): PromptWords {
  const marks = kit.mark('human', text);
  return { hash: hashOf(text.trim()), chars, marks, ...textOf(kit, text) };
}

function humanDraft({ chars, marks, text }: PromptWords): EventDraft {
  const draft = { kind: 'user', origin: 'human', chars, marks, toolUseId: null } as const;
  return text === undefined ? draft : { ...draft, text };
}

function said(kit: DraftKit, origin: UserOrigin, text: string): EventDraft {
  const { length: chars } = text;
  return { kind: 'user', origin, chars, marks: {}, toolUseId: null, ...textOf(kit, text) };
}

function textOf({ withText }: DraftKit, text: string): { readonly text?: string } {
  return withText ? { text } : {};
}
