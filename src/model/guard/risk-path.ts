// Risks of one session in an order that matters: text from outside, then secrets, then a way out. Knows times;
// that one led to the other it does not say.
import type { Place } from './finding.ts';
import type { Severity } from './rules.ts';

/** 'untrusted' came in, 'private' was read, 'outgoing' was sent, 'dangerous' was run. */
export type SignalKind = 'untrusted' | 'private' | 'outgoing' | 'dangerous';

export interface RiskSignal {
  readonly kind: SignalKind;
  /** One line, masked. */
  readonly what: string;
  readonly place: Place;
}

export interface RiskPath {
  readonly kind: 'untrusted-private-outgoing' | 'private-outgoing' | 'untrusted-dangerous';
  readonly severity: Severity;
  readonly sessionId: string;
  readonly steps: readonly RiskSignal[];
}

/** At most one of each kind, with the last step that ends it first; a longer path stands for its parts. */
export function findRiskPaths(sessionId: string, signals: readonly RiskSignal[]): RiskPath[] {
  const ordered = signals
    .filter(({ place }) => place.atMs !== null)
    .toSorted((a, b) => (a.place.atMs as number) - (b.place.atMs as number));
  const whole = findSteps(ordered, ['untrusted', 'private', 'outgoing']);
  const short = whole === null ? findSteps(ordered, ['private', 'outgoing']) : null;
  const run = findSteps(ordered, ['untrusted', 'dangerous']);
  return [
    ...pathOf(sessionId, 'untrusted-private-outgoing', 'high', whole),
    ...pathOf(sessionId, 'private-outgoing', 'medium', short),
    ...pathOf(sessionId, 'untrusted-dangerous', 'medium', run),
  ];
}

/** For the earliest end: the latest steps before it. */
function findSteps(
  ordered: readonly RiskSignal[],
  kinds: readonly SignalKind[],
): readonly RiskSignal[] | null {
  /** By the number of steps so far. */
  const best: (readonly RiskSignal[] | undefined)[] = [[]];
  for (const signal of ordered) {
    const at = kinds.indexOf(signal.kind);
    const before = at < 0 ? undefined : best[at];
    if (before === undefined) continue;
    const steps = [...before, signal];
    if (steps.length === kinds.length) return steps;
    best[steps.length] = steps;
  }
  return null;
}

function pathOf(
  sessionId: string,
  kind: RiskPath['kind'],
  severity: Severity,
  steps: readonly RiskSignal[] | null,
): RiskPath[] {
  return steps === null ? [] : [{ kind, severity, sessionId, steps }];
}
