// Plain SQL over rate-limit errors, oldest first. Knows the stored JSON of the event kind 'api-error';
// knows nothing of windows.
import type { Database } from 'better-sqlite3';

/** Stored `rateLimitType` of the 5-hour window. */
export const FIVE_HOUR = 'five_hour';

export interface RateLimitHit {
  readonly atMs: number;
  /** `five_hour`, `seven_day`, …; `null`: not told. */
  readonly limit: string | null;
  /** When Claude Code said that the limit resets; `null`: not told. */
  readonly resetsAtMs: number | null;
}

export function readRateLimitHits(db: Database, sinceMs = 0): RateLimitHit[] {
  return db
    .prepare<[number], { atMs: number; data: string }>(
      `SELECT at_ms AS atMs, data FROM event
       WHERE kind = 'api-error' AND at_ms >= ? AND data LIKE '%rate_limit%' ORDER BY at_ms`,
    )
    .all(sinceMs)
    .flatMap(({ atMs, data }) => {
      const { error, rateLimitType, resetsAtMs } = parseObject(data);
      if (error !== 'rate_limit') return [];
      const limit = typeof rateLimitType === 'string' ? rateLimitType : null;
      return [{ atMs, limit, resetsAtMs: typeof resetsAtMs === 'number' ? resetsAtMs : null }];
    });
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
