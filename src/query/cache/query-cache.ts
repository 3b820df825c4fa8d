// The question "where did the cache collapse": one session, or all of a period. Knows which sessions and
// calls belong to it; the collapses are the model's and the sums sum-events.ts's.
import type { CacheEvent } from '../../model/cache/cache-event.ts';
import { maskLine } from '../../shared/secrets.ts';
import { compareVersions } from '../../shared/versions.ts';
import { readCacheCalls } from '../../store/readers/cache-calls.ts';
import { countSessions, readSessions, type SessionRow } from '../../store/readers/sessions.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import { identifySession } from '../sessions/describe-session.ts';
import { findSession } from '../sessions/find-session.ts';
import type { CacheAnswer, SessionCacheEvent } from './cache-answer.ts';
import { readCacheFindings } from './read-cache-events.ts';
import { type KeyOf, shareOfTtl, sumByCause, sumGroups, sumTotals } from './sum-events.ts';

export interface CacheQuestion {
  /** Session id or its beginning; undefined: all sessions. */
  readonly wanted?: string | undefined;
  readonly sinceMs?: number | undefined;
}

/** Throws as findSession does when a session is wanted. */
export function queryCache(asked: QueryContext, question: CacheQuestion): CacheAnswer {
  const context = atOneMoment(asked);
  const { db } = context.store;
  const { sinceMs } = question;
  const isOne = question.wanted !== undefined;
  const rows = isOne
    ? [findSession(context, question.wanted)]
    : readSessions(db, { lastFromMs: sinceMs });
  const ids = rows.map(({ id }) => id);
  const calls = readCacheCalls(db, ids, sinceMs ?? 0);
  const findings = readCacheFindings(context, ids);
  const events = rows.flatMap((row) => {
    const found = findings.get(row.id)?.events ?? [];
    return found.filter(isSince(sinceMs)).map((event) => ({ row, event }));
  });
  const groups = groupingsOf(context, rows);
  const partial = [...findings.values()].flatMap((one) => one.partial.filter(isSince(sinceMs)));
  const [only] = rows;
  return {
    kind: 'cache',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    session: isOne && only !== undefined ? identifySession(context, only) : null,
    sinceMs: sinceMs ?? null,
    sessions: new Set(calls.map(({ session }) => session)).size,
    knownSessions: countSessions(db, {}),
    calls: sumTotals(calls),
    byCause: sumByCause(events.map(({ event }) => event)),
    byProject: sumGroups(calls, events, groups.project),
    byDay: sumGroups(calls, events, groups.day).sort(newestFirst),
    byVersion: sumGroups(calls, events, groups.version),
    ttlByDay: shareOfTtl(calls, groups.day).sort(newestFirst),
    ttlByVersion: shareOfTtl(calls, groups.version).sort(newestVersionFirst),
    partial: {
      calls: partial.length,
      tokens: partial.reduce((sum, one) => sum + one.tokens, 0),
    },
    events: nameEvents(context, events),
  };
}

const isSince =
  (sinceMs: number | undefined) =>
  ({ atMs }: Pick<CacheEvent, 'atMs'>): boolean =>
    sinceMs === undefined || (atMs !== null && atMs >= sinceMs);

function groupingsOf(
  { zone }: QueryContext,
  rows: readonly SessionRow[],
): Readonly<Record<'project' | 'day' | 'version', KeyOf>> {
  const projects = new Map(rows.map((row) => [row.id, row.projectPath]));
  const clean = (text: string | null | undefined): string | null =>
    text === null || text === undefined || text === '' ? null : maskLine(text);
  return {
    project: ({ session }) => clean(projects.get(session)),
    day: ({ atMs }) => (atMs === null ? null : zone.dayKey(atMs)),
    version: ({ version }) => clean(version),
  };
}

function newestFirst(a: { readonly key: string | null }, b: { readonly key: string | null }) {
  return (a.key ?? '') < (b.key ?? '') ? 1 : -1;
}

function newestVersionFirst(
  a: { readonly key: string | null },
  b: { readonly key: string | null },
) {
  return compareVersions(b.key ?? '', a.key ?? '');
}

function nameEvents(
  context: QueryContext,
  events: readonly { readonly row: SessionRow; readonly event: CacheEvent }[],
): SessionCacheEvent[] {
  const names = new Map<number, { readonly sessionId: string; readonly shortId: string }>();
  return events
    .map(({ row, event }) => {
      const known = names.get(row.id) ?? identifySession(context, row);
      names.set(row.id, known);
      return { ...event, sessionId: known.sessionId, shortId: known.shortId };
    })
    .sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
}
