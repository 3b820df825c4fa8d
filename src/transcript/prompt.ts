// Tells a person's prompt from the many other things that stand in `user` records. Sources: the
// patterns of Claude Code 1.0 to 2.1.2xx; an unknown tag at the start of a text is a prompt.
import { isTrue, readJson, readString } from './json-values.ts';
import { MESSAGE_AT, type RecordView, topAt } from './record-view.ts';

const IS_META = topAt('isMeta');
const IS_COMPACT_SUMMARY = topAt('isCompactSummary');
const ORIGIN = topAt('origin');
const QUOTE = 34;

/** Texts that the harness writes in the user's name. */
export const NOT_TYPED: readonly string[] = [
  '<command-name>',
  '<command-message>',
  '<command-args>',
  '<local-command-stdout>',
  '<local-command-stderr>',
  '<local-command-caveat>',
  '<bash-input>',
  '<bash-stdout>',
  '<bash-stderr>',
  '<task-notification>',
  '<system-reminder>',
  '<user-memory-input>',
  '[Request interrupted by user',
];

/**
 * Of a record that is no prompt: the name of the slash command that it notes (`/model`), or
 * 'task-notification' where a background task ended; null for everything else.
 */
export function readHarnessWord(text: Buffer, view: RecordView): string | null {
  const head = firstHead(text, view).trimStart();
  if (head.startsWith('<task-notification>')) return 'task-notification';
  if (!head.startsWith('<command-')) return null;
  return /<command-name>\s*(\/?[\w:.-]{1,60})/.exec(head)?.[1] ?? null;
}

/** The beginning of a string content, or of its first block of text. */
function firstHead(text: Buffer, view: RecordView): string {
  const content = view.message[MESSAGE_AT.content] as number;
  if (content < 0) return '';
  if (text[content] === QUOTE) {
    return readHead(text, content, view.message[MESSAGE_AT.content + 1] as number);
  }
  for (let i = 0; i < view.blockCount; i++) {
    const block = view.blocks[i];
    if (block !== undefined && block.textStart >= 0) {
      return readHead(text, block.textStart, block.textEnd);
    }
  }
  return '';
}

/** Bytes of a prompt that are enough to tell what it is. */
const HEAD_BYTES = 200;

export function isHumanPrompt(text: Buffer, view: RecordView): boolean {
  const { top } = view;
  if (isTrue(text, top[IS_META] as number, top[IS_META + 1] as number)) return false;
  if (isTrue(text, top[IS_COMPACT_SUMMARY] as number, top[IS_COMPACT_SUMMARY + 1] as number))
    return false;
  if (!isHumanOrigin(text, top)) return false;
  const content = view.message[MESSAGE_AT.content] as number;
  if (content < 0) return false;
  if (text[content] === QUOTE) {
    return isTyped(readHead(text, content, view.message[MESSAGE_AT.content + 1] as number));
  }
  return hasPromptBlocks(text, view);
}

function isHumanOrigin(text: Buffer, top: Int32Array): boolean {
  const start = top[ORIGIN] as number;
  if (start < 0 || text[start] !== 123) return true;
  const origin = readJson(text, start, top[ORIGIN + 1] as number) as { kind?: unknown } | null;
  return typeof origin?.kind !== 'string' || origin.kind === 'human';
}

function hasPromptBlocks(text: Buffer, view: RecordView): boolean {
  let found = false;
  for (let i = 0; i < view.blockCount; i++) {
    const block = view.blocks[i];
    if (block === undefined) continue;
    const type = readString(text, block.typeStart, block.typeEnd);
    if (type === 'tool_result') return false;
    if (type === 'image' || type === 'document') found = true;
    if (type === 'text') {
      if (!isTyped(readHead(text, block.textStart, block.textEnd))) return false;
      found = true;
    }
  }
  return found;
}

function isTyped(head: string): boolean {
  const start = head.trimStart();
  return start !== '' && !NOT_TYPED.some((tag) => start.startsWith(tag));
}

/** The first bytes of a string, escapes left as they are: enough to see a tag. */
function readHead(text: Buffer, start: number, end: number): string {
  if (start < 0 || text[start] !== QUOTE) return '';
  return text
    .toString('latin1', start + 1, Math.min(end - 1, start + HEAD_BYTES))
    .replace(/^(\\[nrt]|\s)+/, '');
}
