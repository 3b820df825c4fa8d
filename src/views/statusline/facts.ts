// What the status line is drawn from, and what the place can show. Plain values; computes nothing.

/** A part that is null is unknown, and its segment is left out. */
export interface StatuslineFacts {
  readonly nowMs: number;
  readonly model: ModelFacts | null;
  readonly project: ProjectFacts | null;
  readonly context: ContextFacts | null;
  readonly cost: CostFacts | null;
  readonly next: NextFacts | null;
  /** Share of the plan's 5-hour window that is used. */
  readonly fiveHour: LimitFacts | null;
  readonly sevenDay: LimitFacts | null;
  readonly health: HealthFacts | null;
  /** The newest calls, oldest first. */
  readonly recent: readonly CallFacts[];
}

export interface ModelFacts {
  /** `opus-5` */
  readonly label: string;
  readonly isFast: boolean;
  /** The agent that the session was started as. */
  readonly agentName: string | null;
}

export interface ProjectFacts {
  readonly name: string;
  readonly branch: string | null;
}

export interface ContextFacts {
  /** 0–100; null: unknown, as before the first call and after a compaction. */
  readonly usedPercent: number | null;
  readonly windowTokens: number | null;
  /** The same of what it may hold before Claude Code compacts; null: no other than the window. */
  readonly fullPercent: number | null;
}

export interface CostFacts {
  readonly nanoUsd: number;
  /** Ours, from the transcripts; else Claude Code's own. */
  readonly isEstimated: boolean;
  readonly isLowerBound: boolean;
}

/** What the next message costs at least, before anything it adds. Always an estimate. */
export interface NextFacts {
  /** The context read from the cache; null: the cache is cold already. */
  readonly warmNanoUsd: number | null;
  /** The context written anew. */
  readonly coldNanoUsd: number;
  /** When the cache goes cold; null: unknown. */
  readonly coldAtMs: number | null;
}

export interface LimitFacts {
  /** 0–100, as Claude Code tells it. */
  readonly usedPercent: number;
  /** In the future; null: not told. */
  readonly resetsAtMs: number | null;
}

export interface HealthFacts {
  /** 0–100 */
  readonly percent: number;
  readonly level: 'ok' | 'warn' | 'handoff' | 'critical' | 'unknown';
}

export interface CallFacts {
  readonly contextTokens: number;
  /** Share of the context that was read from the cache, 0–1. */
  readonly readRatio: number;
}

export interface LineScreen {
  /** Cells that the line may take. */
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
  /** Words for marks, nothing drawn. */
  readonly plain: boolean;
}
