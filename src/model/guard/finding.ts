// What guard reports: a rule that matched, where, and a label without any secret in it. Types only.
import type { RuleId, Severity } from './rules.ts';

/** What a rule makes of one text, path or command. */
export interface Hit {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** One line, masked. */
  readonly label: string;
  /** What makes two hits of a rule one finding; the label where it is absent. Never shown. */
  readonly key?: string;
  /** Start of a hash that tells secrets apart; null: none, or it could be guessed from it. */
  readonly tag?: string | null;
}

export type PlaceKind =
  | 'prompt'
  | 'assistant-text'
  | 'thinking'
  | 'tool-input'
  | 'file-write'
  | 'tool-result'
  | 'attachment'
  | 'harness';

/** Where one block of a transcript stands. */
export interface Place {
  readonly kind: PlaceKind;
  /** Path of the transcript and byte offset of the record in it. */
  readonly file: string;
  readonly offset: number;
  readonly sessionId: string;
  /** Null: the main chain. */
  readonly agentId: string | null;
  readonly tool: string | null;
  readonly toolUseId: string | null;
  /** As `telltale call` takes it: the call that wrote the block, or whose tool call it answers. */
  readonly callId: string | null;
  readonly atMs: number | null;
  /** Of a tool call: what its result says; 'unknown': there is none. */
  readonly outcome: Outcome | null;
}

/** 'rejected': the person or a rule did not let it run. */
export type Outcome = 'done' | 'failed' | 'rejected' | 'unknown';

export interface GuardFinding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** One line, masked. */
  readonly what: string;
  /** As in Hit. */
  readonly tag: string | null;
  /** Blocks that it stands in. */
  readonly count: number;
  readonly sessions: number;
  /** The first ones, at most MAX_PLACES. */
  readonly places: readonly Place[];
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
}
