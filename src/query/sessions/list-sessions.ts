// The question "which sessions are there, and which are running": filters, order and limit. Knows
// nothing of how the list is shown.
import {
  countSessions,
  readProjects,
  readSessions,
  type SessionFilter,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import { atOneMoment, type QueryContext } from '../context.ts';
import type { SessionQuality } from '../quality/quality-answer.ts';
import { readSessionQualities } from '../quality/session-quality.ts';
import { findProjects } from '../usage/filters.ts';
import { findLiveSessions } from './live-sessions.ts';
import { type SessionSummary, summariseSessions } from './summarise-sessions.ts';

export interface SessionsQuestion {
  /** Only sessions in which something goes on or waits, see live-sessions.ts. */
  readonly activeOnly?: boolean;
  /** Only projects that this word means: path, folder name, last part or any part of the path. */
  readonly project?: string | undefined;
  /** Only sessions with a record at or after this. */
  readonly sinceMs?: number | undefined;
  /** The most recent so many. */
  readonly limit: number;
  /** Of last activity, among those that the limit leaves. */
  readonly order: 'desc' | 'asc';
}

export interface SessionsAnswer {
  readonly kind: 'sessions';
  readonly formatVersion: 1;
  readonly generatedAtMs: number;
  readonly timezone: string;
  readonly filter: {
    readonly activeOnly: boolean;
    readonly project: string | null;
    readonly sinceMs: number | null;
  };
  readonly order: 'desc' | 'asc';
  readonly limit: number;
  /** Sessions that match, also those that the limit leaves out. */
  readonly matchingSessions: number;
  /** Sessions in the ledger. */
  readonly knownSessions: number;
  readonly sessions: readonly ListedSession[];
}

export interface ListedSession extends SessionSummary {
  readonly quality: SessionQuality;
}

export function querySessions(asked: QueryContext, question: SessionsQuestion): SessionsAnswer {
  const context = atOneMoment(asked);
  const { db } = context.store;
  const filter = filterOf(context, question);
  const rows = readSessions(db, { ...filter, limit: question.limit });
  const sessions = withQuality(context, rows);
  return {
    kind: 'sessions',
    formatVersion: 1,
    generatedAtMs: context.now(),
    timezone: context.zone.name,
    filter: {
      activeOnly: question.activeOnly ?? false,
      project: question.project ?? null,
      sinceMs: question.sinceMs ?? null,
    },
    order: question.order,
    limit: question.limit,
    matchingSessions: countSessions(db, filter),
    knownSessions: countSessions(db, {}),
    sessions: question.order === 'asc' ? sessions.reverse() : sessions,
  };
}

function withQuality(context: QueryContext, rows: readonly SessionRow[]): ListedSession[] {
  const ids = rows.map(({ id }) => id);
  const qualities = readSessionQualities(context, ids);
  return summariseSessions(context, rows).map((summary, index) => ({
    ...summary,
    quality: qualities.get(ids[index] as number) as SessionQuality,
  }));
}

function filterOf(context: QueryContext, question: SessionsQuestion): SessionFilter {
  return {
    lastFromMs: question.sinceMs,
    sessionIds: question.activeOnly ? findLiveSessions(context) : undefined,
    projectIds: question.project === undefined ? undefined : projectIds(context, question.project),
  };
}

function projectIds(context: QueryContext, text: string): number[] {
  return findProjects(readProjects(context.store.db), text).map((project) => project.id);
}
