// What reading one stretch of one file gives: columns and small lists that cross a thread cheaply.
// Knows the layout of the columns; not where the records came from or where they go.
import type { SessionFacts } from '../model/session-facts.ts';

/** Numbers per usage line in `Piece.usage`, in this order. −1 stands for "none". */
export const USAGE_COLUMN = {
  offset: 0,
  part: 1,
  message: 2, // positions in Piece.strings up to agent
  request: 3,
  session: 4,
  model: 5,
  branch: 6,
  version: 7,
  agent: 8,
  atMs: 9,
  flags: 10,
  inputTokens: 11,
  cacheReadTokens: 12,
  cacheWrite5mTokens: 13,
  cacheWrite1hTokens: 14,
  outputTokens: 15,
  webSearches: 16,
} as const;

export const USAGE_STRIDE = 17;

/** Numbers per tool call in `Piece.tools`: message, tool use id, tool name (all in strings). */
export const TOOL_STRIDE = 3;

export type EventKind =
  | 'prompt'
  | 'compaction'
  | 'api-error'
  | 'cost-state'
  | 'summary'
  | 'agent-call'
  | 'command'
  | 'tools'
  | 'start'
  | 'notice';

export interface PieceEvent {
  readonly offset: number;
  readonly kind: EventKind;
  /** Position in `strings`; −1 when no session is named. */
  readonly session: number;
  readonly atMs: number | null;
  /** The record's uuid; the leaf's for a summary, the tool use id for an agent call. */
  readonly uuid: string | null;
  /** Small JSON, or null. */
  readonly data: string | null;
}

export interface PieceAgent {
  readonly agentId: string;
  readonly session: number;
  readonly type: string | null;
  readonly parentAgentId: string | null;
  /** The Task or Agent tool call that started it, when told. */
  readonly toolUseId: string | null;
}

export type FaultKind = 'bad-json' | 'glued' | 'oversize';

export interface PieceFault {
  readonly offset: number;
  readonly kind: FaultKind;
  readonly sizeBytes: number;
  /** What is wrong, without the line's content. */
  readonly detail: string;
}

export interface PieceShape {
  readonly shape: string;
  readonly known: boolean;
  readonly count: number;
}

/** One stretch `[from, to)` of a file, parsed. `to` is just after the last whole line. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly strings: readonly string[];
  readonly usage: Float64Array;
  readonly tools: Float64Array;
  readonly events: readonly PieceEvent[];
  readonly agents: readonly PieceAgent[];
  readonly facts: readonly { readonly session: number; readonly facts: SessionFacts }[];
  readonly shapes: readonly PieceShape[];
  readonly faults: readonly PieceFault[];
  /** First time in the stretch, by position; null when none. */
  readonly openedMs: number | null;
  readonly lineCount: number;
}
