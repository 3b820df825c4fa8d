// The question "how do my sessions do": per metric the usual and the recent, and the sessions that stand
// out. Knows readings; no event is read.

import { TASK_LABELS } from '../../metrics/task/task-labels.ts';
import { quantile } from '../../model/statistics/quantile.ts';
import {
  countSessions,
  readProjects,
  readSessions,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import { readThreadRows } from '../../store/readers/threads.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findProjects } from '../usage/filters.ts';
import { describeLearning, describeMetric } from './describe-metrics.ts';
import { type Bench, openBench, readJudgedThreads } from './judge-threads.ts';
import type { JudgedThread } from './judged.ts';
import { noteReadings } from './note-readings.ts';
import type {
  MetricOverview,
  QualityOverviewAnswer,
  SeverityCounts,
  Spread,
  StandingOut,
} from './quality-answer.ts';

export interface OverviewQuestion {
  /** Only projects that this word means. */
  readonly project?: string | undefined;
  /** The most recent so many sessions. */
  readonly limit: number;
}

/** More are in `telltale history list`. */
const MOST_STANDING_OUT = 5;

export function queryQualityOverview(
  asked: QueryContext,
  question: OverviewQuestion,
): QualityOverviewAnswer {
  const context = atOneMoment(asked);
  const { db } = context.store;
  const filter = filterOf(context, question.project);
  const bench = openBench(context);
  const rows = readSessions(db, { ...filter, limit: question.limit });
  const measured = readMeasured(context, rows, bench);
  const judged = measured.flatMap((one) => one.judged ?? []);
  return {
    kind: 'quality',
    formatVersion: 1,
    scope: 'overview',
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    learning: describeLearning(context.settings, bench.thresholds),
    classifier: context.settings.classifier.enabled,
    filter: { project: question.project ?? null },
    limit: question.limit,
    knownSessions: countSessions(db, {}),
    matchingSessions: countSessions(db, filter),
    measuredSessions: judged.length,
    unmeasuredSessions: measured.length - judged.length,
    severities: countSeverities(judged.map(({ severity }) => severity)),
    tasks: TASK_LABELS.map((task) => ({
      task,
      sessions: judged.filter((one) => one.task === task).length,
    })).filter(({ sessions }) => sessions > 0),
    metrics: describeAll(context, measured, bench),
    standingOut: findStandingOut(context, measured, bench),
  };
}

interface Measured {
  readonly row: SessionRow;
  readonly fileId: number | null;
  readonly judged: JudgedThread | null;
}

function readMeasured(
  context: QueryContext,
  rows: readonly SessionRow[],
  bench: Bench,
): Measured[] {
  const sessions = rows.map(({ id }) => id);
  const threads = readThreadRows(context.store.db, { sessions, main: true });
  const judgedOf = readJudgedThreads(context, threads, bench);
  const bySession = new Map(threads.map((thread) => [thread.session, thread]));
  return rows.map((row) => {
    const fileId = bySession.get(row.id)?.fileId ?? null;
    return { row, fileId, judged: fileId === null ? null : (judgedOf.get(fileId) ?? null) };
  });
}

function describeAll(
  context: QueryContext,
  measured: readonly Measured[],
  { metrics, range, thresholds }: Bench,
): MetricOverview[] {
  return metrics.map((metric): MetricOverview => {
    const learnedFrom = range
      .valuesOf(metric.id)
      .slice(0, context.settings.quality.baselineSessions);
    const files = new Set(learnedFrom.map(({ fileId }) => fileId));
    const readings = measured.flatMap(({ fileId, judged }) => {
      const found = judged?.metrics.find((one) => one.metric === metric.id);
      return found === undefined ? [] : [{ fileId, ...found }];
    });
    const recent = readings.flatMap(({ fileId, reading }) =>
      reading.kind === 'value' && reading.isWarm && !files.has(fileId ?? -1) ? [reading.value] : [],
    );
    return {
      ...describeMetric(metric, thresholds.get(metric.id) ?? null),
      baseline: spreadOf(learnedFrom.map(({ value }) => value)),
      recent: spreadOf(recent),
      severities: countSeverities(readings.map(({ severity }) => severity)),
      withoutValue: readings.filter(({ reading }) => reading.kind !== 'value' || !reading.isWarm)
        .length,
    };
  });
}

function spreadOf(values: readonly number[]): Spread | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return null;
  return { sessions: sorted.length, median: quantile(sorted, 0.5), min, max };
}

function countSeverities(severities: readonly JudgedThread['severity'][]): SeverityCounts {
  const count = (wanted: JudgedThread['severity']): number =>
    severities.filter((severity) => severity === wanted).length;
  return {
    ok: count('ok'),
    warn: count('warn'),
    critical: count('critical'),
    unjudged: count(null),
  };
}

/** The most recent comes first among equally bad ones. */
function findStandingOut(
  context: QueryContext,
  measured: readonly Measured[],
  { metrics }: Bench,
): StandingOut[] {
  const bad = (['critical', 'warn'] as const).flatMap((severity) =>
    measured.flatMap(({ row, judged }) => {
      if (judged === null || judged.severity !== severity) return [];
      return [{ row, judged, severity }];
    }),
  );
  return bad.slice(0, MOST_STANDING_OUT).map(({ row, judged, severity }) => ({
    ...identifySession(context, row),
    severity,
    task: context.settings.classifier.enabled ? judged.task : null,
    because: noteReadings(judged.metrics, metrics).filter((note) => note.severity !== 'ok'),
  }));
}

function filterOf(
  { store }: QueryContext,
  project: string | undefined,
): { readonly projectIds?: readonly number[] } {
  if (project === undefined) return {};
  return { projectIds: findProjects(readProjects(store.db), project).map(({ id }) => id) };
}
