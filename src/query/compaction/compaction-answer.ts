// The answer to "what did the compactions of this session keep": its shape, which `--json` prints
// unchanged. Nothing here computes.
import type { SnapshotItem } from '../../model/work/snapshot.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';

export interface CompactionAnswer extends SessionIdentity {
  readonly kind: 'compaction';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** Why there is nothing to tell; null: there is. */
  readonly reason: 'no-compaction' | 'transcript-gone' | null;
  /** In the order of time. */
  readonly compactions: readonly CompactionReview[];
}

export interface CompactionReview {
  /** 1 for the session's first. */
  readonly number: number;
  readonly atMs: number | null;
  /** 'manual', 'auto'. */
  readonly trigger: string | null;
  /** As Claude Code wrote them. */
  readonly preTokens: number | null;
  readonly postTokens: number | null;
  /** What the first main-chain call after it was sent; null: none yet, or no times to go by. */
  readonly nextContextTokens: number | null;
  /** Length of the summary; null: the transcript holds none. */
  readonly summaryCharacters: number | null;
  /** What stood before it and the summary still says, by comparing words; empty without a summary. */
  readonly kept: readonly SnapshotItem[];
  /** What the summary does not mention. */
  readonly lost: readonly SnapshotItem[];
  /** Those of the lost that were put back into the context. */
  readonly restored: readonly SnapshotItem[];
}
