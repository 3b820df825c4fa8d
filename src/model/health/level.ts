// The levels of a session's health, and which is worse. Pure.

/** What to do about a session's health; 'unknown': there is nothing to judge by. */
export type HealthLevel = 'ok' | 'warn' | 'handoff' | 'critical' | 'unknown';

const RANK: Readonly<Record<HealthLevel, number>> = {
  unknown: 0,
  ok: 0,
  warn: 1,
  handoff: 2,
  critical: 3,
};

export function isWorse(level: HealthLevel, than: HealthLevel): boolean {
  return RANK[level] > RANK[than];
}
