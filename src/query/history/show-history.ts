// The question "how did this session go, turn by turn": what was done in each, what each metric said at its
// end, and what moved. Texts of prompts only when they are asked for, masked.

import { countLabels } from '../../metrics/task/label-session.ts';
import type { Scene, UserEvent } from '../../model/session-event/session-event.ts';
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import { readChainCalls } from '../../store/readers/chain-calls.ts';
import { readThreadRows, type ThreadRow } from '../../store/readers/threads.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { readJudgedThreads } from '../quality/judge-threads.ts';
import { metricsOf } from '../quality/metrics-of.ts';
import { readThresholds } from '../quality/read-thresholds.ts';
import { findSession } from '../sessions/find-session.ts';
import { readPromptText } from '../sessions/prompt-text.ts';
import { describeSessions, readLearning, wordsOfMetrics } from './describe-sessions.ts';
import { countFailures, countTools, findMarks, lastScene } from './describe-turn.ts';
import type {
  HistoryAgent,
  HistorySessionAnswer,
  HistoryTurn,
  TurnMetric,
  TurnPrompt,
} from './history-answer.ts';
import { type MeasuredTurn, measureTurns, readThreadTurns } from './read-thread.ts';
import { withThreads } from './select-sessions.ts';
import { changesBetween, turnMetricsOf } from './turn-changes.ts';

export interface HistorySessionQuestion {
  /** Id or prefix; the most recently active session without one. */
  readonly wanted: string | undefined;
  readonly withText: boolean;
}

const MAX_TEXT_UNITS = 2000;

export function queryHistorySession(
  asked: QueryContext,
  { wanted, withText }: HistorySessionQuestion,
): HistorySessionAnswer {
  const context = atOneMoment({ ...asked, command: 'history show' });
  const row = findSession(context, wanted);
  const [session] = withThreads(context, [row]);
  const thread = session?.thread ?? null;
  const [described] = session === undefined ? [] : describeSessions(context, [session]);
  if (described === undefined) throw new Error(`session ${row.id} was not described`);
  const turns = thread === null ? [] : measureThread(context, thread);
  const isOn = context.settings.classifier.enabled;
  return {
    kind: 'history-session',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    classifier: isOn,
    learning: readLearning(context),
    ...described.entry,
    withText,
    copiedUntilMs: thread?.copiedUntilMs ?? null,
    words: wordsOfMetrics(context),
    metrics: described.judged?.metrics ?? [],
    taskCounts: isOn ? countLabels(turns.map(({ task }) => task)) : null,
    timeline: describeTurns(context, turns, { session: row.id, thread, withText }),
    agents: readAgents(context, row.id),
  };
}

function measureThread(context: QueryContext, thread: ThreadRow): MeasuredTurn[] {
  return measureTurns(context, readThreadTurns(context, thread), {
    metrics: metricsOf(context.settings),
    thresholds: readThresholds(context),
  });
}

interface Place {
  readonly session: number;
  readonly thread: ThreadRow | null;
  readonly withText: boolean;
}

function describeTurns(
  { store }: QueryContext,
  turns: readonly MeasuredTurn[],
  { session, thread, withText }: Place,
): HistoryTurn[] {
  const calls = countCalls(
    readChainCalls(store.db, [session]).flatMap(({ agentId, atMs }) =>
      agentId === null ? [atMs] : [],
    ),
    turns,
  );
  let before: readonly TurnMetric[] = [];
  let scene: Scene | null = null;
  return turns.map(({ turn, opener, events, task, end }, index) => {
    const metrics = turnMetricsOf(end);
    const tools = countTools(events);
    const described: HistoryTurn = {
      turn,
      atMs: startOf({ opener, events }),
      endMs: events.reduce<number | null>((last, { atMs }) => atMs ?? last, null),
      task,
      prompt: opener === null ? null : promptOf(opener, withText ? thread : null),
      calls: calls[index] ?? 0,
      toolCalls: tools.reduce((sum, tool) => sum + tool.calls, 0),
      tools,
      errors: countFailures(events),
      marks: findMarks(events, scene),
      severity: end.severity,
      metrics,
      changes: changesBetween(before, metrics),
    };
    before = metrics;
    scene = lastScene(events, scene);
    return described;
  });
}

function startOf({ opener, events }: Pick<MeasuredTurn, 'opener' | 'events'>): number | null {
  return opener?.atMs ?? events.find(({ atMs }) => atMs !== null)?.atMs ?? null;
}

/** Each call belongs to the last turn that had begun. Those before all turns were copied. */
function countCalls(calls: readonly number[], turns: readonly MeasuredTurn[]): number[] {
  const counts = turns.map(() => 0);
  const starts = turns.map(startOf);
  for (const atMs of calls) {
    const index = starts.findLastIndex((start) => start !== null && start <= atMs);
    if (index >= 0) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** `thread` null: without its text. */
function promptOf({ chars, offset }: UserEvent, thread: ThreadRow | null): TurnPrompt {
  if (thread === null || thread.isGone || offset === null) return { chars, text: null };
  const text = readPromptText(thread.path, offset);
  return { chars, text: text === null ? null : cutText(maskLine(text)) };
}

/** Masked before it is cut, so that no half of a secret stays. */
function cutText(text: string): string {
  if (text.length <= MAX_TEXT_UNITS) return text;
  return `${text.slice(0, MAX_TEXT_UNITS - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function readAgents(context: QueryContext, session: number): HistoryAgent[] {
  const threads = readThreadRows(context.store.db, { sessions: [session], main: false });
  const judged = readJudgedThreads(context, threads);
  return threads.flatMap((thread): HistoryAgent[] => {
    const { agentId, agentType, firstMs, lastMs, fileId } = thread;
    if (agentId === null) return [];
    const own = judged.get(fileId);
    return [
      {
        agentId: oneLine(agentId),
        agentType: agentType === null ? null : oneLine(agentType),
        firstMs,
        lastMs,
        severity: own?.severity ?? null,
        task: context.settings.classifier.enabled ? (own?.task ?? null) : null,
      },
    ];
  });
}
