// One session in a line: names, state, sums and times. Knows when a session counts as active;
// refuses to know the details that only its own page shows.
import { oneLine } from '../../shared/sanitize.ts';
import {
  countSessionsWithStart,
  readModelSums,
  type SessionModelRow,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import { readTurnCounts } from '../../store/readers/sessions-events.ts';
import type { QueryContext } from '../context.ts';
import { groupBy } from './group-by.ts';
import { type CallSum, type ModelSum, sumByModel, sumCalls } from './sums.ts';
import { readTitle, type TitleSource } from './title.ts';

/** A session is active while its last record is at most this old. */
export const ACTIVE_WITHIN_MS = 10 * 60_000;

const SHORT_ID_LENGTH = 8;

export type SessionState = 'active' | 'idle' | 'unknown';

export interface ProjectName {
  /** Last part of the path. */
  readonly name: string;
  readonly path: string;
}

export interface SessionIdentity {
  readonly sessionId: string;
  /** The start of the id that commands accept: 8 characters, the whole id where sessions share them. */
  readonly shortId: string;
  /** 'unknown': no record has a time. */
  readonly state: SessionState;
  readonly title: string | null;
  readonly titleSource: TitleSource;
  readonly project: ProjectName | null;
  /** The last branch seen. */
  readonly branch: string | null;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
}

export interface SessionSummary extends SessionIdentity, CallSum {
  readonly models: readonly ModelSum[];
  /** Human prompts, each counted for one session only. */
  readonly turns: number;
}

export function identifySession(context: QueryContext, row: SessionRow): SessionIdentity {
  const { title, source } = readTitle(context, row);
  return {
    sessionId: oneLine(row.sessionId),
    shortId: shortIdOf(context, row.sessionId),
    state: stateOf(row.lastMs, context.now()),
    title,
    titleSource: source,
    project: projectOf(row.projectPath),
    branch: row.lastBranch === null || row.lastBranch === '' ? null : oneLine(row.lastBranch),
    firstAtMs: row.firstMs,
    lastAtMs: row.lastMs,
  };
}

/** Summaries in the order of the rows. */
export function summariseSessions(
  context: QueryContext,
  rows: readonly SessionRow[],
): SessionSummary[] {
  const { db } = context.store;
  const ids = rows.map((row) => row.id);
  const sums = groupBy(readModelSums(db, ids), (sum) => sum.id);
  const turns = readTurnCounts(db, ids);
  return rows.map((row) => {
    const own: readonly SessionModelRow[] = sums.get(row.id) ?? [];
    return {
      ...identifySession(context, row),
      ...sumCalls(own),
      models: sumByModel(own),
      turns: turns.get(row.id) ?? 0,
    };
  });
}

function projectOf(path: string | null): ProjectName | null {
  if (path === null) return null;
  const clean = oneLine(path);
  const parts = clean.split(/[\\/]+/).filter((part) => part !== '');
  return { name: parts.at(-1) ?? clean, path: clean };
}

function stateOf(lastMs: number | null, nowMs: number): SessionState {
  if (lastMs === null) return 'unknown';
  return nowMs - lastMs <= ACTIVE_WITHIN_MS ? 'active' : 'idle';
}

function shortIdOf(context: QueryContext, sessionId: string): string {
  const short = sessionId.slice(0, SHORT_ID_LENGTH);
  const isShared = countSessionsWithStart(context.store.db, short) > 1;
  return oneLine(isShared ? sessionId : short);
}
