// The answer to "how is the 5-hour window doing": the running window, its rate, what is ahead, and
// the sums of the week, the month and the billing period around it.
import { daysBetween } from '../../shared/calendar.ts';
import { readSessionByRowId } from '../../store/readers/sessions.ts';
import { readUntimedSums, type TimedCall } from '../../store/readers/window-calls.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession, type SessionIdentity } from '../sessions/describe-session.ts';
import { type BurnRate, deriveBurn, deriveProjection, type Projection } from './burn.ts';
import { deriveOutlook, type Mark, type Outlook } from './outlook.ts';
import { readPeriodSums, type SpanTotals } from './period-sums.ts';
import {
  countWindows,
  readFiveHourHits,
  readLatestWindow,
  readWindowUpTo,
  type WindowFacts,
} from './read-windows.ts';
import { addCall, type CallTotals, finishTally, startTally } from './totals.ts';

export interface WindowAnswer {
  readonly formatVersion: 1;
  readonly kind: 'window';
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** `null`: no window runs now. */
  readonly current: CurrentWindow | null;
  readonly outlook: Outlook;
  readonly week: SpanTotals;
  readonly month: SpanTotals;
  readonly period: PeriodUse;
  /** Calls without a readable time: part of the ledger, of no window. */
  readonly notAttributable: CallTotals;
}

export interface CurrentWindow extends WindowFacts {
  readonly burn: BurnRate;
  readonly projection: Projection;
  readonly marks: readonly Mark[];
  /** Dearest first. */
  readonly bySession: readonly SessionShare[];
}

export interface SessionShare {
  readonly session: SessionIdentity | null;
  readonly totals: CallTotals;
}

/** The billing period, and the windows used in it. */
export interface PeriodUse extends SpanTotals {
  /** Windows that began in the period, the running one included. */
  readonly windowsUsed: number;
  /** From here on `null` without the setting it needs. */
  readonly windowsPerPeriod: number | null;
  /** Negative when more were used than planned. */
  readonly windowsLeft: number | null;
  /** Over the days left, today included. */
  readonly windowsLeftPerDay: number | null;
  readonly planUsd: number | null;
  readonly planRatio: number | null;
}

export function queryWindow(asked: QueryContext): WindowAnswer {
  const context = atOneMoment(asked);
  const nowMs = context.now();
  const { week, month, period } = readPeriodSums(context);
  const current = readCurrentWindow(context, period);
  return {
    formatVersion: 1,
    kind: 'window',
    generatedAtMs: nowMs,
    timezone: context.zone.name,
    current: current.window,
    outlook: current.outlook,
    week,
    month,
    period: describePeriod(context, period),
    notAttributable: finishTally(readUntimedSums(context.store.db)),
  };
}

export interface CurrentWindowAnswer {
  readonly window: CurrentWindow | null;
  readonly outlook: Outlook;
}

/** The running window and what is ahead of it; `period` is the billing period's sum. */
export function readCurrentWindow(context: QueryContext, period: SpanTotals): CurrentWindowAnswer {
  const nowMs = context.now();
  const latest = readLatestWindow(context);
  if (latest === null) return { window: null, outlook: { kind: 'no-window', lastEndedMs: null } };
  const { facts, calls } = latest;
  if (!facts.isActive) {
    return { window: null, outlook: { kind: 'no-window', lastEndedMs: facts.endMs } };
  }
  const burn = deriveBurn(calls, facts, nowMs);
  const projection = deriveProjection(facts.totals, burn, facts, nowMs);
  const marks = readMarks(context, facts, period);
  const bySession = sumBySession(context, calls);
  return {
    window: { ...facts, burn, projection, marks, bySession },
    outlook: deriveOutlook(facts, burn, projection, marks, nowMs),
  };
}

export function planRatio(monthlyUsd: number | null, totals: CallTotals): number | null {
  if (monthlyUsd === null || monthlyUsd <= 0 || totals.costNanoUsd === null) return null;
  return totals.costNanoUsd / 1e9 / monthlyUsd;
}

function readMarks(context: QueryContext, window: WindowFacts, period: SpanTotals): Mark[] {
  const marks: Mark[] = [];
  const cutOff = readLargestCutOff(context, window.startMs);
  if (cutOff !== null) marks.push(cutOff);
  const { monthlyUsd } = context.settings.plan;
  const spent = period.totals.costNanoUsd;
  if (monthlyUsd !== null && spent !== null && window.totals.costNanoUsd !== null) {
    const leftNanoUsd = Math.round(monthlyUsd * 1e9) - spent;
    const costNanoUsd = window.totals.costNanoUsd + leftNanoUsd;
    if (leftNanoUsd > 0) marks.push({ kind: 'plan', costNanoUsd, monthlyUsd });
  }
  return marks;
}

/** Of the windows before `beforeMs` that were cut off, the one that had cost most by then. */
function readLargestCutOff(context: QueryContext, beforeMs: number): Mark | null {
  let largest: Mark | null = null;
  let skipToMs = Number.NEGATIVE_INFINITY;
  for (const hit of readFiveHourHits(context)) {
    if (hit.atMs < skipToMs || hit.atMs >= beforeMs) continue;
    const window = readWindowUpTo(context, hit.atMs);
    if (window === null) continue;
    const { startMs, endMs, totals } = window.facts;
    skipToMs = endMs;
    const costNanoUsd = totals.costNanoUsd ?? 0;
    if (costNanoUsd <= (largest?.costNanoUsd ?? 0)) continue;
    largest = { kind: 'cut-off', costNanoUsd, windowStartMs: startMs, cutOffMs: hit.atMs };
  }
  return largest;
}

function sumBySession(context: QueryContext, calls: readonly TimedCall[]): SessionShare[] {
  const tallies = new Map<number, ReturnType<typeof startTally>>();
  for (const call of calls) {
    let tally = tallies.get(call.sessionRow);
    if (tally === undefined) {
      tally = startTally();
      tallies.set(call.sessionRow, tally);
    }
    addCall(tally, call);
  }
  return [...tallies]
    .map(([row, tally]) => {
      const session = readSessionByRowId(context.store.db, row);
      return {
        session: session === undefined ? null : identifySession(context, session),
        totals: finishTally(tally),
      };
    })
    .sort((a, b) => (b.totals.costNanoUsd ?? 0) - (a.totals.costNanoUsd ?? 0));
}

function describePeriod(context: QueryContext, period: SpanTotals): PeriodUse {
  const { zone, settings } = context;
  const { monthlyUsd, windowsPerPeriod } = settings.plan;
  const windowsUsed = countWindows(context, zone.startOfDay(period.fromDay));
  const windowsLeft = windowsPerPeriod === null ? null : windowsPerPeriod - windowsUsed;
  const daysLeft = Math.max(1, daysBetween(zone.dayKey(context.now()), period.nextDay));
  return {
    ...period,
    windowsUsed,
    windowsPerPeriod,
    windowsLeft,
    windowsLeftPerDay: windowsLeft === null ? null : Math.max(0, windowsLeft) / daysLeft,
    planUsd: monthlyUsd,
    planRatio: planRatio(monthlyUsd, period.totals),
  };
}
