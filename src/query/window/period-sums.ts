// Sums of today, this week, this month and the billing period in one reading. Knows where days begin;
// knows nothing of windows.

import { quarterOf } from '../../model/quarter.ts';
import { type BillingPeriod, billingPeriod } from '../../shared/billing-period.ts';
import { type CallSums, readSpanSums } from '../../store/readers/window-calls.ts';
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
  const spans = listSpans(context);
  const days = readDays(context, spans);
  const sumOf = ({ startDay, nextDay }: BillingPeriod): SpanTotals => {
    const tally = startTally();
    for (const { day, sums } of days) {
      if (day >= startDay && day < nextDay) addSums(tally, sums);
    }
    return { fromDay: startDay, nextDay, totals: finishTally(tally) };
  };
  const { startDay, nextDay } = spans.spark;
  const inSpark = days.filter(({ day }) => day >= startDay && day < nextDay);
  return {
    today: sumOf(spans.today),
    last7Days: sumOf(spans.last7Days),
    week: sumOf(spans.week),
    month: sumOf(spans.month),
    period: sumOf(spans.period),
    dailyNanoUsd: inSpark.map(({ sums }) => sums.costNanoUsd),
  };
}

type Spans = Readonly<Record<SpanName | 'spark', BillingPeriod>>;

/** Every day that some span needs, in order, each read once. */
function readDays(context: QueryContext, spans: Spans): { day: string; sums: CallSums }[] {
  const { zone } = context;
  const starts = Object.values(spans).map((span) => span.startDay);
  const ends = Object.values(spans).map((span) => span.nextDay);
  const end = ends.sort().at(-1) ?? '';
  const days: string[] = [];
  for (let day = starts.sort()[0] ?? end; day < end; day = zone.addDays(day, 1)) days.push(day);
  const bounds = [...days, end].map((day) => quarterOf(zone.startOfDay(day)));
  const sums = readSpanSums(context.store.db, bounds);
  return days.flatMap((day, index) => {
    const ofDay = sums[index];
    return ofDay === undefined ? [] : [{ day, sums: ofDay }];
  });
}

function listSpans(context: QueryContext): Spans {
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
    spark: { startDay: zone.addDays(today, 1 - SPARK_DAYS), nextDay: tomorrow },
  };
}
