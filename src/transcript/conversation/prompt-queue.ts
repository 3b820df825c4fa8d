// Prompts that were typed while the agent worked. Old versions of Claude Code wrote such a prompt only as
// a change of the queue, newer ones add an attachment: each counts once. Knows the queue's operations.
import type { ConversationItem } from '../../model/work/conversation-item.ts';
import { type JsonObject, textAt } from './json-fields.ts';
import { typedText } from './typed-text.ts';

export interface PromptQueue {
  /** The prompt that this `queue-operation` handed to the agent; null: none. */
  handOver(record: JsonObject): string | null;
  /** False for an item that repeats what was handed over. */
  isNew(record: JsonObject, item: ConversationItem): boolean;
}

/** A queue of prompts that were never handed over is of no use for longer. */
const MAX_WAITING = 50;

export function createPromptQueue(): PromptQueue {
  const waiting: string[] = [];
  const handedOver: string[] = [];
  return {
    handOver(record) {
      const content = textAt(record, 'content');
      switch (record.operation) {
        case 'enqueue': {
          const text = content === null ? null : typedText([content], false);
          if (text !== null) keep(waiting, text);
          return null;
        }
        case 'remove': {
          const text = takeOut(waiting, content === null ? null : content.trim());
          if (text !== null) keep(handedOver, text);
          return text;
        }
        case 'dequeue': {
          // Its own user record follows.
          return null;
        }
        case 'popAll': {
          waiting.length = 0;
          return null;
        }
        default:
          return null;
      }
    },
    isNew(record, item) {
      if (item.kind !== 'prompt') return true;
      const isRepeated = record.type === 'attachment' && takeOut(handedOver, item.text) !== null;
      takeOut(waiting, item.text);
      return !isRepeated;
    },
  };
}

/** The text, or the longest waiting one where none is named. */
function takeOut(texts: string[], wanted: string | null): string | null {
  const at = wanted === null ? 0 : texts.indexOf(wanted);
  return at < 0 ? null : (texts.splice(at, 1)[0] ?? null);
}

function keep(texts: string[], text: string): void {
  texts.push(text);
  if (texts.length > MAX_WAITING) texts.shift();
}
