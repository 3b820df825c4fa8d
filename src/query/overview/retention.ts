// Which transcripts Claude Code is about to delete. Knows the setting cleanupPeriodDays and its
// default; deletes nothing and reads no transcript.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPresentFileTimes } from '../../store/readers/overview-facts.ts';
import type { QueryContext } from '../context.ts';

const DAY_MS = 86_400_000;
/** Claude Code's own default. */
const DEFAULT_DAYS = 30;

export interface ExpiringTranscripts {
  readonly count: number;
  /** When the first of them may go: at the next start of Claude Code after it. */
  readonly firstMs: number;
  readonly withinDays: number;
}

/** Transcripts that may be deleted within so many days, those overdue included; `null`: none. */
export function readExpiring(
  context: QueryContext,
  withinDays: number,
): ExpiringTranscripts | null {
  const horizonMs = context.now() + withinDays * DAY_MS;
  const daysByRoot = new Map<string, number>();
  let count = 0;
  let firstMs = Number.POSITIVE_INFINITY;
  for (const { root, mtimeMs } of readPresentFileTimes(context.store.db)) {
    let days = daysByRoot.get(root);
    if (days === undefined) {
      days = readCleanupDays(root);
      daysByRoot.set(root, days);
    }
    const dueMs = mtimeMs + days * DAY_MS;
    if (dueMs > horizonMs) continue;
    count += 1;
    firstMs = Math.min(firstMs, dueMs);
  }
  return count === 0 ? null : { count, firstMs: Math.round(firstMs), withinDays };
}

/** `cleanupPeriodDays` of a config folder; the default when there is none or it makes no sense. */
export function readCleanupDays(root: string): number {
  try {
    const settings: unknown = JSON.parse(readFileSync(join(root, 'settings.json'), 'utf8'));
    const days = (settings as { cleanupPeriodDays?: unknown } | null)?.cleanupPeriodDays;
    return typeof days === 'number' && days >= 1 ? days : DEFAULT_DAYS;
  } catch {
    return DEFAULT_DAYS;
  }
}
