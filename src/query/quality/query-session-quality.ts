// The question "how did this session do": every metric of its main thread, its subagents below, and the
// last hits of one metric. Knows readers and the judge; the words are views'.
import type { Metric } from '../../metrics/kit/metric.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { nearestName } from '../../shared/nearest.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import type { SessionRow } from '../../store/readers/sessions.ts';
import { readThreadRows, type ThreadRow } from '../../store/readers/threads.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { describeLearning, describeMetric, isAllExperimental } from './describe-metrics.ts';
import { openBench, readJudgedThreads } from './judge-threads.ts';
import type { JudgedReading, JudgedThread } from './judged.ts';
import type {
  QualitySessionAnswer,
  SessionMetric,
  SubagentQuality,
  Thresholds,
} from './quality-answer.ts';
import { readHits } from './read-hits.ts';
import { reasonOf } from './session-quality.ts';
import { trendOf } from './trend.ts';

export interface SessionQuestion {
  /** Only this metric, with its last hits. */
  readonly metric?: string | undefined;
  /** Hits bear a piece of their text. */
  readonly withText: boolean;
}

/** @throws TelltaleError 'usage': there is no such metric */
export function querySessionQuality(
  asked: QueryContext,
  row: SessionRow,
  question: SessionQuestion,
): QualitySessionAnswer {
  const context = atOneMoment(asked);
  const { settings } = context;
  const bench = openBench(context);
  const { thresholds } = bench;
  const metrics =
    question.metric === undefined ? bench.metrics : [findMetric(bench.metrics, question.metric)];
  const { main, agents } = readThreads(context, row);
  const judgedOf = readJudgedThreads(
    context,
    main === undefined ? agents : [main, ...agents],
    bench,
  );
  const judged = main === undefined ? undefined : judgedOf.get(main.fileId);
  const [only] = metrics;
  const isAlone = question.metric !== undefined && only !== undefined;
  const own = judged?.metrics.find(({ metric }) => metric === only?.id);
  return {
    kind: 'quality',
    formatVersion: 1,
    scope: 'session',
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    learning: describeLearning(settings, thresholds),
    classifier: settings.classifier.enabled,
    ...identifySession(context, row),
    reason: judged === undefined ? reasonOf(context, row.id, main) : null,
    severity: judged?.severity ?? null,
    task: taskOf(context, judged),
    isExperimental: isAllExperimental(thresholds),
    events: judged === undefined ? null : (main?.events ?? null),
    copiedUntilMs: main?.copiedUntilMs ?? null,
    metrics: judged === undefined ? [] : describeReadings(metrics, judged, thresholds),
    subagents: agents.flatMap((agent) => {
      const own = judgedOf.get(agent.fileId);
      return own === undefined ? [] : [describeAgent(context, agent, own, metrics)];
    }),
    hits:
      isAlone && main !== undefined && own !== undefined
        ? readHits(context, main, only, { withText: question.withText, reading: own.reading })
        : null,
  };
}

function readThreads(
  { store }: QueryContext,
  row: SessionRow,
): { readonly main: ThreadRow | undefined; readonly agents: readonly ThreadRow[] } {
  const [main] = readThreadRows(store.db, { sessions: [row.id], main: true });
  const agents = readThreadRows(store.db, { sessions: [row.id] })
    .filter(({ agentId }) => agentId !== null)
    .sort((a, b) => (a.firstMs ?? Infinity) - (b.firstMs ?? Infinity) || a.fileId - b.fileId);
  return { main, agents };
}

function findMetric(metrics: readonly Metric[], wanted: string): Metric {
  const found = metrics.find(({ id, title }) => id === wanted || title === wanted);
  if (found !== undefined) return found;
  const ids = metrics.map(({ id }) => id);
  const near = nearestName(wanted, ids);
  throw new TelltaleError('usage', {
    what: `there is no metric "${oneLine(wanted)}"${near === null ? '' : `; did you mean ${near}?`}`,
    next: `Metrics that are on: ${ids.join(', ')}`,
  });
}

function describeReadings(
  metrics: readonly Metric[],
  judged: JudgedThread,
  thresholds: ReadonlyMap<string, Thresholds>,
): SessionMetric[] {
  return metrics.flatMap((metric): SessionMetric[] => {
    const own = judged.metrics.find((one) => one.metric === metric.id);
    if (own === undefined) return [];
    const words = describeMetric(metric, thresholds.get(metric.id) ?? null);
    return [{ ...words, ...own, trend: trendOf(own.trail, metric.decimals) }];
  });
}

function describeAgent(
  context: QueryContext,
  agent: ThreadRow,
  judged: JudgedThread,
  metrics: readonly Metric[],
): SubagentQuality {
  return {
    agentId: oneLine(agent.agentId ?? ''),
    type: agent.agentType === null ? null : maskLine(agent.agentType),
    severity: judged.severity,
    task: taskOf(context, judged),
    events: agent.events,
    metrics: metrics.flatMap((metric): (JudgedReading & Pick<SessionMetric, 'trend'>)[] => {
      const own = judged.metrics.find((one) => one.metric === metric.id);
      return own === undefined ? [] : [{ ...own, trend: trendOf(own.trail, metric.decimals) }];
    }),
  };
}

function taskOf({ settings }: QueryContext, judged: JudgedThread | undefined) {
  return settings.classifier.enabled ? (judged?.task ?? null) : null;
}
