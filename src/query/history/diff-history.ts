// The question "how do these two sessions differ": the same figures of both, side by side. Knows what is
// compared; how it is written is the view's.
import type { Metric } from '../../metrics/kit/metric.ts';
import { countLabels } from '../../metrics/task/label-session.ts';
import { TelltaleError } from '../../shared/errors.ts';
import { maskLine } from '../../shared/secrets.ts';
import { readModelSums } from '../../store/readers/sessions.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import type { JudgedThread } from '../quality/judged.ts';
import { metricsOf } from '../quality/metrics-of.ts';
import { readThresholds } from '../quality/read-thresholds.ts';
import { findSession } from '../sessions/find-session.ts';
import { sumCalls } from '../sessions/sums.ts';
import { describeSessions, readLearning, wordsOf } from './describe-sessions.ts';
import { countFailures, countTools, findMarks } from './describe-turn.ts';
import type {
  DiffMetric,
  DiffReading,
  DiffSide,
  DiffTool,
  HistoryDiffAnswer,
  ToolUse,
} from './history-answer.ts';
import { labelTurns } from './label-turns.ts';
import { readThreadTurns } from './read-thread.ts';
import { withThreads } from './select-sessions.ts';

export function queryHistoryDiff(
  asked: QueryContext,
  [wantedA, wantedB]: readonly [string, string],
): HistoryDiffAnswer {
  const context = atOneMoment(asked);
  const a = readSide({ ...context, command: 'history diff' }, wantedA);
  const b = readSide({ ...context, command: `history diff ${a.side.shortId}` }, wantedB);
  if (a.side.sessionId === b.side.sessionId) {
    throw new TelltaleError('usage', {
      what: `"${wantedA}" and "${wantedB}" are the same session`,
      next: 'telltale history list shows others',
    });
  }
  const thresholds = readThresholds(context);
  return {
    kind: 'history-diff',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    classifier: context.settings.classifier.enabled,
    learning: readLearning(context),
    a: a.side,
    b: b.side,
    metrics: metricsOf(context.settings).map((metric) => ({
      ...wordsOf(metric, thresholds),
      ...compareReadings(metric, a.judged, b.judged),
    })),
    tools: compareTools(a.tools, b.tools),
  };
}

interface ReadSide {
  readonly side: DiffSide;
  readonly judged: JudgedThread | null;
  readonly tools: readonly ToolUse[];
}

function readSide(context: QueryContext, wanted: string): ReadSide {
  const row = findSession(context, wanted);
  const [session] = withThreads(context, [row]);
  const [described] = session === undefined ? [] : describeSessions(context, [session]);
  if (session === undefined || described === undefined)
    throw new Error(`session ${row.id} was not described`);
  const thread =
    session.thread === null ? { copied: [], turns: [] } : readThreadTurns(context, session.thread);
  const events = thread.turns.flatMap((turn) => turn.events);
  const marks = findMarks(events, null);
  const tools = countTools(events);
  const { calls, finalCalls, unpricedCalls, totalTokens, costNanoUsd } = sumCalls(
    readModelSums(context.store.db, [row.id]),
  );
  const { firstMs, lastMs } = row;
  const side: DiffSide = {
    ...described.entry,
    versions: told(events.map(({ scene }) => scene.version)),
    efforts: told(events.map(({ scene }) => scene.effort)),
    calls,
    finalCalls,
    unpricedCalls,
    totalTokens,
    costNanoUsd,
    durationMs: firstMs === null || lastMs === null ? null : lastMs - firstMs,
    toolCalls: tools.reduce((sum, tool) => sum + tool.calls, 0),
    errors: countFailures(events),
    compactions: marks.filter(({ kind }) => kind === 'compaction').length,
    interrupts: marks.filter(({ kind }) => kind === 'interrupt').length,
    taskCounts: context.settings.classifier.enabled ? countLabels(labelTurns(thread)) : null,
  };
  return { side, judged: described.judged, tools };
}

/** Each once, in the order in which they came. */
function told(words: readonly (string | null)[]): string[] {
  return [...new Set(words.flatMap((word) => (word === null ? [] : maskLine(word))))];
}

function compareReadings(
  metric: Metric,
  a: JudgedThread | null,
  b: JudgedThread | null,
): Pick<DiffMetric, 'a' | 'b' | 'difference'> {
  const [readA, readB] = [readingOf(a, metric.id), readingOf(b, metric.id)];
  const [valueA, valueB] = [numberOf(readA), numberOf(readB)];
  const difference = valueA === null || valueB === null ? null : valueB - valueA;
  return { a: readA, b: readB, difference };
}

function readingOf(judged: JudgedThread | null, metric: string): DiffReading {
  const found = judged?.metrics.find((one) => one.metric === metric);
  return { reading: found?.reading ?? null, severity: found?.severity ?? null };
}

function numberOf({ reading }: DiffReading): number | null {
  return reading?.kind === 'value' ? reading.value : null;
}

function compareTools(a: readonly ToolUse[], b: readonly ToolUse[]): DiffTool[] {
  const names = [...new Set([...a, ...b].map(({ tool }) => tool))];
  const of = (tools: readonly ToolUse[], name: string): DiffTool['a'] => {
    const { calls = 0, errors = 0 } = tools.find(({ tool }) => tool === name) ?? {};
    return { calls, errors };
  };
  return names
    .map((tool) => ({ tool, a: of(a, tool), b: of(b, tool) }))
    .sort((one, other) => sum(other) - sum(one) || (one.tool < other.tool ? -1 : 1));
}

function sum({ a, b }: DiffTool): number {
  return a.calls + b.calls;
}
