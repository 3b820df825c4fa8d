// The question "how were today, the last 7 and the last 30 days", or any days: figures over the sessions'
// parts in each, and these sessions. Events count by their own time.
import { worstSeverity } from '../../metrics/kit/severity.ts';
import type { QueryContext } from '../context.ts';
import { projectOf } from '../sessions/describe-session.ts';
import { cellOf } from './cell.ts';
import { byWindow } from './event-keys.ts';
import type { Part } from './measure-threads.ts';
import type {
  PartMetric,
  PeriodSession,
  PeriodsAnswer,
  ReportPeriod,
  Severity,
} from './report-answer.ts';
import { frameReport, openReport, type ReportBench, sum, windowOf } from './report-frame.ts';
import type { AskedDays, PeriodsQuestion, ReportSubject } from './report-question.ts';

interface AskedPeriod extends AskedDays {
  readonly period: ReportPeriod['period'];
  /** The periods it holds, in the order of time. */
  readonly members: readonly string[];
}

export function queryPeriods(
  asked: QueryContext,
  subject: ReportSubject,
  question: PeriodsQuestion,
): PeriodsAnswer {
  const bench = openReport(asked);
  const { context } = bench;
  const isOpen = question.from === undefined && question.to === undefined;
  const periods: readonly AskedPeriod[] = isOpen
    ? stackedPeriods(context)
    : [{ period: 'range', members: ['range'], from: question.from, to: question.to }];
  const { frame, parts: all } = frameReport(bench, {
    subject,
    days: { from: periods.at(-1)?.from, to: periods.at(-1)?.to },
    correlations: question.correlations,
    division: {
      keys: byWindow(periods.map((one) => ({ key: one.period, ...windowOf(context, one) }))),
      unions: Object.fromEntries(periods.map(({ period, members }) => [period, members])),
    },
  });
  return {
    kind: 'report',
    ...frame,
    periods: periods.map(({ period, from = null, to = null }) => {
      const parts = all.filter(({ key }) => key === period);
      return {
        period,
        from,
        to,
        sessions: parts.length,
        events: sum(parts),
        cells: bench.columns.map((column) => cellOf(parts, column, bench)),
        list: parts.map((part) => sessionOf(part, bench)).sort(byConcern),
      };
    }),
  };
}

/** Today from midnight; the others hold today and the 6 or 29 days before it. */
function stackedPeriods({ zone, now }: QueryContext): AskedPeriod[] {
  const to = zone.dayKey(now());
  return [
    { period: 'today', from: to, to, members: ['today'] },
    { period: '7d', from: zone.addDays(to, -6), to, members: ['7d', 'today'] },
    { period: '30d', from: zone.addDays(to, -29), to, members: ['30d', '7d', 'today'] },
  ];
}

function sessionOf(part: Part, { list }: ReportBench): PeriodSession {
  const { thread, firstMs, lastMs, events, severities } = part;
  return {
    sessionId: thread.sessionId,
    shortId: thread.shortId,
    project: projectOf(thread.projectPath),
    firstAtMs: firstMs,
    lastAtMs: lastMs,
    events,
    severity: worstSeverity([...severities.values()]),
    metrics: list.map(({ id }) => partMetric(part, id)),
  };
}

function partMetric({ readings, severities }: Part, id: string): PartMetric {
  const reading = readings.get(id);
  const severity = severities.get(id) ?? null;
  if (reading?.kind === 'value') {
    return { metric: id, value: reading.value, reason: null, isWarm: reading.isWarm, severity };
  }
  const reason = reading?.reason ?? 'nothing happened that it counts';
  return { metric: id, value: null, reason, isWarm: false, severity: null };
}

const RANK: Readonly<Record<Severity, number>> = { critical: 3, warn: 2, ok: 1 };

function byConcern(a: PeriodSession, b: PeriodSession): number {
  const rank = ({ severity }: PeriodSession): number => (severity === null ? 0 : RANK[severity]);
  return (
    rank(b) - rank(a) ||
    (b.lastAtMs ?? 0) - (a.lastAtMs ?? 0) ||
    (a.sessionId < b.sessionId ? -1 : 1)
  );
}
