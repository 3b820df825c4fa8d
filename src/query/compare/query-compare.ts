// The question "which sessions use the cache well": reuse and rebuilds by session and project. Knows how
// sessions are rated; the collapses are the model's, and what stands in transcripts find-waste.ts's.
import type { CacheEvent } from '../../model/cache/cache-event.ts';
import { maskLine } from '../../shared/secrets.ts';
import { type CacheCallRow, readCacheCalls } from '../../store/readers/cache-calls.ts';
import { readSessions, type SessionRow } from '../../store/readers/sessions.ts';
import { readCacheEvents } from '../cache/read-cache-events.ts';
import { sumExcess, sumTotals } from '../cache/sum-events.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { groupBy } from '../sessions/group-by.ts';
import type {
  CacheUse,
  CompareAnswer,
  ComparedProject,
  ComparedSession,
  RatedSession,
} from './compare-answer.ts';
import { findWaste } from './find-waste.ts';

export interface CompareQuestion {
  readonly sinceMs?: number | undefined;
  /** Sessions per list. */
  readonly limit: number;
  /** Reads the transcripts of the newest sessions too. */
  readonly deep: boolean;
}

interface Measured {
  readonly row: SessionRow;
  readonly calls: readonly CacheCallRow[];
  readonly events: readonly CacheEvent[];
  readonly use: CacheUse;
}

export function queryCompare(asked: QueryContext, question: CompareQuestion): CompareAnswer {
  const context = atOneMoment(asked);
  const measured = measureSessions(context, question.sinceMs);
  const rated = measured.filter(({ use }) => use.reuseRatio !== null).sort(byReuse);
  const { limit } = question;
  const list = (some: readonly Measured[]): ComparedSession[] =>
    some.slice(0, limit).map(({ row, use }) => ({ ...identifySession(context, row), use }));
  const dearest = measured.filter(({ use }) => use.rebuilds > 0).sort(byExcess);
  return {
    kind: 'compare',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    sinceMs: question.sinceMs ?? null,
    limit,
    sessions: measured.length,
    total: sumUse(measured),
    meanReuseRatio: meanOf(rated.map(({ use }) => use.reuseRatio ?? 0)),
    ratedSessions: rated.length,
    best: rateOf(context, rated.at(-1)),
    worst: rateOf(context, rated[0]),
    lowest: list(rated),
    dearestRebuilds: list(dearest),
    projects: sumProjects(measured),
    deep: question.deep
      ? findWaste(
          context,
          measured.map(({ row }) => row),
        )
      : null,
  };
}

/** Sessions with a call in the period, the most recently active first. */
function measureSessions(context: QueryContext, sinceMs: number | undefined): Measured[] {
  const { db } = context.store;
  const rows = readSessions(db, { lastFromMs: sinceMs });
  const ids = rows.map(({ id }) => id);
  const calls = groupBy(readCacheCalls(db, ids, sinceMs ?? 0), (call) => call.session);
  const found = readCacheEvents(context, ids);
  return rows.flatMap((row) => {
    const own = calls.get(row.id) ?? [];
    if (own.length === 0) return [];
    const events = (found.get(row.id) ?? []).filter(
      ({ isExpected, atMs }) => !isExpected && (atMs ?? 0) >= (sinceMs ?? 0),
    );
    return [{ row, calls: own, events, use: sumUse([{ calls: own, events }]) }];
  });
}

function sumUse(some: readonly Pick<Measured, 'calls' | 'events'>[]): CacheUse {
  const { events, rewrittenTokens, excessNanoUsd, unpricedEvents } = sumExcess(
    some.flatMap((one) => one.events),
  );
  return {
    ...sumTotals(some.flatMap((one) => one.calls)),
    rebuilds: events,
    rewrittenTokens,
    excessNanoUsd,
    unpricedRebuilds: unpricedEvents,
  };
}

function sumProjects(measured: readonly Measured[]): ComparedProject[] {
  const groups = groupBy(measured, ({ row }) => row.projectPath);
  return [...groups]
    .map(([path, some]) => ({
      project: path === null ? null : maskLine(path),
      sessions: some.length,
      use: sumUse(some),
    }))
    .sort((a, b) => (b.use.costNanoUsd ?? 0) - (a.use.costNanoUsd ?? 0) || b.sessions - a.sessions);
}

function rateOf(context: QueryContext, one: Measured | undefined): RatedSession | null {
  const reuseRatio = one?.use.reuseRatio ?? null;
  if (one === undefined || reuseRatio === null) return null;
  const { sessionId, shortId, title } = identifySession(context, one.row);
  return { sessionId, shortId, title, reuseRatio };
}

function byReuse(a: Measured, b: Measured): number {
  return (a.use.reuseRatio ?? 0) - (b.use.reuseRatio ?? 0) || b.use.calls - a.use.calls;
}

function byExcess(a: Measured, b: Measured): number {
  return (b.use.excessNanoUsd ?? 0) - (a.use.excessNanoUsd ?? 0);
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
