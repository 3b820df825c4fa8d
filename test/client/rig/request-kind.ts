// Tells from a request what the client wants with it. Knows the marks of the pinned client version;
// answers nothing.
import type { IncomingHttpHeaders } from 'node:http';

/** `side`: titles, topics and the like, which stand in no transcript. */
export type RequestKind = 'main' | 'agent' | 'compaction' | 'side';

export interface RequestBody {
  readonly model?: string;
  readonly stream?: boolean;
  readonly max_tokens?: number;
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly unknown[];
  readonly output_config?: { readonly format?: unknown };
}

/** How the client's own request for a summary begins. */
const ASKS_FOR_SUMMARY = /your task is to create a detailed summary|respond with text only/i;

export function requestKind(headers: IncomingHttpHeaders, body: RequestBody): RequestKind {
  if (ASKS_FOR_SUMMARY.test(lastUserText(body))) return 'compaction';
  const isSmall = (body.tools ?? []).length === 0 || (body.max_tokens ?? 2) <= 1;
  if (isSmall || body.output_config?.format !== undefined) return 'side';
  return agentOf(headers) === null ? 'main' : 'agent';
}

export function agentOf(headers: IncomingHttpHeaders): string | null {
  return one(headers['x-claude-code-agent-id']);
}

export function sessionOf(headers: IncomingHttpHeaders): string | null {
  return one(headers['x-claude-code-session-id']);
}

export function firstUserText({ messages = [] }: RequestBody): string {
  return textOf(messages.find(({ role }) => role === 'user')?.content);
}

/** Whether the model is given it; a failed comparison of whole requests would fill pages. */
export function tells(body: RequestBody | undefined, text: string): boolean {
  return body !== undefined && conversationText(body).includes(text);
}

/** All text that the model is given: of messages, their blocks and tool results. */
export function conversationText({ messages = [] }: RequestBody): string {
  return messages.map(({ content }) => textOf(content)).join('\n');
}

function lastUserText({ messages = [] }: RequestBody): string {
  return textOf(messages.findLast(({ role }) => role === 'user')?.content);
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const blocks = content as readonly { readonly text?: unknown; readonly content?: unknown }[];
  return blocks
    .map(({ text, content: inner }) => (typeof text === 'string' ? text : textOf(inner)))
    .join('\n');
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : (value?.[0] ?? null);
}
