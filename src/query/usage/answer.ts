// The answer to "what did it cost, by what": its shape, which `--json` prints unchanged. Its rows
// carry ccusage's field names beside our own facts; nothing here computes.

import type { TokenCounts } from '../../shared/tokens.ts';
import type { Weekday } from '../../shared/zone.ts';

export const USAGE_GROUPS = [
  'daily',
  'weekly',
  'monthly',
  'session',
  'project',
  'model',
  'branch',
  'agent',
] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

export const USAGE_TIME_GROUPS = ['daily', 'weekly', 'monthly'] as const;
export type UsageTimeGroup = (typeof USAGE_TIME_GROUPS)[number];

/** What every sum of calls has. Cost is API-equivalent, estimated from list prices. */
export interface UsageFigures extends TokenCounts {
  /** Both lifetimes together: ccusage's name for cache writes. */
  readonly cacheCreationTokens: number;
  readonly totalTokens: number;
  readonly calls: number;
  /** Calls whose output count is final; with fewer than `calls`, output and cost are lower bounds. */
  readonly finalCalls: number;
  /** The sum over the calls that have a price; null if no call has one. */
  readonly costNanoUsd: number | null;
  /** Calls and tokens that no price is known for: not in the cost. */
  readonly unpricedCalls: number;
  readonly unpricedTokens: number;
}

/** One model's part of a row. Fast calls stand apart, as `<model>-fast`. */
export interface UsageModel extends UsageFigures {
  readonly modelName: string;
  /** costNanoUsd as USD; 0 where that is null, as ccusage has it. */
  readonly cost: number;
  /** Present if some call has no price. */
  readonly missingPricing?: true;
}

export interface UsageRow extends UsageFigures {
  /** Distinguishes the rows of one answer; words in parentheses stand for "not known". */
  readonly key: string;
  /** What a person calls it. */
  readonly label: string;
  /** The same as key: ccusage's name in its reports over all agents. */
  readonly period: string;
  /** ccusage's name of the program: always Claude Code here. */
  readonly agent: 'all' | 'claude';
  readonly metadata: {
    readonly agents?: readonly ['claude'];
    readonly lastActivity?: string | null;
  };
  /** costNanoUsd as USD; 0 where that is null, as ccusage has it. */
  readonly totalCost: number;
  readonly modelsUsed: readonly string[];
  /** Dearest first. */
  readonly modelBreakdowns: readonly UsageModel[];
}

export interface DayRow extends UsageRow {
  readonly date: string;
  /** The project's folder name; present if the question is about one project, as ccusage has it. */
  readonly project?: string;
}
export interface WeekRow extends UsageRow {
  /** Day on which the week begins. */
  readonly week: string;
}
export interface MonthRow extends UsageRow {
  readonly month: string;
}

/** A period within one project (`--instances`), with the period's own key as above. */
export type InstanceRow = (DayRow | WeekRow | MonthRow) & {
  /** The project's folder name in the config folder, as ccusage names projects. */
  readonly project: string;
  readonly projectDirectory: string | null;
};

/** Rows whose calls lie in a span that is worth telling. Times of calls, not of other records. */
export interface SpanRow extends UsageRow {
  /** ISO 8601, UTC; null: no call has a time. */
  readonly firstActivity: string | null;
  readonly lastActivity: string | null;
}

export interface SessionRow extends SpanRow {
  readonly sessionId: string;
  /** Null: the transcripts give none. */
  readonly title: string | null;
  /** The folder name below `projects/`, as ccusage gives it. */
  readonly projectPath: string;
  /** The project's real path; null: no record names one. */
  readonly projectDirectory: string | null;
}

export interface ProjectRow extends SpanRow {
  readonly projectDirectory: string | null;
  readonly sessions: number;
}

export interface ModelRow extends SpanRow {
  /** The ids of the transcripts that mean this model. */
  readonly modelIds: readonly string[];
}

export interface BranchRow extends SpanRow {
  /** Null: the calls have no branch, or a detached head. */
  readonly branch: string | null;
  /** Paths of the projects that have calls on it. */
  readonly projectDirectories: readonly string[];
}

export interface AgentRow extends SpanRow {
  readonly chain: 'main' | 'subagent' | 'compaction' | 'other';
  /** Of a subagent; null: not told, or not a subagent. */
  readonly subagentType: string | null;
  /** Different agent runs; 0 for the main chain. */
  readonly agents: number;
}

export interface UsageTotals extends UsageFigures {
  readonly totalCost: number;
  /** Present if there are any, as ccusage has it. */
  readonly unpricedModels?: readonly string[];
}

export interface UnpricedModel {
  readonly modelName: string;
  readonly calls: number;
  readonly tokens: number;
  /** `unknown-model`: not in the price book; `no-price-then`: in it, but not for that day. */
  readonly reason: 'unknown-model' | 'no-price-then';
}

export interface UsageFacts {
  readonly kind: 'usage';
  readonly formatVersion: 1;
  readonly timezone: string;
  /** First day of a week; null: the answer has no weeks. */
  readonly weekStart: Weekday | null;
  /** Day keys, both included; null: not limited. */
  readonly since: string | null;
  readonly until: string | null;
  /** Paths and ids that the filters matched; null: not filtered. */
  readonly projectFilter: readonly string[] | null;
  readonly modelFilter: readonly string[] | null;
  readonly order: 'asc' | 'desc';
  /** `then`: each call at the prices of its day; `today`: all at the prices of `pricesOn`. */
  readonly prices: 'then' | 'today';
  readonly pricesOn: string | null;
  readonly totals: UsageTotals;
  /** How many calls have a final output count; the ratio is null without calls. */
  readonly coverage: {
    readonly calls: number;
    readonly finalCalls: number;
    readonly finalRatio: number | null;
  };
  readonly unpriced: readonly UnpricedModel[];
  /** What a reader of the figures should know, one sentence each. */
  readonly notes: readonly string[];
}

/** The rows stand under ccusage's key for the grouping, or under the grouping's own name. */
export type UsageRowsOf =
  | { readonly groupBy: 'daily'; readonly daily: readonly DayRow[] }
  | { readonly groupBy: 'weekly'; readonly weekly: readonly WeekRow[] }
  | { readonly groupBy: 'monthly'; readonly monthly: readonly MonthRow[] }
  | {
      readonly groupBy: UsageTimeGroup;
      /** By the project's folder name, in the order of the names. */
      readonly projects: Readonly<Record<string, readonly InstanceRow[]>>;
    }
  | {
      readonly groupBy: 'session';
      /** The same rows under the keys of `ccusage claude session` and of `ccusage session`. */
      readonly sessions: readonly SessionRow[];
      readonly session: readonly SessionRow[];
    }
  | { readonly groupBy: 'project'; readonly project: readonly ProjectRow[] }
  | { readonly groupBy: 'model'; readonly model: readonly ModelRow[] }
  | { readonly groupBy: 'branch'; readonly branch: readonly BranchRow[] }
  | { readonly groupBy: 'agent'; readonly agent: readonly AgentRow[] };

export type UsageAnswer = UsageFacts & UsageRowsOf;

/** The answer's rows, whatever it groups by; those of `--instances` project after project. */
export function usageRows(answer: UsageAnswer): readonly UsageRow[] {
  if ('projects' in answer) return Object.values(answer.projects).flat();
  switch (answer.groupBy) {
    case 'daily':
      return answer.daily;
    case 'weekly':
      return answer.weekly;
    case 'monthly':
      return answer.monthly;
    case 'session':
      return answer.sessions;
    case 'project':
      return answer.project;
    case 'model':
      return answer.model;
    case 'branch':
      return answer.branch;
    case 'agent':
      return answer.agent;
  }
}
