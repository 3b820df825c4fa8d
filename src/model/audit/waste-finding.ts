// What a finding of avoidable context is: content that was sent although it need not have been, with
// where it stands and what carrying it cost. Types only.

/** Each block belongs to at most one finding: the first kind that claims it, in this order. */
export const WASTE_KINDS = [
  'repeated-read', // the same part of the same file with the same content, the first still in context
  'duplicate-blob', // the same text again from elsewhere
  'repeated-command', // the same command with the same output
  'dead-read', // a file that nothing mentions afterwards
  'large-result', // the part of a tool result above the limit
  'large-paste', // the part of a prompt above the limit
] as const;

export type WasteKind = (typeof WASTE_KINDS)[number];

export interface WastePlace {
  /** The call that was first sent the block. */
  readonly callId: string;
  readonly atMs: number | null;
  readonly toolUseId: string | null;
  /** Tokens of the block that need not have been there, calibrated. */
  readonly tokens: number;
  /** Calls after the first that were sent it too, up to the compaction. */
  readonly laterCalls: number;
}

export interface WasteFinding {
  readonly kind: WasteKind;
  /** File, command or tool; one line, secrets masked. */
  readonly subject: string;
  /** Times it was there in all, also the ones that were needed. */
  readonly count: number;
  readonly places: readonly WastePlace[];
  /** Sum over the places. */
  readonly tokens: number;
  /** Writing it once: the place's tokens at the price of a cache write (or input) of the call. Null: no price known. */
  readonly insertNanoUsd: number | null;
  /** Reading it again on each later call at the price of a cache read. Null: no price known. */
  readonly carryNanoUsd: number | null;
}
