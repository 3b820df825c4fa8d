// What a stretch of one file says of one session, and how two stretches add up. Pure.

/** All times in epoch milliseconds; null where nothing was said. */
export interface SessionFacts {
  firstMs: number | null;
  lastMs: number | null;
  firstCwd: string | null;
  lastCwd: string | null;
  lastBranch: string | null;
  version: string | null;
  customTitle: string | null;
  aiTitle: string | null;
  /** Uuid of the last conversation record: a `summary` names its conversation by it. */
  lastUuid: string | null;
  /** Byte offset of the first human prompt; its text stays in the transcript. */
  promptOffset: number | null;
}

export function emptyFacts(): SessionFacts {
  return {
    firstMs: null,
    lastMs: null,
    firstCwd: null,
    lastCwd: null,
    lastBranch: null,
    version: null,
    customTitle: null,
    aiTitle: null,
    lastUuid: null,
    promptOffset: null,
  };
}

/** Facts of a file's earlier bytes and of the bytes after them. */
export function mergeFacts(earlier: SessionFacts, later: SessionFacts): SessionFacts {
  return {
    firstMs: least(earlier.firstMs, later.firstMs),
    lastMs: greatest(earlier.lastMs, later.lastMs),
    firstCwd: earlier.firstCwd ?? later.firstCwd,
    lastCwd: later.lastCwd ?? earlier.lastCwd,
    lastBranch: later.lastBranch ?? earlier.lastBranch,
    version: later.version ?? earlier.version,
    customTitle: later.customTitle ?? earlier.customTitle,
    aiTitle: later.aiTitle ?? earlier.aiTitle,
    lastUuid: later.lastUuid ?? earlier.lastUuid,
    promptOffset: earlier.promptOffset ?? later.promptOffset,
  };
}

export function least(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}

export function greatest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}
