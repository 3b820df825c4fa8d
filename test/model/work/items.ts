// Items of a conversation, written short, for tests of what they are folded to.
import type {
  ConversationItem,
  ToolResultFacts,
} from '../../../src/model/work/conversation-item.ts';

const atMs = null;
let count = 0;

export const prompt = (text: string): ConversationItem => ({ kind: 'prompt', atMs, text });
export const says = (text: string): ConversationItem => ({ kind: 'assistant-text', atMs, text });
export const interrupt: ConversationItem = { kind: 'interrupt', atMs };

export interface ResultWords {
  readonly tail?: string;
  readonly isError?: boolean;
  readonly facts?: ToolResultFacts;
}

/** A call and its result. */
export function tool(
  name: string,
  input: Readonly<Record<string, unknown>>,
  { tail = '', isError = false, facts }: ResultWords = {},
): ConversationItem[] {
  const id = `toolu_${++count}`;
  const result = { kind: 'tool-result', atMs, toolUseId: id, isError, tail } as const;
  return [
    { kind: 'tool-use', atMs, id, name, input },
    facts === undefined ? result : { ...result, facts },
  ];
}

export const bash = (command: string, words: ResultWords | string = {}): ConversationItem[] =>
  tool('Bash', { command }, typeof words === 'string' ? { tail: words } : words);

export const failing = (command: string, tail: string): ConversationItem[] =>
  bash(command, { tail, isError: true });
