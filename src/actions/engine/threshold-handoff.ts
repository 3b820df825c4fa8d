// Writes a session's handoff when its health has fallen below the threshold: once per level and stretch
// between compactions. Knows when; what stands in it is the handoff's.
import type { Verdict } from '../../live/verdict.ts';
import { type HealthLevel, isWorse } from '../../model/health/level.ts';
import type { VerdictFacts } from '../../query/live/query-verdict.ts';
import type { SessionRow } from '../../store/readers/sessions.ts';
import { makeHandoff } from '../handoff/make-handoff.ts';
import type { Round } from './round.ts';

export interface MadeHandoff {
  /** Null: it could not be written. Tried once, as it costs a reading of the whole transcript. */
  readonly path: string | null;
  /** See Verdict.handoffKey. */
  readonly key: string;
}

/** Null when there is nothing to write. */
export function handoffAtThreshold(
  round: Round,
  row: SessionRow,
  facts: VerdictFacts,
  before: Verdict | null,
): MadeHandoff | null {
  const isDue = facts.mayAlert && (facts.level === 'handoff' || facts.level === 'critical');
  if (!isDue || !isNewLow(facts, before?.handoffKey ?? null)) return null;
  return writeHandoff(round, row, 'threshold', handoffKey(facts));
}

interface Low {
  readonly segment: number;
  readonly level: HealthLevel;
}

export function handoffKey({ segment, level }: Low): string {
  return `${segment}:${level}`;
}

/** Health that wavers about a threshold is not low anew each time. */
function isNewLow({ segment, level }: Low, key: string | null): boolean {
  const [keySegment, keyLevel = 'ok'] = key?.split(':') ?? [];
  return keySegment !== String(segment) || isWorse(level, keyLevel as HealthLevel);
}

/** Null when handoffs are switched off. Never throws: the verdict matters more. */
export function writeHandoff(
  { context, world }: Round,
  row: SessionRow,
  reason: 'threshold' | 'pre-compact',
  key: string,
): MadeHandoff | null {
  if (!context.settings.handoff.auto) return null;
  try {
    const { stateDir } = world;
    const { path } = makeHandoff(context, row.id, { reason, nowMs: context.now(), stateDir });
    return { path, key };
  } catch {
    return { path: null, key };
  }
}
