// What a transcript says, record by record, for a profile: its blocks with their text, where a message
// begins, where the context was compacted, and which record follows which. Types only.
import type { TraceBlock } from './session-trace.ts';

/** What is true of the record that an event comes from. */
interface RecordFacts {
  readonly uuid: string | null;
  readonly parentUuid: string | null;
  /** Null: the main chain; else the subagent's id, `inline:` and a uuid where it had none. */
  readonly chain: string | null;
  /** As the record names it; a copied history may keep the id of the session it comes from. */
  readonly sessionId: string | null;
  readonly atMs: number | null;
}

export type BlockEvent =
  | BlockOfRecord
  /** The first line of a message, before its blocks. */
  | ({
      readonly type: 'call';
      readonly messageId: string;
      readonly model: string | null;
    } & RecordFacts)
  | CompactionMark
  /** A record without content; kept since others follow it. */
  | ({
      readonly type: 'link';
      /** Told by a record of progress: which tool call started which subagent. */
      readonly started: StartedAgent | null;
    } & RecordFacts);

export interface BlockOfRecord extends RecordFacts {
  readonly type: 'block';
  readonly block: TraceBlock;
  /** What the model is sent, or wrote; empty for images and hidden thinking. */
  readonly text: string;
  /** The message it is part of; null: it is input. */
  readonly messageId: string | null;
  /** First block of a prompt that begins a turn, as the ledger counts them. */
  readonly startsTurn: boolean;
  /** Of hidden thinking: a mark by which the same block in another line is told. */
  readonly signature: string | null;
  /** Of a tool's result: the subagent that it started. */
  readonly started: StartedAgent | null;
}

export interface CompactionMark extends RecordFacts {
  readonly type: 'compaction';
  readonly trigger: string | null;
  readonly preTokens: number | null;
  /** Records whose content stays in the context. */
  readonly keptUuids: readonly string[];
}

export interface StartedAgent {
  readonly agentId: string;
  readonly toolUseId: string;
}
