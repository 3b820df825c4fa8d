// What happens in a session, event by event, as metrics see it: numbers, names, hashes and marks, never
// text. Knows the shapes only; they are read from transcripts and hooks elsewhere.

export type SessionEvent =
  | UserEvent
  | AssistantEvent
  | ThinkingEvent
  | ToolCallEvent
  | ToolResultEvent
  | SystemEvent
  | PermissionEvent
  | LinesEvent;

export type SessionEventKind = SessionEvent['kind'];

/** What is in force when an event happens; null: not told by then. */
export interface Scene {
  /** As the API names it; of the last message of the assistant where the event has none. */
  readonly model: string | null;
  /** Of Claude Code. */
  readonly version: string | null;
  readonly branch: string | null;
  readonly effort: string | null;
  readonly permissionMode: string | null;
}

export interface EventPlace {
  /** Epoch ms; null: the record has no time. */
  readonly atMs: number | null;
  /** Byte of the transcript at which the record begins; null: it is in no transcript. */
  readonly offset: number | null;
  /** Null: of the transcript's own chain. Else an older, inlined subagent of it. */
  readonly chain: string | null;
  readonly scene: Scene;
}

/** Marker's id → names of what it found in the text, in order and with repeats. Empty: nothing. */
export type Marks = Readonly<Record<string, readonly string[]>>;

export type UserOrigin =
  /** Typed by a person; opens a turn. */
  | 'human'
  /** A slash command. */
  | 'command'
  /** The person stopped what was going on. */
  | 'interrupt'
  /** The summary after a compaction. */
  | 'summary'
  /** Written by the client or another program: reminders, notices, output of local commands. */
  | 'harness';

export interface UserEvent extends EventPlace {
  readonly kind: 'user';
  readonly origin: UserOrigin;
  /** UTF-16 units of the text. */
  readonly chars: number;
  readonly marks: Marks;
}

/** One text block of the assistant. */
export interface AssistantEvent extends EventPlace {
  readonly kind: 'assistant';
  readonly chars: number;
  readonly marks: Marks;
}

export interface ThinkingEvent extends EventPlace {
  readonly kind: 'thinking';
  readonly chars: number;
  readonly signatureChars: number;
  /** Nothing of it can be read: a redacted block, or an empty text with a signature. */
  readonly isRedacted: boolean;
}

export interface ToolCallEvent extends EventPlace {
  readonly kind: 'tool_call';
  /** Counts the tool calls of the transcript from 0. */
  readonly call: number;
  /** As Claude Code names it: `Edit`, `mcp__server__tool`. */
  readonly tool: string;
  /** The file or folder it names: `file_path`, `notebook_path`, else `path`. */
  readonly path: string | null;
  /** Of the whole input: equal inputs have equal hashes. */
  readonly inputHash: string;
}

export interface ToolResultEvent extends EventPlace {
  readonly kind: 'tool_result';
  /** Which tool call it answers; null: none of this transcript. */
  readonly call: number | null;
  /** Of that call; empty when unknown. */
  readonly tool: string;
  readonly isError: boolean;
  /** The person did not let it run. */
  readonly isRejected: boolean;
  readonly chars: number;
}

export interface SystemEvent extends EventPlace {
  readonly kind: 'system';
  /** `compact_boundary`, `api_error`, `turn_duration`, … as Claude Code names it. */
  readonly subkind: string;
  /** Of a compaction: 'manual' or 'auto'. */
  readonly trigger: string | null;
}

/** From hooks: when Claude Code asked for a permission, and when it went on. In no transcript. */
export interface PermissionEvent extends EventPlace {
  readonly kind: 'permission';
  readonly phase: 'asked' | 'answered';
  readonly tool: string | null;
}

/** Some lines of the transcript in a row: how many were understood, how many not. */
export interface LinesEvent extends EventPlace {
  readonly kind: 'lines';
  readonly good: number;
  readonly bad: number;
  /** What was missing or wrong in the bad ones, each with its count: `message`, `json`, `type`. */
  readonly missing: Readonly<Record<string, number>>;
}

/** Looks at a text as it goes by and keeps names of what it found. */
export interface Marker {
  /** Under which its finds stand in `Marks`. */
  readonly id: string;
  readonly on: 'assistant' | 'human';
  /** Names in the order of the text; never a piece of the text itself. */
  readonly find: (text: string) => readonly string[];
  /** Changes when what it finds changes: texts are then looked at again. */
  readonly fingerprint: string;
}
