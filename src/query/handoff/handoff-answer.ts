// The answer to "what must whoever goes on with this session know": its shape, which `--json` prints
// unchanged. Nothing here computes.
import type { WorkState } from '../../model/work/work-state.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';

export interface HandoffAnswer extends SessionIdentity {
  readonly kind: 'handoff';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** Why there is nothing of the work; null: it was read. */
  readonly reason: 'transcript-gone' | 'no-conversation' | null;
  /** The folder the session was started in, from which it can be resumed; null: not known. */
  readonly startFolder: string | null;
  /** The last folder it worked in. */
  readonly folder: string | null;
  readonly transcriptPath: string | null;
  readonly figures: HandoffFigures;
  /** Texts are masked and cut; null together with a reason. */
  readonly work: WorkState | null;
  /** As the folder is now; null: no repository, or git did not answer. */
  readonly git: GitFacts | null;
  /** Where it was written; null: nowhere. */
  readonly file: HandoffFile | null;
}

export interface HandoffFigures {
  readonly calls: number;
  readonly turns: number;
  readonly models: readonly string[];
  /** API-equivalent, estimated; null: no call has a price. */
  readonly costNanoUsd: number | null;
  /** Some calls have no price, or a placeholder output count. */
  readonly isLowerBound: boolean;
  /** 0–100, as `telltale status` shows it; null: unknown. */
  readonly healthPercent: number | null;
}

export interface GitFacts {
  /** Null: detached. */
  readonly branch: string | null;
  /** The branch it follows; null: none. */
  readonly upstream: string | null;
  /** Commits that the upstream lacks, and that it has more; null without upstream. */
  readonly ahead: number | null;
  readonly behind: number | null;
  /** Tracked files with changes that no commit holds. */
  readonly changedFiles: number;
  readonly untrackedFiles: number;
  /** Lines of `git diff --stat HEAD`, the sum last; empty: nothing changed, or git did not tell. */
  readonly diffStat: readonly string[];
  /** The newest commits, newest first: `1a2b3c4 Fix the retry test`. */
  readonly commits: readonly string[];
}

export interface HandoffFile {
  readonly path: string;
  /** A new session of the project is given it by itself, where hooks are installed. */
  readonly isPending: boolean;
}
