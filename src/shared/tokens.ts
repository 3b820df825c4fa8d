// The token counts of one call or of a sum of calls. Knows the field's five kinds and how to add
// them; knows nothing of prices, files or models.

/** Tokens by kind, as the API reports them. All are whole numbers of at least 0. */
export interface TokenCounts {
  /** Uncached input only. */
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  /** Writes with the 5-minute lifetime, and writes whose lifetime the transcript does not tell. */
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  /** Includes thinking. */
  readonly outputTokens: number;
}

export const NO_TOKENS: TokenCounts = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
};

/** All five kinds together: the field's "total tokens". */
export function totalTokens(counts: TokenCounts): number {
  return promptTokens(counts) + counts.outputTokens;
}

/** Input + cache read + cache write: what the model was sent, the "context" of a call. */
export function promptTokens(counts: TokenCounts): number {
  return (
    counts.inputTokens +
    counts.cacheReadTokens +
    counts.cacheWrite5mTokens +
    counts.cacheWrite1hTokens
  );
}

export function addTokens(a: TokenCounts, b: TokenCounts): TokenCounts {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWrite5mTokens: a.cacheWrite5mTokens + b.cacheWrite5mTokens,
    cacheWrite1hTokens: a.cacheWrite1hTokens + b.cacheWrite1hTokens,
    outputTokens: a.outputTokens + b.outputTokens,
  };
}
