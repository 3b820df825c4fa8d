// What a session is known by: id, title, project, branch, times. Refuses to know what it did and how it
// stands.
import { oneLine } from '../../shared/sanitize.ts';
import { maskLine } from '../../shared/secrets.ts';
import { countSessionsWithStart, type SessionRow } from '../../store/readers/sessions.ts';
import type { QueryContext } from '../context.ts';
import { ACTIVE_WITHIN_MS } from './session-activity.ts';
import { readTitle, type TitleSource } from './title.ts';

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
  /** By the age of its last record; 'unknown': none has a time. */
  readonly state: SessionState;
  readonly title: string | null;
  readonly titleSource: TitleSource;
  readonly project: ProjectName | null;
  /** The last branch seen. */
  readonly branch: string | null;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
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
    branch: row.lastBranch === null || row.lastBranch === '' ? null : maskLine(row.lastBranch),
    firstAtMs: row.firstMs,
    lastAtMs: row.lastMs,
  };
}

export function projectOf(path: string | null): ProjectName | null {
  if (path === null) return null;
  const clean = maskLine(path);
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
