// One line of the spool: a refresh of the status line, or an event that a hook was told of. Knows the
// fields; appending and taking are done elsewhere. Never holds prompt or file text.

export type SpoolRecord = HeartbeatRecord | HookRecord;

export interface HeartbeatRecord {
  readonly kind: 'heartbeat';
  /** When the status line ran. */
  readonly atMs: number;
  readonly heartbeat: Heartbeat;
}

export interface HookRecord {
  readonly kind: 'hook';
  /** When the hook ran. */
  readonly atMs: number;
  readonly event: string;
  readonly sessionId: string;
  readonly transcriptPath: string | null;
  readonly cwd: string | null;
  /** What else the event told, without text: source, trigger, tool name, reason, … */
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * What Claude Code told the status line, field by field; null where it said null or nothing. Money in
 * nano-USD, times in epoch milliseconds, percentages 0–100, durations in milliseconds.
 */
export interface Heartbeat {
  readonly sessionId: string;
  readonly transcriptPath: string | null;
  readonly cwd: string | null;
  readonly sessionName: string | null;
  readonly promptId: string | null;
  readonly version: string | null;
  readonly outputStyle: string | null;
  readonly modelId: string | null;
  readonly modelName: string | null;
  readonly currentDir: string | null;
  readonly projectDir: string | null;
  readonly addedDirs: number | null;
  readonly gitWorktree: string | null;
  readonly repo: string | null;
  readonly costNanoUsd: number | null;
  readonly durationMs: number | null;
  readonly apiDurationMs: number | null;
  readonly linesAdded: number | null;
  readonly linesRemoved: number | null;
  readonly windowTokens: number | null;
  readonly totalInputTokens: number | null;
  readonly totalOutputTokens: number | null;
  readonly lastInputTokens: number | null;
  readonly lastOutputTokens: number | null;
  readonly lastCacheWriteTokens: number | null;
  readonly lastCacheReadTokens: number | null;
  readonly usedPercent: number | null;
  readonly remainingPercent: number | null;
  readonly exceeds200k: boolean | null;
  readonly fastMode: boolean | null;
  readonly effort: string | null;
  readonly thinking: boolean | null;
  readonly fiveHourPercent: number | null;
  readonly fiveHourResetsAtMs: number | null;
  readonly sevenDayPercent: number | null;
  readonly sevenDayResetsAtMs: number | null;
  /** As told, JSON: its shape is not settled. */
  readonly spendLimit: string | null;
  readonly vimMode: string | null;
  readonly agentName: string | null;
  readonly prNumber: number | null;
  readonly prUrl: string | null;
  readonly prReviewState: string | null;
  readonly prKind: string | null;
  readonly worktreeName: string | null;
  readonly worktreePath: string | null;
  readonly worktreeBranch: string | null;
  readonly worktreeOriginalCwd: string | null;
  readonly worktreeOriginalBranch: string | null;
  readonly cacheWarm: boolean | null;
  readonly cacheTtl: string | null;
  readonly cacheExpiresAtMs: number | null;
  /** The rest of `prompt_cache`, as told, JSON. */
  readonly promptCache: string | null;
}
