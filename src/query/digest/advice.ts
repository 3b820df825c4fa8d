// What a digest advises: rules over its own figures, each a measured fact with a command that shows more.
// Knows thresholds; the sentences are the view's.
import { quoteWord } from '../../shared/shell-words.ts';
import { openZone } from '../../shared/zone.ts';
import type { Advice, DigestAnswer } from './digest-answer.ts';

export const ADVICE_THRESHOLDS = {
  /** Of the period's cost, where there is more than one session. Source: the digest of ctxprof. */
  oneSessionRatio: 0.4,
  /** Excess of avoidable rebuilds, in the period's cost or in money: our choice, either is enough. */
  rebuildRatio: 0.05,
  rebuildNanoUsd: 1_000_000_000,
} as const;

type Figures = Omit<DigestAnswer, 'advice'>;

/** The most money first. */
export function deriveAdvice(figures: Figures): Advice[] {
  return [
    ...adviseRebuilds(figures),
    ...adviseDearCalls(figures),
    ...adviseOneSession(figures),
  ].sort((a, b) => amountOf(b) - amountOf(a));
}

function amountOf(advice: Advice): number {
  return advice.rule === 'rebuilds' ? advice.excessNanoUsd : advice.costNanoUsd;
}

function adviseOneSession({ bySession, sessions }: Figures): Advice[] {
  const [first] = bySession;
  if (first === undefined || sessions < 2) return [];
  const { costRatio, session, sum } = first;
  if (costRatio === null || costRatio < ADVICE_THRESHOLDS.oneSessionRatio) return [];
  const command = `telltale explain ${quoteWord(session.shortId)}`;
  return [{ rule: 'one-session', session, costNanoUsd: sum.costNanoUsd ?? 0, costRatio, command }];
}

function adviseDearCalls({ dearCalls, dearestCalls }: Figures): Advice[] {
  const [first] = dearestCalls;
  const { calls, leastNanoUsd, costNanoUsd, costRatio } = dearCalls;
  if (first === undefined || calls === 0 || costRatio === null) return [];
  const { callId } = first;
  const command = `telltale call ${quoteWord(callId)}`;
  return [{ rule: 'dear-calls', calls, leastNanoUsd, costNanoUsd, costRatio, callId, command }];
}

function adviseRebuilds({ rebuilds, avoidable, sum, period, timezone }: Figures): Advice[] {
  const [first] = rebuilds;
  const { excessNanoUsd, events } = avoidable;
  if (first === undefined || first.isExpected || excessNanoUsd === null) return [];
  if (sum.costNanoUsd === null || sum.costNanoUsd === 0) return [];
  const costRatio = excessNanoUsd / sum.costNanoUsd;
  const { rebuildRatio, rebuildNanoUsd } = ADVICE_THRESHOLDS;
  if (costRatio < rebuildRatio && excessNanoUsd < rebuildNanoUsd) return [];
  return [
    {
      rule: 'rebuilds',
      events,
      excessNanoUsd,
      costRatio,
      cause: first.cause,
      causeNanoUsd: first.excessNanoUsd ?? 0,
      command: `telltale cache --since ${sinceWord(period.sinceMs, timezone)}`,
    },
  ];
}

/** The day where the period begins with one, otherwise the moment. */
function sinceWord(sinceMs: number, timezone: string): string {
  const zone = openZone(timezone);
  const day = zone.dayKey(sinceMs);
  return zone.startOfDay(day) === sinceMs ? day : new Date(sinceMs).toISOString();
}
