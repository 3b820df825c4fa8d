// Writes a session's handoff when its health has fallen below the threshold: once per level and stretch
// between compactions. Knows when; what stands in it is the handoff's.
import type { Verdict } from '../../live/verdict.ts';
import type { VerdictFacts } from '../../query/live/query-verdict.ts';
import type { SessionRow } from '../../store/readers/sessions.ts';
import { makeHandoff } from '../handoff/make-handoff.ts';
import type { Round } from './round.ts';

export interface MadeHandoff {
  readonly path: string;
  /** See Verdict.handoffKey. */
  readonly key: string;
}

/** Null when there is nothing to write, or it could not be written: the verdict matters more. */
export function handoffAtThreshold(
  round: Round,
  row: SessionRow,
  facts: VerdictFacts,
  before: Verdict | null,
): MadeHandoff | null {
  const isDue = facts.mayAlert && (facts.level === 'handoff' || facts.level === 'critical');
  const key = `${facts.segment}:${facts.level}`;
  if (!isDue || before?.handoffKey === key) return null;
  return writeHandoff(round, row, 'threshold', key);
}

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
    return null;
  }
}
