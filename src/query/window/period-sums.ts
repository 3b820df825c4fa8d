// Sums of today, this week, this month and the billing period in one reading. Knows where days begin;
// knows nothing of windows.
import { type BillingPeriod, billingPeriod } from '../../shared/billing-period.ts';
import { quarterOf, readQuarterCosts, readQuarterSums } from '../../store/readers/window-calls.ts';
import type { QueryContext } from '../context.ts';
import { addSums, type CallTotals, finishTally, startTally } from './totals.ts';

/** Whole days in the answer's zone: `fromDay` included, `nextDay` not. */
export interface SpanTotals {
  readonly fromDay: string;
  readonly nextDay: string;
  readonly totals: CallTotals;
}

export interface PeriodSums {
  readonly today: SpanTotals;
  readonly last7Days: SpanTotals;
  readonly week: SpanTotals;
  readonly month: SpanTotals;
  readonly period: SpanTotals;
  /** Cost by day, up to today. */
  readonly dailyNanoUsd: readonly number[];
}

type SpanName = Exclude<keyof PeriodSums, 'dailyNanoUsd'>;

/** Days of the longest sparkline. */
const SPARK_DAYS = 24;

export function readPeriodSums(context: QueryContext): PeriodSums {
  const { zone } = context;
  const { db } = context.store;
  const spans = listSpans(context);
  const bounds = Object.values(spans).map(({ startDay, nextDay }) => ({
    tally: startTally(),
    from: quarterOf(zone.startOfDay(startDay)),
    to: quarterOf(zone.startOfDay(nextDay)),
  }));
  const first = Math.min(...bounds.map((bound) => bound.from));
  const quarters = readQuarterSums(db, first);
  for (const sums of quarters) {
    for (const bound of bounds) {
      if (sums.quarter >= bound.from && sums.quarter < bound.to) addSums(bound.tally, sums);
    }
  }
  const named = Object.entries(spans).map(([name, { startDay: fromDay, nextDay }], index) => {
    return [name, { fromDay, nextDay, totals: finishTally(bounds[index]?.tally ?? startTally()) }];
  });
  const dailyNanoUsd = sumByDay(context, (from) => [
    ...readQuarterCosts(db, from, first),
    ...quarters,
  ]);
  return { ...(Object.fromEntries(named) as Record<SpanName, SpanTotals>), dailyNanoUsd };
}

interface QuarterCost {
  readonly quarter: number;
  readonly costNanoUsd: number;
}

function sumByDay(
  context: QueryContext,
  readFrom: (quarter: number) => readonly QuarterCost[],
): number[] {
  const { zone } = context;
  const today = zone.dayKey(context.now());
  const starts = Array.from({ length: SPARK_DAYS + 1 }, (_, index) =>
    quarterOf(zone.startOfDay(zone.addDays(today, index - SPARK_DAYS + 1))),
  );
  const days = Array.from({ length: SPARK_DAYS }, () => 0);
  for (const { quarter, costNanoUsd } of readFrom(starts[0] ?? 0)) {
    const day = starts.findLastIndex((start) => start <= quarter);
    if (day >= 0 && day < SPARK_DAYS) days[day] = (days[day] ?? 0) + costNanoUsd;
  }
  return days;
}

function listSpans(context: QueryContext): Record<SpanName, BillingPeriod> {
  const { zone, settings } = context;
  const nowMs = context.now();
  const today = zone.dayKey(nowMs);
  const tomorrow = zone.addDays(today, 1);
  const weekStart = zone.weekKey(nowMs, settings.display.weekStart);
  return {
    today: { startDay: today, nextDay: tomorrow },
    last7Days: { startDay: zone.addDays(today, -6), nextDay: tomorrow },
    week: { startDay: weekStart, nextDay: zone.addDays(weekStart, 7) },
    month: billingPeriod(today, 1),
    period: billingPeriod(today, settings.plan.renewalDay),
  };
}
