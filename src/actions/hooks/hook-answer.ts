// The shape of an answer to a hook, and of what answers are made from. Decides nothing, reads nothing.
import type { HookInput } from '../../live/hook-input.ts';
import type { HotSettings } from '../../live/hot-settings.ts';
import type { PendingHandoff } from '../../live/pending-handoff.ts';
import type { Verdict } from '../../live/verdict.ts';
import type { SnapshotItem } from '../../model/work/snapshot.ts';

/** What Claude Code understands; printed as one line of JSON. */
export interface HookOutput {
  readonly decision?: 'block';
  readonly reason?: string;
  /** For the person's screen. */
  readonly systemMessage?: string;
  /** For the model's context. */
  readonly hookSpecificOutput?: {
    readonly hookEventName: string;
    readonly additionalContext: string;
  };
}

/**
 * What is known of the session, read when it is asked for: most events need little of it. The `claim…`
 * calls hand a thing to one caller only, however many hooks run at the same time.
 */
export interface HookState {
  readonly settings: HotSettings;
  /** Of this very session; null: none yet. */
  verdict(): Verdict | null;
  /** Whether it is about the context before the last compaction. */
  isOutdated(verdict: Verdict): boolean;
  /** Whether a warning about this verdict is due and has not been shown. */
  claimAlert(verdict: Verdict): boolean;
  /** The newest unread handoff of this project by another session. */
  claimPending(): PendingHandoff | null;
  /** What the last compaction lost, to be put back. */
  claimRestore(): string | null;
  /** What a running compaction must not lose; null: none is running, or it has been dealt with. */
  snapshot(): readonly SnapshotItem[] | null;
  /** The compaction has been dealt with; `text` is to be put back, if anything. */
  finishCompaction(text: string | null): void;
  /** Verdicts up to now are about a context that is about to go. */
  noteCompaction(): void;
}

export type HookAnswer = (input: HookInput, state: HookState) => HookOutput | null;

/** Context for the model under the event's own name, beside what is already said. */
export function withContext(
  event: string,
  context: string | null,
  output: HookOutput | null = null,
): HookOutput | null {
  if (context === null) return output;
  const hookSpecificOutput = { hookEventName: event, additionalContext: context };
  return { ...output, hookSpecificOutput };
}
