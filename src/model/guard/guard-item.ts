// One piece of a transcript as guard looks at it, with its text. Types only; nobody keeps an item.
import type { Outcome, PlaceKind } from './finding.ts';

interface ItemPlace {
  /** Path of the transcript and byte offset of the record. */
  readonly file: string;
  readonly offset: number;
  /** Of the record and the position in it: the same in every copy of it. */
  readonly blockId: string;
  readonly sessionId: string;
  readonly agentId: string | null;
  readonly messageId: string | null;
  readonly atMs: number | null;
  /** Folder that the agent worked in; null: not told. */
  readonly cwd: string | null;
}

export interface TextItem extends ItemPlace {
  readonly type: 'text';
  readonly kind: Exclude<PlaceKind, 'tool-input' | 'file-write' | 'tool-result'>;
  readonly text: string;
}

export interface ToolUseItem extends ItemPlace {
  readonly type: 'tool-use';
  readonly toolUseId: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ToolResultItem extends ItemPlace {
  readonly type: 'tool-result';
  readonly toolUseId: string;
  readonly text: string;
  readonly outcome: Exclude<Outcome, 'unknown'>;
}

export type GuardItem = TextItem | ToolUseItem | ToolResultItem;
