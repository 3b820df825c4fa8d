// The event stream that `telltale export --format ndjson` writes: one shape for all kinds, documented in
// docs/export.md. Types only; fields may be added, none changes its meaning.

/** What every line has. Names are those of the lines, so that `jq` reads as the docs do. */
interface LineHead {
  readonly session_id: string;
  /** ISO 8601 in UTC; null: the record has none. */
  readonly timestamp: string | null;
  /** Of the record; the blocks of one share it. Null: the record has none. */
  readonly uuid: string | null;
  /** Of a subagent; null: the session's own chain. */
  readonly agent_id: string | null;
  /** What was in force; null: not told by then. */
  readonly model: string | null;
  readonly version: string | null;
  readonly branch: string | null;
  readonly effort: string | null;
  readonly permission_mode: string | null;
}

/** `text` and `input` only where texts are wanted: masked, and whole. */
interface WithText {
  readonly text?: string;
}

export interface UserPayload extends WithText {
  readonly origin: 'human' | 'command' | 'interrupt' | 'summary' | 'harness';
  readonly chars: number;
}

export interface AssistantPayload extends WithText {
  readonly chars: number;
}

export interface ThinkingPayload extends WithText {
  readonly chars: number;
  readonly signature_chars: number;
  readonly is_redacted: boolean;
}

export interface ToolCallPayload {
  readonly tool_name: string;
  readonly tool_use_id: string | null;
  /** Counts the calls of its transcript from 0. */
  readonly call: number;
  /** File or folder that it names. */
  readonly path: string | null;
  /** The first call of its transcript with this tool and this very input; null: it is the first. */
  readonly repeats_call: number | null;
  /** The tool's own; a string where masking left no JSON. */
  readonly input?: unknown;
}

export interface ToolResultPayload extends WithText {
  readonly tool_name: string;
  readonly tool_use_id: string | null;
  /** The call it answers; null: none of its transcript. */
  readonly call: number | null;
  readonly is_error: boolean;
  readonly is_rejected: boolean;
  readonly chars: number;
}

export interface SystemPayload {
  readonly subkind: string;
  readonly trigger: string | null;
}

export type EventLine =
  | ({ readonly kind: 'user' } & LineHead & { readonly payload: UserPayload })
  | ({ readonly kind: 'assistant' } & LineHead & { readonly payload: AssistantPayload })
  | ({ readonly kind: 'thinking' } & LineHead & { readonly payload: ThinkingPayload })
  | ({ readonly kind: 'tool_call' } & LineHead & { readonly payload: ToolCallPayload })
  | ({ readonly kind: 'tool_result' } & LineHead & { readonly payload: ToolResultPayload })
  | ({ readonly kind: 'system' } & LineHead & { readonly payload: SystemPayload });

/** What was written, known when the last line is. */
export interface EventTally {
  readonly events: number;
  /** Transcripts read to their end, and stored ones. */
  readonly files: number;
  readonly goodLines: number;
  readonly badLines: number;
  /** Transcripts that are gone or cannot be read, and of which the ledger keeps nothing. */
  readonly missing: readonly string[];
  /** Transcripts that are gone: their events are the ledger's, without ids and text. */
  readonly stored: readonly string[];
}

/** The answer: read line by line, so that no session is too large for it. */
export interface EventStream {
  readonly kind: 'event-stream';
  readonly formatVersion: 1;
  /** Null: of a path. */
  readonly sessionId: string | null;
  readonly withText: boolean;
  readonly isRedacted: boolean;
  /** Once only: what was read is gone. */
  readonly lines: Iterable<EventLine>;
  /** Of what was read so far. */
  readonly tally: () => EventTally;
}
