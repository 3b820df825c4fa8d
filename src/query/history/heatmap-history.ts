// The question "in which turns did trouble come": tools by severity of the turn, or metrics by what kind of
// work the turn was. Reads all turns of the sessions asked for; draws nothing.
import { foldApart } from '../../metrics/kit/fold-events.ts';
import type { Metric } from '../../metrics/kit/metric.ts';
import { countLabels } from '../../metrics/task/label-session.ts';
import { TASK_LABELS, type TaskLabel } from '../../metrics/task/task-labels.ts';
import type { SessionEvent } from '../../model/session-event/session-event.ts';
import type { ThreadRow } from '../../store/readers/threads.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { metricsOf } from '../quality/metrics-of.ts';
import { readThresholds } from '../quality/read-thresholds.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSession } from '../sessions/find-session.ts';
import { readLearning, wordsOf } from './describe-sessions.ts';
import { countTools } from './describe-turn.ts';
import type {
  HistoryHeatmapAnswer,
  SeverityHeatmap,
  SeverityRow,
  SeverityTurns,
  TaskCell,
  TaskHeatmap,
} from './history-answer.ts';
import { labelTurns } from './label-turns.ts';
import { readThreadTurns } from './read-thread.ts';
import { readTurnEnds } from './read-turn-ends.ts';
import {
  filterOf,
  type HistoryQuestion,
  refuseWithoutClassifier,
  selectSessions,
  withThreads,
} from './select-sessions.ts';
import type { ThreadTurns } from './split-turns.ts';

export interface HeatmapQuestion extends HistoryQuestion {
  /** Id or prefix; all sessions of the filter without one. */
  readonly wanted: string | undefined;
  readonly axis: 'severity' | 'task_type';
}

/** @throws TelltaleError `classifier-off`, and those of finding a session */
export function queryHeatmap(asked: QueryContext, question: HeatmapQuestion): HistoryHeatmapAnswer {
  const context = atOneMoment({ ...asked, command: 'history heatmap' });
  if (question.axis === 'task_type') refuseWithoutClassifier(context, '--axis task_type');
  const row = question.wanted === undefined ? null : findSession(context, question.wanted);
  const sessions = row === null ? selectSessions(context, question) : withThreads(context, [row]);
  const threads = sessions.flatMap(({ thread }) => thread ?? []);
  const base = {
    kind: 'history-heatmap',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    classifier: context.settings.classifier.enabled,
    learning: readLearning(context),
    filter: filterOf(row === null ? question : {}),
    session: row === null ? null : identifySession(context, row),
    sessions: threads.length,
  } as const;
  return question.axis === 'severity'
    ? { ...base, ...bySeverity(context, threads) }
    : { ...base, ...byTask(context, threads) };
}

type Own<Answer> = Omit<
  Answer,
  | 'kind'
  | 'formatVersion'
  | 'generatedAtMs'
  | 'timezone'
  | 'classifier'
  | 'learning'
  | 'filter'
  | 'session'
  | 'sessions'
>;

const NO_TURNS: SeverityTurns = { ok: 0, warn: 0, critical: 0, unjudged: 0 };

function bySeverity(context: QueryContext, threads: readonly ThreadRow[]): Own<SeverityHeatmap> {
  const thresholds = readThresholds(context);
  const metrics = metricsOf(context.settings).filter(({ worse }) => worse !== 'none');
  const rows = new Map<string, SeverityRow>();
  let allTurns = NO_TURNS;
  let turns = 0;
  for (const row of threads) {
    const thread = readThreadTurns(context, row);
    const ends = readTurnEnds(thread, metrics, thresholds);
    for (const [index, { events }] of thread.turns.entries()) {
      const level = ends[index]?.severity ?? 'unjudged';
      allTurns = { ...allTurns, [level]: allTurns[level] + 1 };
      turns += 1;
      for (const { tool, calls } of countTools(events)) {
        if (calls === 0) continue;
        const known = rows.get(tool) ?? { tool, calls: 0, turns: NO_TURNS };
        const counts = { ...known.turns, [level]: known.turns[level] + 1 };
        rows.set(tool, { tool, calls: known.calls + calls, turns: counts });
      }
    }
  }
  return {
    axis: 'severity',
    turns,
    rows: [...rows.values()].sort(
      (a, b) => countTurns(b.turns) - countTurns(a.turns) || (a.tool < b.tool ? -1 : 1),
    ),
    allTurns,
  };
}

function countTurns({ ok, warn, critical, unjudged }: SeverityTurns): number {
  return ok + warn + critical + unjudged;
}

function byTask(context: QueryContext, threads: readonly ThreadRow[]): Own<TaskHeatmap> {
  const thresholds = readThresholds(context);
  const metrics = metricsOf(context.settings);
  const labels: (TaskLabel | null)[] = [];
  const values = new Map(metrics.map(({ id }) => [id, new Map<TaskLabel, number[]>()]));
  for (const row of threads) {
    const thread = readThreadTurns(context, row);
    const own = labelTurns(thread);
    labels.push(...own);
    for (const metric of metrics) {
      for (const [label, value] of valuesByLabel(metric, thread, own)) {
        const known = values.get(metric.id)?.get(label) ?? [];
        values.get(metric.id)?.set(label, [...known, value]);
      }
    }
  }
  return {
    axis: 'task_type',
    turns: labels.length,
    taskCounts: countLabels(labels),
    rows: metrics.map((metric) => ({
      ...wordsOf(metric, thresholds),
      cells: cellsOf(values.get(metric.id)),
    })),
  };
}

/** Each label's turns counted apart, with what went before them known. A metric that throws has none. */
function valuesByLabel(
  metric: Metric,
  { copied, turns }: ThreadTurns,
  labels: readonly (TaskLabel | null)[],
): Map<TaskLabel, number> {
  const keys = new Map<SessionEvent, TaskLabel | null>();
  turns.forEach(({ events }, index) => {
    for (const event of events) keys.set(event, labels[index] ?? null);
  });
  const values = new Map<TaskLabel, number>();
  try {
    const events = [...copied, ...turns.flatMap((turn) => turn.events)];
    const parts = foldApart(metric, events, (event) => keys.get(event) ?? null);
    for (const label of TASK_LABELS) {
      const state = parts.get(label);
      if (state === undefined) continue;
      const reading = metric.read(state);
      if (reading.kind === 'value') values.set(label, reading.value);
    }
  } catch {
    return new Map();
  }
  return values;
}

function cellsOf(
  values: ReadonlyMap<TaskLabel, readonly number[]> | undefined,
): TaskHeatmap['rows'][number]['cells'] {
  const cellOf = (label: TaskLabel): TaskCell => {
    const own = values?.get(label) ?? [];
    const total = own.reduce((sum, value) => sum + value, 0);
    return { mean: own.length === 0 ? null : total / own.length, sessions: own.length };
  };
  return Object.fromEntries(TASK_LABELS.map((label) => [label, cellOf(label)])) as Record<
    TaskLabel,
    TaskCell
  >;
}
