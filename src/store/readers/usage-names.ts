// The words behind the ids of a usage answer: models, branches, sessions, projects, agent types.
// Knows the naming tables; counts nothing.
import type { Sqlite } from '../sqlite.ts';
import { AGENT_TYPE_SQL } from './agent-type.ts';

/** The texts of some ids of `name`. */
export function readNames(db: Sqlite, ids: Iterable<number>): ReadonlyMap<number, string> {
  const rows = db
    .prepare<[string], { id: number; text: string }>(
      'SELECT id, text FROM name WHERE id IN (SELECT value FROM json_each(?))',
    )
    .all(JSON.stringify([...ids]));
  return new Map(rows.map((row) => [row.id, row.text]));
}

/** Every model that has a call: `name.id` and the id as the transcripts write it. */
export function readModelNames(db: Sqlite): { readonly id: number; readonly text: string }[] {
  return db
    .prepare<[], { id: number; text: string }>(
      `SELECT id, text FROM name WHERE id IN (SELECT DISTINCT model_id FROM call) ORDER BY text`,
    )
    .all();
}

export interface ProjectName {
  readonly id: number;
  readonly path: string;
}

export function readProjects(db: Sqlite): ProjectName[] {
  return db.prepare<[], ProjectName>('SELECT id, path FROM project ORDER BY path').all();
}

export interface UsageSession {
  readonly id: number;
  readonly sessionId: string;
  readonly title: string | null;
  readonly projectPath: string | null;
  readonly firstCwd: string | null;
  /** The transcript of its first call, and the config folder that holds it. */
  readonly filePath: string | null;
  readonly root: string | null;
}

/** Title, project and place of some sessions, by `session.id`. */
export function readUsageSessions(
  db: Sqlite,
  ids: Iterable<number>,
): ReadonlyMap<number, UsageSession> {
  const rows = db
    .prepare<[string], UsageSession>(
      `SELECT session.id, session.session_id AS sessionId, title, project.path AS projectPath,
         first_cwd AS firstCwd, file.path AS filePath, file.root
       FROM session
       LEFT JOIN project ON project.id = session.project_id
       LEFT JOIN file ON file.id = (SELECT file_id FROM call
         WHERE call.session_id = session.id ORDER BY at_ms LIMIT 1)
       WHERE session.id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify([...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** The project's path by `session.id`, of the sessions that have one. */
export function readSessionProjects(db: Sqlite): ReadonlyMap<number, string> {
  const rows = db
    .prepare<[], [number, string]>(
      'SELECT session.id, project.path FROM session JOIN project ON project.id = project_id',
    )
    .raw()
    .all();
  return new Map(rows);
}

export interface AgentType {
  readonly agentId: string;
  readonly sessionId: number;
  readonly type: string;
}

/** The subagents whose type is told. */
export function readAgentTypes(db: Sqlite): AgentType[] {
  return db
    .prepare<[], AgentType>(
      `SELECT * FROM (
         SELECT agent_id AS agentId, session_id AS sessionId, ${AGENT_TYPE_SQL} AS type FROM agent)
       WHERE type IS NOT NULL ORDER BY agentId, sessionId`,
    )
    .all();
}
