// What every report has: whose sessions, which metrics, what the marks rest on, and whether the transcripts
// were understood. Knows settings, thresholds and parts; no group.
import type { Metric } from '../../metrics/kit/metric.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { describeLearning, describeMetric } from '../quality/describe-metrics.ts';
import { metricsOf } from '../quality/metrics-of.ts';
import { readThresholds } from '../quality/read-thresholds.ts';
import type { Judging } from './cell.ts';
import { correlate } from './correlate.ts';
import { isWithin, type TimeWindow } from './event-keys.ts';
import { type Division, measureThreads, type Part } from './measure-threads.ts';
import {
  type DayRange,
  type ReportColumn,
  type ReportFrame,
  SMALLEST_GROUP,
  type UnhealthySession,
} from './report-answer.ts';
import { columnsOf } from './report-columns.ts';
import type { AskedDays, ReportSubject } from './report-question.ts';
import type { ReportThread } from './report-thread.ts';

export interface ReportBench extends Judging {
  readonly context: QueryContext;
  readonly list: readonly Metric[];
  readonly columns: readonly ReportColumn[];
}

/** The clock stands still from here on. */
export function openReport(asked: QueryContext): ReportBench {
  const context = atOneMoment(asked);
  const list = metricsOf(context.settings);
  return {
    context,
    list,
    metrics: new Map(list.map((metric) => [metric.id, metric])),
    thresholds: readThresholds(context),
    columns: columnsOf(list),
  };
}

export interface FramedParts {
  readonly frame: ReportFrame;
  /** Parts of the division asked for; those in which nothing happened are left out. */
  readonly parts: readonly Part[];
  /** Sessions with anything in the days asked for. */
  readonly threads: ReadonlySet<ReportThread>;
}

export interface FrameQuestion {
  readonly subject: ReportSubject;
  readonly days: AskedDays;
  readonly division: Omit<Division, 'metrics'>;
  readonly correlations: boolean;
}

/** Measures the sessions in the division asked for, and whole. */
export function frameReport(bench: ReportBench, question: FrameQuestion): FramedParts {
  const { context, list, thresholds, columns } = bench;
  const { subject, days, division } = question;
  const window = windowOf(context, days);
  const ofIntegrity = list.filter(({ isIntegrity }) => isIntegrity === true);
  const whole: Division = {
    metrics: question.correlations ? list : ofIntegrity,
    keys: ({ times }) => times.map((atMs) => (isWithin(atMs, window) ? 'all' : null)),
  };
  const threads = subject.threads.filter((thread) => mayFallIn(thread, window));
  const [divided = [], withLines = []] = measureThreads(
    threads,
    [{ ...division, metrics: list }, whole],
    thresholds,
  );
  const all = withLines.filter(({ events }) => events > 0);
  return {
    parts: divided.filter(({ events }) => events > 0),
    threads: new Set(all.map(({ thread }) => thread)),
    frame: {
      formatVersion: 1,
      generatedAtMs: context.now(),
      timezone: context.zone.name,
      source: subject.source,
      filter: { project: subject.project },
      range: { from: days.from ?? null, to: days.to ?? null },
      sessions: all.length,
      events: sum(all),
      days: daysOf(context, all),
      smallestGroup: SMALLEST_GROUP,
      learning: describeLearning(context.settings, thresholds),
      metrics: list.map((metric) => ({
        ...describeMetric(metric, thresholds.get(metric.id) ?? null),
        source: metric.source,
      })),
      columns,
      unhealthy: withLines
        .flatMap((part) => unhealthyOf(part, ofIntegrity))
        .sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1)),
      correlations: question.correlations ? correlate(all, columns) : null,
    },
  };
}

export function windowOf({ zone }: QueryContext, { from, to }: AskedDays): TimeWindow {
  return {
    fromMs: from === undefined ? null : zone.startOfDay(from),
    toMs: to === undefined ? null : zone.startOfDay(zone.addDays(to, 1)),
  };
}

function mayFallIn({ firstMs, lastMs }: ReportThread, { fromMs, toMs }: TimeWindow): boolean {
  return (
    (fromMs === null || lastMs === null || lastMs >= fromMs) &&
    (toMs === null || firstMs === null || firstMs < toMs)
  );
}

export function sum(parts: readonly Part[]): number {
  return parts.reduce((events, part) => events + part.events, 0);
}

function daysOf({ zone }: QueryContext, parts: readonly Part[]): DayRange {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { firstMs, lastMs } of parts) {
    first = Math.min(first, firstMs ?? first);
    last = Math.max(last, lastMs ?? last);
  }
  if (first > last) return { from: null, to: null };
  return { from: zone.dayKey(first), to: zone.dayKey(last) };
}

function unhealthyOf(part: Part, metrics: readonly Metric[]): UnhealthySession[] {
  return metrics.flatMap(({ id }) => {
    const reading = part.readings.get(id);
    if (part.severities.get(id) !== 'critical' || reading?.kind !== 'value') return [];
    return [{ sessionId: part.thread.sessionId, healthRatio: reading.value }];
  });
}
