// Which session is meant when none is named: the one that runs the command, else the newest of the
// folder it is run in, else the newest of all.
import {
  readProjects,
  readSessions,
  readSessionsByPrefix,
  type SessionRow,
} from '../../store/readers/sessions.ts';
import { projectPathOf } from '../../transcript/project-path.ts';
import type { QueryContext } from '../context.ts';
import { findSession } from './find-session.ts';

export interface SessionWish {
  /** Id or its beginning. */
  readonly wanted: string | undefined;
  /** The folder the command is run in. */
  readonly cwd: string;
  /** The session within which it is run, if it is. */
  readonly runningSessionId: string | undefined;
}

/** Throws as findSession does. */
export function findSessionHere(context: QueryContext, wish: SessionWish): SessionRow {
  const { db } = context.store;
  if ((wish.wanted?.trim() ?? '') !== '') return findSession(context, wish.wanted);
  const running = wish.runningSessionId?.trim() ?? '';
  const own = running === '' ? undefined : readSessionsByPrefix(db, running, 1)[0];
  if (own?.sessionId === running) return own;
  return newestOfFolder(context, wish.cwd) ?? findSession(context, undefined);
}

/** A session of this very folder before one of its project elsewhere. */
function newestOfFolder({ store }: QueryContext, cwd: string): SessionRow | undefined {
  const project = projectOf(store.db, cwd);
  if (project === undefined) return undefined;
  const rows = readSessions(store.db, { projectIds: [project.id] });
  return rows.find((row) => row.lastCwd === cwd || row.firstCwd === cwd) ?? rows[0];
}

/** The project that the folder is, or the nearest one above it. */
function projectOf(
  db: QueryContext['store']['db'],
  cwd: string,
): { id: number; path: string } | undefined {
  const path = projectPathOf(cwd);
  return readProjects(db)
    .filter((one) => path === one.path || path.startsWith(`${one.path.replace(/[\\/]$/, '')}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}
