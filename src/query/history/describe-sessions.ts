// A session as every history view names it: identity, models, modes, severity and what makes it so, task.
// Knows readers and the judge; neither turns nor tools.
import type { Metric } from '../../metrics/kit/metric.ts';
import type { Thresholds } from '../../metrics/kit/severity.ts';
import { maskLine } from '../../shared/secrets.ts';
import { readModelSums } from '../../store/readers/sessions.ts';
import { readTurnCounts } from '../../store/readers/sessions-events.ts';
import type { QueryContext } from '../context.ts';
import { describeLearning } from '../quality/describe-metrics.ts';
import { readJudgedThreads } from '../quality/judge-threads.ts';
import type { JudgedThread } from '../quality/judged.ts';
import { metricsOf } from '../quality/metrics-of.ts';
import type { Learning } from '../quality/quality-answer.ts';
import { readThresholds } from '../quality/read-thresholds.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { groupBy } from '../sessions/group-by.ts';
import { sumByModel } from '../sessions/sums.ts';
import type { HistoryEntry, MetricWords } from './history-answer.ts';
import { type HistorySession, readThreadFacts } from './select-sessions.ts';

export interface DescribedSession {
  readonly entry: HistoryEntry;
  /** Null: it was never measured. */
  readonly judged: JudgedThread | null;
}

/** In the order of the sessions. */
export function describeSessions(
  context: QueryContext,
  sessions: readonly HistorySession[],
): DescribedSession[] {
  const { db } = context.store;
  const ids = sessions.map(({ row }) => row.id);
  const sums = groupBy(readModelSums(db, ids), ({ id }) => id);
  const turns = readTurnCounts(db, ids);
  const judgedOf = readJudgedThreads(
    context,
    sessions.flatMap(({ thread }) => thread ?? []),
  );
  const metrics = metricsOf(context.settings);
  return sessions.map((session) => {
    const { row, thread } = session;
    const judged = (thread === null ? undefined : judgedOf.get(thread.fileId)) ?? null;
    const { permissionModes, prompts } = readThreadFacts(context, session);
    return {
      judged,
      entry: {
        ...identifySession(context, row),
        models: sumByModel(sums.get(row.id) ?? []).map(({ model }) => model),
        permissionModes: permissionModes.map(maskLine),
        turns: prompts ?? turns.get(row.id) ?? 0,
        severity: judged?.severity ?? null,
        because: judged === null ? [] : becauseOf(judged, metrics),
        task: context.settings.classifier.enabled ? (judged?.task ?? null) : null,
      },
    };
  });
}

export function readLearning(context: QueryContext): Learning {
  return describeLearning(context.settings, readThresholds(context));
}

/** What views need to write values, for every metric that is on. */
export function wordsOfMetrics(context: QueryContext): MetricWords[] {
  const thresholds = readThresholds(context);
  return metricsOf(context.settings).map((metric) => wordsOf(metric, thresholds));
}

export function wordsOf(metric: Metric, thresholds: ReadonlyMap<string, Thresholds>): MetricWords {
  const { id, title, unit, decimals, worse } = metric;
  return {
    metric: id,
    title,
    unit,
    decimals,
    worse,
    thresholds: thresholds.get(id) ?? null,
  };
}

function becauseOf({ severity, metrics: own }: JudgedThread, metrics: readonly Metric[]): string[] {
  if (severity === null || severity === 'ok') return [];
  const titles = new Map(metrics.map(({ id, title }) => [id, title]));
  return own
    .filter((one) => one.severity === severity)
    .map(({ metric }) => titles.get(metric) ?? metric);
}
