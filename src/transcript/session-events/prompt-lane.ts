// Prompts that were typed while the agent worked: old versions of Claude Code wrote such a prompt only as a
// change of the queue, newer ones add an attachment, and each counts once. Keeps hashes, sizes and marks.
import type { Marks } from '../../model/session-event/session-event.ts';

/** What is kept of a prompt's words. */
export interface PromptWords {
  readonly hash: string;
  readonly chars: number;
  readonly marks: Marks;
  /** Only where texts are wanted. */
  readonly text?: string;
}

export interface PromptLaneState {
  readonly waiting: readonly PromptWords[];
  /** Hashes. */
  readonly handedOver: readonly string[];
}

export interface PromptLane {
  /** The prompt that this `queue-operation` handed to the agent; null: none. */
  handOver(operation: string | null, words: PromptWords | null): PromptWords | null;
  /** A prompt of a record; false: it repeats what was handed over. */
  isNew(hash: string, isAttachment: boolean): boolean;
  state(): PromptLaneState;
}

/** A queue of prompts that were never handed over is of no use for longer. */
const MAX_WAITING = 50;

export function createPromptLane(from: PromptLaneState | null): PromptLane {
  const waiting: PromptWords[] = [...(from?.waiting ?? [])];
  const handedOver: string[] = [...(from?.handedOver ?? [])];
  return {
    handOver(operation, words) {
      if (operation === 'enqueue' && words !== null) keep(waiting, words);
      if (operation === 'popAll') waiting.length = 0;
      // A dequeued prompt is followed by its own record.
      if (operation !== 'remove') return null;
      const at = words === null ? 0 : waiting.findIndex(({ hash }) => hash === words.hash);
      const taken = at < 0 ? undefined : waiting.splice(at, 1)[0];
      if (taken !== undefined) keep(handedOver, taken.hash);
      return taken ?? null;
    },
    isNew(hash, isAttachment) {
      const repeated = isAttachment ? handedOver.indexOf(hash) : -1;
      if (repeated >= 0) handedOver.splice(repeated, 1);
      const at = waiting.findIndex((words) => words.hash === hash);
      if (at >= 0) waiting.splice(at, 1);
      return repeated < 0;
    },
    state: () => ({ waiting: [...waiting], handedOver: [...handedOver] }),
  };
}

function keep<Value>(list: Value[], value: Value): void {
  list.push(value);
  if (list.length > MAX_WAITING) list.shift();
}
