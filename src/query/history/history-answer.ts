// Shapes of the answers about what sessions were like: list, one session turn by turn, two side by side, and
// the two cross tables. `--json` prints them unchanged. Shapes only.
import type { Reading } from '../../metrics/kit/metric.ts';
import type { Severity } from '../../metrics/kit/severity.ts';
import type { TaskCounts } from '../../metrics/task/label-session.ts';
import type { TaskLabel } from '../../metrics/task/task-labels.ts';
import type { JudgedReading } from '../quality/judged.ts';
import type { Learning, MetricWords as QualityMetricWords } from '../quality/quality-answer.ts';
import type { SessionIdentity } from '../sessions/describe-session.ts';

export type { Learning, Severity, TaskCounts, TaskLabel };

/** Null: not asked for. */
export interface HistoryFilter {
  readonly project: string | null;
  readonly sinceMs: number | null;
  /** Last moment that counts. */
  readonly untilMs: number | null;
  readonly severity: Severity | null;
  readonly model: string | null;
  readonly permissionMode: string | null;
  readonly task: TaskLabel | null;
}

interface HistoryAnswer {
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  /** The task classifier is on. It is experimental. */
  readonly classifier: boolean;
  /** What the severities rest on. */
  readonly learning: Learning;
}

/** What a view needs to write a metric's values, and what they are judged by. */
export type MetricWords = Pick<
  QualityMetricWords,
  'metric' | 'title' | 'unit' | 'decimals' | 'worse' | 'thresholds'
>;

export interface HistoryEntry extends SessionIdentity {
  /** By calls, the most used first; as the transcripts name them. */
  readonly models: readonly string[];
  /** In the order in which they were first in force; empty: none was told. */
  readonly permissionModes: readonly string[];
  /** Human prompts, also those that came from the queue; copied ones are not counted. */
  readonly turns: number;
  /** Of the main thread; null: it was not measured or there is nothing to judge. */
  readonly severity: Severity | null;
  /** Titles of the metrics that make it so; empty where all is well. */
  readonly because: readonly string[];
  /** Null: the classifier is off, or there is nothing to tell by. */
  readonly task: TaskLabel | null;
}

export interface HistoryListAnswer extends HistoryAnswer {
  readonly kind: 'history-list';
  readonly filter: HistoryFilter;
  readonly limit: number;
  /** Sessions that match, also those that the limit leaves out. */
  readonly matchingSessions: number;
  /** Sessions in the ledger. */
  readonly knownSessions: number;
  /** The most recently active first. */
  readonly sessions: readonly HistoryEntry[];
}

/** Something in a turn that is neither a call nor a tool. */
export interface TurnMark {
  readonly atMs: number | null;
  readonly kind:
    | 'compaction'
    | 'interrupt'
    | 'command'
    | 'api-error'
    | 'rejection'
    | 'permission'
    | 'model'
    | 'effort'
    | 'permission-mode'
    | 'branch'
    | 'version';
  /** `auto`, `Bash`, `opus → sonnet`; null: nothing more is known. */
  readonly detail: string | null;
}

export interface ToolUse {
  readonly tool: string;
  readonly calls: number;
  /** Results that were errors, rejections left out. */
  readonly errors: number;
}

/** A metric's value at the end of a turn: of the session so far, not of the turn alone. */
export interface TurnMetric {
  readonly metric: string;
  /** Null: no data yet, or the metric failed. */
  readonly value: number | null;
  readonly isWarm: boolean;
  readonly severity: Severity | null;
}

export interface TurnChange {
  readonly metric: string;
  /** Null: there was no value before. */
  readonly from: number | null;
  readonly to: number | null;
  readonly severityFrom: Severity | null;
  readonly severityTo: Severity | null;
}

export interface HistoryTurn {
  /** From 1; 0 is what happened before the first prompt. */
  readonly turn: number;
  /** Of its prompt; for turn 0 of its first event. */
  readonly atMs: number | null;
  /** Of its last event. */
  readonly endMs: number | null;
  readonly task: TaskLabel | null;
  /** Null: it has none. */
  readonly prompt: TurnPrompt | null;
  /** API requests of the main chain. */
  readonly calls: number;
  readonly toolCalls: number;
  /** The most called first. */
  readonly tools: readonly ToolUse[];
  readonly errors: number;
  readonly marks: readonly TurnMark[];
  /** Worst of the metrics at its end. */
  readonly severity: Severity | null;
  readonly metrics: readonly TurnMetric[];
  /** What this turn moved. */
  readonly changes: readonly TurnChange[];
}

export interface TurnPrompt {
  /** UTF-16 units. */
  readonly chars: number;
  /** Masked, at most 2,000 units; null: not asked for, or the transcript is gone. */
  readonly text: string | null;
}

export interface HistoryAgent {
  readonly agentId: string;
  readonly agentType: string | null;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly severity: Severity | null;
  readonly task: TaskLabel | null;
}

export interface HistorySessionAnswer extends HistoryAnswer, HistoryEntry {
  readonly kind: 'history-session';
  readonly withText: boolean;
  /** Up to this moment the session is a copy of another one, which is not counted; null: it is none. */
  readonly copiedUntilMs: number | null;
  readonly words: readonly MetricWords[];
  /** Of the session as it is now. */
  readonly metrics: readonly JudgedReading[];
  /** Null: the classifier is off. */
  readonly taskCounts: TaskCounts | null;
  readonly timeline: readonly HistoryTurn[];
  readonly agents: readonly HistoryAgent[];
}

export interface DiffSide extends HistoryEntry {
  readonly versions: readonly string[];
  readonly efforts: readonly string[];
  readonly calls: number;
  readonly finalCalls: number;
  readonly unpricedCalls: number;
  readonly totalTokens: number;
  /** API-equivalent, estimated. */
  readonly costNanoUsd: number | null;
  readonly durationMs: number | null;
  readonly toolCalls: number;
  readonly errors: number;
  readonly compactions: number;
  readonly interrupts: number;
  readonly taskCounts: TaskCounts | null;
}

export interface DiffMetric extends MetricWords {
  readonly a: DiffReading;
  readonly b: DiffReading;
  /** b − a; null: one of them has no value. */
  readonly difference: number | null;
}

export interface DiffReading {
  readonly reading: Reading | null;
  readonly severity: Severity | null;
}

export interface DiffTool {
  readonly tool: string;
  readonly a: { readonly calls: number; readonly errors: number };
  readonly b: { readonly calls: number; readonly errors: number };
}

export interface HistoryDiffAnswer extends HistoryAnswer {
  readonly kind: 'history-diff';
  readonly a: DiffSide;
  readonly b: DiffSide;
  readonly metrics: readonly DiffMetric[];
  /** By calls of both, the most called first. */
  readonly tools: readonly DiffTool[];
}

interface HeatmapBase extends HistoryAnswer {
  readonly kind: 'history-heatmap';
  readonly filter: HistoryFilter;
  /** Null: all sessions of the filter. */
  readonly session: SessionIdentity | null;
  /** Sessions with events that were looked at. */
  readonly sessions: number;
  readonly turns: number;
}

/** In how many turns each tool ran, by the severity of the session at the end of the turn. */
export interface SeverityHeatmap extends HeatmapBase {
  readonly axis: 'severity';
  /** By turns, the most first. */
  readonly rows: readonly SeverityRow[];
  /** All turns, also those without a tool. */
  readonly allTurns: SeverityTurns;
}

export interface SeverityTurns {
  readonly ok: number;
  readonly warn: number;
  readonly critical: number;
  /** There was nothing to judge by yet. */
  readonly unjudged: number;
}

export interface SeverityRow {
  readonly tool: string;
  readonly calls: number;
  readonly turns: SeverityTurns;
}

/** Each metric counted apart by the label of the turn. */
export interface TaskHeatmap extends HeatmapBase {
  readonly axis: 'task_type';
  /** Turns by label. */
  readonly taskCounts: TaskCounts;
  readonly rows: readonly TaskRow[];
}

export interface TaskRow extends MetricWords {
  readonly cells: Readonly<Record<TaskLabel, TaskCell>>;
}

export interface TaskCell {
  /** Mean over sessions of the metric's value in their turns of this label; null: none has one. */
  readonly mean: number | null;
  /** Sessions behind it. */
  readonly sessions: number;
}

export type HistoryHeatmapAnswer = SeverityHeatmap | TaskHeatmap;
