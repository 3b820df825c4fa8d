// How large a session of this user is when it starts. Knows where the measure comes from and how many
// sessions it takes; knows nothing of what it is used for.
import { readFirstContexts } from '../../store/readers/rotation.ts';
import type { QueryContext } from '../context.ts';
import { ACTIVE_WITHIN_MS } from '../sessions/session-activity.ts';

export interface FreshSize {
  /** What the first call of a session is sent: system prompt, tools, memory files, first prompt. */
  readonly tokens: number;
  /**
   * 'finished-sessions': the median over this user's newest finished sessions. 'own-first-call': there
   * are too few of them, so the session's own first call stands for it.
   */
  readonly basis: 'finished-sessions' | 'own-first-call';
  /** Sessions that were measured. */
  readonly sessions: number;
}

/** What a handoff adds to a fresh context: the size that handoffs are kept to. */
export const HANDOFF_TOKENS = 2_500;

/** As many as calibration looks at. */
const NEWEST = 200;
/** A median of fewer says little. */
const LEAST = 3;

/** Null: fewer than three finished sessions have a call. */
export function readFreshSize(context: QueryContext): FreshSize | null {
  const endedBeforeMs = context.now() - ACTIVE_WITHIN_MS;
  const sizes = readFirstContexts(context.store.db, endedBeforeMs, NEWEST);
  if (sizes.length < LEAST) return null;
  return { tokens: medianOf(sizes), basis: 'finished-sessions', sessions: sizes.length };
}

/** Rounded to whole tokens. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)] ?? 0;
  const low = sorted[Math.ceil(middle) - 1] ?? high;
  return Math.round((low + high) / 2);
}
