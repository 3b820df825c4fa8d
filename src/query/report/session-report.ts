// The question "how did my sessions go, project by project": sums, health and what fresh starts would
// have saved. Puts other answers together; knows what is added up and what cannot be.
import type { HealthLevel } from '../../model/health/level.ts';
import { weighTokens } from '../../model/rotation/token-weights.ts';
import {
  countSessions,
  readModelSums,
  readProjects,
  readSessions,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { readHealths } from '../health/read-healths.ts';
import type { SessionHealth } from '../health/session-health.ts';
import { type FreshSize, HANDOFF_TOKENS, readFreshSize } from '../rotation/fresh-size.ts';
import { queryRotations } from '../rotation/query-rotation.ts';
import type { RotationAnswer } from '../rotation/rotation-answer.ts';
import { identifySession, type ProjectName, projectOf } from '../sessions/describe-session.ts';
import { groupBy } from '../sessions/group-by.ts';
import { type CallSum, sumCalls } from '../sessions/sums.ts';
import { findProjects } from '../usage/filters.ts';

export interface SessionReportQuestion {
  /** Only projects that this word means. */
  readonly project?: string | undefined;
  /** Only sessions with a record at or after this. */
  readonly sinceMs?: number | undefined;
  /** At most so many projects, the dearest first; the totals are over all. */
  readonly limit: number;
}

export interface SessionReportAnswer {
  readonly kind: 'session-report';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly filter: { readonly project: string | null; readonly sinceMs: number | null };
  readonly limit: number;
  /** Projects that match, also those that the limit leaves out. */
  readonly matchingProjects: number;
  /** Sessions in the ledger. */
  readonly knownSessions: number;
  /** By cost, then by weighted tokens, the largest first. */
  readonly projects: readonly ProjectReport[];
  readonly totals: ReportSums;
  /** What the savings assume beside the price book; null: each session's own first call. */
  readonly fresh: FreshSize | null;
  readonly handoffTokens: number;
}

export interface ProjectReport extends ReportSums {
  /** Null: sessions of which no line tells where they ran. */
  readonly project: ProjectName | null;
  readonly dearest: DearestSession;
}

/** By cost, among sessions without a price by weighted tokens. */
export interface DearestSession {
  readonly sessionId: string;
  readonly shortId: string;
  readonly title: string | null;
  readonly costNanoUsd: number | null;
}

export interface ReportSums extends Omit<CallSum, 'tokens'> {
  readonly sessions: number;
  /** Tokens of uncached input that would cost as much: cache read 0.1, write 1.25 or 2 (1 h), output 5. */
  readonly weightedTokens: number;
  /** Over sessions of which it is known; null: of none. */
  readonly tokensWasted: number | null;
  /** What the best single fresh start of each session would have saved, estimated. */
  readonly rotation: {
    /** Sessions in which one would have saved anything. */
    readonly sessions: number;
    /** Those among them with a call without a price: they are not in the money. */
    readonly unpricedSessions: number;
    /** Null: all of them are. */
    readonly savingNanoUsd: number | null;
    readonly savingWeightedTokens: number;
  };
  /** Sessions by their current level, not their worst. */
  readonly levels: Readonly<Record<HealthLevel, number>>;
  /** Mean of the current healths, 0–100; null: none is known. */
  readonly averageHealthPercent: number | null;
}

export function querySessionReport(
  asked: QueryContext,
  question: SessionReportQuestion,
): SessionReportAnswer {
  const context = atOneMoment(asked);
  const { db } = context.store;
  const { project, sinceMs, limit } = question;
  const projectIds =
    project === undefined
      ? undefined
      : findProjects(readProjects(db), project).map((found) => found.id);
  const sessions = measure(context, readSessions(db, { lastFromMs: sinceMs, projectIds }));
  const projects = [...groupBy(sessions, ({ row }) => row.projectPath).values()]
    .map((group) => ({ group, sums: sumSessions(group) }))
    .sort((a, b) => byCost(a.sums, b.sums));
  return {
    kind: 'session-report',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    filter: { project: project ?? null, sinceMs: sinceMs ?? null },
    limit,
    matchingProjects: projects.length,
    knownSessions: countSessions(db, {}),
    projects: projects.slice(0, limit).map(({ group, sums }) => ({
      project: projectOf(group[0]?.row.projectPath ?? null),
      ...sums,
      dearest: dearestOf(context, group),
    })),
    totals: sumSessions(sessions),
    fresh: readFreshSize(context),
    handoffTokens: HANDOFF_TOKENS,
  };
}

interface Measured {
  readonly row: SessionRow;
  readonly sum: CallSum;
  readonly weightedTokens: number;
  readonly health: SessionHealth;
  readonly rotation: RotationAnswer;
}

function measure(context: QueryContext, rows: readonly SessionRow[]): Measured[] {
  const ids = rows.map(({ id }) => id);
  const sums = groupBy(readModelSums(context.store.db, ids), ({ id }) => id);
  const healths = readHealths(context, ids);
  const rotations = queryRotations(context, rows);
  return rows.map((row, index) => {
    const sum = sumCalls(sums.get(row.id) ?? []);
    return {
      row,
      sum,
      weightedTokens: weighTokens(sum.tokens),
      health: healths.get(row.id) as SessionHealth,
      rotation: rotations[index] as RotationAnswer,
    };
  });
}

function sumSessions(sessions: readonly Measured[]): ReportSums {
  const sum = { calls: 0, finalCalls: 0, unpricedCalls: 0, totalTokens: 0, weightedTokens: 0 };
  const levels = { ok: 0, warn: 0, handoff: 0, critical: 0, unknown: 0 };
  for (const session of sessions) {
    sum.calls += session.sum.calls;
    sum.finalCalls += session.sum.finalCalls;
    sum.unpricedCalls += session.sum.unpricedCalls;
    sum.totalTokens += session.sum.totalTokens;
    sum.weightedTokens += session.weightedTokens;
    levels[session.health.level] += 1;
  }
  const isUnknown = sum.calls > 0 && sum.unpricedCalls === sum.calls;
  const healths = known(sessions.map(({ health }) => health.healthPercent));
  const wasted = known(sessions.map(({ health }) => health.tokensWasted));
  return {
    sessions: sessions.length,
    ...sum,
    costNanoUsd: isUnknown ? null : total(known(sessions.map((one) => one.sum.costNanoUsd))),
    tokensWasted: wasted.length === 0 ? null : total(wasted),
    rotation: sumRotations(sessions),
    levels,
    averageHealthPercent: healths.length === 0 ? null : total(healths) / healths.length,
  };
}

function sumRotations(sessions: readonly Measured[]): ReportSums['rotation'] {
  const best = sessions.flatMap(({ rotation }) => rotation.bestTurn ?? []);
  const money = known(best.map(({ savingNanoUsd }) => savingNanoUsd));
  return {
    sessions: best.length,
    unpricedSessions: best.length - money.length,
    savingNanoUsd: best.length > 0 && money.length === 0 ? null : total(money),
    savingWeightedTokens: total(best.map(({ savingWeightedTokens }) => savingWeightedTokens)),
  };
}

function dearestOf(context: QueryContext, group: readonly Measured[]): DearestSession {
  const dearest = group.reduce((most, one) =>
    byCost(costsOf(one), costsOf(most)) < 0 ? one : most,
  );
  const { sessionId, shortId, title } = identifySession(context, dearest.row);
  return { sessionId, shortId, title, costNanoUsd: dearest.sum.costNanoUsd };
}

type Costs = Pick<ReportSums, 'costNanoUsd' | 'weightedTokens'>;

function costsOf({ sum, weightedTokens }: Measured): Costs {
  return { costNanoUsd: sum.costNanoUsd, weightedTokens };
}

/** The dearer one first; what has no price comes last. */
function byCost(a: Costs, b: Costs): number {
  return (b.costNanoUsd ?? -1) - (a.costNanoUsd ?? -1) || b.weightedTokens - a.weightedTokens;
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
