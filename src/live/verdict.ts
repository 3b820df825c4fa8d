// What the engine worked out about one session, as the small file that hooks and status lines read.
// Knows the format; works nothing out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HealthLevel } from '../model/health/level.ts';
import { writeByRename } from '../shared/write-by-rename.ts';
import { fileNameOf } from './live-paths.ts';

export interface Verdict {
  readonly formatVersion: 1;
  readonly sessionId: string;
  /** When it was worked out. */
  readonly atMs: number;
  readonly projectPath: string | null;
  readonly branch: string | null;
  /** 0–100; null: unknown. The number that `telltale status` shows. */
  readonly healthPercent: number | null;
  readonly level: HealthLevel;
  readonly waste: number | null;
  /** Enough calls for a warning (health.min_turns_for_alert). */
  readonly mayAlert: boolean;
  /** Compactions so far: a warning counts for the stretch since the last one. */
  readonly segment: number;
  /** One sentence for the person, ready to show; null: nothing to say. */
  readonly alertText: string | null;
  /** Waste reached health.handoff_waste_threshold and health is critical: a prompt may be held back. */
  readonly mayBlock: boolean;
  /** Model id and time of the last main-chain call; null: none yet. */
  readonly model: string | null;
  readonly lastCallAtMs: number | null;
  /** Of the last main-chain call: input + cache read + cache write. */
  readonly contextTokens: number | null;
  readonly windowTokens: number | null;
  /** The window, or where Claude Code compacts by itself if that is set lower. */
  readonly effectiveWindowTokens: number | null;
  /** API-equivalent, estimated, all chains; null: no call has a price. */
  readonly costNanoUsd: number | null;
  /** Some calls have no price, or a placeholder output count: the cost is a lower bound. */
  readonly isLowerBound: boolean;
  /** What the next message costs at least, before anything it adds. */
  readonly next: NextMessage | null;
  /** The newest main-chain calls since the last compaction, oldest first, at most 24. */
  readonly recent: readonly RecentCall[];
  /** The handoff written for this session, if any. */
  readonly handoffPath: string | null;
  /** `<segment>:<level>` for which it was written, so that it is written once; null: none by itself. */
  readonly handoffKey: string | null;
}

export interface NextMessage {
  /** The context read from the cache. Nano-USD per token of context. */
  readonly warmNanoUsdPerToken: number;
  /** The context written anew. */
  readonly coldNanoUsdPerToken: number;
  /** When the cache is cold, from the lifetime in use: last call + 5 minutes or 1 hour. */
  readonly coldAtMs: number;
  readonly ttlMs: number;
}

export interface RecentCall {
  readonly contextTokens: number;
  /** Share of the context that was read from the cache, 0–1. */
  readonly readRatio: number;
}

/** Null when there is none, or it cannot be read as one of ours. */
export function readVerdict(verdictDir: string, sessionId: string): Verdict | null {
  try {
    const path = join(verdictDir, `${fileNameOf(sessionId)}.json`);
    const verdict = JSON.parse(readFileSync(path, 'utf8')) as Verdict;
    return verdict.formatVersion === 1 && verdict.sessionId === sessionId ? verdict : null;
  } catch {
    return null;
  }
}

/** By rename, so that a reader sees the old one or the new one. Throws what the file system does. */
export function writeVerdict(verdictDir: string, verdict: Verdict): void {
  const path = join(verdictDir, `${fileNameOf(verdict.sessionId)}.json`);
  writeByRename(path, JSON.stringify(verdict));
}
