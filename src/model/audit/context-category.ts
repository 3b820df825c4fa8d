// What kinds of content fill a context, and which one a block is of. Knows blocks; no sizes.
import type { TraceBlock } from '../trace/session-trace.ts';

export type ContextCategoryKind =
  | 'prefix' // system prompt, tools and whatever else no transcript holds at the start
  | 'user-text'
  | 'assistant-text'
  | 'thinking'
  | 'tool-input'
  | 'tool-result'
  | 'subagent-report'
  | 'attachment'
  | 'image'
  | 'document'
  | 'compact-summary'
  | 'harness';

export interface ContextCategory {
  readonly kind: ContextCategoryKind;
  /** Tool of a result or report, type of an attachment; null for the others. */
  readonly name: string | null;
}

export const PREFIX: ContextCategory = { kind: 'prefix', name: null };

/** Tools whose result is what a subagent said; `Task` until early 2.1.x, then `Agent`. */
const SUBAGENT_TOOLS: ReadonlySet<string> = new Set(['Task', 'Agent', 'TaskOutput']);

export function categoryOf({ kind, name }: TraceBlock): ContextCategory {
  switch (kind) {
    case 'prompt':
      return { kind: 'user-text', name: null };
    case 'command':
    case 'harness':
      return { kind: 'harness', name: null };
    case 'tool-use':
      return { kind: 'tool-input', name: null };
    case 'tool-result':
      return { kind: SUBAGENT_TOOLS.has(name ?? '') ? 'subagent-report' : 'tool-result', name };
    case 'attachment':
      return { kind: 'attachment', name };
    case 'assistant-text':
    case 'thinking':
    case 'image':
    case 'document':
    case 'compact-summary':
      return { kind, name: null };
    default:
      return kind satisfies never;
  }
}

/** The same for equal categories. */
export function categoryKey({ kind, name }: ContextCategory): string {
  return name === null ? kind : `${kind}:${name}`;
}
