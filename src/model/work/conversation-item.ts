// One thing that was said or done in a session, with its text, as it is read when a handoff or a
// compaction is looked at. Never stored: the text stays in the transcript.

export type ConversationItem =
  | { readonly kind: 'prompt'; readonly atMs: number | null; readonly text: string }
  /** A slash command that the person entered; no prompt, but its words may be what was asked for. */
  | {
      readonly kind: 'command';
      readonly atMs: number | null;
      /** With the slash: `/review`. */
      readonly name: string;
      readonly args: string;
    }
  | { readonly kind: 'assistant-text'; readonly atMs: number | null; readonly text: string }
  | ToolUseItem
  | ToolResultItem
  | CompactionItem
  /** The summary that took the place of what was before; the same words as the client's own. */
  | { readonly kind: 'compact-summary'; readonly atMs: number | null; readonly text: string }
  /** What a hook added to the context, any program's. */
  | {
      readonly kind: 'hook-context';
      readonly atMs: number | null;
      readonly event: string;
      readonly text: string;
    }
  | { readonly kind: 'interrupt'; readonly atMs: number | null };

export interface ToolUseItem {
  readonly kind: 'tool-use';
  readonly atMs: number | null;
  readonly id: string;
  /** As Claude Code names it: `Edit`, `Bash`, `mcp__server__tool`. */
  readonly name: string;
  /** The input object, unknown fields included. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ToolResultItem {
  readonly kind: 'tool-result';
  readonly atMs: number | null;
  readonly toolUseId: string;
  readonly isError: boolean;
  /** The end of the result's text, at most a few KB: what a command says last matters most. */
  readonly tail: string;
  /** What the structured result tells beyond the text; missing where it tells nothing. */
  readonly facts?: ToolResultFacts;
}

export interface ToolResultFacts {
  /** The file was new (true) or there before (false). */
  readonly created?: boolean;
  /** A file that the tool wrote or named: a plan's, for instance. */
  readonly path?: string;
  /** The person stopped it. */
  readonly interrupted?: boolean;
  /** The person did not let it run. */
  readonly rejected?: boolean;
  /** Of a task list's entry, or of a command that went on in the background. */
  readonly taskId?: string;
  readonly isBackground?: boolean;
  /** Questions and what the person answered. */
  readonly answers?: readonly (readonly [question: string, answer: string])[];
}

export interface CompactionItem {
  readonly kind: 'compaction';
  readonly atMs: number | null;
  readonly uuid: string | null;
  readonly trigger: string | null;
  readonly preTokens: number | null;
  readonly postTokens: number | null;
}
