// User lines that are no tool results: prompts, and what the client writes in the user's name. Knows
// their shapes by version; which of them count as human is the reader's question.
import { type Draft, type Json, traits, writeRecord } from './draft.ts';

export interface PromptSpec {
  readonly atMs: number | null;
  readonly text: string;
  readonly permissionMode?: string | undefined;
  /** Undefined: a person typed it. */
  readonly origin?: string | undefined;
  /** With a picture before the text. */
  readonly image?: boolean | undefined;
}

const PICTURE = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: 'AA==' },
};

/** A prompt; in a subagent's file, its instructions. */
export function writePrompt(draft: Draft, spec: PromptSpec): string {
  draft.promptId = draft.random.uuid();
  const tail = draft.sidechain ? {} : promptTail(draft, spec);
  const text = { type: 'text', text: spec.text };
  const content = spec.image ? [PICTURE, ...(spec.text === '' ? [] : [text])] : spec.text;
  const body = { message: { role: 'user', content } };
  return writeRecord(draft, { type: 'user', atMs: spec.atMs, body, tail, withPromptId: true });
}

/** Text the harness puts in: system reminders, skill bodies. */
export function writeMeta(draft: Draft, atMs: number | null, text: string): string {
  return writeUserText(draft, atMs, text, { isMeta: true });
}

export function writeSlashCommand(
  draft: Draft,
  atMs: number | null,
  name: string,
  args: string,
): string {
  const bare = name.replace(/^\//, '');
  const text = `<command-name>/${bare}</command-name>\n            <command-message>${bare}</command-message>\n            <command-args>${args}</command-args>`;
  return writeUserText(draft, atMs, text, {});
}

export function writeCommandOutput(draft: Draft, atMs: number | null, text: string): string {
  return writeUserText(draft, atMs, `<local-command-stdout>${text}</local-command-stdout>`, {});
}

export function writeInterrupt(draft: Draft, atMs: number | null, duringTool: boolean): string {
  const text = duringTool
    ? '[Request interrupted by user for tool use]'
    : '[Request interrupted by user]';
  const message = { role: 'user', content: [{ type: 'text', text }] };
  return writeRecord(draft, { type: 'user', atMs, body: { message }, withPromptId: true });
}

/** The end of a background task, told as a user line. */
export function writeTaskNotification(
  draft: Draft,
  atMs: number | null,
  status: string,
  summary: string,
): string {
  const text = `<task-notification>\n<task-id>${draft.random.hex(17)}</task-id>\n<status>${status}</status>\n<summary>${summary}</summary>\n</task-notification>`;
  const origin = traits(draft).laterEnvelope ? { origin: { kind: 'task-notification' } } : {};
  return writeUserText(draft, atMs, text, origin);
}

function writeUserText(draft: Draft, atMs: number | null, content: string, tail: Json): string {
  const body = { message: { role: 'user', content }, ...(tail.isMeta ? { isMeta: true } : {}) };
  return writeRecord(draft, { type: 'user', atMs, body, tail, withPromptId: true });
}

function promptTail(draft: Draft, spec: PromptSpec): Json {
  const permissionMode = spec.permissionMode ?? draft.facts.permissionMode ?? 'default';
  if (!traits(draft).laterEnvelope) {
    return { thinkingMetadata: { maxThinkingTokens: 31_999 }, todos: [], permissionMode };
  }
  const kind = spec.origin ?? 'human';
  return { permissionMode, origin: { kind }, promptSource: kind === 'human' ? 'typed' : 'system' };
}
